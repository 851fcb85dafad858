import type { CaptureBuffer } from './capture-buffer.ts';
import { type CaptureRecord, LARGEST_PACKET, type PacketFilter, type PacketTaker } from './capture-record.ts';
import type { CaptureSummary } from './capture-summary.ts';
import { ENHANCED_PACKET, type PcapngSection, type SectionInterface } from './pcapng-section.ts';

const SHORTEST_BLOCK = 32;
const DATA_OFFSET = 28;

/**
 * Nearly all of a pcapng file: Enhanced Packet Blocks one after the other, without options. Whatever is not quite as
 * usual is left to PcapngSection.
 */
export class PlainPackets {
  private readonly buffer: CaptureBuffer;
  private readonly record: CaptureRecord;
  private readonly summary: CaptureSummary;
  private readonly wanted: PacketFilter;
  private readonly takes: PacketTaker;
  /** Of the latest packet of all, as written in the file; undefined where it is not known. */
  private latestBy: SectionInterface | undefined;
  private latestHigh = 0;
  private latestLow = 0;

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
  }

  /** True: the record holds a packet. False: what comes next is something else, or not all here. As PcapReader.next does it. */
  next(section: PcapngSection, littleEndian: boolean): boolean {
    const { buffer, record, summary, wanted, takes } = this;
    const { view, end: limit } = buffer;
    const { interfaces } = section;
    let { start } = buffer;
    let [packets, bytes] = [0, 0];
    let found = false;
    this.latestBy = undefined;
    while (!found && start + SHORTEST_BLOCK <= limit && view.getUint32(start, littleEndian) === ENHANCED_PACKET) {
      const length = view.getUint32(start + 4, littleEndian);
      const capturedLength = view.getUint32(start + 20, littleEndian);
      const captureInterface = interfaces[view.getUint32(start + 8, littleEndian)];
      if (length !== SHORTEST_BLOCK + ((capturedLength + 3) & ~3) || capturedLength > LARGEST_PACKET) break;
      const end = start + length;
      if (end > limit || captureInterface === undefined || view.getUint32(end - 4, littleEndian) !== length) break;
      const high = view.getUint32(start + 12, littleEndian);
      const low = view.getUint32(start + 16, littleEndian);
      if (this.isSoonAfter(captureInterface, high, low)) this.latestLow = low;
      else this.tellTime(captureInterface, high, low);
      packets += 1;
      bytes += capturedLength;
      const data = start + DATA_OFFSET;
      if (wanted(captureInterface.linkType, view, data, data + capturedLength)) {
        captureInterface.scale.convert(high, low, record);
        record.packet = summary.numbered + packets;
        record.interfaceIndex = captureInterface.index;
        record.linkType = captureInterface.linkType;
        record.hasTime = true;
        record.direction = 'unknown';
        record.originalLength = view.getUint32(start + 24, littleEndian);
        record.start = data;
        record.end = data + capturedLength;
        record.byteOffset = buffer.offsetOf(data);
        found = !takes(record);
      }
      start = end;
    }
    buffer.start = start;
    summary.packets += packets;
    summary.numbered += packets;
    summary.bytes += bytes;
    this.tellLatest();
    if (packets > 0) section.hasPackets = true;
    return found;
  }

  private isSoonAfter(by: SectionInterface, high: number, low: number): boolean {
    if (by !== this.latestBy || high !== this.latestHigh) return false;
    return low >= this.latestLow && low - this.latestLow < by.shortestHole;
  }

  /** How far the loop has got. */
  private tellLatest(): void {
    const { latest } = this.summary;
    if (latest !== undefined) this.latestBy?.scale.convert(this.latestHigh, this.latestLow, latest);
  }

  /** A time that is not just a little later than the latest one. */
  private tellTime(by: SectionInterface, high: number, low: number): void {
    const { record, summary } = this;
    this.tellLatest();
    by.scale.convert(high, low, record);
    summary.addTime(record);
    const { latest } = summary;
    const isLatest = latest?.seconds === record.seconds && latest.nanoseconds === record.nanoseconds;
    this.latestBy = isLatest ? by : undefined;
    this.latestHigh = high;
    this.latestLow = low;
  }
}
