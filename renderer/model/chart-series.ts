import type { RouterIntervals } from '../../decoder/packets/intervals.ts';
import { masterDownInterval } from '../../decoder/timeline/timers.ts';
import type { ChartHistory, RouterStep } from './chart-history.ts';
import { priorityAt } from './moment.ts';
import { type DrawnTime, visibleRange } from './thinning.ts';

/** A row of a line chart: a time, and a value for each router under its index. */
export interface ChartRow {
  time: number;
  values: (number | null)[];
}

/** Pixels that share a few rows: a chart works on each row. */
const COLUMN = 3;
/** Steps of a column that are drawn one by one. */
const FEW = 2;

/** Priorities as steps; where more change in a pixel than it can show, the least and the greatest of it. */
export function priorityRows(history: ChartHistory, drawn: DrawnTime): ChartRow[] {
  const { steps } = history;
  const [first, last] = visibleRange(steps, drawn.from, drawn.to);
  const perSecond = drawn.width / (drawn.to - drawn.from) / COLUMN;
  const columnOf = (i: number) => Math.floor(((steps.starts[i] ?? 0) - drawn.from) * perSecond);
  const startOf = (column: number) => drawn.from + column / perSecond;
  const now = history.routers.map((router) => priorityAt(router, drawn.from));
  const rows: ChartRow[] = [{ time: drawn.from, values: [...now] }];
  for (let i = first; i < last; ) {
    const column = columnOf(i);
    const next = startOf(column + 1);
    let end = i + 1;
    while (end < last && (steps.starts[end] ?? 0) < next) end++;
    if (end - i <= FEW) addSteps(rows, now, steps.items, i, end);
    else {
      const isLast = end >= last || columnOf(end) > column + 1;
      addColumn(rows, now, steps.items, i, end, isLast);
    }
    i = end;
  }
  rows.push({ time: drawn.to, values: [...now] });
  return rows;
}

type Values = (number | null)[];

/** One by one; what changes in the same moment is one step. */
function addSteps(rows: ChartRow[], now: Values, steps: readonly RouterStep[], from: number, to: number): void {
  for (let i = from; i < to; ) {
    const time = steps[i]?.time ?? 0;
    // The line reaches to the very end of a reign before it breaks.
    const before = [...now];
    let ended = false;
    for (; i < to && steps[i]?.time === time; i++) {
      const step = steps[i];
      if (!step) continue;
      now[step.router] = step.priority;
      ended ||= step.priority === null;
    }
    if (ended) rows.push({ time, values: before });
    rows.push({ time, values: [...now] });
  }
}

/** The least and the greatest of many. */
function addColumn(
  rows: ChartRow[],
  now: Values,
  steps: readonly RouterStep[],
  from: number,
  to: number,
  isLast: boolean,
) {
  const [low, high] = [[...now], [...now]];
  for (let i = from; i < to; i++) {
    const step = steps[i];
    if (!step) continue;
    const { router, priority } = step;
    now[router] = priority;
    if (priority === null) continue;
    low[router] = Math.min(low[router] ?? priority, priority);
    high[router] = Math.max(high[router] ?? priority, priority);
  }
  const [time, end] = [steps[from]?.time ?? 0, steps[to - 1]?.time ?? 0];
  if (!isSame(low, rows.at(-1)?.values)) rows.push({ time, values: low });
  if (!isSame(low, high)) rows.push({ time: end, values: high });
  // Between columns that are all turns, what was so in the last instant of one says nothing.
  if (isLast) rows.push({ time: end, values: [...now] });
}

function isSame(a: readonly (number | null)[], b: readonly (number | null)[] | undefined): boolean {
  return b !== undefined && a.every((value, i) => value === b[i]);
}

/** Gaps: dots where each is one advertisement, else how they spread, in steps. */
export interface IntervalSeries {
  /** For each router of the history. */
  dots: { time: number; interval: number }[][];
  rows: IntervalRow[];
}

