import type { Corpus } from './corpus.ts';
import type { Coverage, Reached } from './coverage.ts';
import { mutateBytes } from './mutate.ts';
import type { Random } from './random.ts';
import { shrink } from './shrink.ts';
import type { Target } from './target.ts';
import { attempt, SLOW } from './trial.ts';

const LARGEST_BATCH = 512;

export interface LoopParts {
  target: Target;
  coverage: Coverage;
  /** Inputs that reach what no other does. */
  corpus: Corpus;
  /** Inputs that break a promise, one for each bug. */
  findings: Corpus;
  random: Random;
  /** Told of each input before it runs, which it may not survive. */
  before(input: Uint8Array): void;
  found(failure: string, path: string): void;
}

/** Changes known inputs, and keeps those that reach code, or show something, that none has before. */
export class Loop {
  readonly #parts: LoopParts;
  readonly #kept: Uint8Array[] = [];
  readonly #shown = new Set<string>();
  readonly #signatures = new Set<string>();
  #batch = 4;
  #ranMs = 0;
  #askedMs = 0;
  runs = 0;
  /** When something new was last reached, as `performance.now()` counts. */
  lastNew = performance.now();

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  get kept(): number {
    return this.#kept.length;
  }

  /** Characters of the project's code. */
  get reached(): number {
    return this.#parts.coverage.size;
  }

  get bugs(): number {
    return this.#signatures.size;
  }

  get shown(): number {
    return this.#shown.size;
  }

  /** Begins with what is known; what adds nothing is dropped, and findings that are mended are forgotten. */
  async begin(): Promise<void> {
    const { target, corpus, findings } = this.#parts;
    for (const input of findings.read()) {
      findings.remove(input);
      await this.#run(input);
    }
    const stored = corpus.read();
    const seeds = [...target.seeds()].sort((one, other) => one.length - other.length);
    for (const input of [...seeds, ...stored]) {
      const before = this.kept;
      await this.#split([input]);
      if (this.kept === before) corpus.remove(input);
    }
    this.lastNew = performance.now();
  }

  async round(): Promise<void> {
    const { target, random } = this.#parts;
    const inputs = Array.from({ length: this.#batch }, () => {
      const [input, other] = [this.#choose(), this.#choose()];
      if (target.mutate && !random.oneIn(4)) return target.mutate(input, other, random);
      return mutateBytes(input, other, random, target.dialect);
    });
    const [ran, asked] = [this.#ranMs, this.#askedMs];
    await this.#split(inputs);
    // Asking V8 has a price of its own
    const price = (this.#askedMs - asked) / (this.#ranMs - ran);
    if (price > 1 / 3) this.#batch = Math.min(LARGEST_BATCH, this.#batch * 2);
    else if (price < 1 / 10) this.#batch = Math.max(1, this.#batch >> 1);
  }

  /** Runs inputs together, and finds by halves which of them reach something. */
  async #split(inputs: readonly Uint8Array[]): Promise<void> {
    const showing: Uint8Array[] = [];
    for (const input of inputs) if (await this.#run(input)) showing.push(input);
    const reached = this.#ask();
    if (this.#parts.coverage.countNew(reached) > 0) {
      const middle = inputs.length >> 1;
      const [only] = inputs;
      if (middle > 0) {
        await this.#split(inputs.slice(0, middle));
        await this.#split(inputs.slice(middle));
      } else if (only && showing.length === 0) this.#keep(only);
      this.#parts.coverage.add(reached);
    }
    for (const input of showing) this.#keep(input);
  }

  #ask(): Reached {
    const start = performance.now();
    const reached = this.#parts.coverage.take();
    this.#askedMs += performance.now() - start;
    return reached;
  }

  /** Whether it showed something new. */
  async #run(input: Uint8Array): Promise<boolean> {
    this.runs++;
    this.#parts.before(input);
    const start = performance.now();
    const trial = await attempt(this.#parts.target, input);
    this.#ranMs += performance.now() - start;
    if (!trial.isSound) {
      await this.#report(input, trial.failure, trial.signature);
      return false;
    }
    const before = this.#shown.size;
    for (const one of trial.shown) this.#shown.add(one);
    return this.#shown.size > before;
  }

  async #report(input: Uint8Array, failure: string, signature: string): Promise<void> {
    if (this.#signatures.has(signature)) return;
    this.#signatures.add(signature);
    const { target, findings, before, found } = this.#parts;
    const fails = async (candidate: Uint8Array) => {
      before(candidate);
      const trial = await attempt(target, candidate);
      return !trial.isSound && trial.signature === signature;
    };
    const shortest = signature === SLOW ? input : await shrink(input, fails);
    found(failure, findings.add(shortest, failure));
  }

  #keep(input: Uint8Array): void {
    this.lastNew = performance.now();
    this.#kept.push(input);
    this.#parts.corpus.add(input);
  }

  /** The latest ones more often: what is behind them is least known. */
  #choose(): Uint8Array {
    const { random } = this.#parts;
    const recent = Math.max(0, this.#kept.length - 16);
    const from = random.oneIn(3) ? recent : 0;
    return this.#kept[from + random.below(this.#kept.length - from)] ?? new Uint8Array(0);
  }
}
