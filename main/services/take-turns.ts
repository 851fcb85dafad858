import { setImmediate } from 'node:timers/promises';

/** Seconds that reading may keep everything else waiting. */
const TURN = 0.02;

/**
 * While captures are read, lets timers, signals and questions have their turn. Without it they wait for all chunks that
 * were read ahead, because their bytes arrive together.
 */
export function takeTurns(): () => Promise<void> {
  // As performance.now(), which takes a millisecond to load
  let began = process.uptime();
  return async () => {
    if (process.uptime() - began < TURN) return;
    // The first may come in the same round of the event loop, before anything else was looked at
    await setImmediate();
    await setImmediate();
    began = process.uptime();
  };
}
