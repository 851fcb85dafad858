import ipaddr from 'ipaddr.js';
import type { CaptureBuffer } from './capture-buffer.ts';
import { type CaptureRecord, LARGEST_PACKET, type PacketFilter } from './capture-record.ts';
import { type CaptureSummary, SHORTEST_HOLE } from './capture-summary.ts';
import { decodeText } from './decode-text.ts';
import { PcapngOptions, paddedLength } from './pcapng-options.ts';
import { DATA_AT } from './plain-block.ts';
import { isLater, type Timestamp, TimestampScale } from './timestamp.ts';

export const INTERFACE_DESCRIPTION = 1;
export const INTERFACE_STATISTICS = 5;
const PACKET = 2;
const SIMPLE_PACKET = 3;
export const NAME_RESOLUTION = 4;

/** By type: least total lengths, which are fixed fields and both lengths. */
export const LEAST_LENGTHS: readonly (number | undefined)[] = [undefined, 20, 32, 16, 12, 24, 32];

const IF_NAME = 2;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
const EPB_FLAGS = 2;
const EPB_DROPCOUNT = 4;
const ISB_STARTTIME = 2;
const ISB_ENDTIME = 3;
const ISB_IFDROP = 5;
const ISB_OSDROP = 7;
const NRB_RECORD_END = 0;
export const NRB_RECORD_IPV4 = 1;
export const NRB_RECORD_IPV6 = 2;

const MICROSECONDS = 6;
/** In seconds. */
const YEAR = 366 * 86_400;
const UNKNOWN_DROPS = 0xffff;

export interface SectionInterface {
  /** Among the interfaces of its section. */
  id: number;
  /** Among the interfaces of all sections. */
  index: number;
  linkType: number;
  /** 0 is unlimited. */
  snapLength: number;
  scale: TimestampScale;
  /** In its units. */
  shortestHole: number;
  /** As its latest statistics say. */
  dropped: number;
}

/** One pcapng section: a byte order, interfaces of its own, and what its blocks say. */
export class PcapngSection {
  private readonly buffer: CaptureBuffer;
  private readonly record: CaptureRecord;
  private readonly summary: CaptureSummary;
  private readonly wanted: PacketFilter;
  private readonly littleEndian: boolean;
  readonly interfaces: SectionInterface[] = [];
  /** Whether one of its packets came. */
  hasPackets = false;
  private readonly options: PcapngOptions;

  constructor(
    buffer: CaptureBuffer,
    record: CaptureRecord,
    summary: CaptureSummary,
    wanted: PacketFilter,
    littleEndian: boolean,
  ) {
    this.buffer = buffer;
    this.record = record;
    this.summary = summary;
    this.wanted = wanted;
    this.littleEndian = littleEndian;
    this.options = new PcapngOptions(buffer.view);
  }

  /** A block of LEAST_LENGTHS: `[start..end)` of the buffer, its second length left out. True: the record holds a wanted packet. */
  readBlock(type: number, start: number, end: number): boolean {
    switch (type) {
      case PACKET:
        return this.readPacketBlock(start, end);
      case SIMPLE_PACKET:
        return this.readSimplePacket(start, end);
      case INTERFACE_DESCRIPTION:
        this.readInterface(start, end);
        return false;
      case NAME_RESOLUTION:
        this.readNames(start, end);
        return false;
      default:
        this.readStatistics(start, end);
        return false;
    }
  }

  /** As readBlock; apart from it because nearly all blocks are these. */
  readEnhancedPacket(start: number, end: number): boolean {
    return this.readTimedPacket(start, end, this.buffer.view.getUint32(start + 8, this.littleEndian));
  }

  /** The obsolete Packet Block: 16 bits of interface and 16 bits of drops, then as the enhanced one. */
  private readPacketBlock(start: number, end: number): boolean {
    const drops = this.uint16(start + 10);
    if (drops !== UNKNOWN_DROPS) this.summary.addDropped(drops);
    return this.readTimedPacket(start, end, this.uint16(start + 8));
  }

