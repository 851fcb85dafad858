import { ENHANCED_PACKET } from '../../../decoder/capture/plain-block.ts';
import { type Timestamp, TimestampScale } from '../../../decoder/capture/timestamp.ts';

const LITTLE_ENDIAN = true;
const SMALLEST_BLOCK = 12;
const TIME_OFFSET = 12;
/** Of pcapng-writer.ts, whose blocks these are: nanoseconds since 1970. */
const SCALE = new TimestampScale(9, 0);

export interface BlockScan {
  /** Where the last block that is whole ends. */
  end: number;
  /** Of the packets among the whole blocks, in the order of the file. */
  firstPacket: Timestamp | null;
  lastPacket: Timestamp | null;
}

/** Walks over the pcapng blocks of our own writer. */
export function scanBlocks(bytes: Uint8Array): BlockScan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = 0;
  let [first, last] = [-1, -1];
  while (end + SMALLEST_BLOCK <= bytes.length) {
    const next = end + view.getUint32(end + 4, LITTLE_ENDIAN);
    if (next < end + SMALLEST_BLOCK || next > bytes.length) break;
    if (view.getUint32(end, LITTLE_ENDIAN) === ENHANCED_PACKET) {
      if (first < 0) first = end;
      last = end;
    }
    end = next;
  }
  const time = (block: number) => (block < 0 ? null : packetTime(view, block));
  return { end, firstPacket: time(first), lastPacket: time(last) };
}

function packetTime(view: DataView, block: number): Timestamp {
  const time = { seconds: 0, nanoseconds: 0 };
  SCALE.read(view, block + TIME_OFFSET, LITTLE_ENDIAN, time);
  return time;
}