export interface IntervalRow {
  time: number;
  /** For each router the least and the greatest gap, and the mean. */
  ranges: ([number, number] | null)[];
  means: (number | null)[];
}

export function intervalSeries({ routers }: ChartHistory, intervals: readonly RouterIntervals[]): IntervalSeries {
  const of = routers.map(({ router }) => intervals.find((candidate) => candidate.router === router.address));
  const changes = of.flatMap((known, router) => (known && known.step > 0 ? spread(known, router) : []));
  changes.sort((a, b) => a.time - b.time);
  const [ranges, means]: [IntervalRow['ranges'], IntervalRow['means']] = [
    routers.map(() => null),
    routers.map(() => null),
  ];
  const rows: IntervalRow[] = [];
  for (const { time, router, bucket } of changes) {
    ranges[router] = bucket && [bucket.min, bucket.max];
    means[router] = bucket?.mean ?? null;
    const before = rows.at(-1);
    // A line reaches to the end of its last bucket before it breaks.
    if (bucket === null && before) rows.push({ ...before, time });
    else if (before?.time === time) rows.pop();
    rows.push({ time, ranges: [...ranges], means: [...means] });
  }
  return {
    dots: of.map((known) =>
      known?.step === 0 ? known.buckets.map(({ time, mean }) => ({ time, interval: mean })) : [],
    ),
    rows,
  };
}

/** When the values of a router change; null where there are none until the next bucket. */
function spread({ step, buckets }: RouterIntervals, router: number) {
  return buckets.flatMap((bucket, i) => {
    const end = bucket.time + step;
    const next = buckets[i + 1]?.time ?? Infinity;
    const begun = { time: bucket.time, router, bucket };
    return next > end + step / 2 ? [begun, { time: end, router, bucket: null }] : [begun];
  });
}

/** The bucket or the advertisement that ended the gap at `time`. */
export function intervalAt({ step, buckets }: RouterIntervals, time: number, reach: number) {
  let low = 0;
  let high = buckets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((buckets[middle]?.time ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [buckets[low - 1], buckets[low]];
  if (step > 0) return before && time < before.time + Math.max(step, reach) ? before : null;
  if (after && after.time - time < Math.max(reach, after.max)) {
    return before && time - before.time < Math.min(reach, after.time - time) ? before : after;
  }
  return before && time - before.time < reach ? before : null;
}

/** A level that gaps are measured by. */
export interface ReferenceLevel {
  seconds: number;
  kind: 'advertised' | 'master-down';
  routers: string[];
}

/** The advertised intervals, and how long each router waits as a backup before it takes over. */
export function referenceLevels({ routers, virtualRouter }: ChartHistory): ReferenceLevel[] {
  const levels: ReferenceLevel[] = [];
  const add = (kind: ReferenceLevel['kind'], seconds: number, router: string) => {
    const same = levels.find((level) => level.kind === kind && Math.abs(level.seconds - seconds) < 1e-6);
    if (same) same.routers.push(router);
    else levels.push({ kind, seconds, routers: [router] });
  };
  const version = virtualRouter.versions.includes(3) ? 3 : 2;
  for (const { router } of routers)
    if (router.interval.advertised > 0) add('advertised', router.interval.advertised, router.address);
  for (const { router } of routers) {
    const heard = routers.find((other) => other.router !== router)?.router;
    if (!heard || router.priority.last === 255) continue;
    // VRRPv3 backups go by the interval that they hear.
    const interval = (version === 3 ? heard : router).interval.advertised;
    if (interval <= 0) continue;
    const nanos = masterDownInterval({ version, interval: interval * 1e9, priority: router.priority.last });
    add('master-down', Math.round(nanos / 1e3) / 1e6, router.address);
  }
  return levels.sort((a, b) => a.seconds - b.seconds);
}

/** Round numbers from 0 that reach `greatest`, at most `count` of them. */
export function roundLevels(greatest: number, count: number): number[] {
  const rough = greatest / count;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * unit).find((candidate) => candidate >= rough) ?? rough;
  return Array.from({ length: Math.floor(greatest / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}
