import type { History } from '../history.ts';
import type { PriorityStep, RouterState } from '../router-state.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { list, plural } from '../wording.ts';
import { describeVirtualRouter, draft, type FindingDraft } from './finding-draft.ts';

/** Priorities that changed, and drops that were meant to move mastership and did not. */
export function priorityFindings(history: History): FindingDraft[] {
  return [...history.virtualRouter.routers.values()].flatMap((router) => {
    const failed = router.priorityChanges.filter((change, index) => isFailedDrop(history, router, change, index));
    const drops = failed.map((change) => tooSmall(history, router, change));
    const rest = router.priorityChanges.filter((change) => !failed.includes(change) && !led(history, router, change));
    return rest.length === 0 ? drops : [...drops, changed(history, router, rest)];
  });
}

/** The change is the cause of a failover and told there. */
function led({ transitions }: History, router: RouterState, change: PriorityStep): boolean {
  return transitions.some(
    ({ cause, from, time }) =>
      cause === 'priority-drop' &&
      from?.router === router &&
      time >= change.time &&
      time - change.time <= router.masterDownInterval + router.interval,
  );
}

/** A drop under which its router stayed master for as long as any backup needs, and longer. */
function isFailedDrop(history: History, router: RouterState, change: PriorityStep, index: number): boolean {
  if (change.to >= change.from || change.from === 255) return false;
  const patience = router.masterDownInterval + router.interval;
  const next = router.priorityChanges[index + 1];
  if (next && next.time - change.time <= patience && next.to >= change.from) return false;
  if (history.end - change.time <= patience) return false;
  const overlapped = history.splitBrains.some(
    ({ start, end }) => start <= change.time + patience && (end === null || end >= change.time),
  );
  if (overlapped) return false;
  const reign = history.reigns.find(
    ({ claim, end }) =>
      claim.router === router && claim.start.time <= change.time && (end === null || end.time >= change.time),
  );
  return reign !== undefined && (reign.end === null || reign.end.time - change.time > patience);
}

function tooSmall({ virtualRouter }: History, router: RouterState, change: PriorityStep): FindingDraft {
  const others = [...virtualRouter.routers.values()].filter((other) => other !== router && other.priority > 0);
  const describe = (routers: readonly RouterState[]) =>
    list(routers.map(({ address, priority }) => `${address} (${priority})`));
  const higher = others.filter(({ priority }) => priority > change.to);
  const meaning =
    higher.length > 0
      ? `${describe(higher)} had advertised more, so it was down, does not hear, or has nopreempt set.`
      : others.length > 0
        ? `Of the other routers none had advertised more than ${change.to}: ${describe(others)}. The weight of the check is too small to fail over.`
        : 'Either no backup was there, or its priority is not above this one: then the weight of the check is too small to fail over.';
  return draft('priority-drop-too-small', 'warning', virtualRouter, {
    title: `${router.address} fell from priority ${change.from} to ${change.to} and stayed master`,
    explanation: `${router.address} lowered its priority for ${describeVirtualRouter(virtualRouter)} from ${change.from} to ${change.to}, as keepalived does when a tracked script or interface fails, and nobody took over. ${meaning}`,
    advice: `The weight must take the master below the backup: ${change.from} − weight < priority of the backup. Check the track_script weight on ${router.address} and the priority on the others.`,
    routers: [router.address],
    start: change.time,
    evidence: [change.evidence],
  });
}

function changed({ virtualRouter }: History, router: RouterState, changes: readonly PriorityStep[]): FindingDraft {
  const start = changes.reduce((first, { time }) => Math.min(first, time), Infinity);
  const end = changes.reduce((last, { time }) => Math.max(last, time), start);
  const steps = list(changes.map(({ from, to }) => `${from} → ${to}`));
  return draft('priority-change', 'info', virtualRouter, {
    title: `${router.address} changed its priority ${changes.length === 1 ? steps : plural(changes.length, 'time')}`,
    explanation: `${router.address} advertised ${describeVirtualRouter(virtualRouter)} with priority ${steps}.`,
    advice: 'A tracked script, interface or file changed state, or the configuration was reloaded.',
    routers: [router.address],
    start,
    end,
    evidence: uniqueEvidence(changes.map(({ evidence }) => evidence)),
  });
}
