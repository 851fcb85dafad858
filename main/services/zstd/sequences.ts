import type { Output } from '../lookback.ts';
import { bitsAt, DamagedBlock, lastBit } from './damaged-block.ts';
import { type FseTable, fseTable, readFseTable, repeatedSymbol } from './fse-table.ts';
import type { Literals } from './literals.ts';

/** One of the three codes of a sequence: what its symbols mean, and the table where none is told. */
interface Code {
  base: Int32Array;
  extra: Uint8Array;
  usual: FseTable;
  mostLog: number;
}

const WIDENING = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const zeros = (count: number) => new Array<number>(count).fill(0);
const ones = (count: number) => new Array<number>(count).fill(1);

/** RFC 8878 §3.1.1.3.2.1.1 and §3.1.1.3.2.2. */
const LITERALS = code([...zeros(16), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, ...WIDENING], 0, {
  counts: [4, 3, ...twos(11), 1, 1, 1, ...twos(9), 3, 2, ...ones(5), -1, -1, -1, -1],
  log: 6,
  mostLog: 9,
});
const MATCHES = code([...zeros(32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, ...WIDENING], 3, {
  counts: [1, 4, 3, ...twos(6), ...ones(37), ...ones(7).map(() => -1)],
  log: 6,
  mostLog: 9,
});
/** Distances beyond any window are not worth 32 bits. */
const MOST_OFFSET_BITS = 27;
const OFFSETS = code(
  Array.from({ length: MOST_OFFSET_BITS + 1 }, (_, bits) => bits),
  1,
  { counts: [...ones(6), 2, 2, 2, ...ones(15), -1, -1, -1, -1, -1], log: 5, mostLog: 8 },
);

function twos(count: number): number[] {
  return new Array<number>(count).fill(2);
}

function code(
  extra: readonly number[],
  first: number,
  { counts, log, mostLog }: { counts: readonly number[]; log: number; mostLog: number },
): Code {
  const base = new Int32Array(extra.length);
  let next = first;
  extra.forEach((bits, symbol) => {
    base[symbol] = next;
    next += 2 ** bits;
  });
  return { base, extra: Uint8Array.from(extra), usual: fseTable(counts, log), mostLog };
}

/** The sequences section of a block (RFC 8878 §3.1.1.3.2 and §3.1.1.4), which may use tables and distances of blocks before. */
export class Sequences {
  #literalTable: FseTable | null = null;
  #offsetTable: FseTable | null = null;
  #matchTable: FseTable | null = null;
  #distances: [number, number, number] = [1, 4, 8];

  /** Puts literals, and repetitions of what came before, into `output`. */
  execute(block: Uint8Array, start: number, literals: Literals, output: Output): void {
    const [first, second = 0, third = 0] = block.subarray(start, start + 3);
    if (first === undefined) throw new DamagedBlock('a block breaks off');
    const count = first < 128 ? first : first < 255 ? ((first - 128) << 8) + second : second + (third << 8) + 0x7f00;
    let at = start + (first < 128 ? 1 : first < 255 ? 2 : 3);
    if (count === 0) {
      if (at !== block.length) throw new DamagedBlock('something follows the last literal');
      putLiterals(literals, 0, literals.length, output);
      return;
    }
    const modes = block[at++] ?? 3;
    if ((modes & 3) !== 0) throw new DamagedBlock('a mode is impossible');
    const read = (mode: number, code: Code, before: FseTable | null): FseTable => {
      const { table, next } = readTable(block, at, { mode: mode & 3, code, before });
      at = next;
      return table;
    };
    this.#literalTable = read(modes >> 6, LITERALS, this.#literalTable);
    this.#offsetTable = read(modes >> 4, OFFSETS, this.#offsetTable);
    this.#matchTable = read(modes >> 2, MATCHES, this.#matchTable);
    const tables = { literal: this.#literalTable, offset: this.#offsetTable, match: this.#matchTable };
    this.#run(block, { start: at, count, ...tables }, literals, output);
  }

  #run(
    block: Uint8Array,
    {
      start,
      count,
      literal,
      offset,
      match,
    }: Record<'literal' | 'offset' | 'match', FseTable> & { start: number; count: number },
    literals: Literals,
    output: Output,
  ): void {
    const first = start * 8;
    let bit = lastBit(block, start, block.length);
    const take = (bits: number): number => {
      bit -= bits;
      if (bit < first) throw new DamagedBlock('sequences use more bits than there are');
      if (bits <= 24) return bitsAt(block, bit, bits);
      return bitsAt(block, bit + 16, bits - 16) * 65_536 + bitsAt(block, bit, 16);
    };
    let literalState = take(literal.log);
    let offsetState = take(offset.log);
    let matchState = take(match.log);
    let used = 0;
    for (let left = count; left > 0; left--) {
      const offsetSymbol = offset.symbols[offsetState] ?? 0;
      const matchSymbol = match.symbols[matchState] ?? 0;
      const literalSymbol = literal.symbols[literalState] ?? 0;
      if (
        offsetSymbol >= OFFSETS.base.length ||
        matchSymbol >= MATCHES.base.length ||
        literalSymbol >= LITERALS.base.length
      )
        throw new DamagedBlock('a sequence has an impossible code');
      const told = (OFFSETS.base[offsetSymbol] ?? 0) + take(offsetSymbol);
      const length = (MATCHES.base[matchSymbol] ?? 0) + take(MATCHES.extra[matchSymbol] ?? 0);
      const fresh = (LITERALS.base[literalSymbol] ?? 0) + take(LITERALS.extra[literalSymbol] ?? 0);
      if (left > 1) {
        literalState = (literal.base[literalState] ?? 0) + take(literal.bits[literalState] ?? 0);
        matchState = (match.base[matchState] ?? 0) + take(match.bits[matchState] ?? 0);
        offsetState = (offset.base[offsetState] ?? 0) + take(offset.bits[offsetState] ?? 0);
      }
      putLiterals(literals, used, fresh, output);
      used += fresh;
      putMatch(this.#distance(told, fresh === 0), length, output);
    }
    if (bit !== first) throw new DamagedBlock('sequences leave bits');
    putLiterals(literals, used, literals.length - used, output);
  }

  /** Up to 3 means one of the latest distances, another one of them behind no literals. */
  #distance(told: number, isBare: boolean): number {
    const [latest, second, third] = this.#distances;
    if (told > 3) return this.#remember(told - 3, latest, second);
    const which = told + (isBare ? 1 : 0);
    if (which === 1) return latest;
    if (which === 2) return this.#remember(second, latest, third);
    if (which === 3) return this.#remember(third, latest, second);
    return this.#remember(latest - 1, latest, second);
  }

  #remember(latest: number, second: number, third: number): number {
    this.#distances = [latest, second, third];
    return latest;
  }
}

