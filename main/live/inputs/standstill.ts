import type { Timestamp } from '../../../decoder/capture/timestamp.ts';

/** Milliseconds without a turn that are no mere delay. */
const STANDSTILL = 500;

/** Knows when a process stood still, if it is asked often enough. */
export class Standstill {
  #last: { time: Timestamp; moment: number } | null = null;

  /** Whether the process has stood still until now: since when. `moment` is monotonic, in milliseconds. */
  ended(time: Timestamp, moment: number): Timestamp | null {
    const last = this.#last;
    this.#last = { time, moment };
    return last !== null && moment - last.moment > STANDSTILL ? last.time : null;
  }
}
