import type { CaptureReading } from './capture-reading.ts';
import type { ReadingStatus } from './reading-calls.ts';
import type { ReadingRun } from './reading-run.ts';

/** Milliseconds between two words on how far reading is. */
const PROGRESS_EVERY = 100;
/** Milliseconds until the first results are offered; each further time takes twice as long. */
const FIRST_RESULTS_AFTER = 400;

export class FileRun implements ReadingRun {
  readonly reading: CaptureReading;
  revision = 0;
  #began = 0;
  #stopped = false;

  constructor(reading: CaptureReading) {
    this.reading = reading;
  }

  async run(tell: (status: ReadingStatus) => void): Promise<void> {
    this.#began = Date.now();
    let offerAfter = FIRST_RESULTS_AFTER;
    const ticking = setInterval(() => {
      if (Date.now() - this.#began >= offerAfter) {
        offerAfter *= 2;
        this.revision++;
      }
      tell(this.#status('reading'));
    }, PROGRESS_EVERY);
    try {
      await this.reading.run();
    } finally {
      clearInterval(ticking);
    }
    this.revision++;
    tell(this.#status(this.#stopped ? 'stopped' : 'read'));
  }

  stop(): void {
    this.#stopped = true;
    this.reading.stop();
  }

  renew(): void {}

  async close(): Promise<void> {
    this.reading.close();
  }

  #status(state: ReadingStatus['state']): ReadingStatus {
    const elapsed = (Date.now() - this.#began) / 1000;
    const progress = this.reading.progress();
    return {
      state,
      revision: this.revision,
      elapsed,
      failure: null,
      trouble: null,
      advice: null,
      live: null,
      ...progress,
    };
  }
}
