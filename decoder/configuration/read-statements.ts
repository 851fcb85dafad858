import { KEYWORDS, type Keywords } from './keywords.ts';
import type { LineReader } from './line-reader.ts';
import { splitWords } from './line-text.ts';
import type { Place, ProblemList } from './place.ts';

/** One keyword with what follows it. `block` holds statements, or a value on each line. */
export interface Statement {
  words: string[];
  place: Place;
  block: Statement[];
}

/** A word where keepalived looks for a keyword and knows none. */
export interface UnknownKeyword {
  keyword: string;
  place: Place;
  /** The words that begin the block it stands in, such as `vrrp_instance VI_1`; empty outside of all. */
  block: readonly string[];
  /** What may stand there. */
  known: Keywords;
}

const MOST_UNKNOWN = 200;
/** Blocks with a name of their own; one without, or of a name that is taken, is passed over. */
const NAMED: ReadonlySet<string> = new Set(['vrrp_instance', 'vrrp_sync_group']);

/** Statements of a configuration with keepalived's own reading of unknown words and misplaced braces. */
export class StatementReader {
  readonly unknown: UnknownKeyword[] = [];
  readonly #names = new Set<string>();
  readonly #lines: LineReader;
  readonly #problems: ProblemList;
  /** Braces that are open in a block that is passed over; -1 before its first. */
  #skipping = 0;
  #depth = 0;
  #braces = 0;
  #last: Place | null = null;

  constructor(lines: LineReader, problems: ProblemList) {
    this.#lines = lines;
    this.#problems = problems;
  }

  readAll(): Statement[] {
    const statements = this.#read(KEYWORDS, [], false);
    if (this.#braces > 0 && this.#last) {
      this.#problems.add(this.#last, 'missing-brace', `${this.#braces} more { than }: the last blocks do not end`);
    }
    return statements;
  }

  /** One block, or the whole file (lib/parser.c: process_stream). */
  #read(keywords: Keywords, block: readonly string[], needsBrace: boolean): Statement[] {
    const statements: Statement[] = [];
    let isBraceDue = needsBrace;
    for (let line = this.#next(); line; line = this.#next()) {
      const { words, place } = line;
      const [first = ''] = words;
      if (this.#skipping !== 0 && this.#skip(first)) {
        if (this.#skipping === 0 && this.#depth > 0) return statements;
        continue;
      }
      if (isBraceDue) {
        isBraceDue = false;
        if (first === '{') continue;
        this.#problems.add(place, 'missing-brace', `the block of ${block.join(' ')} does not begin with {`);
      } else if (first === '{') {
        this.#problems.add(place, 'unexpected-brace', 'a { that begins no block: keepalived ignores it');
        continue;
      }
      if (first === '}' && this.#depth > 0) return statements;
      const kind = keywords.get(first);
      if (kind === undefined) this.#noteUnknown({ keyword: first, place, block, known: keywords });
      else if (kind === 'skipped') this.#skipping = -1;
      else if (kind === 'values') statements.push({ words, place, block: this.#readValues(first) });
      else if (kind === 'line') statements.push({ words, place, block: [] });
      else {
        if (this.#isPassedOver(words)) this.#skipping = -1;
        this.#depth++;
        statements.push({ words, place, block: this.#read(kind, words, true) });
        this.#depth--;
      }
    }
    return statements;
  }

  #isPassedOver(words: readonly string[]): boolean {
    if (!NAMED.has(words[0] ?? '')) return false;
    const name = words.join(' ');
    const isPassedOver = words.length !== 2 || this.#names.has(name);
    this.#names.add(name);
    return isPassedOver;
  }

  /** Whether this line belongs to a block that is passed over. */
  #skip(first: string): boolean {
    if (this.#skipping === -1) {
      this.#skipping = first === '{' ? 1 : 0;
      return this.#skipping === 1;
    }
    if (first === '{') this.#skipping++;
    if (first === '}') this.#skipping--;
    return true;
  }

  /** A line each, up to the brace that closes (lib/parser.c: alloc_value_block). */
  #readValues(keyword: string): Statement[] {
    const values: Statement[] = [];
    let isBraceDue = true;
    for (let line = this.#next(); line; line = this.#next()) {
      const [first] = line.words;
      if (isBraceDue) {
        isBraceDue = false;
        if (first === '{') continue;
        this.#problems.add(line.place, 'missing-brace', `the block of ${keyword} does not begin with {`);
      }
      if (first === '}') break;
      values.push({ ...line, block: [] });
    }
    return values;
  }

  #noteUnknown(unknown: UnknownKeyword): void {
    if (unknown.keyword === '}') this.#problems.add(unknown.place, 'unexpected-brace', 'a } too many');
    else if (this.unknown.length < MOST_UNKNOWN) this.unknown.push(unknown);
    else this.#problems.add(unknown.place, 'unknown-keyword', `keepalived does not know ${unknown.keyword}`);
  }

  #next(): { words: string[]; place: Place } | null {
    for (let line = this.#lines.next(); line; line = this.#lines.next()) {
      this.#last = line.place;
      if (line.text === '{') this.#braces++;
      if (line.text === '}' && this.#braces > 0) this.#braces--;
      const words = splitWords(line.text);
      if (words.length > 0) return { words, place: line.place };
    }
    return null;
  }
}
