import type { History } from '../history.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { formatDuration } from '../wording.ts';
import { describeVirtualRouter, draft, type FindingDraft } from './finding-draft.ts';

/** The longest Master_Down_Interval is 4 intervals; a window beyond this is no ordinary takeover. */
const TAKEOVER = 4.4;
/** After a resignation a backup waits its Skew_Time, at most one interval (VRRPv2: one second). */
const SKEW = 1.1;

/** Times in which nobody owned the addresses for longer than a takeover takes. */
export function noMasterFindings({ virtualRouter, noMaster, end }: History): FindingDraft[] {
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
    const atMost = formatDuration((window.end ?? end) - window.lastHeard);
    const how = window.after === 'resignation' ? 'resigned with priority 0' : 'fell silent';
    const bounds =
      window.after === 'resignation' ? `for ${atMost}` : `for at least ${formatDuration(length)} and at most ${atMost}`;
    return draft('no-master', 'critical', virtualRouter, {
      title: `Nobody was master for ${formatDuration(length)}${isOver ? '' : ', until the capture ended'}`,
      explanation: `${router.address} ${how} and no other router claimed ${describeVirtualRouter(virtualRouter)} ${bounds}${isOver ? '' : ' (until the capture ended)'}: the addresses had no owner.`,
      advice:
        'Does a backup run at all? It is silent on the wire: check keepalived on every node (systemctl status keepalived; journalctl -u keepalived), a FAULT state, vrrp_startup_delay, and that the VRID is configured there.',
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
