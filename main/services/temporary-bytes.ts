import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteStore } from '../../decoder/packets/packet-store.ts';

const BUFFER_LENGTH = 1 << 20;

/**
 * Bytes in a temporary file, which is gone when this program ends however it ends, where the system allows that. The
 * file is made when it is needed, and what cannot be written yet is read from memory.
 */
export class TemporaryBytes implements ByteStore {
  #file: { descriptor: number; directory: string } | undefined;
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
    if (this.#file && onDisk > 0) readSync(this.#file.descriptor, into, 0, onDisk, offset);
    const start = offset + onDisk - this.#written;
    const inMemory = this.#waiting.subarray(start, Math.min(start + length - onDisk, this.#waitingLength));
    into.set(inMemory, onDisk);
    return into.subarray(0, onDisk + inMemory.length);
  }

  close(): void {
    this.#closed = true;
    if (!this.#file) return;
    closeSync(this.#file.descriptor);
    rmSync(this.#file.directory, { recursive: true, force: true });
    this.#file = undefined;
  }

  #flush(): void {
    if (this.#closed) throw new Error('the temporary file is closed');
    this.#file ??= makeFile();
    for (let done = 0; done < this.#waitingLength; ) {
      const left = this.#waitingLength - done;
      done += writeSync(this.#file.descriptor, this.#waiting, done, left, this.#written + done);
    }
    this.#written += this.#waitingLength;
    this.#waitingLength = 0;
  }
}

function makeFile(): { descriptor: number; directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'vrrpscope-'));
  const path = join(directory, 'packets');
  const descriptor = openSync(path, 'wx+', 0o600);
  try {
    // An open file without a name cannot be left behind
    unlinkSync(path);
    rmSync(directory, { recursive: true });
  } catch {
    // Windows keeps the name until the file is closed
  }
  return { descriptor, directory };
}
