import { type CaptureRecord, LARGEST_PACKET } from '../../decoder/capture/capture-record.ts';
import { enhancedPacket, interfaceDescription, sectionHeader } from '../../decoder/capture/pcapng-writer.ts';
import { OWNER_ONLY, WholeFile } from './whole-file.ts';

const FLUSH_AT = 1024 * 1024;
/** A packet of the largest size with its block around it still fits behind FLUSH_AT. */
const BUFFER_LENGTH = FLUSH_AT + LARGEST_PACKET + 1024;

/** Packets written to a pcapng file, which appears under its name only when it is whole. */
export class PacketFile {
  readonly #file: WholeFile;
  readonly #interfaces = new Map<string, number>();
  readonly #waiting = new Uint8Array(BUFFER_LENGTH);
  #waitingLength = 0;

  private constructor(file: WholeFile, application: string) {
    this.#file = file;
    this.#add(sectionHeader(application));
  }

  /** Rejects with a FileWriteError if no file can be made there, as every method does that writes. */
  static async create(path: string, application: string): Promise<PacketFile> {
    return new PacketFile(await WholeFile.create(path, OWNER_ONLY), application);
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
    await this.#file.write(this.#waiting.subarray(0, this.#waitingLength));
    this.#waitingLength = 0;
  }

  /** Writes the rest and gives the file its name. */
  async finish(): Promise<void> {
    await this.flush();
    await this.#file.finish();
  }

  /** Leaves everything as it was before. */
  async abandon(): Promise<void> {
    await this.#file.abandon();
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
