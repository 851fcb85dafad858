/** So much is put in at a time, at most. */
const LARGEST_PIECE = 128 * 1024;
/** From there on there is room for all at once: moving would cost more, and what is not used takes no memory. */
const MUCH = 8 << 20;

/** The latest bytes of many: as many as a window is wide. It takes time for each byte, not for each piece. */
export class Lookback {
  readonly #window: number;
  #bytes = new Uint8Array(0);
  #end = 0;

  constructor(window: number) {
    this.#window = window;
  }

  /** Valid until more is added. */
  latest(): Uint8Array {
    return this.#bytes.subarray(Math.max(0, this.#end - this.#window), this.#end);
  }

  add(piece: Uint8Array): void {
    if (this.#end + piece.length > this.#bytes.length) this.#makeRoom(piece.length);
    this.#bytes.set(piece, this.#end);
    this.#end += piece.length;
  }

  /** A quarter more than the window, so that bytes are moved four times at most. */
  #makeRoom(length: number): void {
    const kept = this.latest();
    const most = this.#window + (this.#window >> 2) + LARGEST_PIECE;
    const needed = kept.length + length;
    const room = needed > MUCH ? most : Math.min(2 * needed, most);
    if (room > this.#bytes.length) this.#bytes = new Uint8Array(room);
    this.#bytes.set(kept);
    this.#end = kept.length;
  }
}