  private readTimedPacket(start: number, end: number, interfaceId: number): boolean {
    const { buffer, record, summary, littleEndian } = this;
    const { view } = buffer;
    const data = start + DATA_AT;
    const capturedLength = view.getUint32(start + 20, littleEndian);
    const captureInterface = this.interfaces[interfaceId];
    this.numberPacket();
    if (captureInterface === undefined) return this.passUndeclared(start, interfaceId);
    if (capturedLength > end - data || capturedLength > LARGEST_PACKET) {
      return this.passOverlong(start, capturedLength, end - data);
    }
    captureInterface.scale.read(view, start + 12, littleEndian, record);
    record.interfaceIndex = captureInterface.index;
    record.linkType = captureInterface.linkType;
    record.hasTime = true;
    record.originalLength = view.getUint32(start + 24, littleEndian);
    record.start = data;
    record.end = data + capturedLength;
    record.byteOffset = buffer.offsetOf(data);
    summary.bytes += capturedLength;
    summary.addTime(record);
    const options = data + paddedLength(capturedLength);
    if (options < end) this.readPacketOptions(options, end);
    return this.wanted.wants(record.linkType, view, data, record.end);
  }

  /** No timestamp, interface 0, and the snap length tells how much was captured. */
  private readSimplePacket(start: number, end: number): boolean {
    const { record } = this;
    const data = start + 12;
    const originalLength = this.uint32(start + 8);
    const captureInterface = this.interfaces[0];
    this.numberPacket();
    if (captureInterface === undefined) return this.passUndeclared(start, 0);
    const snapLength = captureInterface.snapLength || originalLength;
    const capturedLength = Math.min(originalLength, snapLength, end - data);
    if (capturedLength > LARGEST_PACKET) return this.passOverlong(start, capturedLength, end - data);
    record.interfaceIndex = captureInterface.index;
    record.linkType = captureInterface.linkType;
    record.seconds = 0;
    record.nanoseconds = 0;
    record.hasTime = false;
    record.originalLength = originalLength;
    record.start = data;
    record.end = data + capturedLength;
    record.byteOffset = this.buffer.offsetOf(data);
    this.summary.bytes += capturedLength;
    return this.wanted.wants(record.linkType, this.buffer.view, data, record.end);
  }

  private numberPacket(): void {
    this.hasPackets = true;
    this.summary.packets += 1;
    this.summary.numbered += 1;
    this.record.packet = this.summary.numbered;
    this.record.direction = 'unknown';
  }

  private readPacketOptions(start: number, end: number): void {
    const options = this.openOptions(start, end);
    while (options.next()) {
      if (options.is(EPB_FLAGS, 4)) {
        const direction = this.uint32(options.value) & 3;
        if (direction === 1) this.record.direction = 'inbound';
        if (direction === 2) this.record.direction = 'outbound';
      } else if (options.is(EPB_DROPCOUNT, 8)) {
        this.summary.addDropped(options.unsigned64());
      }
    }
    this.reportDamagedOptions(start, this.summary.numbered);
  }

  private readInterface(start: number, end: number): void {
    let name: string | undefined;
    let resolution = MICROSECONDS;
    let offset = 0;
    const options = this.openOptions(start + 16, end);
    while (options.next()) {
      if (options.code === IF_NAME) {
        name = decodeText(this.buffer.bytes, options.value, options.value + options.length);
      } else if (options.is(IF_TSRESOL, 1)) {
        resolution = this.buffer.view.getUint8(options.value);
      } else if (options.is(IF_TSOFFSET, 8)) {
        offset = options.signed64();
      }
    }
    this.reportDamagedOptions(start, this.summary.numbered + 1);
    const linkType = this.uint16(start + 8);
    const scale = new TimestampScale(resolution, offset);
    const described = { linkType, timestampResolution: scale.resolution, ...(name === undefined ? {} : { name }) };
    const index = this.summary.addInterface(described, this.buffer.offsetOf(start));
    if (index === undefined) return;
    const shortestHole = SHORTEST_HOLE / scale.resolution;
    const snapLength = this.uint32(start + 12);
    const id = this.interfaces.length;
    this.interfaces.push({ id, index, linkType, snapLength, scale, shortestHole, dropped: 0 });
  }

