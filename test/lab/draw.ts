/** Draws that a printed seed repeats (mulberry32). */
export class Draw {
  #state: number;

  constructor(seed: number, name = '') {
    this.#state = seed >>> 0;
    for (const character of name) this.#state = (Math.imul(this.#state, 31) + character.charCodeAt(0)) >>> 0;
  }

  /** At least 0, below 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  /** Seconds, to the millisecond. */
  seconds(from: number, to: number): number {
    return this.integer(Math.round(from * 1000), Math.round(to * 1000)) / 1000;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<Choice>(first: Choice, ...others: Choice[]): Choice {
    return others[this.integer(0, others.length) - 1] ?? first;
  }

  /** That many different integers, in ascending order, at least `apart` from each other. */
  distinct(count: number, from: number, to: number, apart = 1): number[] {
    const chosen = Array.from({ length: count }, () => this.integer(from, to - (count - 1) * apart));
    return chosen.sort((a, b) => a - b).map((value, index) => value + index * apart);
  }
}
