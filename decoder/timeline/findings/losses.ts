import type { Nanos } from '../../time.ts';
import type { History } from '../history.ts';
import type { RouterState } from '../router-state.ts';
import { anyWithin } from '../sorted.ts';
import { uniqueEvidence } from '../split-brain.ts';
import type { LostStretch, NearFailoverAt } from '../virtual-router-state.ts';
import { formatDuration, plural } from '../wording.ts';
import { describeVirtualRouter, draft, type FindingDraft } from './finding-draft.ts';

/** Fewer than this, one at a time, endanger nothing: the capture itself may have lost them. */
const NOTABLE = 3;
/** Those closer together than this are one finding. */
const TOGETHER: Nanos = 600e9;

/** Gaps that came close to a failover, and advertisements that were sent and never captured. */
export function lossFindings(history: History): FindingDraft[] {
  const { virtualRouter } = history;
  const near = virtualRouter.nearFailovers;
  const nearTimes = new Set(near.map(({ router, time }) => `${router.address}@${time}`));
  const plain = virtualRouter.lost.filter(
    ({ router, start, end }) =>
      !nearTimes.has(`${router.address}@${end}`) && !anyWithin(history.splitBrains, start, end),
  );
  return [
    ...clusters(near, ({ time, gap }) => ({ start: time - gap, end: time })).map((cluster) =>
      nearFailover(history, cluster),
    ),
    ...clusters(plain, (stretch) => stretch).map((cluster) => lostAdvertisements(history, cluster)),
  ];
}

interface Cluster<T> {
  router: RouterState;
  items: T[];
  start: Nanos;
  end: Nanos;
}

/** What one router did within ten minutes of each other; none is empty. */
function clusters<T extends { router: RouterState }>(
  items: readonly T[],
  spanOf: (item: T) => { start: Nanos; end: Nanos },
): Cluster<T>[] {
  const current = new Map<RouterState, Cluster<T>>();
  const all: Cluster<T>[] = [];
  for (const item of items) {
    const { router } = item;
    const { start, end } = spanOf(item);
    const known = current.get(router);
    if (known && end - known.end <= TOGETHER) {
      known.items.push(item);
      known.end = end;
    } else {
      const cluster = { router, items: [item], start, end };
      current.set(router, cluster);
      all.push(cluster);
    }
  }
  return all;
}

function nearFailover(
  { virtualRouter }: History,
  { router, items: gaps, start, end }: Cluster<NearFailoverAt>,
): FindingDraft {
  const { address, ids } = router;
  const longest = gaps.reduce((most, { gap }) => Math.max(most, gap), 0);
  const lost = gaps.reduce((sum, gap) => sum + gap.lost, 0);
  const missed = gaps.reduce((sum, gap) => sum + gap.missed, 0);
  const why =
    lost > 0
      ? `Its identifications jumped: ${plural(lost, 'advertisement')} of them were sent and lost before this capture point.`
      : gaps.some(({ restarted }) => restarted)
        ? 'Its identifications began at 1 again: its process was started anew meanwhile.'
        : ids.proven
          ? 'Its identifications went on without a jump: it did not send them.'
          : 'Whether they were sent cannot be told.';
  return draft('near-failover', 'warning', virtualRouter, {
    title:
      gaps.length === 1
        ? `${address} missed ${plural(missed, 'advertisement')}: ${formatDuration(longest)} without one`
        : `${address} missed advertisements ${plural(gaps.length, 'time')}, at worst ${formatDuration(longest)} without one`,
    explanation: `${plural(missed, 'advertisement')} of ${address} for ${describeVirtualRouter(virtualRouter)} did not come and nobody took over. A backup takes over after its Master_Down_Interval, little more than three intervals. ${why}`,
    advice:
      lost > 0
        ? `Look for loss between ${address} and the capture point: ip -s link, switch port counters, storm control, a congested link.`
        : `On ${address}: was it busy, paused or swapping? Compare with its own capture and keepalived log.`,
    routers: [address],
    start,
    end,
    evidence: uniqueEvidence(gaps.flatMap(({ evidence }) => evidence)),
  });
}

function lostAdvertisements(
  { virtualRouter }: History,
  { router, items: stretches, start, end }: Cluster<LostStretch>,
): FindingDraft {
  const { address } = router;
  const count = stretches.reduce((sum, { advertisements }) => sum + advertisements, 0);
  const isNotable = count >= NOTABLE || stretches.some(({ advertisements }) => advertisements > 1);
  return draft('advertisements-lost', isNotable ? 'warning' : 'info', virtualRouter, {
    title: `${plural(count, 'advertisement')} of ${address} ${count === 1 ? 'was' : 'were'} lost before this capture point`,
    explanation: `The identifications of ${address} jumped by ${plural(count, 'number')}: so many advertisements for ${describeVirtualRouter(virtualRouter)} were sent and not captured.`,
    advice: `Look for loss between ${address} and the capture point: ip -s link, switch port counters, or drops of the capture itself.`,
    routers: [address],
    start,
    end,
    evidence: uniqueEvidence(stretches.flatMap(({ evidence }) => evidence)),
  });
}
