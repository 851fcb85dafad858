import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';

/** So many packets seen in two sources at different times, and none at the same, are no chance. */
const PROOF = 3;
/** Remembered of each router: enough to meet the same packet in another source soon. */
const REMEMBERED = 4096;
/** Offsets between two clocks that differ by less are one offset. */
const SAME_OFFSET: Nanos = 250e6;

interface Sighting {
  source: number;
  time: Nanos;
  payloadHash: number;
}

interface Pair {
  offset: Nanos;
  matches: number;
}

/**
 * Recognises sources that show the same packets at different times: the same segment from two places, or by two
 * clocks. Only sources that overlap in time count; a later file of a ring buffer may repeat numbers after a restart.
 */
export class Viewpoints {
  /** Sources that cannot be told as one history. */
  found = false;
  readonly #sightings = new Map<string, Map<number, Sighting>>();
  readonly #spans = new Map<number, { first: Nanos; last: Nanos }>();
  readonly #pairs = new Map<string, Pair>();
  readonly #together = new Set<string>();

  /** Takes in an advertisement; `isCopy` if the same packet was seen at this time before. */
  push({ source, src, vrid, ipId, payloadHash, time }: VrrpMessage, isCopy: boolean, original: number): void {
    const span = this.#spans.get(source);
    if (span) span.last = time;
    else this.#spans.set(source, { first: time, last: time });
    if (isCopy && original !== source) this.#together.add(pairKey(source, original));
    if (ipId === null || isCopy) return;
    const key = `${src}/${vrid}`;
    const sightings = this.#sightings.get(key) ?? new Map<number, Sighting>();
    this.#sightings.set(key, sightings);
    const earlier = sightings.get(ipId);
    if (earlier && earlier.source !== source && earlier.payloadHash === payloadHash) this.#match(earlier, source, time);
    else if (!earlier && sightings.size < REMEMBERED) sightings.set(ipId, { source, time, payloadHash });
  }

  #match(earlier: Sighting, source: number, time: Nanos): void {
    const [one, other] = [this.#spans.get(earlier.source), this.#spans.get(source)];
    const key = pairKey(earlier.source, source);
    if (!one || !other || one.last <= other.first || this.#together.has(key)) return;
    const offset = time - earlier.time;
    const pair = this.#pairs.get(key);
    const matches = pair && Math.abs(pair.offset - offset) < SAME_OFFSET ? pair.matches + 1 : 1;
    this.#pairs.set(key, { offset, matches });
    if (matches >= PROOF) this.found = true;
  }
}

function pairKey(a: number, b: number): string {
  return a < b ? `${a}/${b}` : `${b}/${a}`;
}
