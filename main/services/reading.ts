import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import { firstAt } from '../../decoder/first-at.ts';
import { type IntervalQuery, type RouterIntervals, readIntervals } from '../../decoder/packets/intervals.ts';
import { MessageIndex, type MessageIndexOptions, type MessageQuery } from '../../decoder/packets/message-index.ts';
import type { MessageRow } from '../../decoder/packets/message-row.ts';
import type { PacketDetail } from '../../decoder/packets/packet-detail.ts';
import { PacketReader, type Secret } from '../../decoder/packets/packet-reader.ts';
import { PacketStore } from '../../decoder/packets/packet-store.ts';
import type { Evidence, Report, VirtualRouter } from '../../decoder/report.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { MessagePage } from '../host-contract.ts';
import { MessageVeil } from '../output/shown-message.ts';
import { TemporaryBytes } from './temporary-bytes.ts';

/** Rows of one answer; a window asks for what it shows. */
export const MOST_ROWS = 1000;

const NONE: ReadonlySet<number> = new Set();

/** A packet, and where it is from. */
export interface PacketOf {
  source: number;
  record: CaptureRecord;
}

export interface ReadingOptions {
  showPasswords?: boolean;
  /** How many messages are kept, and which. */
  messages?: MessageIndexOptions;
}

/** What captures tell: their report, and every message of them. Where they come from is the business of those that extend it. */
export abstract class Reading {
  readonly index: MessageIndex;
  protected readonly bytes = new TemporaryBytes();
  protected readonly store = new PacketStore(this.bytes);
  readonly packets: PacketReader;
  readonly veil: MessageVeil;
  #selection: { key: string; found: Uint32Array } | undefined;

  constructor({ showPasswords = false, messages = {} }: ReadingOptions) {
    this.index = new MessageIndex(messages);
    this.packets = new PacketReader(this.index, this.store);
    this.veil = new MessageVeil({ showPasswords, pseudonyms: false });
  }

  /** Reads to the end, or to where `stop` was called. */
  abstract run(): Promise<void>;

  abstract stop(): void;

  /** What is known now. */
  abstract report(language?: Language): Report;

  /** The same in any language: for questions about what a window shows already. */
  protected knownReport(): Report {
    return this.report();
  }

  /** Sources whose packets have the history's time in lists, not their own. */
  protected translated(): ReadonlySet<number> {
    return NONE;
  }

  close(): void {
    this.bytes.close();
  }

  messages(query: MessageQuery, first: number, count: number): MessagePage {
    const found = this.select(query);
    const veil = this.veil;
    const translated = this.translated();
    const wanted = found.subarray(first, first + Math.min(count, MOST_ROWS));
    const rows = Array.from(wanted).flatMap((message): MessageRow[] => {
      const row = this.packets.row(message, veil);
      if (!row) return [];
      return [translated.has(row.source) ? { ...row, time: this.index.at(message).time } : row];
    });
    return { total: found.length, complete: this.index.isWholeFrom(query.from), rows };
  }

  findMessage(query: MessageQuery, packet: Evidence): number {
    const found = this.select(query);
    const message = this.index.find(packet);
    const position = message === undefined ? 0 : this.index.position(message);
    const place = firstAt(found.length, (at) => this.index.position(found[at] ?? 0) >= position);
    return Math.min(place, found.length - 1);
  }

  packet(packet: Evidence): PacketDetail | null {
    const message = this.index.find(packet);
    if (message === undefined) return null;
    return this.packets.detail(message, this.veil, this.interfaceName(packet.source, this.packets.record(message)));
  }

  /** The packets of a query themselves; the bytes of each hold until the next. */
  *records(query: MessageQuery): Iterable<PacketOf> {
    for (const message of this.select(query)) {
      // While they are written, a live capture may forget the oldest
      if (this.index.holds(message)) {
        yield { source: this.index.at(message).source, record: this.packets.record(message) };
      }
    }
  }

  /** Of the interface that a packet was captured on. */
  interfaceName(source: number, { interfaceIndex }: CaptureRecord): string | null {
    return this.knownReport().sources[source]?.interfaces[interfaceIndex]?.name ?? null;
  }

  intervals(query: IntervalQuery): RouterIntervals[] {
    const virtualRouter = this.#virtualRouter(query.virtualRouter);
    if (!virtualRouter) return [];
    const complete = this.index.isWholeFrom(query.from);
    const sources = this.#sourcesOf(virtualRouter);
    return readIntervals(query, { virtualRouter, index: this.index, sources, complete });
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
    return this.knownReport().virtualRouters.find((one) => one.id === id);
  }

  /** Viewpoints show the same packets again; each keeps to its own. */
  #sourcesOf({ source }: VirtualRouter): ReadonlySet<number> | null {
    return this.knownReport().findings.some(({ code }) => code === 'separate-viewpoints') ? new Set(source) : null;
  }
}
