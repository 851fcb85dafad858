import { setTimeout as sleep } from 'node:timers/promises';
import { Analysis, type MessageObserver } from '../../decoder/analyze.ts';
import type { Timestamp } from '../../decoder/capture/timestamp.ts';
import type { Report } from '../../decoder/report.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { Trouble } from '../../decoder/wording/trouble.ts';
import { memoryToKeep } from '../services/memory.ts';
import { type Feed, FeedError, type LiveInput } from './feed.ts';
import type { LiveStatus, Via } from './live-contract.ts';
import type { CaptureLog } from './log/capture-log.ts';
import { StreamRecorder } from './stream-recorder.ts';

/** Milliseconds between two looks at the clock. */
const TICK = 40;
/** A tick that comes later than this says that this program stood still, and has packets to read first. */
const LATE = 3 * TICK;
/** Milliseconds between two looks at a history in which nothing happens. */
const CALM = 1000;
/** Seconds after something happened in which it is looked at as often as possible. */
const RESTLESS = 10;
/** What looking takes is at most this part of the time, while something happens and while nothing does. */
const SHARE = { restless: 0.3, calm: 0.05 };
/** Milliseconds until a lost input is tried again: doubled each time. */
const FIRST_RETRY = 500;
const LAST_RETRY: Record<Via, number> = { dumpcap: 1000, tcpdump: 1000, cap: 1000, pipe: 0, command: 30_000 };

export interface LiveOptions {
  tool: { name: string; version: string };
  showPasswords?: boolean;
  /** Of the report that `refreshed` is given; English if not given. */
  language?: Language;
  /** Where the stream of packets is kept. */
  log?: CaptureLog;
  observe?: MessageObserver;
  /**
   * Called after each look at the history: at once when something may have happened, else once a second. The report is
   * whole but for `timing.buckets`, which are empty.
   */
  refreshed?: (report: Report, status: LiveStatus) => void;
}

/** Captures what happens now, and tells its history while it happens. */
export class LiveCapture {
  readonly #input: LiveInput;
  readonly #options: LiveOptions;
  readonly #language: Language;
  readonly #recorder: StreamRecorder;
  readonly #analysis: Analysis;
  readonly #stopping = new AbortController();
  #state: LiveStatus['state'] = 'starting';
  #feed: Feed | null = null;
  #trouble: Trouble | null = null;
  /** Monotonic milliseconds, as are the next two. */
  #retryAt: number | null = null;
  #ticked = performance.now();
  #looked = { at: -Infinity, took: 0 };
  #isBehind = false;
  #finished = false;

