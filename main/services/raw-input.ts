import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

const PIPE_CHUNK = 1 << 20;

/** The bytes of a file or pipe as they are stored. */
export interface RawInput {
  /** Undefined where nobody knows, as for a pipe. */
  readonly size: number | undefined;
  /** Fills `into` from its start; 0 is the end. */
  read(into: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** `-` is standard input. Rejects with Node's own errors. */
export async function openRawInput(path: string): Promise<RawInput> {
  if (path === '-') return new PipeInput(process.stdin);
  const kind = await stat(path);
  if (!kind.isFile() && !kind.isDirectory())
    return new PipeInput(createReadStream(path, { highWaterMark: PIPE_CHUNK }));
  const file = await open(path);
  return new FileInput(file, kind.size);
}

/** Reads straight into the memory that is given. */
class FileInput implements RawInput {
  readonly size: number;
  private readonly file: FileHandle;

  constructor(file: FileHandle, size: number) {
    this.file = file;
    this.size = size;
  }

  async read(into: Uint8Array): Promise<number> {
    const { bytesRead } = await this.file.read(into, 0, into.length);
    return bytesRead;
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

class PipeInput implements RawInput {
  readonly size = undefined;
  private readonly stream: Readable;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array(0);

  constructor(stream: Readable) {
    this.stream = stream;
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async read(into: Uint8Array): Promise<number> {
    while (this.rest.length === 0) {
      const next = await this.chunks.next();
      if (next.done === true) return 0;
      this.rest = next.value;
    }
    const part = this.rest.subarray(0, into.length);
    into.set(part);
    this.rest = this.rest.subarray(part.length);
    return part.length;
  }

  async close(): Promise<void> {
    this.stream.destroy();
  }
}
