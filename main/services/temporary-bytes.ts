import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteStore } from '../../decoder/packets/packet-store.ts';

const BUFFER_LENGTH = 1 << 20;

/** Bytes in a temporary file, which is gone when this program ends however it ends, where the system allows that. */
export class TemporaryBytes implements ByteStore {
  readonly #directory = mkdtempSync(join(tmpdir(), 'vrrpscope-'));
  readonly #descriptor: number;
  #waiting = new Uint8Array(BUFFER_LENGTH);
  #waitingLength = 0;
  #written = 0;
  #open = true;

  constructor() {
    const path = join(this.#directory, 'packets');
    this.#descriptor = openSync(path, 'wx+', 0o600);
    try {
      // An open file without a name cannot be left behind
      unlinkSync(path);
      rmSync(this.#directory, { recursive: true });
    } catch {
      // Windows keeps the name until the file is closed
    }
  }

  append(bytes: Uint8Array): number {
    if (this.#waitingLength + bytes.length > this.#waiting.length) this.#flush();
    if (bytes.length > this.#waiting.length) this.#waiting = new Uint8Array(bytes.length);
    const place = this.#written + this.#waitingLength;
    this.#waiting.set(bytes, this.#waitingLength);
    this.#waitingLength += bytes.length;
    return place;
  }

  read(offset: number, length: number): Uint8Array {
    if (offset + length > this.#written) this.#flush();
    const into = new Uint8Array(length);
    return into.subarray(0, readSync(this.#descriptor, into, 0, length, offset));
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #flush(): void {
    for (let done = 0; done < this.#waitingLength; ) {
      done += writeSync(this.#descriptor, this.#waiting, done, this.#waitingLength - done, this.#written + done);
    }
    this.#written += this.#waitingLength;
    this.#waitingLength = 0;
  }
}
