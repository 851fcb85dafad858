import { Analysis, type AnalyzeOptions } from '../../decoder/analyze.ts';
import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import { type IntervalQuery, type RouterIntervals, readIntervals } from '../../decoder/packets/intervals.ts';
import { MessageIndex, type MessageQuery } from '../../decoder/packets/message-index.ts';
import type { MessageRow, ShownMessage } from '../../decoder/packets/message-row.ts';
import type { PacketDetail } from '../../decoder/packets/packet-detail.ts';
import { PacketReader, type Secret } from '../../decoder/packets/packet-reader.ts';
import { PacketStore } from '../../decoder/packets/packet-store.ts';
import type { Evidence, Report, VirtualRouter } from '../../decoder/report.ts';
import { type Nanos, toEpochSeconds } from '../../decoder/time.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { MessagePage } from '../host-contract.ts';
import { MessageVeil } from '../output/shown-message.ts';
import type { CaptureFile } from './read-capture-file.ts';
import { TemporaryBytes } from './temporary-bytes.ts';

/** Rows of one answer; a window asks for what it shows. */
const MOST_ROWS = 1000;

export interface ReadingProgress {
  done: number;
  total: number | null;
  packets: number;
  messages: number;
}

/** Captures that are being read, or were: their report, and every message of them. */
export class CaptureReading {
  readonly index = new MessageIndex();
  readonly #files: readonly CaptureFile[];
  readonly #analysis: Analysis;
  readonly #bytes = new TemporaryBytes();
  readonly #store = new PacketStore(this.#bytes);
  readonly packets = new PacketReader(this.index, this.#store);
  readonly veil: MessageVeil;
  #reports = new Map<Language, { messages: number; report: Report }>();
  #selection: { key: string; found: Uint32Array } | undefined;
  #finished = false;

  constructor(files: readonly CaptureFile[], options: AnalyzeOptions) {
    this.#files = files;
    this.#analysis = new Analysis(this.#files, options);
    this.veil = new MessageVeil({ showPasswords: options.showPasswords === true, pseudonyms: false });
  }

  /** Reads to the end, or to where `stop` was called. */
  async run(): Promise<void> {
    await this.#analysis.run((message, record, heard) => {
      if (message.kind !== 'other') this.#keep(message, record, heard);
    });
    this.#finished = true;
    this.#reports.clear();
  }

  /** A message that cannot be kept is missing in lists only; the history goes on. */
  #keep(message: ShownMessage, record: CaptureRecord, heard: Nanos): void {
    try {
      this.index.add(message, toEpochSeconds(heard, this.#analysis.epochSeconds), this.#store.add(record));
    } catch {
      this.index.left++;
    }
  }

  stop(): void {
    this.#analysis.stop();
  }

  close(): void {
    this.#bytes.close();
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

  report(language: Language = 'en'): Report {
    const known = this.#reports.get(language);
    if (known && (this.#finished || known.messages === this.index.count)) return known.report;
    const report = this.#analysis.report(language);
    this.#reports.set(language, { messages: this.index.count, report });
    return report;
  }

  messages(query: MessageQuery, first: number, count: number): MessagePage {
    const found = this.select(query);
    const veil = this.veil;
    const wanted = found.subarray(first, first + Math.min(count, MOST_ROWS));
    const rows = Array.from(wanted).flatMap((index): MessageRow[] => {
      const row = this.packets.row(index, veil);
      return row ? [row] : [];
    });
    return { total: found.length, complete: this.index.left === 0, rows };
  }

  findMessage(query: MessageQuery, packet: Evidence): number {
    const found = this.select(query);
    const index = this.index.find(packet) ?? 0;
    const place = found.findIndex((one) => one >= index);
    return place < 0 ? found.length - 1 : place;
  }

  packet(packet: Evidence): PacketDetail | null {
    const index = this.index.find(packet);
    return index === undefined ? null : this.packets.detail(index, this.veil, this.#interfaceName(index));
  }

  intervals(query: IntervalQuery): RouterIntervals[] {
    const virtualRouter = this.#virtualRouter(query.virtualRouter);
    if (!virtualRouter) return [];
    const complete = this.index.left === 0;
    return readIntervals(query, {
      virtualRouter,
      index: this.index,
      sources: this.#sourcesOf(virtualRouter),
      complete,
    });
  }

  /** Null where the message holds no password. */
  secretOf(message: number): Secret | null {
    const row = this.packets.row(message, this.veil);
    // Whatever the authentication type says: a router may send the password all the same
    const may = row?.kind === 'vrrp' && row.version === 2;
    return may ? this.packets.secret(message, this.veil) : null;
  }

  /** The messages of a query; the last answer is kept, because lists ask for it page by page. */
  select(query: MessageQuery): Uint32Array {
    const key = JSON.stringify([query, this.index.count]);
    if (this.#selection?.key === key) return this.#selection.found;
    const virtualRouter = query.virtualRouter === null ? null : this.#virtualRouter(query.virtualRouter);
    const found =
      virtualRouter === undefined
        ? new Uint32Array(0)
        : this.index.select(query, virtualRouter, virtualRouter && this.#sourcesOf(virtualRouter));
    this.#selection = { key, found };
    return found;
  }

  #virtualRouter(id: string): VirtualRouter | undefined {
    return this.report().virtualRouters.find((one) => one.id === id);
  }

  /** Viewpoints show the same packets again; each keeps to its own. */
  #sourcesOf({ source }: VirtualRouter): ReadonlySet<number> | null {
    return this.report().findings.some(({ code }) => code === 'separate-viewpoints') ? new Set(source) : null;
  }

  #interfaceName(index: number): string | null {
    const { source } = this.index.at(index);
    const { interfaceIndex } = this.packets.record(index);
    return this.report().sources[source]?.interfaces[interfaceIndex]?.name ?? null;
  }
}
