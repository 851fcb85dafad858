/** Where the pointer or the keyboard points. */
export interface CursorPlace {
  time: number;
  /** Pixels from the top of the charts. */
  y: number;
  pinned: boolean;
  /** The keyboard led there: then it is read out. */
  spoken: boolean;
}

/** Moves without drawing the charts anew: only what listens to it is. */
export class Cursor {
  #place: CursorPlace | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly place = () => this.#place;

  show(place: CursorPlace | null): void {
    if (place === this.#place) return;
    this.#place = place;
    for (const listener of this.#listeners) listener();
  }

  /** The same moment stands somewhere else now. */
  follow(): void {
    if (this.#place) this.show({ ...this.#place });
  }
}
