import type { ByteStore } from '../../decoder/packets/packet-store.ts';
import { TemporaryFile } from './temporary-file.ts';

const BUFFER_LENGTH = 1 << 20;
/** So many bytes lie in one file, so that the oldest can go. */
const FILE_LENGTH = 32 * BUFFER_LENGTH;

interface Part {
  start: number;
  file: TemporaryFile;
}

/** Bytes in temporary files, which are made when they are needed; what cannot be written yet is read from memory. */
export class TemporaryBytes implements ByteStore {
  #parts: Part[] = [];
  #waiting = new Uint8Array(BUFFER_LENGTH);
  #waitingLength = 0;
  #written = 0;
  #closed = false;

  append(bytes: Uint8Array): number {
    if (this.#waitingLength + bytes.length > this.#waiting.length) this.#flush();
    if (bytes.length > this.#waiting.length) this.#waiting = new Uint8Array(bytes.length);
    const place = this.#written + this.#waitingLength;
    this.#waiting.set(bytes, this.#waitingLength);
    this.#waitingLength += bytes.length;
    return place;
  }

  read(offset: number, length: number): Uint8Array {
    const into = new Uint8Array(length);
    const onDisk = Math.max(0, Math.min(length, this.#written - offset));
    if (onDisk > 0) this.#readParts(offset, into.subarray(0, onDisk));
    const start = offset + onDisk - this.#written;
    const inMemory = this.#waiting.subarray(start, Math.min(start + length - onDisk, this.#waitingLength));
    into.set(inMemory, onDisk);
    return into.subarray(0, onDisk + inMemory.length);
  }

  /** What lies before `place` is read no more: the disk gets it back, as far as files end before it. */
  forget(place: number): void {
    while (this.#parts.length > 1 && (this.#parts[1]?.start ?? Infinity) <= place) this.#parts.shift()?.file.close();
  }

  /** Where the next bytes will lie. */
  get end(): number {
    return this.#written + this.#waitingLength;
  }

  close(): void {
    this.#closed = true;
    for (const { file } of this.#parts) file.close();
    this.#parts = [];
  }

  #readParts(offset: number, into: Uint8Array): void {
    for (const { start, file } of this.#parts) {
      const from = Math.max(offset, start);
      const to = Math.min(offset + into.length, start + file.length);
      if (from < to) file.read(from - start, into.subarray(from - offset, to - offset));
    }
  }

  #flush(): void {
    if (this.#closed) throw new Error('the temporary file is closed');
    const file = this.#lastFile();
    file.append(this.#waiting.subarray(0, this.#waitingLength));
    this.#written += this.#waitingLength;
    this.#waitingLength = 0;
  }

  #lastFile(): TemporaryFile {
    const last = this.#parts.at(-1)?.file;
    if (last && last.length < FILE_LENGTH) return last;
    const file = new TemporaryFile();
    this.#parts.push({ start: this.#written, file });
    return file;
  }
}
