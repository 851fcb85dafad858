import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

interface Identity {
  ino: number;
  birthtimeMs: number;
}

/** A file that may be read again later, as long as it is the same. */
export class KnownFile {
  readonly #path: string;
  readonly #identity: Identity;

  /** Throws Node's own errors. */
  constructor(path: string) {
    this.#path = path;
    this.#identity = statSync(path);
  }

  /** Throws Node's own errors, and where another file has that name now. */
  open(): FileBytes {
    const bytes = new FileBytes(openSync(this.#path, 'r'));
    const { ino, birthtimeMs } = bytes.identity;
    if (ino === this.#identity.ino && birthtimeMs === this.#identity.birthtimeMs) return bytes;
    bytes.close();
    throw new Error(`${this.#path} is another file than the one that was read`);
  }
}

/** Any bytes of an open file. */
export class FileBytes {
  readonly identity: Identity;
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.identity = fstatSync(descriptor);
  }

  /** Fills `into` from its start; 0 is the end. */
  readonly read = (offset: number, into: Uint8Array): number =>
    readSync(this.#descriptor, into, 0, into.length, offset);

  close(): void {
    closeSync(this.#descriptor);
  }
}
