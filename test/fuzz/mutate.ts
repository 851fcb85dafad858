import type { Random } from './random.ts';

export interface Dialect {
  /** Pieces that chance would hardly find. */
  words: readonly Uint8Array[];
  /** Bytes of one step, where an input is a row of steps. */
  unit: number;
  /** No input gets longer. */
  longest: number;
}

type Change = (input: Uint8Array, random: Random, dialect: Dialect, other: Uint8Array) => Uint8Array;

const TELLING = [0, 1, 2, 7, 8, 16, 31, 32, 64, 100, 127, 128, 254, 255, 256, 512, 1000, 4095, 4096, 65_535] as const;
const TELLING_WIDE = [...TELLING, 65_536, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff] as const;

/** One to eight changes of an input; `other` is one to take parts of. */
export function mutateBytes(input: Uint8Array, other: Uint8Array, random: Random, dialect: Dialect): Uint8Array {
  let changed: Uint8Array = Uint8Array.from(input);
  for (let left = 1 << random.below(4); left > 0; left--) {
    changed = random.pick(CHANGES)(changed, random, dialect, other).slice(0, dialect.longest);
  }
  return changed;
}

function writeNumber(input: Uint8Array, random: Random): Uint8Array {
  const width = random.pick([1, 2, 4]);
  if (input.length < width) return input;
  const view = new DataView(input.buffer, input.byteOffset, input.length);
  const at = random.below(input.length - width + 1);
  const value = random.oneIn(4) ? input.length - at - random.below(8) : random.pick(TELLING_WIDE);
  const isLittle = random.oneIn(2);
  if (width === 1) view.setUint8(at, value);
  else if (width === 2) view.setUint16(at, value, isLittle);
  else view.setUint32(at, value, isLittle);
  return input;
}

const changeByte =
  (change: (byte: number, random: Random) => number): Change =>
  (input, random) => {
    const at = random.below(input.length);
    if (at < input.length) input[at] = change(input[at] ?? 0, random);
    return input;
  };

/** A part of the input, of whole steps most of the time. */
function partOf(input: Uint8Array, random: Random, { unit }: Dialect): [start: number, end: number] {
  const step = unit > 1 && !random.oneIn(8) ? unit : 1;
  const steps = Math.floor(input.length / step);
  const start = random.below(steps + 1);
  const length = random.oneIn(4) ? random.below(steps + 1) : random.below(Math.min(steps, 8) + 1);
  return [start * step, Math.min(start + length, steps) * step];
}

function insert(input: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  const longer = new Uint8Array(input.length + bytes.length);
  longer.set(input.subarray(0, at));
  longer.set(bytes, at);
  longer.set(input.subarray(at), at + bytes.length);
  return longer;
}

const wordOf = (random: Random, { words }: Dialect) => words[random.below(words.length)] ?? new Uint8Array(0);

const CHANGES: readonly [Change, ...Change[]] = [
  changeByte((byte, random) => byte ^ (1 << random.below(8))),
  changeByte((_byte, random) => random.below(256)),
  changeByte((byte, random) => byte + random.below(17) - 8),
  writeNumber,
  function overwriteWithWord(input, random, dialect) {
    const word = wordOf(random, dialect);
    if (word.length <= input.length) input.set(word, random.below(input.length - word.length + 1));
    return input;
  },
  function insertWord(input, random, dialect) {
    return insert(input, partOf(input, random, dialect)[0], wordOf(random, dialect));
  },
  function insertNoise(input, random, dialect) {
    const noise = Uint8Array.from({ length: dialect.unit * (1 + random.below(4)) }, () => random.below(256));
    return insert(input, partOf(input, random, dialect)[0], noise);
  },
  function remove(input, random, dialect) {
    const [start, end] = partOf(input, random, dialect);
    return insert(input.subarray(0, start), start, input.subarray(end));
  },
  function repeat(input, random, dialect) {
    const [start, end] = partOf(input, random, dialect);
    return insert(input, end, input.slice(start, end));
  },
  function move(input, random, dialect) {
    const [start, end] = partOf(input, random, dialect);
    const [to] = partOf(input, random, dialect);
    const rest = insert(input.subarray(0, start), start, input.subarray(end));
    return insert(rest, Math.min(to, rest.length), input.slice(start, end));
  },
  function cut(input, random, dialect) {
    return random.oneIn(4) ? input.slice(0, partOf(input, random, dialect)[0]) : input;
  },
  function takeFromOther(input, random, dialect, other) {
    const [start, end] = partOf(other, random, dialect);
    return insert(input, partOf(input, random, dialect)[0], other.subarray(start, end));
  },
  function goOnAsOther(input, random, dialect, other) {
    const [start] = partOf(input, random, dialect);
    return insert(input.subarray(0, start), start, other.subarray(partOf(other, random, dialect)[0]));
  },
];
