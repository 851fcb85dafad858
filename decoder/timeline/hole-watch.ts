import type { Message } from '../message.ts';
import type { Nanos } from '../time.ts';
import type { Claim, Heard } from './claim.ts';
import type { RouterState } from './router-state.ts';

/** A time without a packet of any protocol. */
export interface Hole {
  start: Nanos;
  end: Nanos;
}

/** A clock that was set forward, or may have been. */
export interface ForwardStep extends Hole {
  by: Nanos;
  senders: RouterState[];
  evidence: Heard['evidence'][];
  /** False where a sender that stood still looks the same. */
  isProven: boolean;
}

/** A silence this many intervals long needs to be explained. */
const LONG = 2.5;
/** A sender is due so many intervals after the hole, at the latest. */
const DUE = 1.3;
/** Senders whose rhythms lie this part of an interval apart would be heard together after a standstill. */
const APART = 0.2;
/** A step moves all of them alike, but for this part of an interval. */
const ALIKE = 0.05;
const MOST_EVIDENCE = 10;

interface Sender {
  claim: Claim;
  back: Heard | null;
}

/**
 * What a hole in everything was. Where the clock of the capturing host was set forward, every master goes on with its very
 * next number, as long after the hole as its own rhythm has it: the silence of each is longer than an interval by the same
 * time. Masters that stood still wake together, so theirs differ as their rhythms do; of one alone both may be.
 */
export class HoleWatch {
  readonly hole: Hole;
  readonly #senders: Map<RouterState, Sender>;
  readonly #until: Nanos;
  #isOrdinary = false;

  private constructor(hole: Hole, claims: readonly Claim[]) {
    this.hole = hole;
    this.#senders = new Map(claims.map((claim) => [claim.router, { claim, back: null }]));
    this.#until = hole.end + DUE * Math.max(...claims.map(({ router }) => router.interval));
  }

  /** Null where no master was silent for long. */
  static of(hole: Hole, claims: readonly Claim[]): HoleWatch | null {
    const alive = claims.filter((claim) => wasAlive(claim, hole));
    return alive.some((claim) => isLongFor(claim, hole)) ? new HoleWatch(hole, alive) : null;
  }

  /** Takes in what comes after the hole; true when it is decided. `router`: who sent an advertisement, if it is known. */
  see(message: Message, heard: Heard, router: RouterState | undefined): boolean {
    if (message.kind === 'vrrp') {
      const sender = router && this.#senders.get(router);
      if (sender && !sender.back && router.ids.isNext(message.ipId) && message.priority > 0) sender.back = heard;
      else if (!sender?.back) this.#isOrdinary = true;
    }
    if (heard.time > this.#until) this.#isOrdinary = true;
    return this.#isOrdinary || [...this.#senders.values()].every(({ back }) => back !== null);
  }

  /** What it was, if a clock may have been set. */
  verdict(): ForwardStep | null {
    const heard = [...this.#senders.values()].flatMap(({ claim, back }) => (back ? { claim, back } : []));
    if (this.#isOrdinary || heard.length < this.#senders.size) return null;
    const interval = Math.min(...heard.map(({ claim }) => claim.router.interval));
    const steps = heard.map(({ claim, back }) => back.time - claim.last.time - claim.router.interval);
    const areApart = spread(heard.map(({ claim }) => claim.last.time)) >= APART * interval;
    const areAlike = spread(steps) <= ALIKE * interval;
    if (!areAlike) return null;
    const [by = 0] = steps.sort((a, b) => a - b);
    const evidence = heard.flatMap(({ claim, back }) => [claim.last.evidence, back.evidence]).slice(0, MOST_EVIDENCE);
    return { ...this.hole, by, senders: heard.map(({ claim }) => claim.router), evidence, isProven: areApart };
  }
}

function wasAlive({ last, router }: Claim, { start }: Hole): boolean {
  return start - last.time <= DUE * router.interval;
}

/** Whether it was alive before the hole, and silent for longer than it should be. */
export function isLongFor(claim: Claim, hole: Hole): boolean {
  return wasAlive(claim, hole) && hole.end - claim.last.time > LONG * claim.router.interval;
}

function spread(times: readonly Nanos[]): Nanos {
  return Math.max(...times) - Math.min(...times);
}