  constructor(input: LiveInput, options: LiveOptions) {
    const { tool, showPasswords = false, log } = options;
    this.#input = input;
    this.#options = options;
    this.#language = options.language ?? 'en';
    this.#recorder = new StreamRecorder(input.name, input.via, `${tool.name} ${tool.version}`, log);
    this.#analysis = new Analysis([this.#recorder.source], {
      tool,
      showPasswords,
      endless: true,
      memory: memoryToKeep(),
    });
  }

  /** Captures until `stop` is called or the input has ended for good. Rejects with a FeedError only where it never began. */
  async run(): Promise<void> {
    const analyzed = this.#analysis.run(this.#options.observe);
    const ticking = setInterval(() => this.#tick(), TICK);
    try {
      await this.#captureAll();
    } finally {
      clearInterval(ticking);
      await this.#recorder.end();
      await analyzed;
      this.#finished = true;
      this.#state = 'ended';
    }
    this.#options.refreshed?.(this.#look(this.#language, false), this.status);
  }

  /** Ends soon: what has been captured is still told. */
  stop(): void {
    if (this.#stopping.signal.aborted) return;
    this.#recorder.watch(performance.now());
    this.#stopping.abort();
    this.#feed?.stop();
  }

  get status(): LiveStatus {
    const moment = performance.now();
    const now = this.#recorder.now(moment);
    return {
      name: this.#input.name,
      via: this.#input.via,
      state: this.#state,
      trouble: this.#trouble,
      retryIn: this.#retryAt === null ? null : Math.max(0, this.#retryAt - moment) / 1000,
      now: now && now.seconds + now.nanoseconds / 1e9,
      quiet: (moment - this.#recorder.heard) / 1000,
      silenceProven: this.#recorder.provesSilence(moment),
      packets: this.#analysis.packets,
      dropped: this.#recorder.dropped,
      writeFailure: this.#options.log?.failure ?? null,
    };
  }

  /** What is known now, silence up to now included; after `run` the final report. */
  report(language: Language = 'en'): Report {
    return this.#look(language, true);
  }

  #look(language: Language, timing: boolean): Report {
    const until = this.#finished ? null : this.#settledUntil(performance.now());
    const report = this.#analysis.report(language, { timing, ...(until === null ? {} : { until }) });
    const { problems } = this.#recorder;
    const [source] = report.sources;
    if (source === undefined || problems.length === 0) return report;
    return { ...report, sources: [{ ...source, problems: [...problems, ...source.problems] }] };
  }

  async #captureAll(): Promise<void> {
    for (let failures = 0; !this.#stopping.signal.aborted; ) {
      const before = this.#analysis.packets;
      let failure: FeedError | undefined;
      try {
        await this.#captureOnce();
      } catch (error) {
        if (!(error instanceof FeedError)) throw error;
        if (this.#state === 'starting' && (isLasting(error) || !this.#input.reopens)) throw error;
        failure = error;
      }
      if (this.#stopping.signal.aborted) break;
      this.#trouble = failure?.trouble ?? { code: 'input-ended', name: this.#input.name };
      if (!this.#input.reopens) return;
      failures = this.#analysis.packets > before ? 0 : failures + 1;
      await this.#waitForRetry(failures);
    }
    this.#trouble = null;
  }

  async #captureOnce(): Promise<void> {
    const feed = await this.#input.open();
    this.#feed = feed;
    const recorded = this.#recorder.record(feed);
    this.#enter('listening');
    if (this.#stopping.signal.aborted) feed.stop();
    try {
      await recorded;
    } finally {
      this.#feed = null;
    }
  }

  async #waitForRetry(failures: number): Promise<void> {
    const wait = Math.min(FIRST_RETRY * 2 ** failures, LAST_RETRY[this.#input.via]);
    this.#retryAt = performance.now() + wait;
    this.#enter('waiting');
    await sleep(wait, undefined, { signal: this.#stopping.signal }).catch(() => {});
    this.#retryAt = null;
  }

  /** However short a state is, it is told. */
  #enter(state: LiveStatus['state']): void {
    this.#state = state;
    this.#refresh(performance.now());
  }

  #tick(): void {
    const moment = performance.now();
    // Whoever stood still must first hear what came meanwhile.
    this.#isBehind = moment - this.#ticked > LATE;
    this.#ticked = moment;
    if (this.#stopping.signal.aborted) return;
    if (!this.#isBehind) this.#recorder.watch(moment);
    if (this.#isDue(moment)) this.#refresh(moment);
  }

  #isDue(moment: number): boolean {
    const { at, took } = this.#looked;
    const since = moment - at;
    if (since >= Math.max(CALM, took / SHARE.calm)) return true;
    const settled = this.#settledUntil(moment);
    return settled !== null && since >= took / SHARE.restless && this.#analysis.isRestless(settled, RESTLESS);
  }

  #settledUntil(moment: number): Timestamp | null {
    return this.#isBehind ? this.#recorder.observedUntil : this.#recorder.settledUntil(moment);
  }

  #refresh(moment: number): void {
    if (this.#state === 'listening' && this.#recorder.isHearing) this.#trouble = null;
    this.#options.refreshed?.(this.#look(this.#language, false), this.status);
    this.#looked = { at: moment, took: performance.now() - moment };
  }
}

/** What trying again does not mend. */
function isLasting({ fault }: FeedError): boolean {
  return fault === 'not-permitted' || fault === 'program-missing' || fault === 'no-such-interface';
}
