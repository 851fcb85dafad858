import type { Follower } from '../message.ts';
import { NANOS_PER_SECOND, type Nanos } from '../time.ts';
import type { Claim, Heard } from './claim.ts';
import { type Sighting, shortestRepetition } from './recent-advertisements.ts';
import type { SettingsSpan } from './router-state.ts';
import type { LeakSighting } from './vlan-leaks.ts';

/** Two intervals after the last advertisement one more is missing, and that deserves a look. */
const LONGEST_GAP = 2;

interface Known {
  /** What its router has in these two moves on with it. */
  settings: SettingsSpan;
  recent: Sighting;
  /** What is remembered to find leaks between VLANs; null where there are none. */
  leak: LeakSighting | null;
  /** From one identification to the next. */
  idStep: number;
}

/** The time of the history, and what the source's own times are moved by while the claim is steady. */
export interface HistoryClock {
  readonly timeline: { now: Nanos };
  readonly offset: Nanos;
}

/** Places in the numbers of a steady claim: when its latest advertisement was heard, and gaps that can still be steady. */
const LAST = 0;
const SHORTEST_STEADY = 1;
const LONGEST_STEADY = 2;
/** Of the gaps that were not told yet: since when, until when they are told together, the shortest and the longest. */
const START = 3;
const UNTIL = 4;
const MIN = 5;
const MAX = 6;

/**
 * The claim of the only master of a VRID, while its advertisements come one after the other, and nobody else speaks: what
 * nearly all advertisements are. They only move on some numbers here, and `end` tells everybody what they came to; but
 * when its router was last heard is known at any time.
 */
export class SteadyClaim implements Follower {
  readonly #clock: HistoryClock;
  readonly #claim: Claim;
  readonly #known: Known;
  readonly #masterDownInterval: Nanos;
  readonly #heard: Heard;
  /** Together in one array, because as properties each would lie in an object of its own somewhere in memory. */
  readonly #numbers: Float64Array;
  #packet: number;
  #id: number | null;
  #count = 0;
  #isOver = false;

  /** Null where the advertisement that the claim has just taken in is not one of many alike. */
  static begin(claim: Claim, clock: HistoryClock, leak: LeakSighting | null): SteadyClaim | null {
    const { router } = claim;
    const settings = router.settings.at(-1);
    const { ids, lastMessage } = router;
    const recent = router.recent.latest;
    const isQuiet = claim.superior === null && claim.challengedAt === -Infinity && claim.mutedUntil <= claim.last.time;
    if (!isQuiet || claim.last !== router.last || claim.lastMessage !== lastMessage) return null;
    if (lastMessage.interval === 0 || lastMessage.problems.length > 0 || ids.steadyStep === null) return null;
    if (recent?.messages[0] !== lastMessage || settings?.last !== claim.last.time) return null;
    return new SteadyClaim(claim, clock, { settings, recent, leak, idStep: ids.steadyStep });
  }

  private constructor(claim: Claim, clock: HistoryClock, known: Known) {
    const { router } = claim;
    const { time, evidence } = router.last;
    this.#clock = clock;
    this.#claim = claim;
    this.#known = known;
    this.#masterDownInterval = router.masterDownInterval;
    // Others may hold the one there was: this is its own, and changes.
    this.#heard = { time, evidence: { ...evidence } };
    router.last = this.#heard;
    claim.last = this.#heard;
    const [shortest, longest] = [shortestRepetition(router.lastMessage), LONGEST_GAP * router.interval];
    this.#numbers = Float64Array.of(time, shortest, longest, time, router.timing.bucketEnd(time), Infinity, 0);
    this.#packet = evidence.packet;
    this.#id = router.lastMessage.ipId;
    if (known.leak) known.leak.follower = this;
  }

  /** When silence will end it. */
  get deadline(): Nanos {
    return this.#heard.time + this.#masterDownInterval;
  }

  repeats(packet: number, seconds: number, nanoseconds: number, ipId: number | null): boolean {
    const numbers = this.#numbers;
    const { timeline, offset } = this.#clock;
    const now = seconds * NANOS_PER_SECOND + nanoseconds + offset;
    const gap = now - this.#at(LAST);
    if (this.#isOver || now < timeline.now || gap <= this.#at(SHORTEST_STEADY) || gap >= this.#at(LONGEST_STEADY)) {
      return false;
    }
    if (ipId !== null && this.#id !== null && ((ipId - this.#id) & 0xffff) !== this.#known.idStep) return false;
    if (now >= this.#at(UNTIL)) this.#tellGaps(now);
    timeline.now = now;
    numbers[LAST] = now;
    this.#heard.time = now;
    this.#packet = packet;
    this.#id = ipId;
    this.#count++;
    if (gap < this.#at(MIN)) numbers[MIN] = gap;
    if (gap > this.#at(MAX)) numbers[MAX] = gap;
    return true;
  }

  /** Tells what there was, and takes in no more. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const claim = this.#claim;
    const { router } = claim;
    const { settings, recent, leak } = this.#known;
    const { time, evidence } = this.#heard;
    this.#tellGaps(time);
    const message = { ...router.lastMessage, time: time - this.#clock.offset, packet: this.#packet, ipId: this.#id };
    evidence.packet = this.#packet;
    settings.last = time;
    recent.time = time;
    recent.messages = [message];
    router.lastMessage = message;
    router.lastClaiming = message;
    router.ids.goOn(this.#id);
    claim.lastMessage = message;
    if (leak) {
      leak.message = message;
      leak.heard = this.#heard;
      leak.follower = null;
    }
  }

  #tellGaps(now: Nanos): void {
    const { router } = this.#claim;
    const numbers = this.#numbers;
    const time = this.#at(LAST);
    const count = this.#count;
    if (count > 0) {
      router.advertisements += count;
      this.#claim.advertisements += count;
      router.countGaps(time, count, time - this.#at(START), this.#at(MIN), this.#at(MAX));
    }
    this.#count = 0;
    numbers[START] = time;
    numbers[UNTIL] = router.timing.bucketEnd(now);
    numbers[MIN] = Infinity;
    numbers[MAX] = 0;
  }

  #at(place: number): number {
    return this.#numbers[place] ?? Number.NaN;
  }
}
