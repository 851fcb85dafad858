import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that is gone when this program ends however it ends, where the system allows that. */
export class TemporaryFile {
  length = 0;
  readonly #directory = mkdtempSync(join(tmpdir(), 'vrrpscope-'));
  readonly #descriptor: number;

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

  /** All of them, or it throws and nothing counts. */
  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#descriptor, bytes, done, bytes.length - done, this.length + done);
    }
    this.length += bytes.length;
  }

  /** Fills `into` from its start; what lies behind the end stays as it is. */
  read(offset: number, into: Uint8Array): void {
    readSync(this.#descriptor, into, 0, into.length, offset);
  }

  close(): void {
    closeSync(this.#descriptor);
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
