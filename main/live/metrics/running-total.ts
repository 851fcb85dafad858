/** What an item of a list adds to the total, when it began, and whether it may still grow. */
export interface Entry {
  start: number;
  isClosed: boolean;
  amount: number;
}

/**
 * Adds up a list of the report for as long as the capture runs. The list may lose its oldest items, and
 * later evidence may withdraw young ones: the total never goes down, and counts nothing twice.
 */
export class RunningTotal {
  /** Items that began by then are part of `#settled`, whether they are still listed or not. */
  #settledUntil = Number.NEGATIVE_INFINITY;
  #settled = 0;
  #known = 0;
  #withdrawn = 0;

  get value(): number {
    return this.#withdrawn + this.#known;
  }

  /** Closed items that began before `horizon` are taken for good as they are now, with all that came before them. */
  update(items: readonly Entry[], horizon: number): void {
    const young = items.filter(({ start }) => start > this.#settledUntil).sort((a, b) => a.start - b.start);
    let settling = young.findIndex(({ start, isClosed }) => !isClosed || start >= horizon);
    if (settling === -1) settling = young.length;
    // What began at one moment is settled together.
    while (settling > 0 && young[settling - 1]?.start === young[settling]?.start) settling--;
    this.#settled += sum(young.slice(0, settling));
    this.#settledUntil = young[settling - 1]?.start ?? this.#settledUntil;
    const known = this.#settled + sum(young.slice(settling));
    if (known < this.#known) this.#withdrawn += this.#known - known;
    this.#known = known;
  }
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, { amount }) => total + amount, 0);
}
