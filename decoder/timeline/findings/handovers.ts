import type { FindingWords } from '../../wording/finding-words.ts';
import type { Words } from '../../wording/words.ts';
import { type Claim, isFault, wentOnAfterResigning } from '../claim.ts';
import { explainSilenceByPlaces } from '../delivery-notes.ts';
import { explainSilence, explainTiming, explainTransition } from '../explain-transition.ts';
import type { History } from '../history.ts';
import { anyWithin, lastStartedBy } from '../sorted.ts';
import { routersOf, uniqueEvidence } from '../split-brain.ts';
import { beganAtOnce, isDeathUnderRival, isInterruption, isTakeover, type Takeover } from '../transitions.ts';
import type { VirtualRouterState } from '../virtual-router-state.ts';
import { draft, type FindingDraft } from './finding-draft.ts';
import { flappingFindings } from './flapping.ts';
import { endsOfAlarmingWindows } from './no-master.ts';
import { nopreemptTakeover, takeoversInSpiteOfNopreempt } from './nopreempt.ts';
import { restartedProcesses, stalledSenders } from './silent-senders.ts';

/**
 * What each transition was: a failover, planned, a stalled or restarted sender, a race; each has one finding. The silence that
 * an alarming window without a master tells is not told again by what ended it, nor are the interruptions of a master by
 * another cluster (`collides`).
 */
export function handoverFindings(
  history: History,
  { heldByNonMaster, collides }: { heldByNonMaster: ReadonlySet<Claim>; collides: boolean },
  words: Words,
): FindingDraft[] {
  const takeovers = history.transitions.filter(isTakeover);
  const interrupting = new Set(takeovers.filter((one) => collides && isInterruption(one)).map(({ to }) => to));
  const open = new Set(
    takeovers.filter(
      ({ cause, from, to }) => !interrupting.has(to) && !(cause === 'split-brain-end' && interrupting.has(from)),
    ),
  );
  for (const transition of open) {
    const split = lastStartedBy(history.splitBrains, transition.time, ({ start }) => start);
    if (!split || (split.end !== null && transition.time > split.end)) continue;
    if (!isDeathUnderRival(transition) || split.reason.endsWith('-mismatch')) open.delete(transition);
  }
  const episodes = new Set([
    ...stalledSenders(history, open, words, heldByNonMaster),
    ...restartedProcesses(history, open, words),
  ]);
  for (const transition of open) {
    if (isSilence(transition) && heldByNonMaster.has(transition.from)) {
      open.delete(transition);
    }
  }
  const findings: FindingDraft[] = [];
  for (const [transition, stoodBy] of takeoversInSpiteOfNopreempt(history)) {
    if (open.delete(transition)) findings.push(nopreemptTakeover(history, transition, stoodBy, words));
  }
  findings.push(...flappingFindings(history, open, episodes, isFailure, words));
  const ended = endsOfAlarmingWindows(history);
  for (const { finding, moved } of episodes) if (!moved.every(({ to }) => ended.has(to))) findings.push(finding);
  for (const transition of open) if (isFailure(transition) && ended.has(transition.to)) open.delete(transition);
  const beatings = new Map<Claim, Takeover>();
  for (const transition of open) if (transition.cause === 'split-brain-end') beatings.set(transition.from, transition);
  for (const transition of open) {
    const beatenBack = beatings.get(transition.to);
    const finding = classify(history, transition, words, beatenBack);
    if (finding) findings.push(finding);
  }
  return [...findings, ...equalPriorities(history, words)];
}

function classify(
  history: History,
  transition: Takeover,
  words: Words,
  beatenBack: Takeover | undefined,
): FindingDraft | null {
  const unseen = anyWithin(history.pauses, transition.lastHeard.time, transition.time);
  if (unseen) return null;
  switch (transition.cause) {
    case 'priority-drop':
      return isReloaded(history, transition)
        ? plannedHandover(history, transition, transition.cause, words)
        : failover(history, transition, null, words);
    case 'master-down':
      return failover(history, transition, null, words);
    case 'split-brain-end':
      return isDeathUnderRival(transition) ? failover(history, transition, null, words) : null;
    case 'resignation':
      if (gaveUpAlone(transition)) return fault(history.virtualRouter, transition, words);
      return isFault(transition.from)
        ? failover(history, transition, 'fault', words)
        : plannedHandover(history, transition, transition.cause, words);
    case 'preemption':
      return plannedHandover(history, transition, transition.cause, words);
    case 'usurpation':
      return beatenBack ? handoverRace(history, transition, beatenBack, words) : usurpation(history, transition, words);
    default:
      return null;
  }
}

function isSilence(transition: Takeover): boolean {
  return transition.cause === 'master-down' || isDeathUnderRival(transition);
}

function isFailure(transition: Takeover): boolean {
  const { cause, from } = transition;
  if (cause === 'resignation') return isFault(from) || gaveUpAlone(transition);
  return cause === 'master-down' || cause === 'priority-drop' || cause === 'usurpation';
}

function failover(history: History, transition: Takeover, reason: 'fault' | null, words: Words): FindingDraft {
  const { time, from, to, lastHeard } = transition;
  const [a, b] = [from.router.address, to.router.address];
  if (reason === 'fault' && a === b) return fault(history.virtualRouter, transition, words);
  const common = {
    reason,
    routers: [...new Set([a, b])],
    start: isSilence(transition) ? lastHeard.time : time,
    end: time,
    evidence: uniqueEvidence(transition.evidence),
  };
  return draft('failover', 'warning', history.virtualRouter, {
    ...common,
    ...failoverWords(history, transition, reason, words),
  });
}

