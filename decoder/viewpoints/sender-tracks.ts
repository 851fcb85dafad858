import { firstAt } from '../first-at.ts';
import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import { type Moment, type Sighting, sightingOf } from './sightings.ts';

/** Advertisements kept of one view: three days of one router that advertises each second. */
const MOST_KEPT = 262_144;
/** When there are more, all views keep the same half of blocks of so many numbers in a row. */
const BLOCK = 64;
/** The same packet seen twice in one view this part of an interval apart is one sighting of it. */
const COPY_WINDOW = 0.1;
/** Without a number, only the same bytes this soon are a copy: 1 ms. */
const COPY_WINDOW_WITHOUT_NUMBER: Nanos = 1e6;
/** Copies of one packet come this close together. */
const MOST_COPIES = 4;
/** A gap that departs from the interval by about so much, a part of both, is what a clock step makes. */
const ALIKE = 0.2;

/** The advertisements of each sender as one view saw them, in the order of its packets. */
export class SenderTracks {
  readonly bySender = new Map<string, Sighting[]>();
  #kept = 0;
  #modulus = 1;
  #isFull = false;

  add(message: VrrpMessage, moment: Moment): void {
    const sighting = sightingOf(message, moment);
    const { sender } = sighting;
    const track = this.bySender.get(sender) ?? [];
    this.bySender.set(sender, track);
    if (!this.#keeps(sighting) || track.slice(-MOST_COPIES).some((known) => isCopy(known, sighting))) return;
    track.push(sighting);
    this.#kept++;
    if (this.#kept > MOST_KEPT) this.#thin();
  }

  get all(): Sighting[] {
    return [...this.bySender.values()].flat();
  }

  /** Whether both saw advertisements of one router. */
  sharesSenderWith(other: SenderTracks): boolean {
    for (const sender of this.bySender.keys()) if (other.bySender.has(sender)) return true;
    return false;
  }

  /** Whether a sender numbers its advertisements at all: some always give the same. */
  isNumbered(sender: string): boolean {
    const track = this.bySender.get(sender) ?? [];
    return track.some(({ number }) => number !== track[0]?.number) || track.length === 1;
  }

  /** How many there are of a sender from the first to the last of some of them. */
  countAmong(sender: string, some: readonly Moment[]): number {
    let [first, last] = [Infinity, -Infinity];
    for (const { position } of some) [first, last] = [Math.min(first, position), Math.max(last, position)];
    const track = this.bySender.get(sender) ?? [];
    return firstBehind(track, last) - firstBehind(track, first) + 1;
  }

  /**
   * Where this view's clock went `by` too far (or back, if negative) in the time between two moments: a sender's gap
   * that is so much longer or shorter than its interval. As close as senders tell; null where none does.
   */
  stepBetween(after: Moment, before: Moment, by: Nanos): { last: Moment; next: Moment } | null {
    const found = [...this.bySender.values()].flatMap((track) => stepsIn(track, after, before, by));
    if (found.length === 0) return null;
    const last = found.reduce((latest, step) => (step.last.position > latest.last.position ? step : latest)).last;
    const next = found.reduce((first, step) => (step.next.position < first.next.position ? step : first)).next;
    return last.position < next.position ? { last, next } : null;
  }

  #keeps({ sender, number }: Sighting): boolean {
    if (number === null) return !this.#isFull;
    return this.#modulus === 1 || hashOf(`${sender} ${Math.floor(number / BLOCK)}`) % this.#modulus === 0;
  }

  #thin(): void {
    this.#modulus *= 2;
    for (const [sender, track] of this.bySender) {
      this.bySender.set(
        sender,
        track.filter((sighting) => this.#keeps(sighting)),
      );
    }
    this.#kept = this.all.length;
    this.#isFull = this.#kept > MOST_KEPT / 2;
  }
}

function stepsIn(
  track: readonly Sighting[],
  after: Moment,
  before: Moment,
  by: Nanos,
): { last: Sighting; next: Sighting }[] {
  const found: { last: Sighting; next: Sighting }[] = [];
  for (let i = firstBehind(track, after.position); i < track.length; i++) {
    const [last, next] = [track[i - 1], track[i]];
    if (!last || !next) continue;
    if (last.position >= before.position) break;
    if (isStep(last, next, by)) found.push({ last, next });
  }
  return found;
}

function isStep(last: Sighting, next: Sighting, by: Nanos): boolean {
  const distance = last.number === null || next.number === null ? 1 : (next.number - last.number) & 0xffff;
  const departs = next.time - last.time - Math.max(1, distance) * last.interval;
  return Math.abs(departs - by) <= ALIKE * Math.min(last.interval, Math.abs(by));
}

function isCopy(known: Sighting, sighting: Sighting): boolean {
  if (known.payloadHash !== sighting.payloadHash || known.number !== sighting.number) return false;
  const window = sighting.number === null ? COPY_WINDOW_WITHOUT_NUMBER : COPY_WINDOW * sighting.interval;
  return Math.abs(sighting.time - known.time) <= window;
}

/** Index of the first sighting behind a position. */
function firstBehind(track: readonly Sighting[], position: number): number {
  return firstAt(track.length, (at) => (track[at]?.position ?? Infinity) > position);
}

/** FNV-1a; the same in every view, and spread evenly. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) >>> 0;
}
