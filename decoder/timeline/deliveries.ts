import type { Evidence } from '../report.ts';
import type { Nanos } from '../time.ts';
import { MOST_ENTRIES } from './lists.ts';
import type { Places } from './places.ts';
import type { Sighting } from './recent-advertisements.ts';

/** Advertisements in a row that were seen in some place and not in this one, which was capturing without drops. */
export interface Undelivered {
  place: number;
  /** Of the first and the last of them. */
  start: Nanos;
  end: Nanos;
  advertisements: number;
  /** Bits of the places that saw any of them. */
  seenIn: number;
  /** Where the first of them was seen. */
  evidence: Evidence;
}

/** Which advertisements of one router reached which place. */
export class Deliveries {
  readonly #places: Places;
  readonly #all: Undelivered[] = [];
  /** By place: what it is missing at the moment. */
  #missing: (Undelivered | undefined)[] = [];

  constructor(places: Places) {
    this.#places = places;
  }

  /** Takes in an advertisement that no other place will see any more; they come in time order. */
  add({ time, seenIn, messages: [first] }: Sighting): void {
    const missedBy = this.#places.watching(time) & ~seenIn;
    for (let place = 0; place < this.#places.all.length; place++) {
      if (!this.#places.isIn(missedBy, place)) {
        this.#missing[place] = undefined;
        continue;
      }
      const known = this.#missing[place];
      if (known) {
        known.end = time;
        known.advertisements++;
        known.seenIn |= seenIn;
      } else if (first && this.#all.length < MOST_ENTRIES) {
        const evidence = { source: first.source, packet: first.packet };
        const stretch = { place, start: time, end: time, advertisements: 1, seenIn, evidence };
        this.#missing[place] = stretch;
        this.#all.push(stretch);
      }
    }
  }

  /** All stretches so far, as if `latest` were settled, too. */
  list(latest: readonly Sighting[]): Undelivered[] {
    const copy = new Deliveries(this.#places);
    const copied = new Map(this.#all.map((stretch) => [stretch, { ...stretch }]));
    copy.#all.push(...copied.values());
    copy.#missing = this.#missing.map((stretch) => stretch && copied.get(stretch));
    for (const sighting of latest) copy.add(sighting);
    return [...copy.#all];
  }
}