/** The priority that its router lost mastership by came with a configuration read anew: somebody wanted that. */
function isReloaded({ virtualRouter }: History, { from: { router }, to, time }: Takeover): boolean {
  const drop = router.priorityChanges.findLast(
    (change) => change.time <= time && change.to < to.firstPriority && change.from >= to.firstPriority,
  );
  if (!drop) return false;
  return virtualRouter.reloads.some(
    (reload) => reload.router === router && Math.abs(reload.time - drop.time) <= router.interval,
  );
}

/** It resigned and came back by itself, and its process was not stopped: nobody wanted that. */
function gaveUpAlone({ from, to }: Takeover): boolean {
  return from.router === to.router && wentOnAfterResigning(from);
}

/** It came back by itself. */
function fault(virtualRouter: VirtualRouterState, { time, from, to, lastHeard, evidence }: Takeover, words: Words) {
  const router = to.router.address;
  return draft('fault', 'warning', virtualRouter, {
    ...words.findings.fault({ router, back: time - lastHeard.time, isFault: isFault(from) }),
    routers: [router],
    start: from.end?.time ?? lastHeard.time,
    end: time,
    evidence: uniqueEvidence(evidence),
  });
}

function failoverWords(
  { undelivered, places }: History,
  transition: Takeover,
  reason: 'fault' | null,
  words: Words,
): FindingWords {
  const { time, cause, lastHeard } = transition;
  const { failover: told } = words.findings;
  const [from, to] = [transition.from.router.address, transition.to.router.address];
  if (reason === 'fault') return told.fault({ from, to, since: time - lastHeard.time });
  const explanation = explainTransition(transition, words);
  if (cause === 'priority-drop') return told.priorityDrop({ from, to, explanation });
  const timing = cause === 'split-brain-end' ? '' : explainTiming(transition, words);
  const ways = explainSilenceByPlaces(transition, undelivered, places, words);
  const silence = explainSilence(transition.from, words, ways !== '');
  return told.silence({
    from,
    to,
    explanation: words.transitions.sentences(explanation, timing, ways, silence),
    isSeenThere: places !== null && places.of(transition.from.router) !== null,
  });
}

function plannedHandover(
  { virtualRouter }: History,
  transition: Takeover,
  cause: 'preemption' | 'resignation' | 'priority-drop',
  words: Words,
): FindingDraft {
  const { time, from, to, lastHeard } = transition;
  const [a, b] = [from.router.address, to.router.address];
  const explanation = explainTransition(transition, words);
  return draft('planned-handover', 'info', virtualRouter, {
    ...words.findings['planned-handover']({
      from: a,
      to: b,
      cause,
      explanation,
      wentOn: cause === 'resignation' && wentOnAfterResigning(from),
    }),
    routers: a === b ? [a] : [a, b],
    start: cause === 'resignation' ? lastHeard.time : time,
    end: time,
    evidence: uniqueEvidence(transition.evidence),
  });
}

function usurpation({ virtualRouter, undelivered, places }: History, transition: Takeover, words: Words): FindingDraft {
  const { time, from, to } = transition;
  const [a, b] = [from.router.address, to.router.address];
  const ways = explainSilenceByPlaces(transition, undelivered, places, words);
  const explanation = words.transitions.sentences(explainTransition(transition, words), ways);
  const backAfter = from.successor ? from.successor.start.time - time : null;
  return draft('usurpation', 'warning', virtualRouter, {
    ...words.findings.usurpation({ from: a, to: b, explanation, backAfter }),
    routers: [a, b],
    start: time,
    evidence: uniqueEvidence(transition.evidence),
  });
}

function handoverRace(history: History, transition: Takeover, end: Takeover, { findings }: Words): FindingDraft {
  const { time, from, to } = transition;
  const [a, b] = [from.router.address, to.router.address];
  return draft('handover-race', 'info', history.virtualRouter, {
    ...findings['handover-race']({
      from: a,
      to: b,
      length: end.time - time,
      begunAt: unheardBefore(history, transition),
    }),
    routers: [a, b],
    start: time,
    end: end.time,
    evidence: uniqueEvidence([...transition.evidence, ...end.evidence]),
  });
}

/**
 * The number at which a newcomer begins that announces nothing, as every router does that becomes master, where others were
 * seen to announce and it can have counted so far since then; else null.
 */
function unheardBefore({ virtualRouter }: History, { from, to }: Takeover): number | null {
  const { router, firstId, announced, start } = to;
  if (firstId === null || firstId === 1 || announced.size > 0 || from.router.announcedAt.size === 0) return null;
  if (router.first.time !== start.time) return null;
  return firstId * router.interval <= start.time - virtualRouter.first.heard.time ? firstId : null;
}

/** Equal priorities leave the choice to the higher address. */
function equalPriorities({ virtualRouter, races }: History, { findings }: Words): FindingDraft[] {
  const equal = races.filter(
    ({ claims: [a, b] }) => a && b && a.firstPriority === b.firstPriority && beganAtOnce(a, b),
  );
  const [race] = equal;
  if (!race) return [];
  const priority = race.claims[0]?.firstPriority ?? 0;
  const claims = equal.flatMap((one) => one.claims).filter(({ firstPriority }) => firstPriority === priority);
  const routers = routersOf({ claims }).map(({ address }) => address);
  return [
    draft('equal-priorities', 'info', virtualRouter, {
      ...findings['equal-priorities']({ virtualRouter, routers, priority }),
      routers,
      start: race.start,
      end: race.end,
      evidence: uniqueEvidence(race.claims.map(({ start }) => start.evidence)),
    }),
  ];
}
