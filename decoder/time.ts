/** Whole nanoseconds since `epochSeconds` of the run, as a plain number: exact for 104 days at a stretch. */
export type Nanos = number;

export const NANOS_PER_SECOND = 1e9;
export const NANOS_PER_MILLISECOND = 1e6;
/** VRRPv3 counts its advertisement interval in these (RFC 5798 §5.2.7). */
export const NANOS_PER_CENTISECOND = 1e7;

/** Seconds since the Unix epoch, rounded to the microsecond. `epochSeconds` is a whole number. */
export function toEpochSeconds(time: Nanos, epochSeconds: number): number {
  return (epochSeconds * 1e6 + Math.round(time / 1e3)) / 1e6;
}

/** A duration in seconds, rounded to the microsecond. */
export function toSeconds(duration: Nanos): number {
  return Math.round(duration / 1e3) / 1e6;
}
