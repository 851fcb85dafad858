import { NANOS_PER_MILLISECOND, type Nanos } from '../time.ts';
import type { RouterState } from './router-state.ts';

/** Each place is a bit of a number. */
export const MOST_PLACES = 16;
/** At its edges a capture may have missed what another saw: packets take their time, and clocks are known so well. */
const EDGE: Nanos = 20 * NANOS_PER_MILLISECOND;

/** Where a capture was made that is read together with others, on one clock. */
export interface Place {
  name: string;
  /** Times in which it was capturing without drops, in order. */
  watched: readonly { start: Nanos; end: Nanos }[];
  /** When its capture ended. */
  until: Nanos;
}

/** The places that captures of one segment were made in. */
export class Places {
  readonly all: readonly Place[];
  /** By source; undefined for a source that has no part in the history. */
  readonly #placeOf: readonly (number | undefined)[];
  readonly #nameOf: (address: string) => string | undefined;

  /** `nameOf` tells the name of a router, which may be that of a place. */
  constructor(
    all: readonly Place[],
    placeOf: readonly (number | undefined)[],
    nameOf: (address: string) => string | undefined,
  ) {
    this.all = all;
    this.#placeOf = placeOf;
    this.#nameOf = nameOf;
  }

  bitOf(source: number): number {
    return 1 << (this.#placeOf[source] ?? MOST_PLACES);
  }

  isIn(bits: number, place: number): boolean {
    return (bits & (1 << place)) !== 0;
  }

  /** The bits of the places that would have seen what was on the wire at `time`. */
  watching(time: Nanos): number {
    let bits = 0;
    for (let place = 0; place < this.all.length; place++) if (this.watched(place, time, time)) bits |= 1 << place;
    return bits;
  }

  /** Whether a place captured all the time from `start` to `end`, and without drops. */
  watched(place: number, start: Nanos, end: Nanos): boolean {
    const spans = this.all[place]?.watched ?? [];
    return spans.some((span) => start >= span.start + EDGE && end <= span.end - EDGE);
  }

  /** Whether none of the places is still capturing at `time`, while another is. */
  areBlind(bits: number, time: Nanos): boolean {
    let others = false;
    for (let place = 0; place < this.all.length; place++) {
      if ((this.all[place]?.until ?? -Infinity) < time) continue;
      if (this.isIn(bits, place)) return false;
      others = true;
    }
    return others;
  }

  /**
   * The place whose capture was made on this router itself: it shows the router's advertisements as sent and never as
   * received, or it is called as the router is. Null where nothing tells.
   */
  of({ address, recent: { outboundIn, inboundIn } }: RouterState): number | null {
    const sentFrom = outboundIn & ~inboundIn;
    const sender = this.all.findIndex((_, place) => sentFrom === 1 << place);
    if (sender >= 0) return sender;
    const name = this.#nameOf(address);
    const called = this.all.findIndex((place) => place.name === name || place.name === address);
    return called < 0 ? null : called;
  }
}
