import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import { isMulticast } from './addresses.ts';
import { Deliveries, type Undelivered } from './deliveries.ts';
import { withOneMore } from './lists.ts';
import type { Places } from './places.ts';

/** A copy of an advertisement follows it within this part of its interval. */
const COPY_WINDOW = 0.1;
/** Of a sender that numbers its advertisements, the same number is a copy however late a mirror or a tunnel shows it. */
const COPY_WINDOW_OF_NUMBERED = 0.9;
/** Without an identification, only the same bytes this soon are a copy: 1 ms. */
const COPY_WINDOW_WITHOUT_ID: Nanos = 1e6;
/** From another place it may come so much later: clocks are matched, but not perfect. */
const ELSEWHERE_WINDOW = 0.5;
const ELSEWHERE_WINDOW_WITHOUT_ID = 0.2;
/** Advertisements remembered to recognise their copies. */
const REMEMBERED = 8;
const REMEMBERED_OF_PLACES = 64;

/** Sooner than this after the same advertisement it may be a copy of it. */
export function shortestRepetition({ ipId, interval }: VrrpMessage): Nanos {
  return ipId === null ? COPY_WINDOW_WITHOUT_ID : COPY_WINDOW * interval;
}

/** An advertisement, where and when it was first seen, and the bits of the places that have seen it. */
export interface Sighting {
  time: Nanos;
  /** Its first sight in each place. */
  messages: VrrpMessage[];
  seenIn: number;
}

/** What a packet is a copy of. */
export interface Original {
  message: VrrpMessage;
  /** Seen in another place before, and for the first time in this one. */
  elsewhere: boolean;
}

/** The latest advertisements of one router, to recognise their copies and to know which reached which place. */
export class RecentAdvertisements {
  /** Places that saw any; those that saw them leave their own host, or come in. */
  seenIn = 0;
  outboundIn = 0;
  inboundIn = 0;
  readonly #places: Places | null;
  readonly #deliveries: Deliveries | null;
  #sightings: Sighting[] = [];

  constructor(places: Places | null) {
    this.#places = places;
    this.#deliveries = places && new Deliveries(places);
  }

  /** The advertisement that this one is a copy of, if it is one; remembers it otherwise. `isNumbered`: its sender numbers them. */
  findOriginal(message: VrrpMessage, time: Nanos, isNumbered: boolean): Original | null {
    if (this.#places) return this.#findInPlaces(message, time, this.#places);
    return this.#find(
      message,
      time,
      isNumbered ? COPY_WINDOW_OF_NUMBERED * message.interval : shortestRepetition(message),
    );
  }

  get latest(): Sighting | undefined {
    return this.#sightings.at(-1);
  }

  /** The places that saw the latest one. */
  get latestSeenIn(): number {
    return this.#sightings.at(-1)?.seenIn ?? 0;
  }

  /** What each place missed, as known at `now`. */
  undelivered(now: Nanos): Undelivered[] {
    const settled = this.#sightings.filter(({ time, messages: [first] }) => first && time + first.interval < now);
    return this.#deliveries?.list(settled) ?? [];
  }

  #find(message: VrrpMessage, time: Nanos, window: Nanos): Original | null {
    for (let i = this.#sightings.length - 1; i >= 0; i--) {
      const sighting = this.#sightings[i];
      if (!sighting || time - sighting.time > window) {
        if (i === this.#sightings.length - 1) this.#sightings = [];
        else this.#sightings.splice(0, i + 1);
        break;
      }
      const [first] = sighting.messages;
      if (!first || !isSame(first, message)) continue;
      // So much later in another capture is that one's clock.
      if (first.source === message.source || time - sighting.time <= shortestRepetition(message))
        return { message: first, elsewhere: false };
    }
    if (this.#sightings.length === REMEMBERED) this.#sightings.shift();
    this.#sightings = withOneMore(this.#sightings, { time, messages: [message], seenIn: 0 });
    return null;
  }

  #findInPlaces(message: VrrpMessage, time: Nanos, places: Places): Original | null {
    const bit = places.bitOf(message.source);
    this.seenIn |= bit;
    if (message.direction === 'outbound') this.outboundIn |= bit;
    if (message.direction === 'inbound') this.inboundIn |= bit;
    const found = this.#closest(message, time, bit);
    if (found) {
      const own = found.messages.find(({ source }) => places.bitOf(source) === bit);
      if (own) return { message: own, elsewhere: false };
      found.messages.push(message);
      found.seenIn |= bit;
      return { message: found.messages[0] ?? message, elsewhere: true };
    }
    this.#settleBefore(time - message.interval);
    this.#sightings.push({ time, messages: [message], seenIn: bit });
    return null;
  }

  /** The same advertisement, closest in time; without an identification the next one looks the same. */
  #closest(message: VrrpMessage, time: Nanos, bit: number): Sighting | undefined {
    const hasId = message.ipId !== null;
    const own = hasId ? COPY_WINDOW * message.interval : COPY_WINDOW_WITHOUT_ID;
    const elsewhere = (hasId ? ELSEWHERE_WINDOW : ELSEWHERE_WINDOW_WITHOUT_ID) * message.interval;
    for (let i = this.#sightings.length - 1; i >= 0; i--) {
      const sighting = this.#sightings[i];
      if (!sighting || time - sighting.time > Math.max(own, elsewhere)) break;
      const [first] = sighting.messages;
      const window = (sighting.seenIn & bit) === 0 ? elsewhere : own;
      if (first && time - sighting.time <= window && isSame(first, message)) return sighting;
    }
    return undefined;
  }

  #settleBefore(time: Nanos): void {
    const keep = this.#sightings.findIndex((sighting) => sighting.time >= time);
    const settled = keep < 0 ? this.#sightings.length : keep;
    const count = Math.max(settled, this.#sightings.length - REMEMBERED_OF_PLACES + 1);
    for (const sighting of this.#sightings.splice(0, count)) this.#deliveries?.add(sighting);
  }
}

function isSame(one: VrrpMessage, other: VrrpMessage): boolean {
  return (
    one.payloadHash === other.payloadHash &&
    one.ipId === other.ipId &&
    one.sequence === other.sequence &&
    !areOfTwoHosts(one, other)
  );
}

/** Only a router on the way changes the MAC address, and none passes on what is sent to the group. */
export function areOfTwoHosts(one: VrrpMessage, other: VrrpMessage): boolean {
  return one.srcMac !== null && other.srcMac !== null && one.srcMac !== other.srcMac && isMulticast(one.dst);
}
