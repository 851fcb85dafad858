import type { Follower } from '../message.ts';
import type { Nanos } from '../time.ts';
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

/** The time of the history, and what the source's own times are moved by. */
export interface HistoryClock {
  readonly timeline: { now: Nanos };
  readonly source: { readonly offset: Nanos };
}

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
  readonly #shortestGap: Nanos;
  readonly #longestGap: Nanos;
  readonly #idStep: number;
  readonly #heard: Heard;
  #sourceTime: Nanos;
  #packet: number;
  #id: number | null;
  #isOver = false;
  // Since they were last told
  #count = 0;
  #start: Nanos;
  #min: Nanos = Infinity;
  #max: Nanos = 0;
  /** Until when gaps are told together. */
  #until: Nanos;

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
    this.#idStep = known.idStep;
    this.#masterDownInterval = router.masterDownInterval;
    this.#longestGap = LONGEST_GAP * router.interval;
    this.#shortestGap = shortestRepetition(router.lastMessage);
    // Others may hold the one there was: this is its own, and changes.
    this.#heard = { time, evidence: { ...evidence } };
    router.last = this.#heard;
    claim.last = this.#heard;
    this.#start = time;
    this.#until = router.timing.bucketEnd(time);
    this.#sourceTime = router.lastMessage.time;
    this.#packet = evidence.packet;
    this.#id = router.lastMessage.ipId;
    if (known.leak) known.leak.follower = this;
  }

  /** When silence will end it. */
  get deadline(): Nanos {
    return this.#heard.time + this.#masterDownInterval;
  }

  repeats(packet: number, time: Nanos, ipId: number | null): boolean {
    const { timeline, source } = this.#clock;
    const heard = this.#heard;
    const now = time + source.offset;
    const gap = now - heard.time;
    if (this.#isOver || now < timeline.now || gap <= this.#shortestGap || gap >= this.#longestGap) return false;
    if (ipId !== null && this.#id !== null && ((ipId - this.#id) & 0xffff) !== this.#idStep) return false;
    if (now >= this.#until) this.#tellGaps(now);
    timeline.now = now;
    heard.time = now;
    this.#sourceTime = time;
    this.#packet = packet;
    this.#id = ipId;
    this.#count++;
    if (gap < this.#min) this.#min = gap;
    if (gap > this.#max) this.#max = gap;
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
    const message = { ...router.lastMessage, time: this.#sourceTime, packet: this.#packet, ipId: this.#id };
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
    const { time } = this.#heard;
    const count = this.#count;
    if (count > 0) {
      router.advertisements += count;
      this.#claim.advertisements += count;
      router.countGaps(time, { count, sum: time - this.#start, min: this.#min, max: this.#max });
    }
    this.#count = 0;
    this.#start = time;
    this.#min = Infinity;
    this.#max = 0;
    this.#until = router.timing.bucketEnd(now);
  }
}
