/** Things in time, sorted by their start, ready for "which of them can be seen?". */
export interface Timeline<T> {
  items: readonly T[];
  starts: Float64Array;
  ends: Float64Array;
  /** The latest end of an item and of all before it. */
  reach: Float64Array;
}

export function timelineOf<T>(items: readonly T[], start: (item: T) => number, end: (item: T) => number): Timeline<T> {
  const sorted = items.toSorted((a, b) => start(a) - start(b));
  const starts = Float64Array.from(sorted, start);
  const ends = Float64Array.from(sorted, end);
  let latest = -Infinity;
  const reach = ends.map((value) => {
    latest = Math.max(latest, value);
    return latest;
  });
  return { items: sorted, starts, ends, reach };
}

/** The items from index `first` up to, not with, `last` contain all that touch the time from `from` to `to`. */
export function visibleRange<T>(
  { starts, reach }: Timeline<T>,
  from: number,
  to: number,
): [first: number, last: number] {
  const first = lowerBound(reach, from);
  return [first, Math.max(first, upperBound(starts, to))];
}

export function visibleItems<T>(timeline: Timeline<T>, from: number, to: number): T[] {
  const [first, last] = visibleRange(timeline, from, to);
  const items: T[] = [];
  for (let i = first; i < last; i++) {
    const item = timeline.items[i];
    if (item !== undefined && (timeline.ends[i] ?? 0) >= from) items.push(item);
  }
  return items;
}

/** Index of the last item that starts at `time` or before; -1 where none does. */
export function lastStarted<T>({ starts }: Timeline<T>, time: number): number {
  return upperBound(starts, time) - 1;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function upperBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Some pixels of a lane, and which items they show: `count` of them, the first at index `first`. */
export interface Bar {
  x1: number;
  x2: number;
  first: number;
  count: number;
  /** DrawnTime of it that the items really cover. */
  covered: number;
}

/** The time that is drawn, and on how many pixels. */
export interface DrawnTime {
  from: number;
  to: number;
  width: number;
}

/** Bars of what can be seen; those that a pixel would have to share are one. */
export function thinBars<T>(timeline: Timeline<T>, { from, to, width }: DrawnTime, least = 1): Bar[] {
  const bars: Bar[] = [];
  const perSecond = width / (to - from);
  const [first, last] = visibleRange(timeline, from, to);
  let open: Bar | undefined;
  for (let i = first; i < last; i++) {
    const x1 = Math.max(-8, ((timeline.starts[i] ?? 0) - from) * perSecond);
    const x2 = Math.min(width + 8, ((timeline.ends[i] ?? 0) - from) * perSecond);
    if (x2 < x1) continue;
    const narrow = x2 - x1 < 1 || (open !== undefined && open.count > 1);
    if (open && x1 - open.x2 < 1 && (narrow || open.x2 - open.x1 < 1)) {
      open.x2 = Math.max(open.x2, x2);
      open.count++;
      open.covered += x2 - x1;
    } else {
      open = { x1, x2, first: i, count: 1, covered: x2 - x1 };
      bars.push(open);
    }
  }
  for (const bar of bars) widen(bar, least);
  return bars;
}

/** Of the pixels of a bar; where less is covered, it is mostly pauses. */
const FULL = 0.9;

/** Several items that share pixels with pauses between them. */
export function isDense({ count, covered, x1, x2 }: Bar): boolean {
  return count > 1 && covered < FULL * (x2 - x1);
}

/** Bands that must never vanish: each at least `least` pixels wide; those that would overlap are one. */
export function wideBands<T>(timeline: Timeline<T>, { from, to, width }: DrawnTime, least = 3): Bar[] {
  const bands: Bar[] = [];
  const perSecond = width / (to - from);
  const [first, last] = visibleRange(timeline, from, to);
  for (let i = first; i < last; i++) {
    if ((timeline.ends[i] ?? 0) < from) continue;
    const x1 = Math.max(-8, ((timeline.starts[i] ?? 0) - from) * perSecond);
    const x2 = Math.min(width + 8, ((timeline.ends[i] ?? 0) - from) * perSecond);
    const band = widen({ x1, x2, first: i, count: 1, covered: x2 - x1 }, least);
    const before = bands.at(-1);
    if (before && band.x1 < before.x2) {
      before.x2 = Math.max(before.x2, band.x2);
      before.count++;
      before.covered += band.covered;
    } else bands.push(band);
  }
  return bands;
}

function widen(bar: Bar, least: number): Bar {
  const lacking = least - (bar.x2 - bar.x1);
  if (lacking > 0) {
    bar.x1 -= lacking / 2;
    bar.x2 += lacking / 2;
  }
  return bar;
}

/** Marks that would cover each other. */
export interface Cluster<T> {
  x: number;
  members: T[];
}

/** Marks nearer than `least` pixels to the first of a cluster join it; `marks` are sorted by `x`. */
export function clusterMarks<T>(marks: readonly { x: number; mark: T }[], least: number): Cluster<T>[] {
  const clusters: Cluster<T>[] = [];
  for (const { x, mark } of marks) {
    const before = clusters.at(-1);
    if (before && x - before.x < least) before.members.push(mark);
    else clusters.push({ x, members: [mark] });
  }
  return clusters;
}
