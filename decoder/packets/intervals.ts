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
  return source.virtualRouter.routers.map((router) => {
    const width = (query.to - query.from) / query.columns;
    if (!source.complete || router.timing.step <= width) return fromReport(router, query, width);
    return fromIndex(router, query, width, source);
  });
}

function fromReport({ address, timing }: Router, { from, to }: IntervalQuery, width: number): RouterIntervals {
  const { start, step } = timing;
  const buckets: IntervalBucket[] = [];
  timing.buckets.forEach(([count, min, mean, max], i) => {
    const time = start + i * step;
    if (count === 0 || time + step < from || time > to) return;
    if (step >= width) buckets.push({ time, count, min, mean, max });
    else addTo(buckets, { time: columnStart(time, from, width), count, min, mean, max });
  });
  return { router: address, step: Math.max(step, width), buckets };
}

function fromIndex(router: Router, query: IntervalQuery, width: number, source: IntervalSource): RouterIntervals {
  const reigns = source.virtualRouter.reigns.filter((reign) => reign.router === router.address);
  const single: IntervalBucket[] = [];
  const columns: IntervalBucket[] = [];
  let reign = 0;
  let before = Number.NaN;
  const { virtualRouter, index, sources } = source;
  index.eachAdvertisement(router, virtualRouter, query, sources, (time) => {
    while (reign < reigns.length && (reigns[reign]?.end ?? Infinity) < time) reign++;
    if (time >= query.from && before >= (reigns[reign]?.start ?? Infinity)) {
      const gap = Math.round((time - before) * 1e6) / 1e6;
      if (single.length <= query.columns) single.push({ time, count: 1, min: gap, mean: gap, max: gap });
      addGap(columns, columnStart(time, query.from, width), gap);
    }
    before = time;
  });
  if (single.length <= query.columns) return { router: router.address, step: 0, buckets: single };
  return { router: router.address, step: width, buckets: columns };
}

function columnStart(time: number, from: number, width: number): number {
  return from + Math.floor((time - from) / width) * width;
}

function addGap(buckets: IntervalBucket[], time: number, gap: number): void {
  const last = buckets.at(-1);
  if (last?.time !== time) {
    buckets.push({ time, count: 1, min: gap, mean: gap, max: gap });
    return;
  }
  last.count++;
  last.mean += (gap - last.mean) / last.count;
  if (gap < last.min) last.min = gap;
  if (gap > last.max) last.max = gap;
}

function addTo(buckets: IntervalBucket[], bucket: IntervalBucket): void {
  const last = buckets.at(-1);
  if (last?.time !== bucket.time) {
    buckets.push(bucket);
    return;
  }
  last.mean = (last.mean * last.count + bucket.mean * bucket.count) / (last.count + bucket.count);
  last.count += bucket.count;
  last.min = Math.min(last.min, bucket.min);
  last.max = Math.max(last.max, bucket.max);
}
