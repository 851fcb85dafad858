import type { Report } from '../../decoder/report.ts';
import { FeedError, type LiveInput } from '../live/feed.ts';
import type { LiveStatus } from '../live/live-contract.ts';
import { LiveReading } from './live-reading.ts';
import type { ReadingStatus } from './reading-calls.ts';
import type { ReadingRun } from './reading-run.ts';
import { reportOutline } from './report-outline.ts';

/** Milliseconds between two looks at how listening goes, and at most between two words on that. */
const STATUS_EVERY = { look: 200, tell: 1000 };
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
  #offered = { outline: '', messages: 0, at: -Infinity };
  #told: { status: LiveStatus; at: number } | null = null;

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
    const ticking = setInterval(() => this.#tellChanges(), STATUS_EVERY.look);
    try {
      this.#tellStatus();
      await this.reading.run();
      this.#renewReport();
      this.#tell(this.#status(this.#stopped ? 'stopped' : 'read'));
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      this.#tell({ ...this.#status('failed'), failure: error.message, trouble: error.trouble, advice: error.advice });
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
    const { outline: known, messages: heard, at } = this.#offered;
    const messages = this.reading.index.count;
    const outline = reportOutline(report);
    const happened = outline !== known;
    const pause = Math.max(REPORT_EVERY[happened ? 'eventful' : 'calm'], this.reading.cost / SHARE);
    const moment = performance.now();
    if (report.sources.length === 0 || moment - at < pause || !(happened || messages > heard)) return;
    this.#offered = { outline, messages, at: moment };
    this.#renewReport();
    this.#tellStatus();
  }

  #tellChanges(): void {
    const { state, trouble } = this.reading.status;
    const told = this.#told;
    const changed = told === null || told.status.state !== state || told.status.trouble !== trouble;
    if (changed || performance.now() - told.at >= STATUS_EVERY.tell - STATUS_EVERY.look / 2) this.#tellStatus();
  }

  #tellStatus(): void {
    const status = this.#status('reading');
    this.#told = { status: status.live, at: performance.now() };
    this.#tell(status);
  }

  #renewReport(): void {
    this.revision++;
    this.reading.renew();
  }

  #status(state: ReadingStatus['state']): ReadingStatus & { live: LiveStatus } {
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
      trouble: null,
      advice: null,
      live,
    };
  }
}