function readTable(
  block: Uint8Array,
  at: number,
  { mode, code, before }: { mode: number; code: Code; before: FseTable | null },
): { table: FseTable; next: number } {
  switch (mode) {
    case 0:
      return { table: code.usual, next: at };
    case 1:
      return { table: repeatedSymbol(block[at] ?? 0), next: at + 1 };
    case 2:
      return readFseTable(block, { start: at, end: block.length, mostLog: code.mostLog });
    default:
      if (before === null) throw new DamagedBlock('sequences repeat a table that was never told');
      return { table: before, next: at };
  }
}

function putLiterals({ bytes, length }: Literals, from: number, count: number, output: Output): void {
  if (from + count > length || count < 0) throw new DamagedBlock('sequences use more literals than there are');
  const { at } = output;
  if (at + count > output.end) throw new DamagedBlock('a block holds more than 128 KiB');
  const into = output.bytes;
  if (count > 64) into.set(bytes.subarray(from, from + count), at);
  else for (let i = 0; i < count; i++) into[at + i] = bytes[from + i] ?? 0;
  output.at = at + count;
}

function putMatch(distance: number, length: number, output: Output): void {
  const { bytes, at } = output;
  const from = at - distance;
  if (distance <= 0 || from < output.first) throw new DamagedBlock('a repetition goes back too far');
  if (at + length > output.end) throw new DamagedBlock('a block holds more than 128 KiB');
  if (length > 64 && distance >= length) bytes.copyWithin(at, from, from + length);
  else for (let i = 0; i < length; i++) bytes[at + i] = bytes[from + i] ?? 0;
  output.at = at + length;
}
