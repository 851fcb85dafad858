import type { Nanos } from '../time.ts';

/** What the step from one IPv4 identification to the next says about a sender. */
export type IdStep =
  /** Nothing: no identification, or a sender that does not number its advertisements. */
  | { kind: 'unknown' }
  /** The very next number: nothing was sent in between. */
  | { kind: 'next' }
  /** Numbers are missing: so many advertisements were sent and not captured. */
  | { kind: 'jump'; lost: number }
  /** Back to 1: a new process, or a reload. Or to a little more: what it sent before was not captured. */
  | { kind: 'restart'; unheard: number };

const UNKNOWN: IdStep = { kind: 'unknown' };
const NEXT: IdStep = { kind: 'next' };
const RESTART: IdStep = { kind: 'restart', unheard: 0 };

/** Steps of +1 in a row after which a sender counts as numbering its advertisements. */
const PROOF = 2;
/** A master may answer every advertisement of a challenger, so more can be missing than intervals have passed. */
const MOST_LOST_PER_INTERVAL = 8;

/** keepalived uses up a number or two for the priority 0 of a FAULT that a dead link keeps from leaving. */
const UNSENT_RESIGNATIONS = 2;
const NOTABLE = 3;

/** It came back and had skipped as many numbers as that takes. */
export function hasResignedUnseen({ skippedIds }: { skippedIds: number }): boolean {
  return skippedIds > 0 && skippedIds <= UNSENT_RESIGNATIONS;
}

/** How many advertisements a router sent unheard for certain before it was heard again; few are chance. */
export function unheardIn(step: IdStep): number {
  const sent = step.kind === 'jump' ? step.lost - UNSENT_RESIGNATIONS : step.kind === 'restart' ? step.unheard : 0;
  return sent < NOTABLE ? 0 : sent;
}

/**
 * Follows the IPv4 identification of one sender. keepalived numbers its advertisements 1, 2, 3 … per
 * instance; other senders use a shared or constant number, and theirs says nothing.
 */
export class IdSequence {
  #last: number | null = null;
  #run = 0;
  #justWrapped = false;
  /** The sender has been seen to number its advertisements. */
  proven = false;

  /** Whether `id` is the very next number of a sender that is known to number its advertisements. */
  isNext(id: number | null): boolean {
    return this.proven && id !== null && this.#last !== null && ((id - this.#last) & 0xffff) === 1;
  }

  /** A sender that numbers goes on by 1, one whose number never changes by 0; null while it is neither for sure. */
  get steadyStep(): number | null {
    if (this.proven) return 1;
    return this.#run === 0 && !this.#justWrapped ? 0 : null;
  }

  /** Steady steps led to `id`. */
  goOn(id: number | null): void {
    this.#last = id;
  }

  /** `gap` is the time since the sender's previous advertisement, `interval` its advertised one. */
  step(id: number | null, gap: Nanos, interval: Nanos): IdStep {
    const last = this.#last;
    this.#last = id;
    if (id === null || last === null) return UNKNOWN;
    const distance = (id - last) & 0xffff;
    if (distance === 1) {
      this.#run++;
      this.proven ||= this.#run >= PROOF;
      return NEXT;
    }
    // A late copy, or a sender whose number never changes.
    if (distance === 0) return UNKNOWN;
    // keepalived lets the kernel choose one number at the wrap and goes on with 1.
    const atWrap = this.proven && (last === 0xffff || this.#justWrapped);
    this.#justWrapped = this.proven && last === 0xffff;
    if (atWrap) return UNKNOWN;
    if (id === 1) {
      this.#run = 0;
      return RESTART;
    }
    const lost = distance - 1;
    if (this.proven && lost > 0 && lost <= (gap / interval + 2) * MOST_LOST_PER_INTERVAL) return { kind: 'jump', lost };
    this.#run = 0;
    // Far below what it had come to, and as far beyond 0 as it can have counted in that time.
    if (this.proven && id > 1 && id < last && (id - 1) * interval <= gap) return { kind: 'restart', unheard: id - 1 };
    this.proven = false;
    return UNKNOWN;
  }
}
