import { bitsAt, DamagedBlock, highestBit } from './damaged-block.ts';

/** Finite state entropy (RFC 8878 §4.1): what each state says, and which comes next: `base` plus so many `bits`. */
export interface FseTable {
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
  base: Uint16Array;
}

const LEAST_LOG = 5;
const MOST_SYMBOLS = 256;

/** A table of one symbol, which takes no bits. */
export function repeatedSymbol(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), base: new Uint16Array(1) };
}

/** Reads the distribution at `start`, and tells where it ended. */
export function readFseTable(
  bytes: Uint8Array,
  { start, end, mostLog }: { start: number; end: number; mostLog: number },
): { table: FseTable; next: number } {
  const log = bitsAt(bytes, start * 8, 4) + LEAST_LOG;
  if (log > mostLog) throw new DamagedBlock('a table is too large');
  const counts: number[] = [];
  let at = start * 8 + 4;
  let left = 1 << log;
  while (left > 0 && counts.length < MOST_SYMBOLS && at <= end * 8) {
    const width = highestBit(left + 1) + 1;
    const short = (1 << (width - 1)) - 1;
    const threshold = (1 << width) - 1 - (left + 1);
    let value = bitsAt(bytes, at, width);
    if ((value & short) < threshold) {
      value &= short;
      at += width - 1;
    } else {
      if (value > short) value -= threshold;
      at += width;
    }
    const count = value - 1;
    left -= Math.abs(count);
    counts.push(count);
    if (count !== 0) continue;
    for (let zeros = 3; zeros === 3 && counts.length < MOST_SYMBOLS; at += 2) {
      zeros = bitsAt(bytes, at, 2);
      for (let i = 0; i < zeros; i++) counts.push(0);
    }
  }
  const next = (at + 7) >> 3;
  if (left !== 0 || next > end || counts.length > MOST_SYMBOLS) throw new DamagedBlock('a distribution is impossible');
  return { table: fseTable(counts, log), next };
}

/** Of how often each symbol comes; -1 is less than once. */
export function fseTable(counts: readonly number[], log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const bits = new Uint8Array(size);
  const base = new Uint16Array(size);
  let rare = size;
  counts.forEach((count, symbol) => {
    if (count === -1) symbols[--rare] = symbol;
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let state = 0;
  counts.forEach((count, symbol) => {
    for (let i = 0; i < count; i++) {
      symbols[state] = symbol;
      do state = (state + step) & (size - 1);
      while (state >= rare);
    }
  });
  if (state !== 0) throw new DamagedBlock('a distribution does not fill its table');
  const nexts = counts.map((count) => Math.abs(count));
  for (let i = 0; i < size; i++) {
    const symbol = symbols[i] ?? 0;
    const next = nexts[symbol] ?? 0;
    nexts[symbol] = next + 1;
    const width = log - highestBit(next);
    bits[i] = width;
    base[i] = (next << width) - size;
  }
  return { log, symbols, bits, base };
}
