import type { Words } from '../../wording/words.ts';
import { type Claim, isFault } from '../claim.ts';
import { explainClock, explainSilence } from '../explain-transition.ts';
import type { History } from '../history.ts';
import type { NoMasterSpan } from '../reigns.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { beganAtOnce } from '../transitions.ts';
import { draft, type FindingDraft } from './finding-draft.ts';

/** The longest Master_Down_Interval is 4 intervals; a window beyond this is no ordinary takeover. */
const TAKEOVER = 4.4;
/** After a resignation a backup waits its Skew_Time, at most one interval (VRRPv2: one second). */
const SKEW = 1.1;

/** Times in which nobody owned the addresses for longer than a takeover takes. */
export function noMasterFindings(history: History, words: Words): FindingDraft[] {
  const { virtualRouter, end } = history;
  return alarmingWindows(history).map((window) => {
    const { before, next, after, ended } = window;
    const router = before.router.address;
    const length = (window.end ?? end) - window.start;
    const isOver = window.end !== null;
    const atMost = (window.end ?? end) - window.lastHeard;
    const silence =
      after === 'silence'
        ? words.transitions.sentences(explainSilence(before, words, false), explainClock(before, history, words))
        : '';
    return draft('no-master', 'critical', virtualRouter, {
      reason: reasonOf(window),
      ...words.findings['no-master']({ virtualRouter, router, after, length, atMost, isOver, silence }),
      routers: [router],
      start: window.start,
      end: window.end,
      evidence: uniqueEvidence([before.last.evidence, ended.evidence, ...(next ? [next.start.evidence] : [])]),
    });
  });
}

/** The claims that ended such times, all of an election: what that silence was is told there. */
export function endsOfAlarmingWindows(history: History): Set<Claim> {
  const ends = alarmingWindows(history).flatMap(({ next }) => next ?? []);
  return new Set(
    history.reigns.map(({ claim }) => claim).filter((claim) => ends.some((end) => beganAtOnce(end, claim))),
  );
}

function alarmingWindows({ noMaster, end: observedEnd }: History): NoMasterSpan[] {
  return noMaster.filter(({ start, end, before: { router }, ended, after }) => {
    // It yielded to a stranger: the collision tells it.
    if (ended.how === 'yielded') return false;
    const skew = after === 'resignation' ? SKEW * Math.max(router.interval, 1e9) : 0;
    return (end ?? observedEnd) - start > (end === null ? skew : TAKEOVER * router.interval);
  });
}

function reasonOf({ before, next }: NoMasterSpan): 'fault' | 'sender-stalled' | 'process-restarted' | null {
  if (isFault(before)) return 'fault';
  const { successor: back } = before;
  if (!next || !back || !beganAtOnce(next, back)) return null;
  if (back.stalledSince !== null) return 'sender-stalled';
  return back.restartedAfter === null ? null : 'process-restarted';
}
