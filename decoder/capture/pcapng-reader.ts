import type { CaptureBuffer } from './capture-buffer.ts';
import type { CaptureRecord, PacketFilter, PacketTaker } from './capture-record.ts';
import { type CaptureSummary, MOST_INTERFACES } from './capture-summary.ts';
import { INTERFACE_DESCRIPTION, LEAST_LENGTHS, PcapngSection } from './pcapng-section.ts';
import { ENHANCED_PACKET } from './plain-block.ts';
import { PlainPackets } from './plain-packets.ts';
import type { ByteRange } from './reading-place.ts';

export const SECTION_HEADER = 0x0a0d0d0a;
/** The shortest Section Header Block. */
export const SECTION_HEADER_LENGTH = 28;

/** Wireshark gives journal entries and custom blocks a number in the packet list. */
const NUMBERED_BLOCKS = new Set([9, 0x0bad, 0x40000bad]);

/** Type and length in front, length again behind. */
const LEAST_BLOCK_LENGTH = 12;
/** Wireshark's limit for blocks that must be held in memory. */
const LARGEST_BLOCK_LENGTH = 1 << 24;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Needs 12 bytes. */
export function sniffPcapng(view: DataView, at: number): boolean {
  return view.getUint32(at) === SECTION_HEADER && isLittleEndian(view, at) !== undefined;
}

/** Block after block; what is in them is PcapngSection's matter. */
export class PcapngReader {
  readonly format = 'pcapng';
  private readonly buffer: CaptureBuffer;
  private readonly record: CaptureRecord;
  private readonly summary: CaptureSummary;
  private readonly wanted: PacketFilter;
  private readonly takes: PacketTaker;
  private plain: PlainPackets;
  private section: PcapngSection;
  private littleEndian = true;
  private stopped = false;
  /** The block that is being skipped: bytes still to come, its second length included. */
  private skipping = 0;
  private skippedLength = 0;
  private skippedOffset = 0;
  /** The header of the section, and its interfaces as far as they came. */
  private sectionHeaders: ByteRange[] = [];
  interfacesBefore = 0;

  constructor(
    buffer: CaptureBuffer,
    record: CaptureRecord,
    summary: CaptureSummary,
    wanted: PacketFilter,
    takes: PacketTaker,
  ) {
    this.buffer = buffer;
    this.record = record;
    this.summary = summary;
    this.wanted = wanted;
    this.takes = takes;
    this.plain = new PlainPackets(buffer, record, summary, wanted, takes, this.littleEndian);
    this.section = new PcapngSection(buffer, record, summary, wanted, this.littleEndian);
  }

  /** What has to be read before a packet of this section; undefined inside of a block that is skipped. */
  get headers(): readonly ByteRange[] | undefined {
    return this.skipping > 0 ? undefined : this.sectionHeaders;
  }

  /** Fills the record; false: needs more bytes, or nothing more can be read. */
  next(): boolean {
    const { buffer } = this;
    while (!this.stopped) {
      if (this.skipping > 0 && !this.skip()) return false;
      if (this.plain.next(this.section)) return true;
      const { start, view } = buffer;
      const unread = buffer.end - start;
      if (unread < LEAST_BLOCK_LENGTH) return this.wait(LEAST_BLOCK_LENGTH);
      const type = view.getUint32(start, this.littleEndian);
      if (type === SECTION_HEADER && !this.turnByteOrder()) return false;
      const length = view.getUint32(start + 4, this.littleEndian);
      if (length < LEAST_BLOCK_LENGTH || length % 4 !== 0) return this.stopAtLength(length);
      const leastLength = type === SECTION_HEADER ? SECTION_HEADER_LENGTH : LEAST_LENGTHS[type];
      if (leastLength === undefined) {
        this.beginSkipping(type, length);
        continue;
      }
      if (length > unread) return length > LARGEST_BLOCK_LENGTH ? this.stopAtLength(length) : this.wait(length);
      const end = start + length - 4;
      if (view.getUint32(end, this.littleEndian) !== length) return this.stopAtLength(length);
      if (type === SECTION_HEADER && !this.beginSection(length)) return false;
      if (type === INTERFACE_DESCRIPTION && this.summary.interfaces.length < MOST_INTERFACES) this.addHeader(length);
      buffer.start = start + length;
      if (length < leastLength) this.reportShortness(type, start);
      else if (type === ENHANCED_PACKET) {
        if (this.section.readEnhancedPacket(start, end) && !this.takes(this.record)) return true;
      } else if (type !== SECTION_HEADER && this.section.readBlock(type, start, end)) return true;
    }
    return false;
  }

