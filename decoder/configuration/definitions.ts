/** Stands where a value cannot be known from the files alone, such as that of `${_RANDOM}`. */
export const UNKNOWN_VALUE = '\uFFFD';
/** Ends each line of a definition but the last. */
const LINE_END = '\n';
/** Of one line, and of all lines together. */
const MOST_REPLACEMENTS = 1000;
const MOST_REPLACEMENTS_IN_ALL = 500_000;
const DEEPEST_REMAINDERS = 1000;
/** keepalived's MAXBUF: its lines end there. */
export const LONGEST_LINE = 1023;

export interface Definition {
  value: string;
  hasLines: boolean;
}

/** The rest of a definition of several lines, and how many sequences had begun before it. */
export interface Remainder {
  text: string;
  sequences: number;
}

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const DEFINITION = new RegExp(`^\\$(${NAME})=[ \\t]*(.*)$`, 's');
const USE = new RegExp(`^(?:\\{(${NAME})((?:[ \\t]+[A-Za-z0-9_]+)*)\\}|(${NAME})(?=[ \\t,)]|$))`);
const WITH_PARAMETERS: ReadonlySet<string> = new Set(['_RANDOM', '_ENV']);

/** `$NAME=value`, and what `$NAME` and `${NAME}` are replaced by (keepalived.conf(5), Parameter substitution). */
export class Definitions {
  readonly #known = new Map<string, Definition>();
  readonly #standard: (name: string) => string | undefined;
  #replacements = 0;

  /** @param standard values of what keepalived defines itself, such as `_PWD` */
  constructor(standard: (name: string) => string | undefined) {
    this.#standard = standard;
  }

  set(name: string, value: string): void {
    this.#known.set(name, { value, hasLines: this.#known.get(name)?.hasLines ?? false });
  }

  /** Takes in a line that defines something, else null. */
  define(line: string): Definition | null {
    const [, name, value = ''] = DEFINITION.exec(line) ?? [];
    if (name === undefined) return null;
    const definition = { value, hasLines: value.endsWith('\\') };
    if (definition.hasLines) {
      const first = value.slice(0, -1).replace(/[ \t]+$/, '');
      definition.value = first === '' ? '' : first + LINE_END;
    }
    this.#known.set(name, definition);
    return definition;
  }

  /** What stands after a `$`. A definition of several lines is replaced only at the end of a line. */
  #find(rest: string): { definition: Definition; length: number } | null {
    const [use, braced, parameters = '', plain = ''] = USE.exec(rest) ?? [];
    if (use === undefined) return null;
    const name = braced ?? plain;
    if (parameters !== '' && !WITH_PARAMETERS.has(name)) return null;
    const standard = this.#standard(name);
    const definition = this.#known.get(name) ?? (standard === undefined ? null : { value: standard, hasLines: false });
    if (definition === null || (definition.hasLines && use.length < rest.length)) return null;
    return { definition, length: use.length };
  }

  /**
   * Replaces everything that is defined; null if nothing is. What is left of a definition of several lines is pushed
   * to `remainders`. A line that would not end, or grow too long, is undefined (lib/parser.c: replace_param).
   */
  replace(line: string, remainders: Remainder[], sequences: number): string | null | undefined {
    let text = line;
    let count = 0;
    for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at)) {
      const found = this.#find(text.slice(at + 1));
      if (found === null) {
        at++;
        continue;
      }
      const [value = '', ...more] = found.definition.hasLines
        ? found.definition.value.split(LINE_END)
        : [found.definition.value];
      if (found.definition.hasLines) remainders.push({ text: more.join(LINE_END), sequences });
      text = text.slice(0, at) + value + text.slice(at + 1 + found.length);
      count++;
      this.#replacements++;
      if (count > MOST_REPLACEMENTS || text.length > LONGEST_LINE) return undefined;
      if (this.#replacements > MOST_REPLACEMENTS_IN_ALL || remainders.length > DEEPEST_REMAINDERS) return undefined;
      if (/^[ \t]*~/.test(value)) break;
    }
    return count === 0 ? null : text;
  }
}

/** One more line of a definition; whether it goes on. */
export function addLine(definition: Definition, line: string): boolean {
  const goesOn = line.endsWith('\\');
  const text = goesOn ? line.slice(0, -1).replace(/[ \t]+$/, '') : line;
  if (!goesOn && definition.value === '') definition.hasLines = false;
  if (text !== '') definition.value += goesOn ? text + LINE_END : text;
  return goesOn;
}

/** The first line of what is left, and the rest; null if that was all. */
export function firstLine(text: string): { line: string; rest: string | null } {
  const end = text.indexOf(LINE_END);
  return end < 0 ? { line: text, rest: null } : { line: text.slice(0, end), rest: text.slice(end + 1) };
}
