import type { ArpMessage, Message, NdMessage, VrrpMessage } from '../message.ts';
import { segmentKey } from '../segment.ts';
import { NANOS_PER_MILLISECOND, type Nanos } from '../time.ts';
import type { Places } from './places.ts';

/** The same packet is seen in another place this soon; clocks are matched, but not perfect. */
const WINDOW: Nanos = 100 * NANOS_PER_MILLISECOND;
const MOST_KEYS = 4096;
const MOST_RECENT = 64;

interface Seen {
  time: Nanos;
  /** Bits of the places. */
  seenIn: number;
}

/** Packets without a number of their own, which each place shows: what two of them saw at once is one. */
export class SeenElsewhere {
  readonly #places: Places;
  readonly #seen = new Map<string, Seen[]>();

  constructor(places: Places) {
    this.#places = places;
  }

  /** Whether another place has seen this packet, and this one not yet. */
  has(message: Exclude<Message, VrrpMessage>, time: Nanos): boolean {
    const bit = this.#places.bitOf(message.source);
    const key = keyOf(message);
    const recent = (this.#seen.get(key) ?? []).slice(-MOST_RECENT).filter((seen) => time - seen.time <= WINDOW);
    if (!this.#seen.has(key) && this.#seen.size >= MOST_KEYS) this.#seen.clear();
    this.#seen.set(key, recent);
    const found = recent.find(({ seenIn }) => (seenIn & bit) === 0);
    if (found) found.seenIn |= bit;
    else recent.push({ time, seenIn: bit });
    return found !== undefined;
  }
}

function keyOf(message: Exclude<Message, VrrpMessage>): string {
  const segment = segmentKey(message);
  if (message.kind === 'other') return `${message.protocol}/${segment}/${message.group}/${message.src}/${message.dst}`;
  return `${message.kind}/${segment}/${roleKey(message)}`;
}

function roleKey({ role, senderMac, senderAddress, targetAddress }: ArpMessage | NdMessage): string {
  return `${role}/${senderMac}/${senderAddress}/${targetAddress}`;
}