  /** A section header brings its own byte order, which even its length is written in. */
  private turnByteOrder(): boolean {
    const littleEndian = isLittleEndian(this.buffer.view, this.buffer.start);
    if (littleEndian === undefined) return this.stop('damaged', 'a section header has no byte-order magic');
    this.littleEndian = littleEndian;
    return true;
  }

  private beginSection(length: number): boolean {
    const { buffer, record, summary, wanted, takes, littleEndian } = this;
    if (length < SECTION_HEADER_LENGTH) return this.stopAtLength(length);
    const major = buffer.view.getUint16(buffer.start + 12, littleEndian);
    if (major !== 1) return this.stop('unsupported-version', `pcapng version ${major} is not known`);
    this.section = new PcapngSection(buffer, record, summary, wanted, littleEndian);
    this.plain = new PlainPackets(buffer, record, summary, wanted, takes, littleEndian);
    this.sectionHeaders = [];
    this.interfacesBefore = summary.interfaces.length;
    this.addHeader(length);
    return true;
  }

  private addHeader(length: number): void {
    this.sectionHeaders.push({ offset: this.buffer.offsetOf(this.buffer.start), length });
  }

  private beginSkipping(type: number, length: number): void {
    if (NUMBERED_BLOCKS.has(type)) this.summary.numbered += 1;
    this.skipping = length;
    this.skippedLength = length;
    this.skippedOffset = this.buffer.offsetOf(this.buffer.start);
  }

  /** Passes over a block of any length without holding it; true at its end. */
  private skip(): boolean {
    const { buffer } = this;
    const passed = Math.min(buffer.unread, this.skipping - 4);
    buffer.start += passed;
    this.skipping -= passed;
    if (this.skipping > 4 || buffer.unread < 4) {
      if (buffer.ended) this.reportTruncation(this.skippedOffset, this.skippedLength, this.skipping - buffer.unread);
      return false;
    }
    if (buffer.view.getUint32(buffer.start, this.littleEndian) !== this.skippedLength) {
      return this.stopAtLength(this.skippedLength, this.skippedOffset);
    }
    buffer.start += 4;
    this.skipping = 0;
    return true;
  }

  private wait(needed: number): false {
    const { buffer } = this;
    if (!buffer.ended) buffer.want(needed);
    else if (buffer.unread > 0) {
      this.reportTruncation(buffer.offsetOf(buffer.start), needed, needed - buffer.unread);
    }
    return false;
  }

  private reportShortness(type: number, start: number): void {
    const message = `a block of type ${type} is too short for its fields, it was skipped`;
    this.summary.addProblem('damaged-block', this.buffer.offsetOf(start), this.summary.numbered + 1, message);
  }

  private reportTruncation(offset: number, needed: number, missing: number): void {
    const packet = this.summary.numbered + 1;
    const message = `the file ends inside a block, at or before packet ${packet}: at least ${missing} of ${needed} bytes are missing`;
    this.summary.addProblem('truncated', offset, packet, message);
    this.stopped = true;
  }

  private stopAtLength(length: number, offset?: number): false {
    return this.stop('damaged', `a block claims ${length} bytes, which cannot be right`, offset);
  }

  private stop(code: string, reason: string, offset = this.buffer.offsetOf(this.buffer.start)): false {
    const packet = this.summary.numbered + 1;
    const message = `${reason}: nothing from packet ${packet} on was read`;
    this.summary.addProblem(code, offset, packet, message);
    this.stopped = true;
    return false;
  }
}

function isLittleEndian(view: DataView, at: number): boolean | undefined {
  if (view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC) return true;
  return view.getUint32(at + 8, false) === BYTE_ORDER_MAGIC ? false : undefined;
}
