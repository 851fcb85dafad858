import type { Reading } from './reading.ts';
import type { ReadingStatus } from './reading-calls.ts';

/** A reading from its beginning to its end, and what a window is told of it meanwhile. */
export interface ReadingRun {
  readonly reading: Reading;
  /** Grows when there is a new report to read; 0 is none yet. */
  readonly revision: number;
  /** Calls `tell` with each change; resolves when nothing more is read. */
  run(tell: (status: ReadingStatus) => void): Promise<void>;
  stop(): void;
  /** What is known now is to be told, not what was when it was asked for last. */
  renew(): void;
  close(): Promise<void>;
}
