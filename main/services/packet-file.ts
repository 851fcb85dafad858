import { rmSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { type CaptureRecord, LARGEST_PACKET } from '../../decoder/capture/capture-record.ts';
import { enhancedPacket, interfaceDescription, sectionHeader } from '../../decoder/capture/pcapng-writer.ts';

const FLUSH_AT = 1024 * 1024;
const INTERRUPTED = 130;
/** A packet of the largest size with its block around it still fits behind FLUSH_AT. */
const BUFFER_LENGTH = FLUSH_AT + LARGEST_PACKET + 1024;

/** The file cannot be written. `message` is a sentence for the user. */
export class PacketFileError extends Error {
  override readonly name = 'PacketFileError';

  constructor(path: string, cause: unknown) {
    super(`cannot write to ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** Packets written to a pcapng file, which appears under its name only when it is whole. */
export class PacketFile {
  readonly #path: string;
  readonly #temporaryPath: string;
  readonly #handle: FileHandle;
  readonly #interfaces = new Map<string, number>();
  readonly #removeTemporary = (): void => rmSync(this.#temporaryPath, { force: true });
  readonly #interrupt = (): never => process.exit(INTERRUPTED);
  readonly #waiting = new Uint8Array(BUFFER_LENGTH);
  #waitingLength = 0;

  private constructor(path: string, temporaryPath: string, handle: FileHandle, application: string) {
    this.#path = path;
    this.#temporaryPath = temporaryPath;
    this.#handle = handle;
    process.once('exit', this.#removeTemporary);
    process.once('SIGINT', this.#interrupt);
    this.#add(sectionHeader(application));
  }

  /** Rejects with a PacketFileError if no file can be made there, as every method does that writes. */
  static async create(path: string, application: string): Promise<PacketFile> {
    const temporaryPath = `${path}.${process.pid}.part`;
    const handle = await open(temporaryPath, 'wx').catch((error) => {
      throw new PacketFileError(path, error);
    });
    return new PacketFile(path, temporaryPath, handle, application);
  }

  /** True when `flush` should be called before more is added. */
  get full(): boolean {
    return this.#waitingLength >= FLUSH_AT;
  }

  /** A packet of a source, with the name of the interface that it was captured on; its bytes are copied. */
  add(record: CaptureRecord, source: number, interfaceName: string | undefined): void {
    this.#add(
      enhancedPacket({
        interfaceIndex: this.#interfaceFor(source, record, interfaceName),
        seconds: record.seconds,
        nanoseconds: record.nanoseconds,
        data: record.bytes.subarray(record.start, record.end),
        originalLength: record.originalLength,
        direction: record.direction,
      }),
    );
  }

  async flush(): Promise<void> {
    try {
      for (let written = 0; written < this.#waitingLength; ) {
        const { bytesWritten } = await this.#handle.write(this.#waiting, written, this.#waitingLength - written);
        written += bytesWritten;
      }
    } catch (error) {
      return this.#fail(error);
    }
    this.#waitingLength = 0;
  }

  /** Writes the rest and gives the file its name. */
  async finish(): Promise<void> {
    await this.flush();
    try {
      await this.#handle.close();
      await rename(this.#temporaryPath, this.#path);
    } catch (error) {
      return this.#fail(error);
    }
    this.#forget();
  }

  /** The program may go on, and try again. */
  async #fail(error: unknown): Promise<never> {
    await this.#handle.close().catch(() => {});
    this.#removeTemporary();
    this.#forget();
    throw new PacketFileError(this.#path, error);
  }

  #forget(): void {
    process.removeListener('exit', this.#removeTemporary);
    process.removeListener('SIGINT', this.#interrupt);
  }

  #interfaceFor(source: number, record: CaptureRecord, name: string | undefined): number {
    const key = `${source} ${record.interfaceIndex} ${record.linkType}`;
    const known = this.#interfaces.get(key);
    if (known !== undefined) return known;
    this.#add(interfaceDescription({ linkType: record.linkType, ...(name === undefined ? {} : { name }) }));
    this.#interfaces.set(key, this.#interfaces.size);
    return this.#interfaces.size - 1;
  }

  #add(block: Uint8Array): void {
    this.#waiting.set(block, this.#waitingLength);
    this.#waitingLength += block.length;
  }
}
