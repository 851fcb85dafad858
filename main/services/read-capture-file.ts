import type { CaptureSource } from '../../decoder/capture/capture-source.ts';
import type { Compression } from '../../decoder/report.ts';
import { CaptureFileError, captureFileError } from './capture-file-error.ts';
import { ChunkReader } from './chunk-reader.ts';
import { sniffPacking } from './compression.ts';
import { keepNewSpaceSmall } from './new-space.ts';
import { FileReplacedError, openRawInput, type RawInput } from './raw-input.ts';
import { unpack } from './unpack.ts';

/** Whoever reads so much has loaded all that it runs. */
const LONG_READ = 8 << 20;
const PACKED_CHUNK = 256 * 1024;
const LONGEST_MAGIC = 4;
/** To begin a thread takes as long as to unpack some megabytes. */
const WORTH_A_THREAD = 4 << 20;
/** Who wants no more than this may only have looked when the capture begins. */
const LOOKED_AT = 1 << 20;
/** By so much of its beginning a file is known again: a time stamp is among it. */
const BEGINNING = 1024;

/** A capture source that knows how far it is. */
export interface CaptureFile extends CaptureSource {
  /** Stored (compressed) bytes read so far, and how many there are; undefined for a pipe. What is read again counts twice. */
  progress(): { done: number; total: number | undefined };
}

/**
 * Reads a capture file, a pipe, or standard input for `-`, and unpacks gzip, Zstandard and LZ4, told by content.
 * Every failure is a CaptureFileError from `read`.
 */
export function captureFile(path: string): CaptureFile {
  return new CapturePath(path);
}

/** What is known of a file that is read again. */
interface ReadBefore {
  size: number;
  beginning: Uint8Array;
}

class CapturePath implements CaptureFile {
  readonly name: string;
  /** Only what lies on a disk can be read again. */
  reopen: (() => CaptureFile) | undefined;
  compression: Compression = 'none';
  private input: RawInput | undefined;
  private done = 0;
  private total: number | undefined;
  private opened = false;
  /** Undefined while the bytes need no unpacking. */
  private unpacked: ChunkReader | undefined;
  private again: CapturePath | undefined;
  private given = 0;
  private inThread = false;
  private readonly before: ReadBefore | undefined;

  constructor(path: string, before?: ReadBefore) {
    this.name = path;
    this.before = before;
  }

  async read(into: Uint8Array): Promise<number> {
    try {
      if (this.unpacked !== undefined && this.given >= LOOKED_AT && !this.inThread) await this.moveToThread();
      const read = await this.readNext(into);
      this.given += read;
      return read;
    } catch (error) {
      throw captureFileError(this.name, error);
    }
  }

  /** Bytes of a file can be read by several threads, while those before are looked at. */
  get readsAhead(): number {
    return this.unpacked === undefined ? (this.input?.readsAhead ?? 1) : 1;
  }

  private async readNext(into: Uint8Array): Promise<number> {
    if (!this.opened) return this.readFirst(into);
    return this.unpacked === undefined ? this.readRaw(into) : this.unpacked.read(into);
  }

  progress(): { done: number; total: number | undefined } {
    const { done, total, again } = this;
    if (again === undefined || total === undefined) return { done, total };
    const second = again.progress();
    return { done: done + second.done, total: done + (second.total ?? total) };
  }

  async close(): Promise<void> {
    await this.unpacked?.close();
    await this.input?.close();
    this.input = undefined;
  }

  /** Enough for a magic number; a pipe may give a byte at a time. */
  private async readFirst(into: Uint8Array): Promise<number> {
    this.opened = true;
    this.input = await openRawInput(this.name, this.before?.size);
    const { size } = this.input;
    this.total = size;
    let length = 0;
    for (let read = -1; length < LONGEST_MAGIC && read !== 0; length += read) {
      read = await this.readRaw(into.subarray(length));
    }
    const beginning = into.slice(0, Math.min(length, BEGINNING));
    if (this.name !== '-' && size !== undefined) this.reopen = () => this.readAgain({ size, beginning });
    if (this.before && !isSameBeginning(beginning, this.before.beginning)) throw new FileReplacedError();
    const packing = sniffPacking(into.subarray(0, length));
    if ('container' in packing) throw this.unsupported(packing.container);
    this.compression = packing.compression;
    if (packing.compression === 'none') return length;
    const packed = this.packedChunks(into.slice(0, length));
    this.unpacked = new ChunkReader(await unpack(packing.compression, packed));
    return this.unpacked.read(into);
  }

  private async moveToThread(): Promise<void> {
    const { name: path, compression, given: skip, total, reopen } = this;
    this.inThread = true;
    if (compression === 'none' || !reopen || (total ?? 0) < WORTH_A_THREAD) return;
    await this.close();
    const { unpackInThread } = await import('./unpack-in-thread.ts');
    const bytes = unpackInThread({ path, compression, skip }, (packed) => {
      this.done = packed;
    });
    this.unpacked = new ChunkReader(bytes);
  }

  private readAgain(before: ReadBefore): CaptureFile {
    this.again = new CapturePath(this.name, before);
    return this.again;
  }

  private async readRaw(into: Uint8Array): Promise<number> {
    const read = (await this.input?.read(into)) ?? 0;
    const before = this.done;
    this.done += read;
    if (before < LONG_READ && this.done >= LONG_READ) keepNewSpaceSmall();
    return read;
  }

  private async *packedChunks(first: Uint8Array): AsyncGenerator<Uint8Array> {
    yield first;
    for (;;) {
      const chunk = new Uint8Array(PACKED_CHUNK);
      const read = await this.readRaw(chunk);
      if (read === 0) return;
      yield chunk.subarray(0, read);
    }
  }

  private unsupported(container: string): CaptureFileError {
    const message = `it is packed with ${container}, which is not read; unpack it first`;
    return new CaptureFileError('unsupported-compression', this.name, message);
  }
}

/** One may be shorter, of a file that was cut or has grown. */
function isSameBeginning(one: Uint8Array, other: Uint8Array): boolean {
  const length = Math.min(one.length, other.length);
  return Buffer.compare(one.subarray(0, length), other.subarray(0, length)) === 0;
}
