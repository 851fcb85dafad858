import { UnpackError } from './unpack-error.ts';

/** Exact numbers of bytes out of chunks of any size. */
export class PackedBytes {
  /** What the bytes are packed with, for people. */
  format: string;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private chunk: Uint8Array = new Uint8Array(0);

  constructor(packed: AsyncIterable<Uint8Array>, format: string) {
    this.chunks = packed[Symbol.asyncIterator]();
    this.format = format;
  }

  async more(): Promise<boolean> {
    while (this.chunk.length === 0) {
      const next = await this.chunks.next();
      if (next.done === true) return false;
      this.chunk = next.value;
    }
    return true;
  }

  /** A copy of the next bytes: `length` of them, or fewer at the end. */
  async takeSome(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length);
    let filled = 0;
    while (filled < length && (await this.more())) {
      const part = this.chunk.subarray(0, length - filled);
      taken.set(part, filled);
      filled += part.length;
      this.chunk = this.chunk.subarray(part.length);
    }
    return taken.subarray(0, filled);
  }

  async take(length: number): Promise<Uint8Array> {
    const taken = await this.takeSome(length);
    if (taken.length < length) throw this.truncated();
    return taken;
  }

  async takeUint32(): Promise<number> {
    const { buffer, byteOffset } = await this.take(4);
    return new DataView(buffer, byteOffset).getUint32(0, true);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      if (!(await this.more())) throw this.truncated();
      const skipped = Math.min(left, this.chunk.length);
      this.chunk = this.chunk.subarray(skipped);
      left -= skipped;
    }
  }

  truncated(): UnpackError {
    return new UnpackError('compressed-truncated', `the ${this.format} data breaks off`);
  }

  damaged(reason: string, cause?: unknown): UnpackError {
    return new UnpackError('compressed-damaged', `the ${this.format} data is damaged: ${reason}`, cause);
  }
}
