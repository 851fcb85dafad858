import {
  addLine,
  type Definition,
  Definitions,
  firstLine,
  LONGEST_LINE,
  type Remainder,
  UNKNOWN_VALUE,
} from './definitions.ts';
import { braceIn, decomment } from './line-text.ts';
import type { Place, ProblemList } from './place.ts';
import { readSequence, type Sequence } from './sequences.ts';

/** A file that was read; `directory` is where relative names in it start from. */
export interface ConfigurationFile {
  path: string;
  directory: string;
  text: string;
}

/** The files that an `include` names, and in clauses what was wrong with those that cannot be read. */
export type Include = (pattern: string, directory: string) => { files: ConfigurationFile[]; problems: string[] };

export interface Line {
  text: string;
  place: Place;
}

export interface LineReaderOptions {
  /** What `@name` compares with: keepalived takes the host name, or what `-i` says. */
  configId: string;
  include: Include;
  problems: ProblemList;
}

interface OpenFile {
  file: ConfigurationFile;
  lines: string[];
  next: number;
  /** Of the same `include`, still to be read. */
  more: ConfigurationFile[];
}

const DEEPEST_INCLUDE = 32;
const MOST_FILES = 1000;
const MOST_LINES = 200_000;
const INCLUDE = /^include[rmwba]?[ \t\f\v\r](.*)$/s;
const CONDITION = /^@(\^?)([^ \t]*)([ \t]+(.*))?$/s;

/**
 * The lines of a configuration as keepalived's parser sees them: without comments, of this host only, with parameters
 * replaced, included files in their place, and each brace alone (lib/parser.c: read_line).
 */
export class LineReader {
  /** What `@name` lines asked for. */
  readonly conditions = new Set<string>();
  readonly files: string[] = [];
  readonly #options: LineReaderOptions;
  readonly #definitions: Definitions;
  readonly #open: OpenFile[] = [];
  readonly #sequences: Sequence[] = [];
  readonly #remainders: Remainder[] = [];
  #residue: string | null = null;
  #place: Place;
  #count = 0;

  constructor(file: ConfigurationFile, options: LineReaderOptions) {
    this.#options = options;
    this.#definitions = new Definitions((name) => this.#standard(name));
    this.#place = { file: file.path, line: 1 };
    this.#enter([file]);
  }

  /** The next line that says something; null at the end. */
  next(): Line | null {
    for (;;) {
      if (++this.#count > MOST_LINES) {
        if (this.#count === MOST_LINES + 1)
          this.#problem('too-long', `more than ${MOST_LINES} lines; the rest is not read`);
        return null;
      }
      const isFresh = this.#isFresh();
      const raw = this.#nextRaw();
      if (raw === null) return null;
      const text = this.#interpret(raw);
      if (text === '') continue;
      const [, pattern] = INCLUDE.exec(text) ?? [];
      if (pattern === undefined) return { text: this.#cut(text), place: this.#place };
      if (isFresh && text === raw) this.#include(pattern.replace(/^[ \t]+/, ''));
      else
        this.#problem(
          'include-not-read',
          'an include behind a condition or a parameter is not read: keepalived does not support it',
        );
    }
  }

  #standard(name: string): string | undefined {
    switch (name) {
      case '_PWD':
        return this.#open.at(-1)?.file.directory ?? '';
      case '_INSTANCE':
        return this.#options.configId;
      case '_HASH':
        return '#';
      case '_BANG':
        return '!';
      case '_RANDOM':
      case '_ENV':
        return UNKNOWN_VALUE;
      default:
        return undefined;
    }
  }

