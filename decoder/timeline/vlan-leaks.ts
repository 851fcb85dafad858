import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import type { Heard } from './claim.ts';
import { interfaceKey } from './virtual-router-state.ts';

/** One router's advertisements that were seen in two VLANs of one interface. */
export interface VlanLeak {
  family: 'ipv4' | 'ipv6';
  vrid: number;
  tunnel: string | null;
  router: string;
  /** Where the first of each two was seen, and where the second. */
  from: readonly number[];
  into: readonly number[];
  count: number;
  /** The first two, and the last of all. */
  original: Heard;
  first: Heard;
  last: Heard;
}

/** The latest of one source address, VRID and family. */
export interface LeakSighting {
  message: VrrpMessage;
  heard: Heard;
  /** Knows of a later one. */
  follower: { end(): void } | null;
}

/** A copy comes within this part of the interval. */
const COPY_WINDOW = 0.1;
const MOST_LEAKS = 1000;
const MOST_SPEAKERS = 4096;

/**
 * Finds advertisements that cross from one VLAN into another. Two routers may well have the same addresses in two VLANs:
 * only the very same packet proves a leak.
 */
export class LeakWatch {
  /** The latest sighting of each source address, by VRID, family and tunnel. */
  readonly #latest = new Map<number | string, Map<string, LeakSighting>>();
  readonly #leaks = new Map<string, VlanLeak>();

  push(message: VrrpMessage, heard: Heard): void {
    if (message.vlans.length === 0) return;
    const speakers = this.#speakers(message);
    const before = speakers.get(message.src);
    if (before === undefined) {
      if (speakers.size < MOST_SPEAKERS) speakers.set(message.src, { message, heard, follower: null });
      return;
    }
    before.follower?.end();
    if (before.message.vlans !== message.vlans && isCopy(before, message, heard.time))
      this.#note(before, message, heard);
    before.message = message;
    before.heard = heard;
  }

  /** Where `push` keeps `message`; null where it does not. */
  sightingOf(message: VrrpMessage): LeakSighting | null {
    if (message.vlans.length === 0) return null;
    const sighting = this.#speakers(message).get(message.src);
    return sighting?.message === message ? sighting : null;
  }

  all(): Iterable<VlanLeak> {
    return this.#leaks.values();
  }

  #speakers({ tunnel, vrid, family }: VrrpMessage): Map<string, LeakSighting> {
    const number = family === 'ipv4' ? vrid : 256 + vrid;
    const key = tunnel === null ? number : `${tunnel} ${number}`;
    const known = this.#latest.get(key);
    if (known) return known;
    const speakers = new Map<string, LeakSighting>();
    this.#latest.set(key, speakers);
    return speakers;
  }

  #note(original: LeakSighting, { family, vrid, src, tunnel, vlans }: VrrpMessage, heard: Heard): void {
    const [from, into] = [original.message.vlans, vlans];
    const key = `${tunnel}/${family}/${vrid}/${src}/${from.join('.')}/${into.join('.')}`;
    const known = this.#leaks.get(key);
    if (known) {
      known.count++;
      known.last = heard;
    } else if (this.#leaks.size < MOST_LEAKS) {
      const spotted = { count: 1, original: original.heard, first: heard, last: heard };
      this.#leaks.set(key, { family, vrid, tunnel, router: src, from, into, ...spotted });
    }
  }
}

function isCopy({ message: one, heard }: LeakSighting, other: VrrpMessage, time: Nanos): boolean {
  return (
    one.payloadHash === other.payloadHash &&
    one.ipId === other.ipId &&
    one.srcMac === other.srcMac &&
    time - heard.time <= COPY_WINDOW * other.interval &&
    areOtherVlans(one.vlans, other.vlans) &&
    // Every VLAN may have the same link-local addresses.
    other.addresses.some((address) => !address.startsWith('fe80:')) &&
    interfaceKey(one) === interfaceKey(other)
  );
}

/** With another number of tags it may be one VLAN seen twice, before and behind a switch that tags. */
function areOtherVlans(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.some((vlan, index) => vlan !== other[index]);
}
