import type { CaptureRecord, Direction } from '../capture/capture-record.ts';

/** Where bytes are kept that are read again later: a temporary file, or memory. */
export interface ByteStore {
  /** Copies the bytes to the end and returns where they begin. */
  append(bytes: Uint8Array): number;
  /** Bytes from `offset`; fewer than `length` at the end. They hold until the next call. */
  read(offset: number, length: number): Uint8Array;
}

/** Bytes in memory. */
export class MemoryBytes implements ByteStore {
  #bytes: Uint8Array;
  #length: number;

  /** `bytes` are there from the start. */
  constructor(bytes = new Uint8Array(0)) {
    this.#bytes = bytes;
    this.#length = bytes.length;
  }

  append(bytes: Uint8Array): number {
    const place = this.#length;
    if (place + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(4096, this.#bytes.length * 2, place + bytes.length));
      larger.set(this.all());
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, place);
    this.#length += bytes.length;
    return place;
  }

  read(offset: number, length: number): Uint8Array {
    return this.#bytes.subarray(offset, Math.min(offset + length, this.#length));
  }

  all(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

const HEADER_LENGTH = 28;
/** Most packets that hold a message are read at once with their header. */
const USUAL_LENGTH = HEADER_LENGTH + 484;
const DIRECTIONS: readonly Direction[] = ['unknown', 'inbound', 'outbound'];

/**
 * The packets that hold messages, each behind a header of 28 bytes: seconds (float64), nanoseconds, captured length,
 * original length (uint32 each), link type, interface (uint16 each), direction and whether there is a time (uint8 each).
 */
export class PacketStore {
  readonly #bytes: ByteStore;
  readonly #buffer = new DataView(new ArrayBuffer(HEADER_LENGTH));

  constructor(bytes: ByteStore) {
    this.#bytes = bytes;
  }

  /** Returns where the packet is kept. */
  add(record: CaptureRecord): number {
    const header = this.#buffer;
    header.setFloat64(0, record.seconds);
    header.setUint32(8, record.nanoseconds);
    header.setUint32(12, record.end - record.start);
    header.setUint32(16, record.originalLength);
    header.setUint16(20, record.linkType);
    header.setUint16(22, record.interfaceIndex);
    header.setUint8(24, DIRECTIONS.indexOf(record.direction));
    header.setUint8(25, record.hasTime ? 1 : 0);
    const place = this.#bytes.append(new Uint8Array(header.buffer));
    this.#bytes.append(record.bytes.subarray(record.start, record.end));
    return place;
  }

  /** Bytes that a kept packet takes, its header included. */
  lengthOf(record: CaptureRecord): number {
    return HEADER_LENGTH + record.end - record.start;
  }

  /** The packet kept at `place`, under the number that it has in its source. Its bytes hold until the next call. */
  get(place: number, packet: number): CaptureRecord {
    const first = this.#bytes.read(place, USUAL_LENGTH);
    const header = new DataView(first.buffer, first.byteOffset, HEADER_LENGTH);
    const [seconds, nanoseconds] = [header.getFloat64(0), header.getUint32(8)];
    const [length, originalLength] = [header.getUint32(12), header.getUint32(16)];
    const [linkType, interfaceIndex] = [header.getUint16(20), header.getUint16(22)];
    const direction = DIRECTIONS[header.getUint8(24)] ?? 'unknown';
    const hasTime = header.getUint8(25) === 1;
    const end = HEADER_LENGTH + length;
    const bytes = end <= first.length ? first : this.#bytes.read(place, end);
    return {
      packet,
      interfaceIndex,
      linkType,
      seconds,
      nanoseconds,
      hasTime,
      bytes,
      view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      start: HEADER_LENGTH,
      end,
      originalLength,
      direction,
      byteOffset: 0,
    };
  }
}