  #isFresh(): boolean {
    return this.#residue === null && !this.#isInSequence() && this.#remainders.length === 0;
  }

  /** Sequences that began before a definition of several lines wait until that has been read. */
  #isInSequence(): boolean {
    return this.#sequences.length > (this.#remainders.at(-1)?.sequences ?? 0);
  }

  #nextRaw(): string | null {
    if (this.#residue !== null) {
      const text = this.#residue;
      this.#residue = null;
      return text;
    }
    const sequence = this.#sequences.at(-1);
    if (sequence && this.#isInSequence()) {
      const values = sequence.next();
      sequence.names.forEach((name, index) => {
        this.#definitions.set(name, values[index] ?? '');
      });
      if (sequence.isDone()) this.#sequences.pop();
      return sequence.text;
    }
    const remainder = this.#remainders.at(-1);
    if (remainder) {
      const { line, rest } = firstLine(remainder.text);
      if (rest === null) this.#remainders.pop();
      else remainder.text = rest;
      return line;
    }
    return this.#nextOfFile(null);
  }

  /** The next line that is not empty without its comment. An empty one ends the definition that is being read. */
  #nextOfFile(definition: Definition | null): string | null {
    for (let open = this.#open.at(-1); open; open = this.#open.at(-1)) {
      const line = open.lines[open.next++];
      if (line === undefined) {
        this.#leave(open);
        continue;
      }
      this.#place = { file: open.file.path, line: open.next };
      const bare = line.replace(/\r+$/, '');
      if (bare === '' && definition !== null) return '';
      if (bare.length > LONGEST_LINE)
        this.#problem('line-too-long', `longer than the ${LONGEST_LINE} characters that keepalived reads; not read`);
      // keepalived reads from a copy that it wrote without comments: a quoted mark of one is seen a second time
      const text = bare.length > LONGEST_LINE ? '' : decomment(decomment(bare));
      if (text !== '') return text;
    }
    return null;
  }

  /** Conditions, definitions, sequences and parameters; empty if nothing is left of the line. */
  #interpret(raw: string): string {
    let text = raw;
    for (;;) {
      if (text.startsWith('@')) {
        const kept = this.#meets(text);
        if (kept === null) return '';
        text = kept;
      }
      const definition = text.startsWith('$') ? this.#definitions.define(text) : null;
      if (definition) {
        this.#readDefinition(definition);
        return '';
      }
      if (text.startsWith('~SEQ') || text.startsWith('~LST')) {
        this.#startSequence(text);
        return '';
      }
      if (text.startsWith('~') || !text.includes('$')) return text;
      const replaced = this.#definitions.replace(text, this.#remainders, this.#sequences.length);
      if (replaced === undefined) {
        this.#problem('line-too-long', 'parameters make this line too long for keepalived, or never end; not read');
        return '';
      }
      if (replaced === null) return text;
      text = decomment(replaced);
    }
  }

  /** What follows `@name` if it is meant for this host, else null. */
  #meets(text: string): string | null {
    const [, negated = '', id = '', blank, rest = ''] = CONDITION.exec(text) ?? [];
    if (blank === undefined) return null;
    if (this.conditions.size < MOST_FILES) this.conditions.add(id);
    return (id === this.#options.configId) === (negated === '') ? rest : null;
  }

  #readDefinition(definition: Definition): void {
    if (!definition.hasLines) return;
    for (;;) {
      const line = this.#nextOfDefinition(definition);
      if (line === null || line === '' || !addLine(definition, line)) break;
    }
    if (definition.value === '') definition.hasLines = false;
  }

  /** A definition may itself be part of one. */
  #nextOfDefinition(definition: Definition): string | null {
    return this.#isFresh() ? this.#nextOfFile(definition) : this.#nextRaw();
  }

  #startSequence(text: string): void {
    const replace = (part: string) => this.#definitions.replace(part, [], 0) ?? part;
    const sequence = readSequence(text, replace);
    if (sequence) this.#sequences.push(sequence);
    else this.#problem('bad-sequence', 'keepalived cannot read this ~SEQ or ~LST');
  }

  /** Up to the next brace, or a brace alone; the rest is kept for the next time. */
  #cut(text: string): string {
    const brace = braceIn(text);
    const end = brace === 0 ? 1 : brace;
    if (brace < 0) return text.replace(/[ \t]+$/, '');
    const rest = text.slice(end).replace(/^[ \t]+|[ \t]+$/g, '');
    this.#residue = rest === '' ? null : rest;
    return text.slice(0, end).replace(/[ \t]+$/, '');
  }

  #include(pattern: string): void {
    const { files, problems } = this.#options.include(pattern, this.#open.at(-1)?.file.directory ?? '');
    for (const problem of problems) this.#problem('include-not-read', problem);
    if (this.#open.length >= DEEPEST_INCLUDE) {
      this.#problem('include-not-read', `includes nested deeper than ${DEEPEST_INCLUDE}; not read`);
    } else if (this.files.length + files.length > MOST_FILES) {
      this.#problem('include-not-read', `more than ${MOST_FILES} files; not read`);
    } else this.#enter(files);
  }

  #enter(files: readonly ConfigurationFile[]): void {
    const [file, ...more] = files;
    if (!file) return;
    this.files.push(file.path);
    this.#open.push({ file, lines: file.text.split('\n'), next: 0, more });
  }

  #leave(open: OpenFile): void {
    this.#open.pop();
    this.#enter(open.more);
  }

  #problem(code: string, message: string): void {
    this.#options.problems.add(this.#place, code, message);
  }
}