  private readNames(start: number, end: number): void {
    const records = this.openOptions(start + 8, end);
    while (records.next() && records.code !== NRB_RECORD_END) {
      const addressLength = addressLengthOf(records.code);
      if (addressLength === 0 || records.length <= addressLength) continue;
      const nameStart = records.value + addressLength;
      const address = ipaddr.fromByteArray([...this.buffer.bytes.subarray(records.value, nameStart)]).toString();
      const name = decodeText(this.buffer.bytes, nameStart, records.value + records.length);
      if (name !== '') this.summary.addName(address, name, this.buffer.offsetOf(start));
    }
    this.reportDamagedOptions(start, this.summary.numbered + 1);
  }

  private readStatistics(start: number, end: number): void {
    const interfaceId = this.uint32(start + 8);
    const captureInterface = this.interfaces[interfaceId];
    if (captureInterface === undefined) {
      this.reportUndeclared(start, this.summary.numbered + 1, 'a statistics block', interfaceId);
      return;
    }
    let dropped: number | undefined;
    let begins = false;
    const options = this.openOptions(start + 20, end);
    while (options.next()) {
      if (options.is(ISB_STARTTIME, 8)) {
        begins = !this.hasPackets;
        if (begins) this.summary.addStartOfObservation(this.readTime(options.value, captureInterface.scale));
      } else if (options.is(ISB_ENDTIME, 8)) {
        begins = false;
        this.summary.addEndOfObservation(this.readEndTime(options.value, captureInterface.scale));
      } else if (options.is(ISB_IFDROP, 8) || options.is(ISB_OSDROP, 8)) {
        dropped = (dropped ?? 0) + options.unsigned64();
      }
    }
    this.reportDamagedOptions(start, this.summary.numbered + 1);
    if (dropped === undefined) return;
    // Statistics are totals: later ones replace earlier ones, and what was lost before this file is no loss of its own.
    if (!begins) this.summary.addDropped(dropped - captureInterface.dropped);
    captureInterface.dropped = dropped;
  }

  /** dumpcap 4.0 counts isb_endtime in microseconds whatever if_tsresol says: believed where only that makes sense. */
  private readEndTime(at: number, scale: TimestampScale): Timestamp {
    const { earliest, latest } = this.summary;
    const time = this.readTime(at, scale);
    if (earliest === undefined || latest === undefined || !isLater(earliest, time)) return time;
    const inMicroseconds = this.readTime(at, new TimestampScale(MICROSECONDS, scale.offset));
    const later = inMicroseconds.seconds - latest.seconds;
    return later >= 0 && later < YEAR ? inMicroseconds : time;
  }

  private readTime(at: number, scale: TimestampScale): Timestamp {
    const time = { seconds: 0, nanoseconds: 0 };
    scale.read(this.buffer.view, at, this.littleEndian, time);
    return time;
  }

  private openOptions(start: number, end: number): PcapngOptions {
    this.options.open(this.buffer.view, start, end, this.littleEndian);
    return this.options;
  }

  private reportDamagedOptions(start: number, packet: number): void {
    if (!this.options.damaged) return;
    const message = `an option claims ${this.options.length} bytes, more than its block has; it and those behind it were left out`;
    this.summary.addProblem('damaged-options', this.buffer.offsetOf(start), packet, message);
  }

  private passUndeclared(start: number, interfaceId: number): false {
    const { packet } = this.record;
    this.reportUndeclared(start, packet, `packet ${packet}`, interfaceId);
    return false;
  }

  private passOverlong(start: number, capturedLength: number, available: number): false {
    const { packet } = this.record;
    const message = `packet ${packet} claims ${capturedLength} bytes in a block with room for ${available}, it was skipped`;
    this.summary.addProblem('damaged-packet', this.buffer.offsetOf(start), packet, message);
    return false;
  }

  private reportUndeclared(start: number, packet: number, what: string, interfaceId: number): void {
    const message = `${what} belongs to interface ${interfaceId}, which was not described; it was skipped`;
    this.summary.addProblem('undeclared-interface', this.buffer.offsetOf(start), packet, message);
  }

  private uint16(at: number): number {
    return this.buffer.view.getUint16(at, this.littleEndian);
  }

  private uint32(at: number): number {
    return this.buffer.view.getUint32(at, this.littleEndian);
  }
}

function addressLengthOf(recordType: number): number {
  if (recordType === NRB_RECORD_IPV4) return 4;
  return recordType === NRB_RECORD_IPV6 ? 16 : 0;
}
