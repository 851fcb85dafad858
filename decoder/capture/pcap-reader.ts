import type { CaptureBuffer } from './capture-buffer.ts';
import { type CaptureRecord, LARGEST_PACKET, type PacketFilter, type PacketTaker } from './capture-record.ts';
import { type CaptureSummary, SHORTEST_HOLE } from './capture-summary.ts';
import { RecordSkimmer } from './record-skimmer.ts';
import type { Timestamp } from './timestamp.ts';

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
  private readonly takes: PacketTaker;
  readonly littleEndian: boolean;
  readonly headerLength: number;
  private readonly fractionsPerSecond: number;
  private readonly nanosPerFraction: number;
  readonly shortestHole: number;
  readonly linkType: number;
  private readonly skimmer: RecordSkimmer;
  /** Of the latest packet, as written in the file. */
  private latestSeconds = -1;
  private latestFraction = 0;
  private stopped = false;

  /** The whole file header is in the buffer. */
  constructor(
    buffer: CaptureBuffer,
    record: CaptureRecord,
    summary: CaptureSummary,
    wanted: PacketFilter,
    takes: PacketTaker,
    byteOrder: ByteOrder,
  ) {
    this.buffer = buffer;
    this.record = record;
    this.summary = summary;
    this.wanted = wanted;
    this.takes = takes;
    this.littleEndian = byteOrder.littleEndian;
    this.headerLength = byteOrder.recordHeaderLength;
    this.fractionsPerSecond = byteOrder.fractionsPerSecond;
    this.nanosPerFraction = 1e9 / byteOrder.fractionsPerSecond;
    this.shortestHole = SHORTEST_HOLE * byteOrder.fractionsPerSecond;
    // The upper half of the word says how long the frame check sequence is.
    this.linkType = buffer.view.getUint32(buffer.start + 20, this.littleEndian) & 0xffff;
    this.skimmer = new RecordSkimmer(this, wanted);
    record.linkType = this.linkType;
    record.interfaceIndex = 0;
    record.hasTime = true;
    summary.interfaces.push({ linkType: record.linkType, timestampResolution: 1 / byteOrder.fractionsPerSecond });
    buffer.start += PCAP_HEADER_LENGTH;
  }

  /** Fills the record with the next wanted packet; false: needs more bytes, or nothing more can be read. */
  next(): boolean {
    if (this.stopped) return false;
    const { buffer, record, summary, littleEndian, headerLength, wanted, takes, shortestHole, linkType, skimmer } =
      this;
    const { view, end: limit } = buffer;
    let { start } = buffer;
    let { latestSeconds, latestFraction } = this;
    // Sums are kept here until the end, which is faster
    let [packets, bytes] = [0, 0];
    let found = false;
    while (!found) {
      const data = start + headerLength;
      if (data > limit) break;
      const capturedLength = view.getUint32(start + 8, littleEndian);
      const end = data + capturedLength;
      if (end > limit || capturedLength > LARGEST_PACKET) break;
      const seconds = view.getUint32(start, littleEndian);
      const fraction = view.getUint32(start + 4, littleEndian);
      if (seconds === latestSeconds && fraction >= latestFraction && fraction - latestFraction < shortestHole) {
        latestFraction = fraction;
      } else {
        this.tellLatest(latestSeconds, latestFraction);
        this.tellTime(seconds, fraction);
        ({ latestSeconds, latestFraction } = this);
      }
      packets += 1;
      bytes += capturedLength;
      if (wanted.wants(linkType, view, data, end)) {
        this.fill(summary.numbered + packets, start, end);
        found = !takes(record);
        start = end;
      } else {
        start = skimmer.skim(view, end, limit, latestSeconds, latestFraction);
        packets += skimmer.packets;
        bytes += skimmer.bytes;
        latestFraction = skimmer.fraction;
      }
    }
    buffer.start = start;
    summary.packets += packets;
    summary.numbered += packets;
    summary.bytes += bytes;
    this.tellLatest(latestSeconds, latestFraction);
    return found || this.wait();
  }

  private fill(packet: number, start: number, end: number): void {
    const { buffer, record, littleEndian, headerLength } = this;
    this.readTime(buffer.view.getUint32(start, littleEndian), buffer.view.getUint32(start + 4, littleEndian), record);
    record.packet = packet;
    record.originalLength = buffer.view.getUint32(start + 12, littleEndian);
    record.start = start + headerLength;
    record.end = end;
    record.byteOffset = buffer.offsetOf(record.start);
    if (headerLength === MODIFIED_RECORD_HEADER_LENGTH) this.readPacketType(start);
  }

  private readTime(seconds: number, fraction: number, into: Timestamp): void {
    const { fractionsPerSecond, nanosPerFraction } = this;
    const whole = fraction < fractionsPerSecond ? 0 : Math.floor(fraction / fractionsPerSecond);
    into.seconds = seconds + whole;
    into.nanoseconds = (fraction - whole * fractionsPerSecond) * nanosPerFraction;
  }

  /** How far the loop has got. */
  private tellLatest(seconds: number, fraction: number): void {
    const { latest } = this.summary;
    if (latest === undefined) return;
    this.latestSeconds = seconds;
    this.latestFraction = fraction;
    this.readTime(seconds, fraction, latest);
  }

  /** A time that is not just a little later than the latest one. */
  private tellTime(seconds: number, fraction: number): void {
    const { record, summary } = this;
    this.readTime(seconds, fraction, record);
    summary.addTime(record);
    if (summary.latest === undefined) return;
    this.latestSeconds = summary.latest.seconds;
    this.latestFraction = summary.latest.nanoseconds / this.nanosPerFraction;
  }

  /** Only "outgoing" is beyond doubt: many writers leave 0, which also means "to us". */
  private readPacketType(start: number): void {
    const outgoing = this.buffer.view.getUint8(start + PACKET_TYPE_OFFSET) === PACKET_TYPE_OUTGOING;
    this.record.direction = outgoing ? 'outbound' : 'unknown';
  }

  /** Not all of the next record is here, or it cannot be one. */
  private wait(): false {
    const { buffer, headerLength } = this;
    const hasHeader = buffer.unread >= headerLength;
    const capturedLength = hasHeader ? buffer.view.getUint32(buffer.start + 8, this.littleEndian) : 0;
    if (capturedLength > LARGEST_PACKET) return this.stop(capturedLength);
    const needed = headerLength + capturedLength;
    if (!buffer.ended) {
      buffer.want(needed);
    } else if (buffer.unread > 0) {
      this.stopped = true;
      const packet = this.summary.numbered + 1;
      const missing = needed - buffer.unread;
      const what = hasHeader ? `in packet ${packet}` : `in the header of packet ${packet}`;
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
