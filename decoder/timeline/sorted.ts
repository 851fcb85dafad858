import type { Nanos } from '../time.ts';

/** Index of the first item whose time is not before `time`; items are in time order. */
export function firstAtOrAfter<T>(items: readonly T[], time: Nanos, timeOf: (item: T) => Nanos): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && timeOf(item) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last item that started at or before `time`; items are in the order of their starts. */
export function lastStartedBy<T>(items: readonly T[], time: Nanos, startOf: (item: T) => Nanos): T | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && startOf(item) <= time) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}

/** The items from `from` to `to`, both ends included; items are in time order. */
export function allWithin<T>(items: readonly T[], from: Nanos, to: Nanos, timeOf: (item: T) => Nanos): T[] {
  const within: T[] = [];
  for (let i = firstAtOrAfter(items, from, timeOf); i < items.length; i++) {
    const item = items[i];
    if (item === undefined || timeOf(item) > to) break;
    within.push(item);
  }
  return within;
}

/** Whether any of the spans, which are in order and do not overlap, touches `from` to `to`. */
export function anyWithin(spans: readonly { start: Nanos; end: Nanos | null }[], from: Nanos, to: Nanos): boolean {
  const last = lastStartedBy(spans, to, ({ start }) => start);
  return last !== undefined && (last.end === null || last.end >= from);
}
