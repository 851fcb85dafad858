import { LARGEST_PACKET, type PacketFilter } from './capture-record.ts';

/** How a classic capture's records are to be read. */
export interface RecordFormat {
  littleEndian: boolean;
  headerLength: number;
  linkType: number;
  /** In fractions of a second as the file has them. */
  shortestHole: number;
}

/**
 * Passes over packets of a classic capture that nobody wants, as nearly all are, and only sums them up. It is a loop of its
 * own because then the compiler keeps in registers all that it needs: on large captures most of the time goes here.
 */
export class RecordSkimmer {
  packets = 0;
  /** Captured ones. */
  bytes = 0;
  /** Of the latest packet's time, whose seconds are those that `skim` was given. */
  fraction = 0;
  private readonly format: RecordFormat;
  private readonly wanted: PacketFilter;

  constructor(format: RecordFormat, wanted: PacketFilter) {
    this.format = format;
    this.wanted = wanted;
  }

  /**
   * Where the first record begins that may be wanted, was not captured just a little later than the latest, or is not all
   * here. Times are as the file has them.
   */
  skim(view: DataView, start: number, limit: number, latestSeconds: number, latestFraction: number): number {
    const { rulesOut } = this.wanted;
    const { littleEndian, headerLength, linkType, shortestHole } = this.format;
    // With a sign numbers fit into registers; what does not fit so is left to the reader
    const seconds = latestSeconds | 0;
    let fraction = latestFraction | 0;
    let at = start;
    let [packets, bytes] = [0, 0];
    while (at + headerLength <= limit) {
      const data = at + headerLength;
      const capturedLength = view.getInt32(at + 8, littleEndian);
      const end = data + capturedLength;
      if (capturedLength < 0 || capturedLength > LARGEST_PACKET || end > limit) break;
      const next = view.getInt32(at + 4, littleEndian);
      if (view.getInt32(at, littleEndian) !== seconds || next < fraction || next - fraction >= shortestHole) break;
      if (!rulesOut(linkType, view, data, end)) break;
      packets += 1;
      bytes += capturedLength;
      fraction = next;
      at = end;
    }
    this.packets = packets;
    this.bytes = bytes;
    this.fraction = fraction >>> 0;
    return at;
  }
}
