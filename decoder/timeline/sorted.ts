import { firstAt } from '../first-at.ts';
import type { Nanos } from '../time.ts';

/** Index of the first item whose time is not before `time`; items are in time order. */
export function firstAtOrAfter<T>(items: readonly T[], time: Nanos, timeOf: (item: T) => Nanos): number {
  return firstAt(items.length, (at) => {
    const item = items[at];
    return item === undefined || timeOf(item) >= time;
  });
}

/** The last item that started at or before `time`; items are in the order of their starts. */
export function lastStartedBy<T>(items: readonly T[], time: Nanos, startOf: (item: T) => Nanos): T | undefined {
  const behind = firstAt(items.length, (at) => {
    const item = items[at];
    return item === undefined || startOf(item) > time;
  });
  return items[behind - 1];
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
