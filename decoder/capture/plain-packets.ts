import { BlockSkimmer } from './block-skimmer.ts';
import type { CaptureBuffer } from './capture-buffer.ts';
import type { CaptureRecord, PacketFilter, PacketTaker } from './capture-record.ts';
import type { CaptureSummary } from './capture-summary.ts';
import type { PcapngSection, SectionInterface } from './pcapng-section.ts';
import {
  CAPTURED_LENGTH_AT,
  DATA_AT,
  endOfPlainBlock,
  INTERFACE_ID_AT,
  ORIGINAL_LENGTH_AT,
  TIME_AT,
} from './plain-block.ts';

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
  private readonly littleEndian: boolean;
  private readonly skimmer: BlockSkimmer;
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
    littleEndian: boolean,
  ) {
    this.buffer = buffer;
    this.record = record;
    this.summary = summary;
    this.wanted = wanted;
    this.takes = takes;
    this.littleEndian = littleEndian;
    this.skimmer = new BlockSkimmer(littleEndian, wanted);
  }

  /** True: the record holds a packet. False: what comes next is something else, or not all here. As PcapReader.next does it. */
  next(section: PcapngSection): boolean {
    const { buffer, record, summary, wanted, takes, littleEndian, skimmer } = this;
    const { view, end: limit } = buffer;
    const { interfaces } = section;
    let { start } = buffer;
    let [packets, bytes] = [0, 0];
    let found = false;
    this.latestBy = undefined;
    while (!found) {
      const end = endOfPlainBlock(view, start, limit, littleEndian);
      if (end === 0) break;
      const captureInterface = interfaces[view.getUint32(start + INTERFACE_ID_AT, littleEndian)];
      if (captureInterface === undefined) break;
      const high = view.getUint32(start + TIME_AT, littleEndian);
      const low = view.getUint32(start + TIME_AT + 4, littleEndian);
      if (this.isSoonAfter(captureInterface, high, low)) this.latestLow = low;
      else this.tellTime(captureInterface, high, low);
      const data = start + DATA_AT;
      const capturedLength = view.getUint32(start + CAPTURED_LENGTH_AT, littleEndian);
      packets += 1;
      bytes += capturedLength;
      if (wanted.wants(captureInterface.linkType, view, data, data + capturedLength)) {
        captureInterface.scale.convert(high, low, record);
        record.packet = summary.numbered + packets;
        record.interfaceIndex = captureInterface.index;
        record.linkType = captureInterface.linkType;
        record.hasTime = true;
        record.direction = 'unknown';
        record.originalLength = view.getUint32(start + ORIGINAL_LENGTH_AT, littleEndian);
        record.start = data;
        record.end = data + capturedLength;
        record.byteOffset = buffer.offsetOf(data);
        found = !takes(record);
        start = end;
      } else if (this.latestBy === captureInterface) {
        start = skimmer.skim(view, end, limit, captureInterface, this.latestHigh, this.latestLow);
        packets += skimmer.packets;
        bytes += skimmer.bytes;
        this.latestLow = skimmer.low;
      } else {
        start = end;
      }
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
