import type { CaptureBuffer } from './capture-buffer.ts';
import { type CaptureRecord, LARGEST_PACKET, type PacketFilter } from './capture-record.ts';
import type { CaptureSummary } from './capture-summary.ts';

export const PCAP_HEADER_LENGTH = 24;

const RECORD_HEADER_LENGTH = 16;
/** Interface index 4, protocol 2, packet type 1, padding 1 behind the usual header. */
const MODIFIED_RECORD_HEADER_LENGTH = 24;
const PACKET_TYPE_OFFSET = 22;
const PACKET_TYPE_OUTGOING = 4;

interface Variant {
  recordHeaderLength: number;
  fractionsPerSecond: number;
}

const VARIANTS = new Map<number, Variant>([
  [0xa1b2c3d4, { recordHeaderLength: RECORD_HEADER_LENGTH, fractionsPerSecond: 1e6 }],
  [0xa1b23c4d, { recordHeaderLength: RECORD_HEADER_LENGTH, fractionsPerSecond: 1e9 }],
  // Alexey Kuznetzov's modified libpcap
  [0xa1b2cd34, { recordHeaderLength: MODIFIED_RECORD_HEADER_LENGTH, fractionsPerSecond: 1e6 }],
]);

interface ByteOrder extends Variant {
  littleEndian: boolean;
}

/** Needs 4 bytes. */
export function sniffPcap(view: DataView, at: number): ByteOrder | undefined {
  for (const littleEndian of [true, false]) {
    const variant = VARIANTS.get(view.getUint32(at, littleEndian));
    if (variant !== undefined) return { ...variant, littleEndian };
  }
  return undefined;
}

/** Classic capture files: one header, then records. */
export class PcapReader {
  readonly format = 'pcap';
  private readonly buffer: CaptureBuffer;
  private readonly record: CaptureRecord;
  private readonly summary: CaptureSummary;
  private readonly wanted: PacketFilter;
  private readonly littleEndian: boolean;
  private readonly headerLength: number;
  private readonly fractionsPerSecond: number;
  private readonly nanosPerFraction: number;
  private stopped = false;

  /** The whole file header is in the buffer. */
  constructor(
    buffer: CaptureBuffer,
    record: CaptureRecord,
    summary: CaptureSummary,
    wanted: PacketFilter,
    byteOrder: ByteOrder,
  ) {
    this.buffer = buffer;
    this.record = record;
    this.summary = summary;
    this.wanted = wanted;
    this.littleEndian = byteOrder.littleEndian;
    this.headerLength = byteOrder.recordHeaderLength;
    this.fractionsPerSecond = byteOrder.fractionsPerSecond;
    this.nanosPerFraction = 1e9 / byteOrder.fractionsPerSecond;
    // The upper half of the word says how long the frame check sequence is.
    record.linkType = buffer.view.getUint32(buffer.start + 20, this.littleEndian) & 0xffff;
    record.interfaceIndex = 0;
    record.hasTime = true;
    summary.interfaces.push({ linkType: record.linkType, timestampResolution: 1 / byteOrder.fractionsPerSecond });
    buffer.start += PCAP_HEADER_LENGTH;
  }

  /** Fills the record with the next wanted packet; false: needs more bytes, or nothing more can be read. */
  next(): boolean {
    const { buffer, record, summary, littleEndian, headerLength, wanted } = this;
    const { view } = buffer;
    const { linkType } = record;
    while (!this.stopped) {
      const { start } = buffer;
      const data = start + headerLength;
      if (data > buffer.end) return this.wait(headerLength);
      const capturedLength = view.getUint32(start + 8, littleEndian);
      if (capturedLength > LARGEST_PACKET) return this.stop(capturedLength);
      const end = data + capturedLength;
      if (end > buffer.end) return this.wait(end - start);
      buffer.start = end;
      this.readTime(start);
      summary.packets += 1;
      summary.numbered += 1;
      summary.addCaptured(capturedLength, record);
      if (!wanted(linkType, view, data, end)) continue;
      record.packet = summary.numbered;
      record.originalLength = view.getUint32(start + 12, littleEndian);
      record.start = data;
      record.end = end;
      record.byteOffset = buffer.offsetOf(data);
      if (headerLength === MODIFIED_RECORD_HEADER_LENGTH) this.readPacketType(start);
      return true;
    }
    return false;
  }

  private readTime(start: number): void {
    const { record, littleEndian, fractionsPerSecond } = this;
    const { view } = this.buffer;
    const fraction = view.getUint32(start + 4, littleEndian);
    record.seconds = view.getUint32(start, littleEndian);
    if (fraction < fractionsPerSecond) {
      record.nanoseconds = fraction * this.nanosPerFraction;
    } else {
      record.seconds += Math.floor(fraction / fractionsPerSecond);
      record.nanoseconds = (fraction % fractionsPerSecond) * this.nanosPerFraction;
    }
  }

  /** Only "outgoing" is beyond doubt: many writers leave 0, which also means "to us". */
  private readPacketType(start: number): void {
    const outgoing = this.buffer.view.getUint8(start + PACKET_TYPE_OFFSET) === PACKET_TYPE_OUTGOING;
    this.record.direction = outgoing ? 'outbound' : 'unknown';
  }

  private wait(needed: number): false {
    const { buffer } = this;
    if (!buffer.ended) {
      buffer.want(needed);
    } else if (buffer.unread > 0) {
      this.stopped = true;
      const packet = this.summary.numbered + 1;
      const missing = needed - buffer.unread;
      const what = needed === this.headerLength ? `in the header of packet ${packet}` : `in packet ${packet}`;
      const message = `the file ends ${what}: at least ${missing} of ${needed} bytes are missing`;
      this.summary.addProblem('truncated', buffer.offsetOf(buffer.start), packet, message);
    }
    return false;
  }

  private stop(capturedLength: number): false {
    const packet = this.summary.numbered + 1;
    const message = `packet ${packet} claims ${capturedLength} bytes, more than the ${LARGEST_PACKET} a packet can have: the file is damaged here, nothing behind it was read`;
    this.summary.addProblem('damaged', this.buffer.offsetOf(this.buffer.start), packet, message);
    this.stopped = true;
    return false;
  }
}
