import { write } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from '../error-clause.ts';

const STANDARD_OUTPUT = 1;
/** Bytes that the reader has not taken yet. */
const MOST_PENDING = 1 << 20;
const RETRY_MS = 20;

const writeSome = promisify<number, Buffer, number>((to, bytes, done) => {
  write(to, bytes, (error, written) => done(error, written));
});

/** Standard output that makes nobody wait: a reader that stands still must not stop the capture. */
export class LiveOutput {
  readonly #failed: (error: NodeJS.ErrnoException) => void;
  #queue: Buffer[] = [];
  #length = 0;
  #writing: Promise<void> | null = null;
  #hasFailed = false;

  /** `failed` learns once that nothing can be written any more. */
  constructor(failed: (error: NodeJS.ErrnoException) => void) {
    this.#failed = failed;
  }

  /** Writing more would only fill memory. */
  get isBehind(): boolean {
    return this.#length > MOST_PENDING;
  }

  write(text: string): void {
    if (this.#hasFailed || text === '') return;
    const bytes = Buffer.from(text);
    this.#queue.push(bytes);
    this.#length += bytes.length;
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when all has been written, or cannot be. */
  async written(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // What comes in the same turn goes in one piece
    await null;
    try {
      while (this.#queue.length > 0) await this.#writeWhole(Buffer.concat(this.#queue.splice(0)));
    } catch (error) {
      this.#hasFailed = true;
      this.#queue = [];
      this.#length = 0;
      this.#failed(error instanceof Error ? error : new Error(String(error)));
    }
    this.#writing = null;
  }

  async #writeWhole(bytes: Buffer): Promise<void> {
    for (let rest = bytes; rest.length > 0; ) {
      const written = await writeOrWait(rest);
      this.#length -= written;
      rest = rest.subarray(written);
    }
  }
}

/** A terminal or a pipe that others write to may refuse for a moment. */
async function writeOrWait(bytes: Buffer): Promise<number> {
  try {
    return await writeSome(STANDARD_OUTPUT, bytes);
  } catch (error) {
    if (errorCode(error) !== 'EAGAIN') throw error;
    await sleep(RETRY_MS);
    return 0;
  }
}
