import type { Follower, VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import type { Arrival } from './arrival.ts';
import {
  addQuiet,
  type Claim,
  type ClaimEnd,
  type Heard,
  newClaim,
  type Quiet,
  resume,
  wentOnUnannounced,
} from './claim.ts';
import { foldClaims } from './fold-claims.ts';
import { noteGap, noteLost } from './gaps.ts';
import { unheardIn } from './identification.ts';
import { MOST_ENTRIES, withOneMore } from './lists.ts';
import type { Places } from './places.ts';
import {
  hasGivenUp,
  hearRival,
  leavesChallengesUnanswered,
  mutes,
  noteAnnouncement,
  noteAnswer,
  noteDeafness,
  usurpsInSpiteOf,
  yieldedTo,
} from './rivals.ts';
import { BYTES, type Room } from './room.ts';
import { isReflection, isSentToAnotherPeer, RouterState } from './router-state.ts';
import { Speakers } from './speakers.ts';
import { type HistoryClock, SteadyClaim } from './steady-claim.ts';
import { TIMER_SLACK } from './timers.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';
import type { LeakSighting } from './vlan-leaks.ts';

/** This part of the advertisements due in a gap must be proven sent for the claim to have gone on. */
const LIVED_ON = 0.5;
/** So many of them, or this part, a master may fail to send and still be one. */
const UNSENT = 3.5;
const UNSENT_PART = 0.2;
/** An announcement this long after a router gave up shows that it did not: keepalived repeats them after 5 s. */
const ANNOUNCES_AFTER_LOSING: Nanos = 1e9;
const MOST_PREDECESSORS = 64;

/**
 * All speakers of one VRID on one segment (VLAN stack and address family): one virtual router, or several
 * that collide. `push` takes advertisements in capture order, `settle` lets silence count.
 */
export class VridState {
  readonly #speakers: Speakers;
  /** Advertisements of speakers that came when the limit was reached. */
  ignored = 0;
  /** When a claim last began, ended, or turned out to have gone on. */
  changed: Nanos = -Infinity;
  #nextDeadline: Nanos = Infinity;
  #steady: SteadyClaim | null = null;
  readonly #room: Room;
  readonly #places: Places | null;

  /** `id` is that of its first virtual router. `joined` is told when two virtual routers turn out to be one. */
  constructor(
    id: string,
    room: Room,
    places: Places | null,
    joined: (gone: VirtualRouterState, into: VirtualRouterState) => void,
  ) {
    this.#speakers = new Speakers(id, room, joined);
    this.#room = room;
    room.use(BYTES.virtualRouter);
    this.#places = places;
  }

  get virtualRouters(): readonly VirtualRouterState[] {
    return this.#speakers.virtualRouters;
  }

  /** Says which advertisement it is a copy of, if it is one. */
  push(message: VrrpMessage, heard: Heard): VrrpMessage | null {
    this.endSteady();
    this.settle(heard.time);
    const virtualRouter = this.#speakers.virtualRouterOf(message, heard);
    if (!virtualRouter) {
      this.ignored++;
      return null;
    }
    if (heard.time > virtualRouter.observedUntil) {
      virtualRouter.overflow++;
      return null;
    }
    virtualRouter.note(message);
    const router = findRouter(virtualRouter, message, heard, this.#room, this.#places);
    router.noteDestination(message.dst);
    const original = router.recent.findOriginal(message, heard.time, message.ipId !== null && router.ids.proven);
    if (original) {
      if (!original.elsewhere) countCopy(router, original.message, message, heard);
      return original.message;
    }
    const previous = router.last;
    const gap = heard.time - previous.time;
    const arrival = { virtualRouter, router, message, heard, previous, gap, step: router.count(message, heard) };
    if (message.priority === 0) this.#resign(arrival);
    else this.#claim(arrival);
    if (router.claim) this.#tellOthers(router.claim, arrival);
    return null;
  }

  /** Follows repetitions of `message`, the last that was pushed, while its router is the only one to claim and nothing else happens. */
  follow(message: VrrpMessage, clock: HistoryClock, leak: LeakSighting | null): Follower | null {
    const claim = this.find(message.src)?.routers.get(message.src)?.claim;
    if (claim?.lastMessage !== message || this.#places) return null;
    for (const { openClaims, observedUntil } of this.virtualRouters) {
      if (observedUntil !== Infinity || openClaims.some((other) => other !== claim)) return null;
    }
    this.#steady = SteadyClaim.begin(claim, clock, leak);
    return this.#steady;
  }

  /** What is to be read, or changed, must not change by itself any more. */
  endSteady(): void {
    if (!this.#steady) return;
    this.#steady.end();
    this.#nextDeadline = this.#steady.deadline;
    this.#steady = null;
  }

  find(router: string): VirtualRouterState | undefined {
    return this.#speakers.find(router);
  }

  /** `router` announced `address`, one of its virtual router's. */
  announced(router: RouterState, address: string, time: Nanos): void {
    if (!router.announcedAt.has(address)) this.#room.use(BYTES.listed);
    router.announcedAt.set(address, time);
    const claim = router.lastClaim;
    if (!claim) return;
    noteAnnouncement(claim, time);
    if (time - claim.start.time <= router.interval) claim.announced.add(address);
    else if (claim.defied && time - claim.defied.time >= ANNOUNCES_AFTER_LOSING) claim.defianceProven = true;
    if (router.claim || claim.end?.how !== 'yielded' || !claim.superior || claim.superior.certain) return;
    if (claim.superior.by.end || time - claim.end.time < ANNOUNCES_AFTER_LOSING) return;
    const virtualRouter = this.#speakers.find(router.address);
    if (!virtualRouter) return;
    this.#reopen(virtualRouter, claim, { start: claim.last.time, end: time, why: 'muted', advertisements: 0 });
    claim.mutedUntil = time;
    claim.rejectsDoubtful = true;
  }

  /** Ends the claims that have been silent for too long at `now`. */
  settle(now: Nanos): void {
    if (this.nextDeadline <= now) this.endSteady();
    while (this.#nextDeadline <= now) {
      let first: Claim | null = null;
      for (const { openClaims, observedUntil } of this.virtualRouters) {
        for (const claim of openClaims) {
          if (deadline(claim) <= observedUntil && (!first || deadline(claim) < deadline(first))) first = claim;
        }
      }
      this.#nextDeadline = first ? deadline(first) : Infinity;
      if (first && this.#nextDeadline <= now) this.#settleClaim(first);
    }
  }

  /** The first moment from which silence ends a claim. */
  get nextDeadline(): Nanos {
    return this.#steady?.deadline ?? this.#nextDeadline;
  }

  /** As `settle`, but only until the returned function is called: packets of before `now` may still come. */
  presume(now: Nanos): () => void {
    if (this.nextDeadline > now) return () => {};
    this.endSteady();
    const [deadline, changed] = [this.#nextDeadline, this.changed];
    const before = this.virtualRouters.map((virtualRouter) => ({
      virtualRouter,
      openClaims: virtualRouter.openClaims,
      muted: virtualRouter.openClaims.map((claim) => ({ claim, until: claim.mutedUntil, superior: claim.superior })),
    }));
    this.settle(now);
    return () => {
      for (const { virtualRouter, openClaims, muted } of before) {
        virtualRouter.openClaims = openClaims;
        for (const { claim, until, superior } of muted) {
          claim.end = null;
          claim.superior = superior;
          claim.mutedUntil = until;
          claim.router.claim = claim;
        }
      }
      this.#nextDeadline = deadline;
      this.changed = changed;
    };
  }

  /** Nobody looked until `end`: silence counts from then. */
  pause(end: Nanos): void {
    this.endSteady();
    for (const { openClaims } of this.virtualRouters) {
      for (const claim of openClaims) {
        claim.mutedUntil = Math.max(claim.mutedUntil, end);
        claim.unseenUntil = end;
      }
    }
  }

  #settleClaim(claim: Claim): void {
    if (claim.superior) {
      this.#end(claim, { how: 'yielded', ...at(claim.superior) });
      return;
    }
    const muter = this.#muterOf(claim);
    if (claim.defied && (!muter || hasGivenUp(claim, deadline(claim)))) {
      claim.superior = claim.defied;
      this.#end(claim, { how: 'yielded', ...at(claim.defied) });
      return;
    }
    if (muter && !leavesChallengesUnanswered(claim)) {
      claim.mutedUntil = muter.last.time;
      return;
    }
    if (this.#places?.areBlind(claim.router.recent.latestSeenIn, deadline(claim))) {
      // Whether it fell silent nobody saw who would have heard it.
      claim.mutedUntil = Infinity;
      return;
    }
    this.#end(claim, { how: 'silent', ...claim.last });
  }

  /** The claim whose rejected advertisements have kept this one from sending since it was last heard. */
  #muterOf(claim: Claim): Claim | undefined {
    const since = Math.max(claim.last.time, claim.mutedUntil);
    for (const { openClaims } of this.virtualRouters) {
      for (const other of openClaims) if (other.last.time > since && mutes(other, claim)) return other;
    }
    return undefined;
  }

  #resign(arrival: Arrival): void {
    const { virtualRouter, router, heard } = arrival;
    if (!router.claim && !router.lastClaim) this.#begin(virtualRouter, newClaim(router, heard, arrival.message));
    const claim = router.claim ?? router.lastClaim;
    if (!claim) return;
    claim.advertisements++;
    if (claim.end?.how === 'resigned') {
      const isSecond = heard.time - claim.end.time <= router.interval && claim.resignations.length < 2;
      if (isSecond) claim.resignations.push(heard);
      return;
    }
    const silence = heard.time - claim.last.time;
    const lost = noteLost(arrival);
    const why = lost > 0 ? 'lost' : 'late-resignation';
    const quiet: Quiet = { start: claim.last.time, end: heard.time, why, advertisements: lost };
    if (claim.end) this.#reopen(virtualRouter, claim, quiet);
    else if (silence > router.masterDownInterval) addQuiet(claim, quiet);
    claim.resignations.push(heard);
    this.#end(claim, { how: 'resigned', ...heard });
  }

  #claim(arrival: Arrival): void {
    const { virtualRouter, router, message, heard, gap, step } = arrival;
    const superior = router.claim && yieldedTo(router.claim, heard);
    if (router.claim && superior) this.#end(router.claim, { how: 'yielded', ...at(superior) });
    if (router.claim) this.#resumeIfItStoodStill(virtualRouter, router.claim);
    const continued = router.claim ?? this.#reopenIfItLivedOn(arrival);
    const claim = continued ?? this.#beginClaim(arrival);
    if (continued) {
      noteGap(continued, arrival, this.#muterOf(continued) !== undefined);
      if (step.kind === 'restart') virtualRouter.keep(virtualRouter.reloads, { ...heard, router });
      noteDeafness(continued, heard);
      noteAnswer(continued, heard, gap);
    }
    claim.last = heard;
    claim.lastMessage = message;
    claim.priority = message.priority;
    claim.advertisements++;
    this.#nextDeadline = Math.min(this.#nextDeadline, deadline(claim));
  }

  /** By its second advertisement, the announcements of a new master are there. */
  #resumeIfItStoodStill(virtualRouter: VirtualRouterState, claim: Claim): void {
    if (!claim.mayHaveGoneOn || claim.advertisements !== 1) return;
    const before = virtualRouter.claims.findLast(({ successor }) => successor === claim);
    if (!before || !wentOnUnannounced(claim, before)) return;
    resume(before, claim);
    claim.router.claim = before;
    claim.router.lastClaim = before;
    virtualRouter.claims.splice(virtualRouter.claims.indexOf(claim), 1);
    virtualRouter.openClaims = [...virtualRouter.openClaims.filter((open) => open !== claim), before];
  }

  #beginClaim({ virtualRouter, router, message, heard, previous, step }: Arrival): Claim {
    for (const other of [...virtualRouter.openClaims]) this.#endIfOverdue(other, router, heard);
    const claim = newClaim(router, heard, message);
    for (const [address, time] of router.announcedAt) {
      if (heard.time - time <= TIMER_SLACK * router.interval) claim.announced.add(address);
    }
    const before = router.lastClaim;
    if (before) before.successor = claim;
    if (before?.end?.how === 'yielded') claim.mayHaveGoneOn = step.kind === 'next' && before.deafProofs.length > 0;
    if (before?.end?.how === 'resigned') claim.continuesResigned = step.kind === 'next';
    if (before?.end?.how === 'silent') {
      if (step.kind === 'next') claim.stalledSince = before.last.time;
      if (step.kind === 'restart') claim.restartedAfter = before.last.time;
      if (step.kind === 'jump') claim.skippedIds = step.lost;
      this.#noteUnheard(claim, unheardIn(step));
    }
    const others = this.virtualRouters.filter((other) => other !== virtualRouter);
    for (const other of [virtualRouter, ...others].flatMap(({ routers }) => [...routers.values()])) {
      const theirs = other.claim ?? other.lastClaim;
      if (!theirs || claim.predecessors.length >= MOST_PREDECESSORS) continue;
      const lastHeard = other === router ? previous : other.last;
      const window = router.takeoverDelayAfter(other) + TIMER_SLACK * other.interval;
      const recentPriority = other.highestPrioritySince(window, heard.time);
      const patience = router.patienceWith(other);
      this.#room.use(BYTES.listed);
      claim.predecessors.push({ claim: theirs, lastHeard, priority: other.priority, recentPriority, patience });
    }
    claim.rejectsDoubtful = this.virtualRouters.some(({ openClaims }) =>
      openClaims.some((other) => usurpsInSpiteOf(claim, other)),
    );
    this.#begin(virtualRouter, claim);
    return claim;
  }

  /** Its router sent so many advertisements that were not captured before the first of this claim. */
  #noteUnheard(claim: Claim, advertisements: number): void {
    claim.unheard = advertisements;
    const { time } = claim.start;
    const start = time - advertisements * claim.router.interval;
    if (advertisements > 0) addQuiet(claim, { start, end: time, why: 'lost', advertisements });
  }

  /** A takeover shows that the old master had been unheard for too long by then (timeline: rule 3). */
  #endIfOverdue(claim: Claim, newcomer: RouterState, heard: Heard): void {
    if (claim.superior || heard.time - claim.last.time < newcomer.patienceWith(claim.router)) return;
    if (claim.mutedUntil > claim.last.time || this.#muterOf(claim)) return;
    this.#end(claim, { how: 'silent', ...claim.last });
  }

  #reopenIfItLivedOn({ virtualRouter, router, heard, gap, step }: Arrival): Claim | null {
    const claim = router.lastClaim;
    if (!claim?.end || claim.end.how === 'resigned') return null;
    const stretch = { start: claim.last.time, end: heard.time };
    if (step.kind === 'jump' && wentOn(step.lost, gap, router)) {
      return this.#reopen(virtualRouter, claim, { ...stretch, why: 'lost', advertisements: step.lost });
    }
    const doubtfulYield = claim.end.how === 'yielded' && claim.superior && !claim.superior.certain;
    if (doubtfulYield && step.kind === 'next' && !claim.superior?.by.end) {
      claim.rejectsDoubtful = true;
      return this.#reopen(virtualRouter, claim, { ...stretch, why: 'muted', advertisements: 0 });
    }
    return null;
  }

  #tellOthers(rival: Claim, arrival: Arrival): void {
    for (const { openClaims } of this.virtualRouters) {
      for (const claim of openClaims) if (claim !== rival) hearRival(claim, rival, arrival);
    }
  }

  #begin(virtualRouter: VirtualRouterState, claim: Claim): void {
    this.changed = claim.start.time;
    virtualRouter.claims = withOneMore(virtualRouter.claims, claim);
    this.#room.use(BYTES.claim);
    // What comes after a full list is not followed: half a history would be a wrong one.
    const { length } = virtualRouter.claims;
    const isFull = length === MOST_ENTRIES || (length > 1 && this.#room.isFull);
    if (this.#room.isEndless) foldClaims(virtualRouter, this.#room);
    else if (isFull) virtualRouter.observedUntil = claim.start.time;
    virtualRouter.openClaims = [...virtualRouter.openClaims, claim];
    claim.router.claim = claim;
    claim.router.lastClaim = claim;
  }

  #end(claim: Claim, end: ClaimEnd): void {
    claim.end = end;
    this.changed = Math.max(this.changed, end.time);
    claim.router.claim = null;
    const virtualRouter = this.#speakers.find(claim.router.address);
    if (virtualRouter) virtualRouter.openClaims = virtualRouter.openClaims.filter((open) => open !== claim);
    for (const { openClaims } of this.virtualRouters) {
      for (const other of openClaims) {
        if (mutes(claim, other)) other.mutedUntil = Math.max(other.mutedUntil, end.time);
      }
    }
  }

  #reopen(virtualRouter: VirtualRouterState, claim: Claim, quiet: Quiet): Claim {
    this.changed = Math.max(this.changed, quiet.end);
    claim.end = null;
    claim.superior = null;
    addQuiet(claim, quiet);
    claim.router.claim = claim;
    virtualRouter.openClaims = [...virtualRouter.openClaims, claim];
    this.#nextDeadline = Math.min(this.#nextDeadline, deadline(claim));
    return claim;
  }
}

/** Whether a router that sent so many advertisements in a gap was master all the time. */
function wentOn(lost: number, gap: Nanos, { interval }: RouterState): boolean {
  const due = gap / interval - 1;
  return lost >= LIVED_ON * due && due - lost <= Math.max(UNSENT, UNSENT_PART * due);
}

function findRouter(
  virtualRouter: VirtualRouterState,
  message: VrrpMessage,
  heard: Heard,
  room: Room,
  places: Places | null,
): RouterState {
  const known = virtualRouter.routers.get(message.src);
  if (known) return known;
  const router = new RouterState(message, heard, room, places);
  virtualRouter.routers.set(message.src, router);
  return router;
}

function countCopy(router: RouterState, original: VrrpMessage, copy: VrrpMessage, heard: Heard): void {
  if (isSentToAnotherPeer(original, copy)) return;
  if (isReflection(original, copy)) {
    router.reflections++;
    router.firstReflection ??= heard.evidence;
  } else {
    router.copies++;
    router.firstCopy ??= heard.evidence;
  }
}

function deadline(claim: Claim): Nanos {
  return Math.max(claim.last.time, claim.mutedUntil) + claim.router.masterDownInterval;
}

function at({ time, evidence }: Heard): Heard {
  return { time, evidence };
}
