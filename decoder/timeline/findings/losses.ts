import type { Nanos } from '../../time.ts';
import type { History } from '../history.ts';
import { uniqueEvidence } from '../split-brain.ts';
import type { LostStretch, NearFailoverAt } from '../virtual-router-state.ts';
import { formatDuration, list, plural } from '../wording.ts';
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
    ({ router, start, end }) => !nearTimes.has(`${router.address}@${end}`) && !isInSplitBrain(history, start, end),
  );
  return [
    ...clusters(near, ({ time }) => time).map((cluster) => nearFailover(history, cluster)),
    ...clusters(plain, ({ end }) => end).map((cluster) => lostAdvertisements(history, cluster)),
  ];
}

function isInSplitBrain({ splitBrains }: History, start: Nanos, end: Nanos): boolean {
  return splitBrains.some((split) => end >= split.start && (split.end === null || start <= split.end));
}

interface OfRouter {
  router: { address: string };
}

function clusters<T extends OfRouter>(items: readonly T[], timeOf: (item: T) => Nanos): T[][] {
  const latest = new Map<string, { time: Nanos; cluster: T[] }>();
  const all: T[][] = [];
  for (const item of items) {
    const time = timeOf(item);
    const known = latest.get(item.router.address);
    const cluster = known && time - known.time <= TOGETHER ? known.cluster : [];
    if (cluster.length === 0) all.push(cluster);
    cluster.push(item);
    latest.set(item.router.address, { time, cluster });
  }
  return all;
}

function nearFailover({ virtualRouter }: History, gaps: readonly NearFailoverAt[]): FindingDraft {
  const worst = gaps.reduce((a, b) => (b.gap > a.gap ? b : a));
  const first = gaps[0] ?? worst;
  const last = gaps.at(-1) ?? worst;
  const { address, ids } = worst.router;
  const lost = gaps.reduce((sum, gap) => sum + gap.lost, 0);
  const missed = gaps.reduce((sum, gap) => sum + gap.missed, 0);
  const why =
    lost > 0
      ? `Its identifications jumped: ${plural(lost, 'advertisement')} of them were sent and lost before this capture point.`
      : ids.proven
        ? 'Its identifications went on without a jump: it did not send them.'
        : 'Whether they were sent cannot be told.';
  return draft('near-failover', 'warning', virtualRouter, {
    title:
      gaps.length === 1
        ? `${address} missed ${plural(worst.missed, 'advertisement')}: ${formatDuration(worst.gap)} without one`
        : `${address} missed advertisements ${plural(gaps.length, 'time')}, at worst ${formatDuration(worst.gap)} without one`,
    explanation: `${plural(missed, 'advertisement')} of ${address} for ${describeVirtualRouter(virtualRouter)} did not come and nobody took over. A backup takes over after its Master_Down_Interval, little more than three intervals. ${why}`,
    advice:
      lost > 0
        ? `Look for loss between ${address} and the capture point: ip -s link, switch port counters, storm control, a congested link.`
        : `On ${address}: was it busy, paused or swapping? Compare with its own capture and keepalived log.`,
    routers: [address],
    start: first.time - first.gap,
    end: last.time,
    evidence: uniqueEvidence(gaps.flatMap(({ evidence }) => evidence)),
  });
}

function lostAdvertisements({ virtualRouter }: History, stretches: readonly LostStretch[]): FindingDraft {
  const count = stretches.reduce((sum, { advertisements }) => sum + advertisements, 0);
  const [first, last] = [stretches[0], stretches.at(-1)];
  const address = first?.router.address ?? '';
  const isNotable = count >= NOTABLE || stretches.some(({ advertisements }) => advertisements > 1);
  return draft('advertisements-lost', isNotable ? 'warning' : 'info', virtualRouter, {
    title: `${plural(count, 'advertisement')} of ${address} ${count === 1 ? 'was' : 'were'} lost before this capture point`,
    explanation: `The identifications of ${list([address])} jumped by ${plural(count, 'number')}: so many advertisements for ${describeVirtualRouter(virtualRouter)} were sent and not captured.`,
    advice: `Look for loss between ${address} and the capture point: ip -s link, switch port counters, or drops of the capture itself.`,
    routers: [address],
    start: first?.start ?? 0,
    end: last?.end ?? 0,
    evidence: uniqueEvidence(stretches.flatMap(({ evidence }) => evidence)),
  });
}
