import type { Nanos } from '../../time.ts';
import type { Words } from '../../wording/words.ts';
import type { History } from '../history.ts';
import type { RouterState } from '../router-state.ts';
import { anyWithin } from '../sorted.ts';
import { uniqueEvidence } from '../split-brain.ts';
import type { LostStretch, NearFailoverAt } from '../virtual-router-state.ts';
import { draft, type FindingDraft } from './finding-draft.ts';

/** Fewer than this, one at a time, endanger nothing: the capture itself may have lost them. */
const NOTABLE = 3;
/** Those closer together than this are one finding. */
const TOGETHER: Nanos = 600e9;

/** Gaps that came close to a failover, and advertisements that were sent and never captured. */
export function lossFindings(history: History, words: Words): FindingDraft[] {
  const { virtualRouter } = history;
  const near = virtualRouter.nearFailovers;
  const nearTimes = new Set(near.map(({ router, time }) => `${router.address}@${time}`));
  const plain = virtualRouter.lost.filter(
    ({ router, start, end }) =>
      !nearTimes.has(`${router.address}@${end}`) && !anyWithin(history.splitBrains, start, end),
  );
  return [
    ...clusters(near, ({ time, gap }) => ({ start: time - gap, end: time })).map((cluster) =>
      nearFailover(history, cluster, words),
    ),
    ...clusters(plain, (stretch) => stretch).map((cluster) => lostAdvertisements(history, cluster, words)),
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
  { findings }: Words,
): FindingDraft {
  const { address, ids } = router;
  const longest = gaps.reduce((most, { gap }) => Math.max(most, gap), 0);
  const lost = gaps.reduce((sum, gap) => sum + gap.lost, 0);
  const missed = gaps.reduce((sum, gap) => sum + gap.missed, 0);
  const isRestarted = gaps.some(({ restarted }) => restarted);
  return draft('near-failover', 'warning', virtualRouter, {
    ...findings['near-failover']({
      virtualRouter,
      router: address,
      gaps: gaps.length,
      missed,
      longest,
      lost,
      otherwise: isRestarted ? 'restarted' : ids.proven ? 'not-sent' : 'unknown',
    }),
    routers: [address],
    start,
    end,
    evidence: uniqueEvidence(gaps.flatMap(({ evidence }) => evidence)),
  });
}

function lostAdvertisements(
  { virtualRouter }: History,
  { router, items: stretches, start, end }: Cluster<LostStretch>,
  { findings }: Words,
): FindingDraft {
  const { address } = router;
  const count = stretches.reduce((sum, { advertisements }) => sum + advertisements, 0);
  const isNotable = count >= NOTABLE || stretches.some(({ advertisements }) => advertisements > 1);
  return draft('advertisements-lost', isNotable ? 'warning' : 'info', virtualRouter, {
    ...findings['advertisements-lost']({ virtualRouter, router: address, count }),
    routers: [address],
    start,
    end,
    evidence: uniqueEvidence(stretches.flatMap(({ evidence }) => evidence)),
  });
}
