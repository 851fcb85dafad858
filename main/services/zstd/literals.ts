import { DamagedBlock } from './damaged-block.ts';
import { decodeHuffman, type HuffmanTable, readHuffmanTable } from './huffman-table.ts';

const RAW = 0;
const REPEATED = 1;
const WITH_TREE = 2;
const SIZES_OF_STREAMS = 6;

/** The literals section of a block (RFC 8878 §3.1.1.3.1), which may use the Huffman tree of a block before. */
export class Literals {
  /** The first `length` of them count. */
  readonly bytes: Uint8Array;
  length = 0;
  #table: HuffmanTable | null = null;

  constructor(largestBlock: number) {
    this.bytes = new Uint8Array(largestBlock);
  }

  /** A frame begins. */
  forget(): void {
    this.#table = null;
  }

  /** Tells where the section ends. */
  read(block: Uint8Array): number {
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = block;
    const type = first & 3;
    const format = (first >> 2) & 3;
    const twenty = (first >> 4) | (second << 4) | (third << 12);
    if (type === RAW || type === REPEATED) {
      const header = format === 3 ? 3 : format === 1 ? 2 : 1;
      this.#expect(format === 3 ? twenty : format === 1 ? twenty & 0xfff : first >> 3);
      return type === RAW ? this.#copy(block, header) : this.#repeat(block, header);
    }
    const wide = (third >> 6) | (fourth << 2) | (fifth << 10);
    const [size, packed] =
      format === 3
        ? [twenty & 0x3ffff, wide]
        : format === 2
          ? [twenty & 0x3fff, (third >> 2) | (fourth << 6)]
          : [twenty & 0x3ff, (second >> 6) | (third << 2)];
    this.#expect(size);
    const start = format === 3 ? 5 : format === 2 ? 4 : 3;
    const end = start + packed;
    if (end > block.length) throw new DamagedBlock('literals are cut');
    this.#unpack(block, { start: type === WITH_TREE ? this.#readTable(block, start, end) : start, end }, format === 0);
    return end;
  }

  #expect(length: number): void {
    if (length > this.bytes.length) throw new DamagedBlock('there are too many literals');
    this.length = length;
  }

  #copy(block: Uint8Array, start: number): number {
    const end = start + this.length;
    if (end > block.length) throw new DamagedBlock('literals are cut');
    this.bytes.set(block.subarray(start, end));
    return end;
  }

  #repeat(block: Uint8Array, start: number): number {
    const byte = block[start];
    if (byte === undefined) throw new DamagedBlock('literals are cut');
    this.bytes.fill(byte, 0, this.length);
    return start + 1;
  }

  #readTable(block: Uint8Array, start: number, end: number): number {
    const { table, next } = readHuffmanTable(block, start, end);
    this.#table = table;
    return next;
  }

  #unpack(block: Uint8Array, { start, end }: { start: number; end: number }, isOneStream: boolean): void {
    const table = this.#table;
    if (table === null) throw new DamagedBlock('literals repeat a tree that was never told');
    const into = this.bytes.subarray(0, this.length);
    if (isOneStream) {
      decodeHuffman(table, block, { start, end }, into);
      return;
    }
    const share = (this.length + 3) >> 2;
    let at = start + SIZES_OF_STREAMS;
    for (let stream = 0; stream < 4; stream++) {
      const size = (block[start + 2 * stream] ?? 0) | ((block[start + 2 * stream + 1] ?? 0) << 8);
      const next = stream === 3 ? end : at + size;
      if (next > end) throw new DamagedBlock('a stream of literals is cut');
      const part = into.subarray(stream * share, stream === 3 ? this.length : (stream + 1) * share);
      if (part.length === 0) throw new DamagedBlock('there are too few literals for four streams');
      decodeHuffman(table, block, { start: at, end: next }, part);
      at = next;
    }
  }
}
