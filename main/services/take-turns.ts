import { setImmediate } from 'node:timers/promises';

/** Milliseconds that reading may keep everything else waiting. */
const TURN = 20;

/**
 * While captures are read, lets timers, signals and questions have their turn. Without it they wait for all chunks that
 * were read ahead, because their bytes arrive together.
 */
export function takeTurns(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < TURN) return;
    // The first may come in the same round of the event loop, before anything else was looked at
    await setImmediate();
    await setImmediate();
    began = performance.now();
  };
}
