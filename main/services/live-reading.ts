import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import type { Message } from '../../decoder/message.ts';
import type { Report } from '../../decoder/report.ts';
import { NANOS_PER_SECOND, type Nanos, toEpochSeconds } from '../../decoder/time.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { LiveInput } from '../live/feed.ts';
import { LiveCapture, type LiveOptions } from '../live/live-capture.ts';
import type { LiveStatus } from '../live/live-contract.ts';
import { Reading } from './reading.ts';

/** The last of them; a list of all that was ever heard would grow for months. */
const MOST_MESSAGES = 500_000;
/** Packets of usual size are far from that many; jumbo frames are not. */
const MOST_BYTES = 256 * 2 ** 20;
export type LiveReadingOptions = Pick<LiveOptions, 'tool' | 'showPasswords' | 'refreshed'> & {
  /** Messages that are kept. */
  most?: number;
};

/** An interface that is listened to, or was. */
export class LiveReading extends Reading {
  readonly #capture: LiveCapture;
  readonly #reports = new Map<Language, Report>();
  /** Milliseconds that the last report took. */
  cost = 0;

  constructor(input: LiveInput, { most = MOST_MESSAGES, ...options }: LiveReadingOptions) {
    super({ showPasswords: options.showPasswords === true, messages: { most, forgets: true } });
    this.#capture = new LiveCapture(input, {
      ...options,
      observe: (message, record, heard) => this.#keep(message, record, heard),
    });
  }

  /** Rejects with a FeedError where nothing could be listened to. */
  override async run(): Promise<void> {
    await this.#capture.run();
    this.renew();
  }

  override stop(): void {
    this.#capture.stop();
  }

  get status(): LiveStatus {
    return this.#capture.status;
  }

  /** What is known now is looked at anew. */
  renew(): void {
    this.#reports.clear();
  }

  /** As of when it was asked for first since it was renewed. */
  override report(language: Language = 'en'): Report {
    const known = this.#reports.get(language);
    if (known) return known;
    const began = performance.now();
    const report = this.#capture.report(language);
    this.cost = performance.now() - began;
    this.#reports.set(language, report);
    return report;
  }

  protected override knownReport(): Report {
    const [known] = this.#reports.values();
    return known ?? this.report();
  }

  /** A message that cannot be kept is missing in lists only; the history goes on. */
  #keep(message: Message, record: CaptureRecord, heard: Nanos): void {
    if (message.kind === 'other') return;
    try {
      this.index.add(message, toEpochSeconds(heard, epochOf(message, record)), this.store.add(record));
    } catch {
      this.index.left++;
    }
    while (this.bytes.end - this.index.oldestPlace > MOST_BYTES) this.index.forgetOldest();
    this.bytes.forget(this.index.oldestPlace);
  }
}

/** The whole second that the message's time counts from. */
function epochOf({ time }: Message, { seconds, nanoseconds }: CaptureRecord): number {
  return seconds - Math.round((time - nanoseconds) / NANOS_PER_SECOND);
}
