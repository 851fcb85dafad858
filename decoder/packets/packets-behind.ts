import { CaptureReader } from '../capture/capture-reader.ts';
import type { CaptureRecord } from '../capture/capture-record.ts';
import type { ReadingPlace } from '../capture/reading-place.ts';

/** Fills `into` from its start with what lies at `offset`, and tells how many bytes there are. */
export type ReadAt = (offset: number, into: Uint8Array) => number;

/** The first read: most of what is asked for is in there. */
const FIRST_READ = 1 << 18;

/**
 * Every packet behind a place, under its own number, whatever it holds. The record is the same object each time, and its
 * bytes hold until the next.
 */
export function* packetsBehind(place: ReadingPlace, readAt: ReadAt): Generator<CaptureRecord> {
  const reader = new CaptureReader();
  const { headers, headerCount, packet, interfaces } = place;
  const fill = (offset: number, most: number): number => {
    const length = readAt(offset, reader.room().subarray(0, most));
    reader.filled(length);
    return length;
  };
  try {
    for (const { offset, length } of headers.slice(0, headerCount)) {
      for (let done = 0, read = -1; done < length && read !== 0; done += read) {
        read = fill(offset + done, length - done);
        reader.next();
      }
    }
    let offset = place.byteOffset;
    for (let most = FIRST_READ; ; most = Number.POSITIVE_INFINITY) {
      const read = fill(offset, most);
      if (read === 0 || reader.unreadable) return;
      offset += read;
      for (let record = reader.next(); record !== undefined; record = reader.next()) {
        yield { ...record, packet: packet + record.packet, interfaceIndex: interfaces + record.interfaceIndex };
      }
    }
  } finally {
    reader.release();
  }
}
