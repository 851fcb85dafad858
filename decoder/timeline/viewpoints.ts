import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import { compareRhythm, type SeenTwice } from '../viewpoints/same-packets.ts';

/** So many packets seen in two sources at different times, and none at the same, are no chance while both go on. */
const PROOF = 3;
/** A sender that is seen in two sources by turns so often, in its rhythm in each, is seen by two clocks, numbered or not. */
const TURNS = 10;
/** How far from its interval a rhythm may be. */
const TOLERANCE = 0.2;
/** Remembered of all routers: enough to meet the same packets in another source. */
const REMEMBERED = 262_144;
/** Offsets between two clocks that differ by less are one offset. */
const SAME_OFFSET: Nanos = 250e6;
/** Packets after which rhythms are compared, and again whenever there are so many more in proportion, at most so often. */
const FIRST_COMPARED = 7;
const COMPARED_AGAIN = 1.2;
const MOST_COMPARED = 20;

interface Sighting {
  source: number;
  time: Nanos;
  payloadHash: number;
}

/** A sender's latest advertisements: by `source`, and by `other` before. */
interface Turns {
  source: number;
  time: Nanos;
  other: number;
  otherTime: Nanos;
  inARow: number;
}

interface Pair {
  offset: Nanos;
  matches: SeenTwice[];
  compared: number;
  /** Matches at which rhythms are compared next. */
  next: number;
}

/**
 * Recognises sources that show the same packets at different times: the same segment from two places, or by two
 * clocks. A later file of a ring buffer may repeat numbers after a restart, but not the gaps between them: where two
 * sources do not overlap in time, timers must have missed by as much in both.
 */
export class Viewpoints {
  /** Sources that cannot be told as one history. */
  found = false;
  readonly #sightings = new Map<string, Map<number, Sighting>>();
  #remembered = 0;
  readonly #spans = new Map<number, { first: Nanos; last: Nanos }>();
  readonly #pairs = new Map<string, Pair>();
  readonly #together = new Set<string>();
  readonly #turns = new Map<string, Turns>();

  /** Takes in an advertisement; `isCopy` if the same packet was seen at this time before. */
  push(message: VrrpMessage, isCopy: boolean, original: number): void {
    const { source, tunnel, src, vrid, ipId, payloadHash, time } = message;
    const span = this.#spans.get(source);
    if (span) span.last = time;
    else this.#spans.set(source, { first: time, last: time });
    if (isCopy && original !== source) this.#together.add(pairKey(source, original));
    if (isCopy || this.found) return;
    const key = `${tunnel ?? ''}/${src}/${vrid}`;
    this.#takeTurn(key, message);
    if (ipId === null || this.found) return;
    const sightings = this.#sightings.get(key) ?? new Map<number, Sighting>();
    const earlier = sightings.get(ipId);
    if (earlier && earlier.source !== source) {
      if (earlier.payloadHash === payloadHash) this.#match(earlier, message);
    } else if (earlier || this.#remembered < REMEMBERED) {
      if (!earlier) this.#remembered++;
      this.#sightings.set(key, sightings);
      sightings.set(ipId, { source, time, payloadHash });
    }
  }

  #takeTurn(key: string, { source, time, interval }: VrrpMessage): void {
    const last = this.#turns.get(key);
    if (!last) {
      if (this.#turns.size < REMEMBERED)
        this.#turns.set(key, { source, time, other: source, otherTime: time, inARow: 0 });
      return;
    }
    const isRhythm = Math.abs(time - last.otherTime - interval) <= TOLERANCE * interval;
    last.inARow = source === last.other && source !== last.source && isRhythm ? last.inARow + 1 : 0;
    this.found = last.inARow >= TURNS && !this.#together.has(pairKey(source, last.source));
    last.other = last.source;
    last.otherTime = last.time;
    last.source = source;
    last.time = time;
  }

  #match(earlier: Sighting, { source, src, vrid, interval, time }: VrrpMessage): void {
    const [one, other] = [this.#spans.get(earlier.source), this.#spans.get(source)];
    const key = pairKey(earlier.source, source);
    if (!one || !other || this.#together.has(key)) return;
    const offset = time - earlier.time;
    const known = this.#pairs.get(key);
    const goesOn = known !== undefined && Math.abs(known.offset - offset) < SAME_OFFSET;
    const pair: Pair = goesOn ? known : { offset, matches: [], compared: 0, next: FIRST_COMPARED };
    pair.offset = offset;
    this.#pairs.set(key, pair);
    pair.matches.push({ one: { sender: `${src}/${vrid}`, interval, time: earlier.time }, other: { time } });
    if (one.last > other.first) this.found = pair.matches.length >= PROOF;
    else if (pair.matches.length >= pair.next && pair.compared < MOST_COMPARED) {
      pair.compared++;
      pair.next = Math.ceil(pair.next * COMPARED_AGAIN);
      this.found = compareRhythm(pair.matches) === 'proven';
    }
    if (pair.compared === MOST_COMPARED) pair.matches.length = 0;
  }
}

function pairKey(a: number, b: number): string {
  return a < b ? `${a}/${b}` : `${b}/${a}`;
}
