import type { Timestamp } from '../capture/timestamp.ts';
import { NANOS_PER_SECOND, type Nanos } from '../time.ts';
import type { LinearClock } from './fit-clock.ts';

/** How the times of one view become those of the first view's clock. */
export interface ViewClock extends LinearClock {
  /** Whole seconds since the Unix epoch that the view's own times count from here, and that the first view's do. */
  baseSeconds: number;
  referenceSeconds: number;
}

/** The moment on the first view's clock, counted from `epochSeconds`. */
export function onFirstClock(clock: ViewClock, { seconds, nanoseconds }: Timestamp, epochSeconds: number): Nanos {
  const own = (seconds - clock.baseSeconds) * NANOS_PER_SECOND + nanoseconds;
  const since = (clock.referenceSeconds - epochSeconds) * NANOS_PER_SECOND;
  return Math.round(since + clock.rate * own + clock.shift);
}

/** Seconds to add to a time of the view to reach the first view's clock. */
export function offsetAt(clock: ViewClock, { seconds, nanoseconds }: Timestamp): number {
  const own = (seconds - clock.baseSeconds) * NANOS_PER_SECOND + nanoseconds;
  const rest = Math.round(((clock.rate - 1) * own + clock.shift) / 1e3) / 1e6;
  return clock.referenceSeconds - clock.baseSeconds + rest;
}

/** Parts per million by which the first view's clock runs faster. */
export function driftOf({ rate }: ViewClock): number {
  return Math.round((rate - 1) * 1e9) / 1e3;
}
