import type { Router, VirtualRouter } from '../report.ts';
import type { MessageIndex } from './message-index.ts';

/** Which gaps between advertisements are asked for. */
export interface IntervalQuery {
  /** Id of a virtual router. */
  virtualRouter: string;
  /** Seconds since the Unix epoch; both ends belong to it. */
  from: number;
  to: number;
  /** At most so many values for each router. */
  columns: number;
}

/** Gaps between advertisements of one router inside its reigns, in time order. */
export interface RouterIntervals {
  router: string;
  /** Seconds that one bucket covers; 0 where each is a single advertisement. */
  step: number;
  buckets: IntervalBucket[];
}

export interface IntervalBucket {
  /** Start of the bucket; of a single advertisement the time it came. */
  time: number;
  /** Gaps in it, at least 1. */
  count: number;
  /** Seconds. */
  min: number;
  mean: number;
  max: number;
}

/** What gaps are read from. */
export interface IntervalSource {
  virtualRouter: VirtualRouter;
  index: MessageIndex;
  sources: ReadonlySet<number> | null;
  /** Whether the index holds every advertisement of the span; else only the report's own buckets are told. */
  complete: boolean;
}

/** Single advertisements where they fit, else buckets: of the report where they are fine enough, or made anew. */
export function readIntervals(query: IntervalQuery, source: IntervalSource): RouterIntervals[] {
  const { virtualRouter } = source;
  return virtualRouter.routers.map((router) => {
    const width = (query.to - query.from) / query.columns;
    if (!source.complete || router.timing.step <= width) return fromReport(router, query, width);
    return fromIndex(router.address, query, width, source);
  });
}

function fromReport({ address, timing }: Router, { from, to }: IntervalQuery, width: number): RouterIntervals {
  const { start, step } = timing;
  const known = timing.buckets.flatMap(([count, min, mean, max], i): IntervalBucket[] => {
    const time = start + i * step;
    return count === 0 || time + step < from || time > to ? [] : [{ time, count, min, mean, max }];
  });
  if (step >= width) return { router: address, step, buckets: known };
  return { router: address, step: width, buckets: merge(known, from, width) };
}

function fromIndex(router: string, query: IntervalQuery, width: number, source: IntervalSource): RouterIntervals {
  const { virtualRouter, index, sources } = source;
  const times = index.advertisementTimes(router, virtualRouter, query, sources);
  const reigns = virtualRouter.reigns.filter((reign) => reign.router === router);
  const single: IntervalBucket[] = [];
  let reign = 0;
  for (let i = 1; i < times.length; i++) {
    const [before, time] = [times[i - 1] ?? 0, times[i] ?? 0];
    while (reign < reigns.length && (reigns[reign]?.end ?? Infinity) < time) reign++;
    if (time < query.from || before < (reigns[reign]?.start ?? Infinity)) continue;
    const gap = Math.round((time - before) * 1e6) / 1e6;
    single.push({ time, count: 1, min: gap, mean: gap, max: gap });
  }
  if (single.length <= query.columns) return { router, step: 0, buckets: single };
  return { router, step: width, buckets: merge(single, query.from, width) };
}

function merge(buckets: readonly IntervalBucket[], from: number, width: number): IntervalBucket[] {
  const merged: IntervalBucket[] = [];
  let column = Number.NaN;
  for (const bucket of buckets) {
    const at = Math.floor((bucket.time - from) / width);
    const into = merged.at(-1);
    if (into && at === column) {
      into.mean = (into.mean * into.count + bucket.mean * bucket.count) / (into.count + bucket.count);
      into.count += bucket.count;
      into.min = Math.min(into.min, bucket.min);
      into.max = Math.max(into.max, bucket.max);
    } else merged.push({ ...bucket, time: from + at * width });
    column = at;
  }
  return merged;
}
