/** Capture files from named parts, written independently of the decoder. */
import { CaptureReader } from '../../decoder/capture/capture-reader.ts';
import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** For files of megabytes. */
export function concat(...parts: (Uint8Array | readonly number[])[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function number(length: 2 | 4 | 8, value: number | bigint, littleEndian: boolean): Bytes {
  const bytes = new Uint8Array(length);
  let rest = BigInt.asUintN(64, BigInt(value));
  for (let i = 0; i < length; i++, rest >>= 8n) bytes[littleEndian ? i : length - 1 - i] = Number(rest & 0xffn);
  return bytes;
}

export function padded(bytes: Uint8Array): Bytes {
  return concat(bytes, new Uint8Array(-bytes.length & 3));
}

export const ascii = (text: string): Bytes => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** The bytes 1, 2, 3 … : tells whether a packet is all there and at its place. */
export const payload = (length: number, first = 1): Bytes => Uint8Array.from({ length }, (_, i) => (first + i) & 0xff);

// ---------------------------------------------------------------- pcap

export interface PcapRecordParts {
  seconds?: number;
  /** Microseconds or nanoseconds, as the magic number says. */
  fraction?: number;
  data?: Uint8Array;
  capturedLength?: number;
  originalLength?: number;
  /** Only in the modified variant. */
  packetType?: number;
}

export interface PcapParts {
  littleEndian?: boolean;
  variant?: 'microseconds' | 'nanoseconds' | 'modified';
  snapLength?: number;
  /** The whole word: frame check sequence bits included. */
  linkType?: number;
  records?: readonly PcapRecordParts[];
}

const MAGIC = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d, modified: 0xa1b2cd34 };

export function pcap(parts: PcapParts = {}): Bytes {
  const { littleEndian = true, variant = 'microseconds', snapLength = 262144, linkType = 1, records = [] } = parts;
  const u16 = (value: number) => number(2, value, littleEndian);
  const u32 = (value: number) => number(4, value, littleEndian);
  const header = concat(u32(MAGIC[variant]), u16(2), u16(4), u32(0), u32(0), u32(snapLength), u32(linkType));
  const bodies = records.map((record) => {
    const data = record.data ?? payload(60);
    const extra = variant === 'modified' ? concat(u32(3), u16(0x0800), [record.packetType ?? 0, 0]) : [];
    return concat(
      u32(record.seconds ?? 1_780_000_000),
      u32(record.fraction ?? 0),
      u32(record.capturedLength ?? data.length),
      u32(record.originalLength ?? data.length),
      extra,
      data,
    );
  });
  return concat(header, ...bodies);
}

// ---------------------------------------------------------------- pcapng

export interface OptionParts {
  code: number;
  value: Uint8Array;
  /** Where it lies. */
  length?: number;
}

export interface BlockParts {
  type: number;
  body?: Uint8Array;
  options?: readonly OptionParts[];
  /** Where they lie. */
  length?: number;
  trailingLength?: number;
}

export interface InterfaceParts {
  linkType?: number;
  snapLength?: number;
  name?: string;
  /** The option's byte. */
  tsresol?: number;
  tsoffset?: number;
  options?: readonly OptionParts[];
}

export interface EnhancedParts {
  interfaceId?: number;
  /** Units of the interface since its offset. */
  units?: bigint;
  data?: Uint8Array;
  capturedLength?: number;
  originalLength?: number;
  flags?: number;
  dropCount?: bigint;
  options?: readonly OptionParts[];
}

/** Makes the blocks of a section in one byte order. */
export class Pcapng {
  private readonly littleEndian: boolean;

  constructor(littleEndian = true) {
    this.littleEndian = littleEndian;
  }

  u16 = (value: number): Bytes => number(2, value, this.littleEndian);
  u32 = (value: number): Bytes => number(4, value, this.littleEndian);
  u64 = (value: number | bigint): Bytes => number(8, value, this.littleEndian);
  /** Timestamps are two words, the high one first in either byte order. */
  units = (value: bigint): Bytes => concat(this.u32(Number(value >> 32n)), this.u32(Number(value & 0xffffffffn)));

  block(parts: BlockParts): Bytes {
    const options = (parts.options ?? []).map((option) =>
      concat(this.u16(option.code), this.u16(option.length ?? option.value.length), padded(option.value)),
    );
    const end = options.length === 0 ? [] : this.u32(0);
    const inner = concat(padded(parts.body ?? new Uint8Array(0)), ...options, end);
    const length = parts.length ?? inner.length + 12;
    return concat(this.u32(parts.type), this.u32(length), inner, this.u32(parts.trailingLength ?? length));
  }

  section(parts: { major?: number; length?: bigint; magic?: number; options?: readonly OptionParts[] } = {}): Bytes {
    const { major = 1, length = -1n, magic = 0x1a2b3c4d, options = [] } = parts;
    const body = concat(this.u32(magic), this.u16(major), this.u16(0), this.u64(length));
    return this.block({ type: 0x0a0d0d0a, body, options });
  }

  interface(parts: InterfaceParts = {}): Bytes {
    const options: OptionParts[] = [...(parts.options ?? [])];
    if (parts.name !== undefined) options.push({ code: 2, value: ascii(parts.name) });
    if (parts.tsresol !== undefined) options.push({ code: 9, value: Uint8Array.of(parts.tsresol) });
    if (parts.tsoffset !== undefined) options.push({ code: 14, value: this.u64(parts.tsoffset) });
    const body = concat(this.u16(parts.linkType ?? 1), this.u16(0), this.u32(parts.snapLength ?? 0));
    return this.block({ type: 1, body, options });
  }

  enhanced(parts: EnhancedParts = {}): Bytes {
    const data = parts.data ?? payload(60);
    const options: OptionParts[] = [...(parts.options ?? [])];
    if (parts.flags !== undefined) options.push({ code: 2, value: this.u32(parts.flags) });
    if (parts.dropCount !== undefined) options.push({ code: 4, value: this.u64(parts.dropCount) });
    const body = concat(
      this.u32(parts.interfaceId ?? 0),
      this.units(parts.units ?? 1_780_000_000_000_000n),
      this.u32(parts.capturedLength ?? data.length),
      this.u32(parts.originalLength ?? data.length),
      data,
    );
    return this.block({ type: 6, body, options });
  }

  /** The obsolete Packet Block. */
  packet(parts: { interfaceId?: number; drops?: number; units?: bigint; data?: Uint8Array } = {}): Bytes {
    const data = parts.data ?? payload(60);
    const body = concat(
      this.u16(parts.interfaceId ?? 0),
      this.u16(parts.drops ?? 0xffff),
      this.units(parts.units ?? 1_780_000_000_000_000n),
      this.u32(data.length),
      this.u32(data.length),
      data,
    );
    return this.block({ type: 2, body });
  }

  simple(parts: { data?: Uint8Array; originalLength?: number } = {}): Bytes {
    const data = parts.data ?? payload(60);
    return this.block({ type: 3, body: concat(this.u32(parts.originalLength ?? data.length), data) });
  }

  /** Each record is its type, and the address with the names behind it. */
  names(...records: readonly { type: number; value: Uint8Array; length?: number }[]): Bytes {
    return this.block({ type: 4, options: records.map(({ type, ...rest }) => ({ code: type, ...rest })) });
  }

  statistics(
    parts: { interfaceId?: number; end?: bigint; ifdrop?: bigint; osdrop?: bigint; options?: OptionParts[] } = {},
  ): Bytes {
    const options: OptionParts[] = [...(parts.options ?? [])];
    if (parts.end !== undefined) options.push({ code: 3, value: this.units(parts.end) });
    if (parts.ifdrop !== undefined) options.push({ code: 5, value: this.u64(parts.ifdrop) });
    if (parts.osdrop !== undefined) options.push({ code: 7, value: this.u64(parts.osdrop) });
    return this.block({ type: 5, body: concat(this.u32(parts.interfaceId ?? 0), this.units(0n)), options });
  }
}

// ---------------------------------------------------------------- reading

export type ReadRecord = Omit<CaptureRecord, 'bytes' | 'view' | 'start' | 'end'> & { data: number[] };

export interface ReadCapture {
  reader: CaptureReader;
  records: ReadRecord[];
}

/** Reads all of a capture, in chunks of these sizes over and over; records are copied. */
export function readCapture(
  bytes: Uint8Array,
  chunkSizes: readonly number[] = [bytes.length],
  reader = new CaptureReader(),
): ReadCapture {
  const records: ReadRecord[] = [];
  const drain = () => {
    for (let record = reader.next(); record !== undefined; record = reader.next()) {
      const { bytes: all, view: _, start, end, ...rest } = record;
      records.push({ ...rest, data: Array.from(all.subarray(start, end)) });
    }
  };
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const room = reader.room();
    const size = Math.max(1, chunkSizes[turn % chunkSizes.length] ?? 1);
    const part = bytes.subarray(at, at + Math.min(size, room.length));
    room.set(part);
    reader.filled(part.length);
    at += part.length;
    drain();
  }
  reader.end();
  drain();
  return { reader, records };
}
