import { rmSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import { enhancedPacket, interfaceDescription, sectionHeader } from '../../decoder/capture/pcapng-writer.ts';
import type { Message } from '../../decoder/message.ts';
import type { MessageStream } from '../../decoder/message-stream.ts';

const FLUSH_AT = 1024 * 1024;

/** Packets written to a pcapng file, which appears under its name only when it is whole. */
export class PacketFile {
  readonly #path: string;
  readonly #temporaryPath: string;
  readonly #handle: FileHandle;
  readonly #interfaces = new Map<string, number>();
  readonly #removeTemporary = (): void => rmSync(this.#temporaryPath, { force: true });
  #waiting: Uint8Array[] = [];
  #waitingLength = 0;

  private constructor(path: string, temporaryPath: string, handle: FileHandle, application: string) {
    this.#path = path;
    this.#temporaryPath = temporaryPath;
    this.#handle = handle;
    process.once('exit', this.#removeTemporary);
    this.#add(sectionHeader(application));
  }

  /** Rejects if no file can be made there. */
  static async create(path: string, application: string): Promise<PacketFile> {
    const temporaryPath = `${path}.${process.pid}.part`;
    return new PacketFile(path, temporaryPath, await open(temporaryPath, 'wx'), application);
  }

  /** True when `flush` should be called before more is added. */
  get full(): boolean {
    return this.#waitingLength >= FLUSH_AT;
  }

  /** The packet that `message` was read from; its bytes are copied. */
  add(message: Message, record: CaptureRecord, stream: MessageStream): void {
    const name = stream.reader.interfaces[record.interfaceIndex]?.name;
    this.#add(
      enhancedPacket({
        interfaceIndex: this.#interfaceFor(message.source, record, name),
        seconds: record.seconds,
        nanoseconds: record.nanoseconds,
        data: record.bytes.subarray(record.start, record.end),
        originalLength: record.originalLength,
        direction: record.direction,
      }),
    );
  }

  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingLength = 0;
    await this.#handle.writev(waiting);
  }

  /** Writes the rest and gives the file its name. */
  async finish(): Promise<void> {
    await this.flush();
    await this.#handle.close();
    await rename(this.#temporaryPath, this.#path);
    process.removeListener('exit', this.#removeTemporary);
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
    this.#waiting.push(block);
    this.#waitingLength += block.length;
  }
}
