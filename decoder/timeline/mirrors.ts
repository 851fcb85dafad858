import type { VrrpMessage } from '../message.ts';
import { type Segment, segmentKey } from '../segment.ts';
import type { Nanos } from '../time.ts';

/** The same packet reaches a mirror within this part of its interval. */
const COPY_WINDOW = 0.1;
/** So many of them are no chance. */
const PROOF = 3;
const MOST_SPEAKERS = 4096;
const MOST_SEGMENTS = 16;

type VridSegment = Segment & { family: 'ipv4' | 'ipv6'; vrid: number };

interface Sighting {
  message: VrrpMessage;
  time: Nanos;
}

/**
 * Recognises segments that show the same packets: a mirror, captured beside what it mirrors or another mirror of it, or what
 * an overlay carries, captured on both sides of its endpoint. It costs nothing where there are no tunnels.
 */
export class MirrorWatch {
  readonly #tunnels = new Set<string | null>();
  /** Of each speaker, the latest sighting in each segment. */
  readonly #latest = new Map<string, Map<string, Sighting>>();
  readonly #matches = new Map<string, number>();
  /** The segment, with its VRID, that each mirror shows. */
  readonly #originals = new Map<string, string>();

  /** There are two segments at least that may show the same: then every advertisement counts. */
  get isWatching(): boolean {
    return this.#tunnels.size > 1;
  }

  push(message: VrrpMessage, time: Nanos): void {
    if (this.#tunnels.size < MOST_SEGMENTS) this.#tunnels.add(message.tunnel);
    if (!this.isWatching) return;
    const speaker = `${message.family}/${message.vrid}/${message.src}`;
    const segments = this.#latest.get(speaker) ?? new Map<string, Sighting>();
    if (segments.size === 0 && this.#latest.size < MOST_SPEAKERS) this.#latest.set(speaker, segments);
    const own = segmentKey(message);
    for (const [segment, seen] of segments) {
      if (segment !== own && isCopy(seen, message, time)) this.#match(seen.message, message);
    }
    if (segments.has(own) || segments.size < MOST_SEGMENTS) segments.set(own, { message, time });
  }

  isMirror(segment: VridSegment): boolean {
    return this.#originals.has(keyOf(segment));
  }

  /** Whether two segments show the same. */
  areOne(one: VridSegment, other: VridSegment): boolean {
    return this.#originalOf(keyOf(one)) === this.#originalOf(keyOf(other));
  }

  #match(seen: VrrpMessage, copy: VrrpMessage): void {
    const [original, mirror] = depthOf(seen) <= depthOf(copy) ? [keyOf(seen), keyOf(copy)] : [keyOf(copy), keyOf(seen)];
    const [root, other] = [this.#originalOf(original), this.#originalOf(mirror)];
    if (root === other) return;
    const pair = `${original} ${mirror}`;
    const matches = (this.#matches.get(pair) ?? 0) + 1;
    this.#matches.set(pair, matches);
    if (matches >= PROOF) this.#originals.set(other, root);
  }

  #originalOf(key: string): string {
    let root = key;
    for (let next = this.#originals.get(root); next !== undefined; next = this.#originals.get(root)) root = next;
    return root;
  }
}

function keyOf({ tunnel, vlans, family, vrid }: VridSegment): string {
  return `${segmentKey({ tunnel: tunnel ?? null, vlans })}/${family}/${vrid}`;
}

function depthOf({ tunnel }: VrrpMessage): number {
  return tunnel === null ? 0 : tunnel.split(' / ').length;
}

function isCopy({ message: one, time: then }: Sighting, other: VrrpMessage, time: Nanos): boolean {
  return (
    one.tunnel !== other.tunnel &&
    one.payloadHash === other.payloadHash &&
    one.ipId === other.ipId &&
    one.sequence === other.sequence &&
    time - then <= COPY_WINDOW * other.interval
  );
}
