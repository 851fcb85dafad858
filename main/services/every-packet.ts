import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import type { CaptureSource } from '../../decoder/capture/capture-source.ts';
import type { ReadingPlace } from '../../decoder/capture/reading-place.ts';
import { AddressTexts } from '../../decoder/frame/address-texts.ts';
import { FrameDecoder } from '../../decoder/frame/decode-frame.ts';
import type { Field } from '../../decoder/frame/field.ts';
import { messageRow, type PacketRow } from '../../decoder/packets/message-row.ts';
import { otherRow } from '../../decoder/packets/other-row.ts';
import type { PacketDetail } from '../../decoder/packets/packet-detail.ts';
import { hexOf, hiddenFields, type Veil } from '../../decoder/packets/packet-reader.ts';
import { packetsBehind } from '../../decoder/packets/packets-behind.ts';
import { PlaceIndex } from '../../decoder/packets/place-index.ts';
import type { Evidence } from '../../decoder/report.ts';
import { KnownFile } from './known-file.ts';

/** Packets of one source by their numbers: both ends belong to them. */
interface Numbers {
  source: number;
  first: number;
  last: number;
}

interface Span {
  from: number;
  to: number;
}

/** A file that packets can be read from anywhere. */
interface PlainFile {
  file: KnownFile;
  places: PlaceIndex;
}

/**
 * Every packet of capture files, messages or not, by its number: read from the file when it is looked at. While the
 * files are read, a place in each megabyte of them is kept, and from the place before a packet it is not far. Packed
 * files, and what is read only once, have none.
 */
export class EveryPacket {
  readonly #veil: Veil;
  readonly #texts = new AddressTexts();
  readonly #files = new Map<number, PlainFile>();
  #found: { key: string; numbers: readonly Numbers[] } | undefined;

  constructor(veil: Veil) {
    this.#veil = veil;
  }

  /** A source has been read to there. */
  note(index: number, { name, compression, reopen }: CaptureSource, place: ReadingPlace): void {
    if (compression !== 'none' || !reopen) return;
    const known = this.#files.get(index) ?? knownFile(name);
    if (known === null) return;
    this.#files.set(index, known);
    known.places.add(place);
  }

  /** How many there are in a time. */
  count(span: Span): number {
    return this.#select(span).reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  rows(span: Span, first: number, count: number): PacketRow[] {
    const rows: PacketRow[] = [];
    let before = 0;
    for (const { source, first: start, last } of this.#select(span)) {
      const from = start + Math.max(0, first - before);
      const to = Math.min(last, start + first + count - 1 - before);
      if (from <= to) rows.push(...this.#rows({ source, first: from, last: to }));
      before += last - start + 1;
    }
    return rows;
  }

  /** Where a packet stands among those of a time, or would; -1 where there are none. */
  find(span: Span, { source, packet }: Evidence): number {
    let before = 0;
    for (const { source: one, first, last } of this.#select(span)) {
      if (one >= source) return before + (one > source ? 0 : Math.min(Math.max(packet, first), last) - first);
      before += last - first + 1;
    }
    return before - 1;
  }

  /** Null where there is no such packet. */
  detail({ source, packet }: Evidence, interfaceName: (record: CaptureRecord) => string | null): PacketDetail | null {
    for (const record of this.#records({ source, first: packet, last: packet })) {
      const { row, problems, fields } = this.#describe(source, record);
      const shown = this.#veil.fields(fields);
      const hex = hexOf(record, hiddenFields(fields, shown));
      const { originalLength } = record;
      return { row, fields: shown, problems, hex, originalLength, interfaceName: interfaceName(record) };
    }
    return null;
  }

  /** The packets of a time themselves; the bytes of each hold until the next. */
  *records(span: Span): Generator<{ source: number; record: CaptureRecord }> {
    for (const numbers of this.#select(span)) {
      for (const record of this.#records(numbers)) yield { source: numbers.source, record };
    }
  }

  /** Numbers without a packet that can be read have a row, too, so that each row has its place. */
  #rows(numbers: Numbers): PacketRow[] {
    const { source, first, last } = numbers;
    const rows = Array.from({ length: last - first + 1 }, (_, i) => unreadRow(source, first + i));
    for (const record of this.#records(numbers)) rows[record.packet - first] = this.#describe(source, record).row;
    return rows;
  }

  #describe(source: number, record: CaptureRecord): Pick<PacketDetail, 'row' | 'problems' | 'fields'> {
    const fields: Field[] = [];
    const message = new FrameDecoder(source, this.#texts, fields).decode(record, record.nanoseconds);
    if (message === undefined || message.kind === 'other') {
      return { row: otherRow(source, record, fields), problems: [], fields };
    }
    const shown = this.#veil.message(message);
    const row = messageRow(shown, { epochSeconds: record.seconds, hasTime: record.hasTime });
    return { row, problems: shown.problems, fields };
  }

  *#records({ source, first, last }: Numbers): Generator<CaptureRecord> {
    const plain = this.#files.get(source);
    if (plain === undefined || first > last) return;
    for (const record of behind(plain.file, plain.places.beforePacket(first))) {
      if (record.packet > last) return;
      if (record.packet >= first) yield record;
      if (record.packet === last) return;
    }
  }

  /** The last answer is kept, because lists ask page by page. */
  #select({ from, to }: Span): readonly Numbers[] {
    const files = [...this.#files].sort(([one], [other]) => one - other);
    const key = JSON.stringify([from, to, files.map(([, { places }]) => places.packets)]);
    if (this.#found?.key === key) return this.#found.numbers;
    const numbers = files.flatMap(([source, plain]): Numbers[] => {
      const first = firstPacketAt(plain, from, (time) => time >= from);
      const last = firstPacketAt(plain, to, (time) => time > to) - 1;
      return first <= last ? [{ source, first, last }] : [];
    });
    this.#found = { key, numbers };
    return numbers;
  }
}

/** Null where it is gone already. */
function knownFile(path: string): PlainFile | null {
  try {
    return { file: new KnownFile(path), places: new PlaceIndex() };
  } catch {
    return null;
  }
}

/** The first packet that reaches a time, which those before it did not; one behind the last where none does. */
function firstPacketAt({ file, places }: PlainFile, time: number, reached: (time: number) => boolean): number {
  const end = places.packets + 1;
  if (time < 0) return 1;
  if (time > LAST_TIME) return end;
  for (const { packet, hasTime, seconds, nanoseconds } of behind(file, places.beforeTime(time))) {
    if (packet >= end) break;
    if (hasTime && reached(seconds + nanoseconds / 1e9)) return packet;
  }
  return end;
}

function* behind(file: KnownFile, place: ReadingPlace): Generator<CaptureRecord> {
  const bytes = file.open();
  try {
    yield* packetsBehind(place, bytes.read);
  } finally {
    bytes.close();
  }
}

/** Seconds: beyond what pcap and pcapng can say. */
const LAST_TIME = 2 ** 50;

function unreadRow(source: number, packet: number): PacketRow {
  return { kind: 'other', source, packet, time: null, src: '', dst: '', protocol: '', length: 0, problems: [] };
}
