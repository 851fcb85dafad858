import type { Timestamp } from '../../../decoder/capture/timestamp.ts';

/** Milliseconds by which the system's clock may differ before it is followed. */
const TOLERANCE = 20;

/** The system's time, finer than in milliseconds, and steady while nobody sets the clock. */
export class ArrivalClock {
  #epoch = Date.now();
  #began = performance.now();

  now(): Timestamp {
    let elapsed = performance.now() - this.#began;
    if (Math.abs(this.#epoch + elapsed - Date.now()) > TOLERANCE) {
      this.#epoch = Date.now();
      this.#began = performance.now();
      elapsed = 0;
    }
    const milliseconds = Math.floor(elapsed);
    const whole = this.#epoch + milliseconds;
    const seconds = Math.floor(whole / 1000);
    const nanoseconds = (whole - seconds * 1000) * 1_000_000 + Math.floor((elapsed - milliseconds) * 1_000_000);
    return { seconds, nanoseconds };
  }
}
