import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';

/** Kept of one view; when there are more, all views keep the same half of them. */
const MOST_KEPT = 65_536;
/** The same packet seen twice in one view this part of an interval apart is one sighting of it. */
const COPY_WINDOW = 0.1;

/** When one view saw an advertisement that no other looks like. */
interface Sighting {
  /** By the view's own clock. */
  time: Nanos;
  vlans: readonly number[];
  /** Seen again later: numbers that began anew, or a sender that does not number. */
  isRepeated: boolean;
  /** Numbered by its sender, at least as it looks. */
  isNumbered: boolean;
}

/** An advertisement that two views saw. */
export interface Match {
  one: Nanos;
  other: Nanos;
  oneVlans: readonly number[];
  otherVlans: readonly number[];
  /** Told by a number; else by a payload that occurs once, as that of a resignation may. */
  isNumbered: boolean;
}

/** The advertisements of one view by what is the same wherever they are captured. VLAN tags are not. */
export class Fingerprints {
  readonly #sightings = new Map<string, Sighting>();
  readonly #routers = new Set<string>();
  /** Only fingerprints whose hash is a multiple of this are kept: the same ones in every view. */
  #modulus = 1;

  /** `time` is by the view's own clock. */
  add(message: VrrpMessage, time: Nanos): void {
    const { family, src, vrid, ipId, sequence, payloadHash, vlans, interval } = message;
    this.#routers.add(`${family}/${src}/${vrid}`);
    const key = `${src}/${vrid}/${ipId}/${sequence}/${payloadHash}`;
    if (this.#modulus > 1 && hashOf(key) % this.#modulus !== 0) return;
    const known = this.#sightings.get(key);
    if (known) {
      if (Math.abs(time - known.time) > COPY_WINDOW * interval) known.isRepeated = true;
      return;
    }
    const isNumbered = ipId !== null || sequence !== null;
    this.#sightings.set(key, { time, vlans, isRepeated: false, isNumbered });
    if (this.#sightings.size > MOST_KEPT) this.#thin();
  }

  /** Whether both saw advertisements of one router. */
  sharesRouterWith(other: Fingerprints): boolean {
    for (const router of this.#routers) if (other.#routers.has(router)) return true;
    return false;
  }

  /** What both saw exactly once, in the order of this view's times. */
  matchesWith(other: Fingerprints): Match[] {
    return this.#matches(other, (one, theirs) => !one.isRepeated && !theirs.isRepeated);
  }

  /**
   * The first sightings of numbers that occur again, as all of them do in captures longer than the 65,535 advertisements
   * that an identification counts. Some of them may be different packets.
   */
  firstMatchesWith(other: Fingerprints): Match[] {
    return this.#matches(other, (one) => one.isNumbered);
  }

  #matches(other: Fingerprints, counts: (one: Sighting, other: Sighting) => boolean): Match[] {
    const matches: Match[] = [];
    for (const [key, one] of this.#sightings) {
      const theirs = other.#sightings.get(key);
      if (!theirs || !counts(one, theirs)) continue;
      const { vlans: oneVlans, isNumbered } = one;
      matches.push({ one: one.time, other: theirs.time, oneVlans, otherVlans: theirs.vlans, isNumbered });
    }
    return matches.sort((a, b) => a.one - b.one);
  }

  #thin(): void {
    this.#modulus *= 2;
    for (const key of this.#sightings.keys()) if (hashOf(key) % this.#modulus !== 0) this.#sightings.delete(key);
  }
}

/** FNV-1a; the same in every view, and spread evenly. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) >>> 0;
}
