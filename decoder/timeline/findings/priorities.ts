import type { Nanos } from '../../time.ts';
import type { Words } from '../../wording/words.ts';
import type { History } from '../history.ts';
import type { ReignSpan } from '../reigns.ts';
import type { PriorityStep, RouterState } from '../router-state.ts';
import { anyWithin, firstAtOrAfter, lastStartedBy } from '../sorted.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { draft, type FindingDraft } from './finding-draft.ts';

/** Priorities that changed, and drops that were meant to move mastership and did not; `flapping` tells those that moved it. */
export function priorityFindings(history: History, flapping: readonly FindingDraft[], words: Words): FindingDraft[] {
  return [...history.virtualRouter.routers.values()].flatMap((router) => {
    const { priorityChanges } = router;
    if (priorityChanges.length === 0) return [];
    const reigns = history.reigns.filter(({ claim }) => claim.router === router);
    const failed = new Set(priorityChanges.filter((change, index) => isFailedDrop(history, reigns, change, index)));
    const drops = [...failed].map((change) => tooSmall(history, router, change, words));
    const isTold = ({ time }: PriorityStep) =>
      flapping.some(
        ({ reason, start, end }) =>
          reason === 'priority-drop' && time >= start - patience(router) && time <= (end ?? start) + router.interval,
      );
    const rest = priorityChanges.filter(
      (change) => !failed.has(change) && !led(history, router, change) && !isTold(change),
    );
    return rest.length === 0 ? drops : [...drops, changed(history, router, rest, words)];
  });
}

/** How long any backup may take to act on a change. */
function patience(router: RouterState): Nanos {
  return router.masterDownInterval + router.interval;
}

/** The change is the cause of a failover and told there. */
function led({ transitions }: History, router: RouterState, change: PriorityStep): boolean {
  const until = change.time + patience(router);
  for (let i = firstAtOrAfter(transitions, change.time, ({ time }) => time); i < transitions.length; i++) {
    const transition = transitions[i];
    if (!transition || transition.time > until) return false;
    if (transition.cause === 'priority-drop' && transition.from.router === router) return true;
  }
  return false;
}

/** A drop under which its router stayed master for as long as any backup needs, and longer. */
function isFailedDrop(history: History, reigns: readonly ReignSpan[], change: PriorityStep, index: number): boolean {
  if (change.to >= change.from || change.from === 255) return false;
  const reign = lastStartedBy(reigns, change.time, ({ claim }) => claim.start.time);
  if (!reign) return false;
  const { router } = reign.claim;
  const decided = change.time + patience(router);
  const next = router.priorityChanges[index + 1];
  if (next && next.time <= decided && next.to >= change.from) return false;
  if (history.end <= decided || anyWithin(history.splitBrains, change.time, decided)) return false;
  // One that lost mastership in the end was overtaken late, by preempt_delay for one: that is a handover.
  return reign.end === null || (reign.end.time > decided && reign.end.how !== 'yielded');
}

function tooSmall(
  { virtualRouter }: History,
  router: RouterState,
  change: PriorityStep,
  { findings }: Words,
): FindingDraft {
  const others = [...virtualRouter.routers.values()].filter((other) => other !== router && other.priority > 0);
  return draft('priority-drop-too-small', 'warning', virtualRouter, {
    ...findings['priority-drop-too-small']({
      virtualRouter,
      router: router.address,
      from: change.from,
      to: change.to,
      others,
      higher: others.filter(({ priority }) => priority > change.to),
    }),
    routers: [router.address],
    start: change.time,
    evidence: [change.evidence],
  });
}

function changed(
  { virtualRouter }: History,
  router: RouterState,
  changes: readonly PriorityStep[],
  { findings }: Words,
): FindingDraft {
  const start = changes.reduce((first, { time }) => Math.min(first, time), Infinity);
  const end = changes.reduce((last, { time }) => Math.max(last, time), start);
  return draft('priority-change', 'info', virtualRouter, {
    ...findings['priority-change']({ virtualRouter, router: router.address, steps: changes }),
    routers: [router.address],
    start,
    end,
    evidence: uniqueEvidence(changes.map(({ evidence }) => evidence)),
  });
}
