import { readFileSync, writeFileSync } from 'node:fs';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MICROSECONDS = 1e6;

/** How wrong a clock is: seconds ahead at `since`, parts per million too fast from then on. */
export interface WrongClock {
  ahead: number;
  drift: number;
  /** Seconds since the Unix epoch. */
  since: number;
}

/** What the wrong clock shows. */
export function wrongTime(time: number, { ahead, drift, since }: WrongClock): number {
  return time + ahead + (time - since) * (drift / 1e6);
}

/** Writes the timestamps of a capture as a wrong clock would have. Little-endian classic pcap with microseconds, as tcpdump writes it here. */
export function setClock(file: string, clock: WrongClock): void {
  const { since } = clock;
  const bytes = readFileSync(file);
  for (let at = FILE_HEADER; at + RECORD_HEADER <= bytes.length; ) {
    const time = bytes.readUInt32LE(at) - since + bytes.readUInt32LE(at + 4) / MICROSECONDS;
    const wrong = Math.round(wrongTime(time, { ...clock, since: 0 }) * MICROSECONDS + since * MICROSECONDS);
    bytes.writeUInt32LE(Math.floor(wrong / MICROSECONDS), at);
    bytes.writeUInt32LE(wrong % MICROSECONDS, at + 4);
    at += RECORD_HEADER + bytes.readUInt32LE(at + 8);
  }
  writeFileSync(file, bytes);
}
