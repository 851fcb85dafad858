import { bitsAt, DamagedBlock, highestBit, lastBit } from './damaged-block.ts';
import { readFseTable } from './fse-table.ts';

/** What the next `log` bits of a stream say, and how many of them say it (RFC 8878 §4.2). */
export interface HuffmanTable {
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
}

const MOST_LOG = 11;
const MOST_LOG_OF_WEIGHTS = 6;
const MOST_WEIGHTS = 255;

/** Reads the tree at `start`, and tells where it ended. */
export function readHuffmanTable(bytes: Uint8Array, start: number, end: number): { table: HuffmanTable; next: number } {
  const header = bytes[start] ?? 0;
  const first = start + 1;
  const isDirect = header >= 128;
  const next = first + (isDirect ? (header - 126) >> 1 : header);
  if (next > end) throw new DamagedBlock('a Huffman tree is cut');
  const weights = isDirect ? directWeights(bytes, first, header - 127) : packedWeights(bytes, first, next);
  return { table: huffmanTable(weights), next };
}

function directWeights(bytes: Uint8Array, start: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => ((bytes[start + (i >> 1)] ?? 0) >> (i & 1 ? 0 : 4)) & 15);
}

/** Two states take turns, until the bits are used up. */
function packedWeights(bytes: Uint8Array, start: number, end: number): number[] {
  const { table, next } = readFseTable(bytes, { start, end, mostLog: MOST_LOG_OF_WEIGHTS });
  const { log, symbols, bits, base } = table;
  const stream = bytes.subarray(next, end);
  let left = lastBit(stream, 0, stream.length);
  const take = (count: number): number => {
    left -= count;
    return left >= 0 ? bitsAt(stream, left, count) : zeroFilled(stream, left + count, count);
  };
  const states: [number, number] = [take(log), take(log)];
  const weights: number[] = [];
  for (let turn: 0 | 1 = 0; weights.length < MOST_WEIGHTS; turn = turn === 0 ? 1 : 0) {
    const state = states[turn];
    weights.push(symbols[state] ?? 0);
    states[turn] = (base[state] ?? 0) + take(bits[state] ?? 0);
    if (left >= 0) continue;
    weights.push(symbols[states[turn === 0 ? 1 : 0]] ?? 0);
    return weights;
  }
  throw new DamagedBlock('a Huffman tree has too many weights');
}

/** Of `count` bits only the highest `left` are there. */
function zeroFilled(stream: Uint8Array, left: number, count: number): number {
  return left <= 0 ? 0 : bitsAt(stream, 0, left) << (count - left);
}

function huffmanTable(weights: readonly number[]): HuffmanTable {
  const sum = weights.reduce((all, weight) => all + ((1 << weight) >> 1), 0);
  const log = highestBit(sum) + 1;
  const last = (1 << log) - sum;
  if (sum === 0 || log > MOST_LOG || (last & (last - 1)) !== 0) throw new DamagedBlock('a Huffman tree is impossible');
  const all = [...weights, highestBit(last) + 1];
  const symbols = new Uint8Array(1 << log);
  const bits = new Uint8Array(1 << log);
  let at = 0;
  // The longest codes come first
  for (let weight = 1; weight <= log; weight++) {
    all.forEach((own, symbol) => {
      if (own !== weight) return;
      const next = at + (1 << (weight - 1));
      symbols.fill(symbol, at, next);
      bits.fill(log + 1 - weight, at, next);
      at = next;
    });
  }
  return { log, symbols, bits };
}

/** Fills `into` with what one stream says. */
export function decodeHuffman(
  { log, symbols, bits }: HuffmanTable,
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
  into: Uint8Array,
): void {
  const first = start * 8;
  const mask = (1 << log) - 1;
  let at = lastBit(bytes, start, end);
  for (let i = 0; i < into.length && at > first; i++) {
    // Before the first stream stands a header, so that there is something below, which makes no difference
    const low = at - log;
    const byte = low >> 3;
    const three = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
    const code = (three >> (low & 7)) & mask;
    into[i] = symbols[code] ?? 0;
    at -= bits[code] ?? 0;
    if (i === into.length - 1 && at === first) return;
  }
  throw new DamagedBlock('a Huffman stream holds more or less than it says');
}
