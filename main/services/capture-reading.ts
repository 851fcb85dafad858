import { Analysis, type AnalyzeOptions } from '../../decoder/analyze.ts';
import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { ShownMessage } from '../../decoder/packets/message-row.ts';
import type { PacketDetail } from '../../decoder/packets/packet-detail.ts';
import { translatedSources } from '../../decoder/packets/translated-sources.ts';
import type { Evidence, Report, Unreadable } from '../../decoder/report.ts';
import { type Nanos, toEpochSeconds } from '../../decoder/time.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { MessagePage } from '../host-contract.ts';
import { EveryPacket } from './every-packet.ts';
import { memoryToKeep } from './memory.ts';
import type { CaptureFile } from './read-capture-file.ts';
import { MOST_ROWS, type PacketOf, Reading } from './reading.ts';
import { takeTurns } from './take-turns.ts';

export interface ReadingProgress {
  done: number;
  total: number | null;
  packets: number;
  messages: number;
}

/** Capture files that are being read, or were. */
export class CaptureReading extends Reading {
  readonly #files: readonly CaptureFile[];
  readonly #analysis: Analysis;
  readonly #unreadable: readonly Unreadable[];
  readonly #hasViews: boolean;
  #reports = new Map<Language, { messages: number; report: Report }>();
  readonly #every: EveryPacket;
  #finished = false;

  /** `unreadable`: what was given beside the captures and cannot be read. */
  constructor(files: readonly CaptureFile[], options: AnalyzeOptions, unreadable: readonly Unreadable[] = []) {
    super({ showPasswords: options.showPasswords === true });
    this.#files = files;
    this.#every = new EveryPacket(this.veil);
    this.#unreadable = unreadable;
    this.#hasViews = (options.views?.length ?? 0) > 0;
    this.#analysis = new Analysis(this.#files, { ...options, memory: memoryToKeep(), takeTurns: takeTurns() });
  }

  override async run(): Promise<void> {
    await this.#analysis.run(
      (message, record, heard) => {
        if (message.kind !== 'other') this.#keep(message, record, heard);
      },
      (index, source, place) => this.#every.note(index, source, place),
    );
    this.#finished = true;
    this.#reports.clear();
  }

  /** A message that cannot be kept is missing in lists only; the history goes on. */
  #keep(message: ShownMessage, record: CaptureRecord, heard: Nanos): void {
    try {
      this.index.add(message, toEpochSeconds(heard, this.#analysis.epochSeconds), this.store.add(record));
    } catch {
      this.index.left++;
    }
  }

  override stop(): void {
    this.#analysis.stop();
  }

  override messages(query: MessageQuery, first: number, count: number): MessagePage {
    if (!query.every) return super.messages(query, first, count);
    const rows = this.#every.rows(query, first, Math.min(count, MOST_ROWS));
    return { total: this.#every.count(query), complete: true, rows };
  }

  override findMessage(query: MessageQuery, packet: Evidence): number {
    return query.every ? this.#every.find(query, packet) : super.findMessage(query, packet);
  }

  /** One that is no message is read from its file, where that can be. */
  override packet(packet: Evidence): PacketDetail | null {
    const known = super.packet(packet);
    if (known || this.#hasViews) return known;
    return this.#every.detail(packet, (record) => this.interfaceName(packet.source, record));
  }

  override records(query: MessageQuery): Iterable<PacketOf> {
    return query.every ? this.#every.records(query) : super.records(query);
  }

  progress(): ReadingProgress {
    const all = this.#files.map((file) => file.progress());
    const known = all.every(({ total }) => total !== undefined);
    return {
      done: all.reduce((sum, { done }) => sum + done, 0),
      total: known ? all.reduce((sum, { total = 0 }) => sum + total, 0) : null,
      packets: this.#analysis.packets,
      messages: this.index.count,
    };
  }

  protected override translated(): ReadonlySet<number> {
    return this.#hasViews ? translatedSources(this.knownReport()) : super.translated();
  }

  /** As a window shows it: while it is read, another one would be made for each question. */
  protected override knownReport(): Report {
    const [known] = this.#reports.values();
    return known?.report ?? this.report();
  }

  override report(language: Language = 'en'): Report {
    const known = this.#reports.get(language);
    if (known && (this.#finished || known.messages === this.index.count)) return known.report;
    const told = this.#analysis.report(language);
    const report = { ...told, unreadable: [...told.unreadable, ...this.#unreadable] };
    this.#reports.set(language, { messages: this.index.count, report });
    return report;
  }
}
