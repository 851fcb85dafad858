import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK = 4 << 20;
const LONGEST_FRAME = 2048;
const RECORD_HEADER_LENGTH = 16;
const MICROSECONDS_LITTLE_ENDIAN = 0xa1b2c3d4;
const ETHERNET = 1;

/** Writes a pcap file with microseconds from frames that are made in one place, over and over. */
export class PcapWriter {
  bytes = 0;
  packets = 0;
  private readonly file: number;
  private readonly chunk = Buffer.alloc(CHUNK + LONGEST_FRAME + RECORD_HEADER_LENGTH);
  private at = 0;

  constructor(path: string) {
    this.file = openSync(path, 'w');
    this.at = this.chunk.writeUInt32LE(MICROSECONDS_LITTLE_ENDIAN, 0);
    this.at = this.chunk.writeUInt16LE(2, this.at);
    this.at = this.chunk.writeUInt16LE(4, this.at);
    for (const word of [0, 0, 262_144, ETHERNET]) this.at = this.chunk.writeUInt32LE(word, this.at);
    this.bytes = this.at;
  }

  /** The first `length` bytes of `frame`, captured at `time` in microseconds since 1970. */
  add(frame: Uint8Array, length: number, time: number): void {
    const { chunk, at } = this;
    chunk.writeUInt32LE(Math.floor(time / 1e6), at);
    chunk.writeUInt32LE(Math.floor(time % 1e6), at + 4);
    chunk.writeUInt32LE(length, at + 8);
    chunk.writeUInt32LE(length, at + 12);
    const data = at + RECORD_HEADER_LENGTH;
    for (let i = 0; i < length; i++) chunk[data + i] = frame[i] ?? 0;
    this.at = data + length;
    this.bytes += RECORD_HEADER_LENGTH + length;
    this.packets += 1;
    if (this.at >= CHUNK) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private flush(): void {
    writeSync(this.file, this.chunk, 0, this.at);
    this.at = 0;
  }
}
