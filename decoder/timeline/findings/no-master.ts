import type { Words } from '../../wording/words.ts';
import { isFault } from '../claim.ts';
import type { History } from '../history.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { draft, type FindingDraft } from './finding-draft.ts';

/** The longest Master_Down_Interval is 4 intervals; a window beyond this is no ordinary takeover. */
const TAKEOVER = 4.4;
/** After a resignation a backup waits its Skew_Time, at most one interval (VRRPv2: one second). */
const SKEW = 1.1;

/** Times in which nobody owned the addresses for longer than a takeover takes. */
export function noMasterFindings({ virtualRouter, noMaster, end }: History, { findings }: Words): FindingDraft[] {
  return noMaster.flatMap((window) => {
    const { router } = window.before;
    // It yielded to a stranger: the collision tells it.
    if (window.ended.how === 'yielded') return [];
    const length = (window.end ?? end) - window.start;
    const isOver = window.end !== null;
    const ordinary = isOver
      ? TAKEOVER * router.interval
      : window.after === 'resignation'
        ? SKEW * Math.max(router.interval, 1e9)
        : 0;
    if (length <= ordinary) return [];
    const atMost = (window.end ?? end) - window.lastHeard;
    return draft('no-master', 'critical', virtualRouter, {
      reason: isFault(window.before) ? 'fault' : null,
      ...findings['no-master']({ virtualRouter, router: router.address, after: window.after, length, atMost, isOver }),
      routers: [router.address],
      start: window.start,
      end: window.end,
      evidence: uniqueEvidence([
        window.before.last.evidence,
        window.ended.evidence,
        ...(window.next ? [window.next.start.evidence] : []),
      ]),
    });
  });
}
