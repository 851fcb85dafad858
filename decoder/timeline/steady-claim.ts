import type { Follower } from '../message.ts';
import { NANOS_PER_SECOND, type Nanos } from '../time.ts';
import type { Claim, Heard } from './claim.ts';
import { type Sighting, shortestRepetition } from './recent-advertisements.ts';
import type { SettingsSpan } from './router-state.ts';
import type { TimingSummary } from './timing-summary.ts';
import type { LeakSighting } from './vlan-leaks.ts';

/** Two intervals after the last advertisement one more is missing, and that deserves a look. */
const LONGEST_GAP = 2;

interface Known {
  /** What its router has in these two moves on with it. */
  settings: SettingsSpan;
  recent: Sighting;
  /** What is remembered to find leaks between VLANs; null where there are none. */
  leak: LeakSighting | null;
}

/** The time of the history, and what the source's own times are moved by, which stays the same while claims are steady. */
export interface HistoryClock {
  readonly timeline: { now: Nanos };
  readonly offset: Nanos;
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
  readonly #timing: TimingSummary;
  /** From one identification to the next. */
  readonly #idStep: number;
  /** The latest repetition. */
  readonly #heard: Heard;
  readonly #shortest: Nanos;
  readonly #longest: Nanos;
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
    return new SteadyClaim(claim, clock, ids.steadyStep, { settings, recent, leak });
  }

  private constructor(claim: Claim, clock: HistoryClock, idStep: number, known: Known) {
    const { router } = claim;
    const { time, evidence } = router.last;
    this.#clock = clock;
    this.#claim = claim;
    this.#known = known;
    this.#idStep = idStep;
    this.#timing = router.timing;
    this.#masterDownInterval = router.masterDownInterval;
    // Others may hold the one there was: this is its own, and changes.
    this.#heard = { time, evidence: { ...evidence } };
    router.last = this.#heard;
    claim.last = this.#heard;
    this.#shortest = shortestRepetition(router.lastMessage);
    this.#longest = LONGEST_GAP * router.interval;
    this.#packet = evidence.packet;
    this.#id = router.lastMessage.ipId;
    if (known.leak) known.leak.follower = this;
  }

  /** When silence will end it. */
  get deadline(): Nanos {
    return this.#heard.time + this.#masterDownInterval;
  }

  repeats(packet: number, seconds: number, nanoseconds: number, ipId: number | null): boolean {
    const { timeline, offset } = this.#clock;
    const heard = this.#heard;
    const now = seconds * NANOS_PER_SECOND + nanoseconds + offset;
    const gap = now - heard.time;
    if (this.#isOver || now < timeline.now || gap <= this.#shortest || gap >= this.#longest) return false;
    if (ipId !== null && this.#id !== null && ((ipId - this.#id) & 0xffff) !== this.#idStep) return false;
    this.#timing.add(now, gap);
    timeline.now = now;
    heard.time = now;
    this.#packet = packet;
    this.#id = ipId;
    this.#count++;
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
    router.advertisements += this.#count;
    claim.advertisements += this.#count;
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
}
