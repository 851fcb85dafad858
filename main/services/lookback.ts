/** From there on there is room for all at once: moving would cost more, and what is not used takes no memory. */
const MUCH = 8 << 20;

/** Where unpacked bytes go: behind those that may be repeated, which begin at `first`. */
export interface Output {
  bytes: Uint8Array;
  first: number;
  at: number;
  /** Nothing goes beyond. */
  end: number;
}

/** The latest bytes of many: as many as a window is wide. It takes time for each byte, not for each piece. */
export class Lookback {
  #window = 0;
  #bytes = new Uint8Array(0);
  #end = 0;

  /** Nothing of before counts any longer. */
  begin(window: number): void {
    this.#window = window;
    this.#end = 0;
  }

  /** Where the next bytes go, at most so many. */
  room(length: number): Output {
    if (this.#end + length > this.#bytes.length) this.#makeRoom(length);
    const first = Math.max(0, this.#end - this.#window);
    return { bytes: this.#bytes, first, at: this.#end, end: this.#end + length };
  }

  /** Takes in what was put there; it is valid until there is room for more. */
  take({ at }: Output): Uint8Array {
    const taken = this.#bytes.subarray(this.#end, at);
    this.#end = at;
    return taken;
  }

  /** A quarter more than the window, so that bytes are moved four times at most. */
  #makeRoom(length: number): void {
    const kept = this.#bytes.subarray(Math.max(0, this.#end - this.#window), this.#end);
    const most = this.#window + (this.#window >> 2) + length;
    const needed = kept.length + length;
    const room = needed > MUCH ? most : Math.min(2 * needed, most);
    if (room > this.#bytes.length) this.#bytes = new Uint8Array(room);
    this.#bytes.set(kept);
    this.#end = kept.length;
  }
}
