/** What is kept takes about so many bytes, with what becomes of it in the report. */
export const BYTES = {
  virtualRouter: 2500,
  router: 1800,
  /** A mastership, with its transition and what is found about that. */
  claim: 2400,
  address: 700,
  /** Of a list: a near failover, an announcement, a change of priority … */
  entry: 300,
  /** One of the addresses that an advertisement lists. */
  listed: 40,
} as const;

/** A process of Node.js on a small machine may use two gigabytes. */
const USUAL: number = 1.4e9;

/**
 * How much of a capture may be kept, in bytes. Nobody's network needs that much: whoever invents virtual routers, routers
 * or masterships without end comes to an end here, before memory does. It is counted, not measured, so that the same
 * packets make the same history.
 */
export class Room {
  /** There is no end in sight: lists that are full lose their oldest entries, instead of taking no more. */
  readonly isEndless: boolean;
  #left: number;

  constructor(isEndless = false, bytes = USUAL) {
    this.isEndless = isEndless;
    this.#left = bytes;
  }

  get isFull(): boolean {
    return this.#left <= 0;
  }

  use(bytes: number): void {
    this.#left -= bytes;
  }
}
