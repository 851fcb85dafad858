import type { Timestamp } from '../capture/timestamp.ts';
import { NANOS_PER_SECOND, type Nanos } from '../time.ts';
import type { LinearClock } from './fit-clock.ts';

/** How the times of one view become those of the first view's clock. */
export interface ViewClock extends LinearClock {
  /** Whole seconds since the Unix epoch that the view's own times count from here, and that the first view's do. */
  baseSeconds: number;
  referenceSeconds: number;
}

/** Packets of a file that are by one clock, because it was set before or after them. */
export interface FilePiece {
  /** The first and the last packet. */
  from: number;
  to: number;
  clock: ViewClock;
  /** By the file's own clock. */
  start: Timestamp;
  end: Timestamp;
}

/** The moment on the first view's clock, counted from `epochSeconds`. */
export function onFirstClock(clock: ViewClock, time: Timestamp, epochSeconds: number): Nanos {
  const since = (clock.referenceSeconds - epochSeconds) * NANOS_PER_SECOND;
  return Math.round(since + clock.rate * ownTime(clock, time) + clock.shift);
}

/** A moment of a view as its clock showed it. */
export function timestampOf({ baseSeconds }: Pick<ViewClock, 'baseSeconds'>, own: Nanos): Timestamp {
  const seconds = Math.floor(own / NANOS_PER_SECOND);
  return { seconds: baseSeconds + seconds, nanoseconds: own - seconds * NANOS_PER_SECOND };
}

/** Seconds to add to a time of the view to reach the first view's clock. */
export function offsetAt(clock: ViewClock, time: Timestamp): number {
  const rest = Math.round(((clock.rate - 1) * ownTime(clock, time) + clock.shift) / 1e3) / 1e6;
  return clock.referenceSeconds - clock.baseSeconds + rest;
}

/** Parts per million by which the first view's clock runs faster. */
export function driftOf({ rate }: ViewClock): number {
  return Math.round((rate - 1) * 1e9) / 1e3;
}

function ownTime({ baseSeconds }: ViewClock, { seconds, nanoseconds }: Timestamp): Nanos {
  return (seconds - baseSeconds) * NANOS_PER_SECOND + nanoseconds;
}
