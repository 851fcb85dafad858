import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import {
  enhancedPacketLength,
  interfaceDescription,
  interfaceStatistics,
  nameResolution,
  putEnhancedPacket,
  sectionHeader,
} from '../../decoder/capture/pcapng-writer.ts';
import type { Timestamp } from '../../decoder/capture/timestamp.ts';
import type { CaptureInterface } from '../../decoder/report.ts';

const FIRST_CAPACITY = 1 << 18;

/** What a file of the stream begins and ends with, so that each is a capture of its own. */
export interface FileFrame {
  /** Section header, the interfaces described so far, and since when they are observed. */
  preamble(from: Timestamp): Uint8Array;
  /** Statistics of each interface: drops, and until when it was observed. */
  closing(until: Timestamp): Uint8Array;
}

/**
 * One pcapng stream out of all runs of an input. Each run is a section that says since when it was observed, so that a
 * reader knows in which time nobody looked. Blocks gather until they are taken.
 */
export class PcapngStream implements FileFrame {
  readonly #application: string;
  #interfaces: CaptureInterface[] = [];
  #names = new Map<string, string>();
  #dropped: number | null = null;
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  constructor(application: string) {
    this.#application = application;
  }

  /** A section begins. Without `from` it does not say since when it is observed. */
  begin(interfaces: readonly CaptureInterface[], from: Timestamp | null): void {
    this.#interfaces = [...interfaces];
    this.#names = new Map();
    this.#dropped = null;
    this.#add(this.#sectionStart(from));
  }

  /** Another interface of the section. */
  describe(captureInterface: CaptureInterface): void {
    this.#interfaces.push(captureInterface);
    this.#add(descriptionOf(captureInterface));
  }

  get described(): number {
    return this.#interfaces.length;
  }

  /** Its interface is one of the section's. */
  packet(record: CaptureRecord): void {
    const parts = {
      interfaceIndex: record.interfaceIndex,
      seconds: record.seconds,
      nanoseconds: record.nanoseconds,
      data: record.bytes.subarray(record.start, record.end),
      originalLength: record.originalLength,
      direction: record.direction,
    };
    this.#makeRoom(enhancedPacketLength(parts));
    this.#length = putEnhancedPacket(this.#view, this.#length, parts);
  }

  /** Names of addresses that the section has not told yet. */
  nameAddresses(names: ReadonlyMap<string, string>): void {
    if (names.size === this.#names.size) return;
    const fresh = [...names].filter(([address, name]) => this.#names.get(address) !== name);
    this.#names = new Map(names);
    this.#add(nameResolution(fresh));
  }

  get droppedInSection(): number {
    return this.#dropped ?? 0;
  }

  /** Packets that the kernel dropped in this section so far; nothing is written where that has not changed. */
  dropped(packets: number, time: Timestamp): void {
    if (packets === this.#dropped || this.#interfaces.length === 0) return;
    this.#dropped = packets;
    this.#add(interfaceStatistics({ interfaceIndex: 0, time, dropped: packets }));
  }

  /** The section was observed until then. */
  end(until: Timestamp): void {
    this.#add(this.closing(until));
  }

  preamble(from: Timestamp): Uint8Array {
    return Buffer.concat([this.#sectionStart(from), nameResolution([...this.#names])]);
  }

  closing(until: Timestamp): Uint8Array {
    return Buffer.concat(this.#interfaces.map((_, interfaceIndex) => this.#statistics(interfaceIndex, until, false)));
  }

  /** The blocks written since the last call. Their bytes hold until the next block is written. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #sectionStart(from: Timestamp | null): Uint8Array {
    const begins =
      from === null ? [] : this.#interfaces.map((_, interfaceIndex) => this.#statistics(interfaceIndex, from, true));
    return Buffer.concat([sectionHeader(this.#application), ...this.#interfaces.map(descriptionOf), ...begins]);
  }

  /** Drops are totals of the section, so that a file that goes on with it begins with those before. */
  #statistics(interfaceIndex: number, time: Timestamp, begins: boolean): Uint8Array {
    const dropped = interfaceIndex === 0 && this.#dropped !== null ? { dropped: this.#dropped } : {};
    return interfaceStatistics({ interfaceIndex, time, ...(begins ? { begins } : {}), ...dropped });
  }

  #add(blocks: Uint8Array): void {
    this.#makeRoom(blocks.length);
    this.#bytes.set(blocks, this.#length);
    this.#length += blocks.length;
  }

  #makeRoom(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

function descriptionOf({ linkType, name }: CaptureInterface): Uint8Array {
  return interfaceDescription({ linkType, ...(name === undefined ? {} : { name }) });
}
