/** A `~SEQ` or `~LST`: its text is read once for each set of values. */
export interface Sequence {
  names: string[];
  text: string;
  /** The next set of values; `isDone` after the last one. */
  next(): string[];
  isDone(): boolean;
}

const SEQUENCE = /^~SEQ(x?)[ \t]*\([ \t]*([^ \t,)]+)[ \t]*,([^)]*)\)[ \t]*(.*)$/s;
const LIST = /^~LST[ \t]*\(([^)]*)\)[ \t]*(.*)$/s;
const GROUP = /[ \t]*(?:\{([^}]*)\}|([^{},]*))[ \t]*(,|$)/y;

/** keepalived.conf(5), Sequence blocks and List blocks; null if it is none that keepalived can read. */
export function readSequence(line: string, replace: (text: string) => string): Sequence | null {
  return line.startsWith('~SEQ') ? readNumbers(line, replace) : readList(line);
}

function readNumbers(line: string, replace: (text: string) => string): Sequence | null {
  const [, hex, name, args = '', text = ''] = SEQUENCE.exec(line) ?? [];
  if (name === undefined) return null;
  const numbers = replace(args).split(',').map(readNumber);
  const span = spanOf(numbers);
  if (span === null || (hex === 'x' && (span.first < 0 || span.last < 0))) return null;
  let { first: next } = span;
  return {
    names: [name],
    text,
    next: () => {
      const value = next.toString(hex === 'x' ? 16 : 10);
      next += span.step;
      return [value];
    },
    isDone: () => (span.step > 0 ? next > span.last : next < span.last),
  };
}

/** `end`; `first, end`; or `first, step, end`. */
function spanOf(numbers: readonly number[]): { first: number; step: number; last: number } | null {
  if (numbers.some((number) => !Number.isSafeInteger(number))) return null;
  const [one = 0, two = 0, three = 0] = numbers;
  if (numbers.length === 1) return { first: one < 0 ? -1 : 1, step: one < 1 ? -1 : 1, last: one };
  if (numbers.length === 2) return { first: one, step: one <= two ? 1 : -1, last: two };
  const runsAway = two === 0 || (one < three && two < 0) || (one > three && two > 0);
  return numbers.length > 3 || runsAway ? null : { first: one, step: two, last: three };
}

/** As strtol(3) reads it: decimal, 0x hexadecimal, 0 octal. */
function readNumber(text: string): number {
  const [, sign, hex, octal, decimal] = /^[ \t]*([+-]?)(?:0x([0-9a-f]+)|(0[0-7]*)|(\d+))[ \t]*$/i.exec(text) ?? [];
  const size = Number.parseInt(hex ?? octal ?? decimal ?? '', hex ? 16 : octal ? 8 : 10);
  return sign === '-' ? -size : size;
}

function readList(line: string): Sequence | null {
  const [matched, body = '', text = ''] = LIST.exec(line) ?? [];
  if (matched === undefined) return null;
  const [names, ...sets] = groupsIn(body) ?? [];
  if (names === undefined || sets.length === 0) return null;
  if (sets.some((values) => values.length > names.length) || [names, ...sets].flat().some(hasBlank)) return null;
  let index = 0;
  return {
    names,
    text,
    // What is missing is empty
    next: () => {
      const values = sets[index++] ?? [];
      return names.map((_, at) => values[at] ?? '');
    },
    isDone: () => index >= sets.length,
  };
}

/** `{a, b}, {1, 2}` or `a, 1, 2`. */
function groupsIn(body: string): string[][] | null {
  const groups: string[][] = [];
  GROUP.lastIndex = 0;
  for (let match = GROUP.exec(body); match !== null; match = GROUP.exec(body)) {
    const [, braced, single = '', delimiter] = match;
    groups.push((braced ?? single).split(',').map((part) => part.replace(/^[ \t]+|[ \t]+$/g, '')));
    if (delimiter === '') return groups;
  }
  return null;
}

function hasBlank(text: string): boolean {
  return /[ \t]/.test(text);
}
