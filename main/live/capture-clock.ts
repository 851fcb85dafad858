import type { Timestamp } from '../../decoder/capture/timestamp.ts';

const NANOS_PER_MILLISECOND = 1e6;
/** In milliseconds. A clock that has gone on by so much more than time has was set, or the machine slept. */
const STEP = 1000;
/** How long it takes to know the least delay. */
const ESTABLISHED = 10_000;
/** Longer delays are no habit of the capture program: something stood still. */
const LONGEST_DELAY = 2000;
/** For how long a delay is expected again. */
const MEMORY = 15_000;
/** Beside the worst delay seen: how uneven arrivals are. */
const LEEWAY = 15;

/** Where a clock was stepped forward, by what it showed: nobody looked between. */
export interface ClockJump {
  from: Timestamp;
  to: Timestamp;
}

/**
 * The capture's own clock: the last packet's time plus the time since it arrived. All arrivals are monotonic
 * milliseconds; the local clock has no say.
 */
export class CaptureClock {
  #last: { time: Timestamp; arrived: number } | null = null;
  /** Capture time less arrival, of the packet that came with the least delay; the larger the fresher. */
  #offset = -Infinity;
  /** Since when that has been gathered. */
  #offsetSince = 0;
  #base = 0;
  /** The worst delays of this and the previous stretch of MEMORY. */
  #delays = { current: 0, previous: 0, since: 0 };

  /** `delay` is how long, in milliseconds, the capture program is known to hold packets back at most. */
  constructor(delay: number) {
    this.#delays.previous = delay;
  }

  /** The latest packet's time. */
  get lastPacket(): Timestamp | null {
    return this.#last?.time ?? null;
  }

  /** A packet that was captured at `time` arrived; delays are told by the first of those that arrive together. */
  heard(time: Timestamp, arrived: number, isFirst: boolean): void {
    if (this.#last === null) {
      this.#base = time.seconds;
      this.#delays.since = arrived;
    }
    if (this.#offset === -Infinity) this.#offsetSince = arrived;
    const offset = this.#milliseconds(time) - arrived;
    if (offset < this.#offset - LONGEST_DELAY && this.#isBefore(time)) this.#offset = offset;
    if (isFirst) this.#noteDelay(this.#offset - offset, arrived);
    this.#offset = Math.max(this.#offset, offset);
    if (this.#last === null || !this.#isBefore(time) || this.#offset === offset) this.#last = { time, arrived };
  }

  /** Whether a packet of `time` that arrives now shows that the clock was set forward, or the machine slept. */
  jump(time: Timestamp, arrived: number): ClockJump | null {
    if (this.#last === null || arrived - this.#offsetSince < ESTABLISHED) return null;
    const ahead = this.#milliseconds(time) - arrived - this.#offset;
    if (ahead <= STEP) return null;
    const from = later(this.#last.time, arrived - this.#last.arrived);
    this.#offset = -Infinity;
    return { from, to: time };
  }

  /** What the capture's clock shows at a monotonic moment; null before the first packet. */
  at(moment: number): Timestamp | null {
    return this.#last && later(this.#last.time, moment - this.#last.arrived);
  }

  /** Until when all packets should have arrived at a monotonic moment. */
  settledAt(moment: number): Timestamp | null {
    if (this.#last === null) return null;
    const { current, previous } = this.#delays;
    const behind = moment - this.#last.arrived - Math.max(current, previous) - LEEWAY;
    return behind > 0 ? later(this.#last.time, behind) : this.#last.time;
  }

  #isBefore(time: Timestamp): boolean {
    return this.#last !== null && this.#milliseconds(time) < this.#milliseconds(this.#last.time);
  }

  #noteDelay(delay: number, arrived: number): void {
    const delays = this.#delays;
    if (arrived - delays.since > MEMORY) {
      delays.previous = delays.current;
      delays.current = 0;
      delays.since = arrived;
    }
    if (delay > delays.current && delay < LONGEST_DELAY) delays.current = delay;
  }

  #milliseconds({ seconds, nanoseconds }: Timestamp): number {
    return (seconds - this.#base) * 1000 + nanoseconds / NANOS_PER_MILLISECOND;
  }
}

export function later({ seconds, nanoseconds }: Timestamp, milliseconds: number): Timestamp {
  const nanos = nanoseconds + Math.round(milliseconds * NANOS_PER_MILLISECOND);
  const carry = Math.floor(nanos / 1e9);
  return { seconds: seconds + carry, nanoseconds: nanos - carry * 1e9 };
}
