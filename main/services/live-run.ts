import type { Report } from '../../decoder/report.ts';
import { FeedError, type LiveInput } from '../live/feed.ts';
import { LiveReading } from './live-reading.ts';
import type { ReadingStatus } from './reading-calls.ts';
import type { ReadingRun } from './reading-run.ts';
import { reportOutline } from './report-outline.ts';

/** Milliseconds between two words on how listening goes. */
const STATUS_EVERY = 1000;
/** Milliseconds at least between two reports where something happened, and where only counts have grown. */
const REPORT_EVERY = { eventful: 250, calm: 2000 };
/** Reports take at most this part of the time. */
const SHARE = 0.05;

export interface LiveRunOptions {
  tool: { name: string; version: string };
  /** Messages that are kept. */
  most?: number;
}

/** Listening to an interface, told at least once a second, and at once when something has happened. */
export class LiveRun implements ReadingRun {
  readonly reading: LiveReading;
  revision = 0;
  #running: Promise<void> = Promise.resolve();
  #tell: (status: ReadingStatus) => void = () => {};
  #began = 0;
  #stopped = false;
  #told = { outline: '', messages: 0, at: -Infinity, state: '' };

  constructor(input: LiveInput, options: LiveRunOptions) {
    this.reading = new LiveReading(input, { ...options, refreshed: (report) => this.#look(report) });
  }

  run(tell: (status: ReadingStatus) => void): Promise<void> {
    this.#tell = tell;
    this.#running = this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    this.#began = performance.now();
    const ticking = setInterval(() => this.#tell(this.#status('reading')), STATUS_EVERY);
    try {
      this.#tell(this.#status('reading'));
      await this.reading.run();
      this.#renewReport();
      this.#tell(this.#status(this.#stopped ? 'stopped' : 'read'));
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      this.#tell({ ...this.#status('failed'), failure: error.message, advice: error.advice });
    } finally {
      clearInterval(ticking);
      this.#tell = () => {};
    }
  }

  stop(): void {
    this.#stopped = true;
    this.reading.stop();
  }

  renew(): void {
    this.reading.renew();
  }

  /** Waits for the capture program to end. */
  async close(): Promise<void> {
    this.stop();
    await this.#running.catch(() => {});
    this.reading.close();
  }

  #look(report: Report): void {
    const told = this.#told;
    const outline = reportOutline(report);
    const happened = outline !== told.outline;
    const messages = this.reading.index.count;
    const { state } = this.reading.status;
    const pause = Math.max(REPORT_EVERY[happened ? 'eventful' : 'calm'], this.reading.cost / SHARE);
    const isDue = performance.now() - told.at >= pause && (happened || messages > told.messages);
    if (isDue) {
      this.#told = { outline, messages, at: performance.now(), state };
      this.#renewReport();
    }
    if (isDue || state !== told.state) this.#tell(this.#status('reading'));
    told.state = state;
  }

  #renewReport(): void {
    this.revision++;
    this.reading.renew();
  }

  #status(state: ReadingStatus['state']): ReadingStatus {
    const live = this.reading.status;
    return {
      state,
      done: 0,
      total: null,
      elapsed: (performance.now() - this.#began) / 1000,
      packets: live.packets,
      messages: this.reading.index.count,
      revision: this.revision,
      failure: null,
      advice: null,
      live,
    };
  }
}
