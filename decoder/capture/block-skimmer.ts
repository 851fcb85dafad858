import type { PacketFilter } from './capture-record.ts';
import type { SectionInterface } from './pcapng-section.ts';
import { CAPTURED_LENGTH_AT, DATA_AT, endOfPlainBlock, INTERFACE_ID_AT, TIME_AT } from './plain-block.ts';

/** As RecordSkimmer, for Enhanced Packet Blocks without options. */
export class BlockSkimmer {
  packets = 0;
  bytes = 0;
  /** Of the latest packet's time, whose upper half is the one that `skim` was given. */
  low = 0;
  private readonly littleEndian: boolean;
  private readonly wanted: PacketFilter;

  constructor(littleEndian: boolean, wanted: PacketFilter) {
    this.littleEndian = littleEndian;
    this.wanted = wanted;
  }

  /** The latest packet is of this interface, and was captured at this time. */
  skim(
    view: DataView,
    start: number,
    limit: number,
    by: SectionInterface,
    latestHigh: number,
    latestLow: number,
  ): number {
    const { littleEndian } = this;
    const { rulesOut } = this.wanted;
    const { id, linkType, shortestHole } = by;
    const high = latestHigh | 0;
    let low = latestLow | 0;
    let at = start;
    let [packets, bytes] = [0, 0];
    for (;;) {
      const end = endOfPlainBlock(view, at, limit, littleEndian);
      if (end === 0 || view.getInt32(at + INTERFACE_ID_AT, littleEndian) !== id) break;
      const next = view.getInt32(at + TIME_AT + 4, littleEndian);
      if (view.getInt32(at + TIME_AT, littleEndian) !== high || next < low || next - low >= shortestHole) break;
      const data = at + DATA_AT;
      const capturedLength = view.getInt32(at + CAPTURED_LENGTH_AT, littleEndian);
      if (!rulesOut(linkType, view, data, data + capturedLength)) break;
      packets += 1;
      bytes += capturedLength;
      low = next;
      at = end;
    }
    this.packets = packets;
    this.bytes = bytes;
    this.low = low >>> 0;
    return at;
  }
}
