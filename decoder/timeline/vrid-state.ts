import type { VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import { type Mismatch, rejection, sameAddresses } from './acceptance.ts';
import { addQuiet, type Claim, type ClaimEnd, type Heard, newClaim, type Quiet, type Superior } from './claim.ts';
import type { IdStep } from './identification.ts';
import { isReflection, isSentToAnotherPeer, RouterState } from './router-state.ts';
import { MOST_ENTRIES, VirtualRouterState } from './virtual-router-state.ts';

/** Advertisements that cross on the wire are no proof of deafness: 50 ms, or a tenth of a short interval. */
const CROSSING: Nanos = 50e6;
/** keepalived's answers take 0.2 to 2 ms. */
const PROMPT: Nanos = 5e6;
/** An advertisement after less than this part of the interval was not sent by the timer. */
const EARLY = 0.8;
/** Timers may fire this part of an interval early. */
const TIMER_SLACK = 0.1;
/** This part of the advertisements due in a gap must be proven sent for the claim to have gone on. */
const LIVED_ON = 0.5;
/** An announcement this long after a router gave up shows that it did not: keepalived repeats them after 5 s. */
const ANNOUNCES_AFTER_LOSING: Nanos = 1e9;
const MOST_PROOFS = 3;
const MOST_PREDECESSORS = 64;
const MOST_ROUTERS = 128;

/**
 * All speakers of one VRID on one segment (VLAN stack and address family): one virtual router, or several
 * that collide. `push` takes advertisements in capture order, `settle` lets silence count.
 */
export class VridState {
  readonly virtualRouters: VirtualRouterState[] = [];
  /** Advertisements of speakers that came when the limit was reached. */
  ignored = 0;
  #byRouter = new Map<string, VirtualRouterState>();
  #nextDeadline: Nanos = Infinity;
  readonly #newId: (ordinal: number) => string;

  constructor(newId: (ordinal: number) => string) {
    this.#newId = newId;
  }

  push(message: VrrpMessage, heard: Heard): void {
    this.settle(heard.time);
    const virtualRouter = this.#virtualRouterOf(message, heard);
    if (!virtualRouter) {
      this.ignored++;
      return;
    }
    if (heard.time > virtualRouter.observedUntil) {
      virtualRouter.overflow++;
      return;
    }
    virtualRouter.note(message);
    const router = findRouter(virtualRouter, message, heard);
    const original = router.findOriginal(message, heard.time);
    if (original) {
      countCopy(router, original, message, heard);
      return;
    }
    const previous = router.last;
    const step = router.count(message, heard);
    if (message.priority === 0) this.#resign(virtualRouter, router, heard, previous, step);
    else this.#claim(virtualRouter, router, message, heard, previous, step);
    this.#tellOthers(virtualRouter, router, message, heard);
  }

  find(router: string): VirtualRouterState | undefined {
    return this.#byRouter.get(router);
  }

  /** `router` announced `address`, one of its virtual router's. */
  announced(router: RouterState, address: string, time: Nanos): void {
    router.announcedAt.set(address, time);
    const claim = router.lastClaim;
    if (!claim) return;
    claim.lastAnnounced = time;
    if (time - claim.start.time <= router.interval) claim.announced.add(address);
    if (router.claim || claim.end?.how !== 'yielded' || !claim.superior || claim.superior.certain) return;
    if (claim.superior.by.end || time - claim.end.time < ANNOUNCES_AFTER_LOSING) return;
    const virtualRouter = this.#byRouter.get(router.address);
    if (!virtualRouter) return;
    this.#reopen(virtualRouter, claim, { start: claim.last.time, end: time, why: 'muted', advertisements: 0 });
    claim.mutedUntil = time;
    claim.rejectsDoubtful = true;
  }

  /** Ends the claims that have been silent for too long at `now`. */
  settle(now: Nanos): void {
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

  #settleClaim(claim: Claim): void {
    if (claim.superior) {
      this.#end(claim, { how: 'yielded', ...at(claim.superior) });
      return;
    }
    const muter = this.#muterOf(claim);
    if (muter) {
      claim.mutedUntil = muter.last.time;
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

  #resign(virtualRouter: VirtualRouterState, router: RouterState, heard: Heard, previous: Heard, step: IdStep): void {
    if (!router.claim && !router.lastClaim) this.#begin(virtualRouter, newClaim(router, heard, 0, null));
    const claim = router.claim ?? router.lastClaim;
    if (!claim) return;
    claim.advertisements++;
    if (claim.end?.how === 'resigned') {
      if (heard.time - claim.end.time <= router.interval && claim.resignations.length < 2)
        claim.resignations.push(heard);
      return;
    }
    const silence = heard.time - claim.last.time;
    const lost = step.kind === 'jump' ? step.lost : 0;
    if (lost > 0) noteLost(virtualRouter, router, heard, previous, lost);
    const why = lost > 0 ? 'lost' : 'late-resignation';
    const quiet: Quiet = { start: claim.last.time, end: heard.time, why, advertisements: lost };
    if (claim.end) this.#reopen(virtualRouter, claim, quiet);
    else if (silence > router.masterDownInterval) addQuiet(claim, quiet);
    claim.resignations.push(heard);
    this.#end(claim, { how: 'resigned', ...heard });
  }

  #claim(
    virtualRouter: VirtualRouterState,
    router: RouterState,
    message: VrrpMessage,
    heard: Heard,
    previous: Heard,
    step: IdStep,
  ): void {
    const gap = heard.time - previous.time;
    const superior = router.claim && yieldedTo(router.claim, heard);
    if (router.claim && superior) this.#end(router.claim, { how: 'yielded', ...at(superior) });
    const continued = router.claim ?? this.#reopenIfItLivedOn(virtualRouter, router, heard, gap, step);
    const claim = continued ?? this.#beginClaim(virtualRouter, router, message, heard, previous, step);
    if (continued) {
      noteGap(virtualRouter, continued, heard, previous, step, this.#muterOf(continued) !== undefined);
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

  #beginClaim(
    virtualRouter: VirtualRouterState,
    router: RouterState,
    message: VrrpMessage,
    heard: Heard,
    previous: Heard,
    step: IdStep,
  ): Claim {
    for (const other of [...virtualRouter.openClaims]) this.#endIfOverdue(other, router, heard);
    const claim = newClaim(router, heard, message.priority, message.ipId);
    for (const [address, time] of router.announcedAt) {
      if (heard.time - time <= TIMER_SLACK * router.interval) claim.announced.add(address);
    }
    const before = router.lastClaim;
    if (before) before.successor = claim;
    if (before?.end?.how === 'silent') {
      if (step.kind === 'next') claim.stalledSince = before.last.time;
      if (step.kind === 'restart') claim.restartedAfter = before.last.time;
      if (step.kind === 'jump') claim.skippedIds = step.lost;
    }
    for (const other of virtualRouter.routers.values()) {
      const theirs = other.claim ?? other.lastClaim;
      if (!theirs || claim.predecessors.length >= MOST_PREDECESSORS) continue;
      const lastHeard = other === router ? previous : other.last;
      const window = router.takeoverDelayAfter(other) + TIMER_SLACK * other.interval;
      const recentPriority = other.highestPrioritySince(window, heard.time);
      const patience = router.patienceWith(other);
      claim.predecessors.push({ claim: theirs, lastHeard, priority: other.priority, recentPriority, patience });
    }
    this.#begin(virtualRouter, claim);
    return claim;
  }

  /** A takeover shows that the old master had been unheard for too long by then (timeline: rule 3). */
  #endIfOverdue(claim: Claim, newcomer: RouterState, heard: Heard): void {
    if (claim.superior || heard.time - claim.last.time < newcomer.patienceWith(claim.router)) return;
    if (claim.mutedUntil > claim.last.time || this.#muterOf(claim)) return;
    this.#end(claim, { how: 'silent', ...claim.last });
  }

  #reopenIfItLivedOn(
    virtualRouter: VirtualRouterState,
    router: RouterState,
    heard: Heard,
    gap: Nanos,
    step: IdStep,
  ): Claim | null {
    const claim = router.lastClaim;
    if (!claim?.end || claim.end.how === 'resigned') return null;
    const stretch = { start: claim.last.time, end: heard.time };
    if (step.kind === 'jump' && step.lost >= LIVED_ON * (gap / router.interval - 1)) {
      return this.#reopen(virtualRouter, claim, { ...stretch, why: 'lost', advertisements: step.lost });
    }
    const doubtfulYield = claim.end.how === 'yielded' && claim.superior && !claim.superior.certain;
    if (doubtfulYield && step.kind === 'next' && !claim.superior?.by.end) {
      return this.#reopen(virtualRouter, claim, { ...stretch, why: 'muted', advertisements: 0 });
    }
    return null;
  }

  #tellOthers(virtualRouter: VirtualRouterState, router: RouterState, message: VrrpMessage, heard: Heard): void {
    if (!router.claim) return;
    for (const sibling of this.virtualRouters) {
      for (const claim of sibling.openClaims) {
        if (claim.router === router) continue;
        const own = claim.router.lastClaiming;
        if (!own) continue;
        const isSibling = sibling === virtualRouter;
        const fault = rejection(own, message);
        if (isSibling && !claim.rejects.has(router)) noteRejection(claim, router, own, message, fault);
        if (!router.isSuperiorTo(claim.router, message.priority, claim.priority)) {
          claim.challenges++;
          claim.challengedAt = heard.time;
          continue;
        }
        if (claim.superior || fault) continue;
        const certain = isSibling && sameAddresses(own.addresses, message.addresses);
        if (certain || !claim.rejectsDoubtful) claim.superior = { ...heard, by: router.claim, certain };
      }
    }
  }

  #begin(virtualRouter: VirtualRouterState, claim: Claim): void {
    virtualRouter.claims.push(claim);
    // What comes after a full list is not followed: half a history would be a wrong one.
    if (virtualRouter.claims.length === MOST_ENTRIES) virtualRouter.observedUntil = claim.start.time;
    virtualRouter.openClaims.push(claim);
    claim.router.claim = claim;
    claim.router.lastClaim = claim;
  }

  #end(claim: Claim, end: ClaimEnd): void {
    claim.end = end;
    claim.router.claim = null;
    const virtualRouter = this.#byRouter.get(claim.router.address);
    if (virtualRouter) virtualRouter.openClaims = virtualRouter.openClaims.filter((open) => open !== claim);
    for (const { openClaims } of this.virtualRouters) {
      for (const other of openClaims) {
        if (mutes(claim, other)) other.mutedUntil = Math.max(other.mutedUntil, end.time);
      }
    }
  }

  #reopen(virtualRouter: VirtualRouterState, claim: Claim, quiet: Quiet): Claim {
    claim.end = null;
    claim.superior = null;
    addQuiet(claim, quiet);
    claim.router.claim = claim;
    virtualRouter.openClaims.push(claim);
    this.#nextDeadline = Math.min(this.#nextDeadline, deadline(claim));
    return claim;
  }

  #virtualRouterOf(message: VrrpMessage, heard: Heard): VirtualRouterState | undefined {
    const known = this.#byRouter.get(message.src);
    if (known) return known;
    if (this.#byRouter.size >= MOST_ROUTERS) return undefined;
    const found = this.virtualRouters.find(({ addresses }) => belongs(message.addresses, addresses));
    const virtualRouter = found ?? new VirtualRouterState(this.#newId(this.virtualRouters.length), message, heard);
    if (!found) this.virtualRouters.push(virtualRouter);
    this.#byRouter.set(message.src, virtualRouter);
    return virtualRouter;
  }
}

/** Lists that share an address are one virtual router; an empty list (addresses not advertised) never collides. */
function belongs(list: readonly string[], addresses: ReadonlySet<string>): boolean {
  return list.length === 0 || addresses.size === 0 || list.some((address) => addresses.has(address));
}

function findRouter(virtualRouter: VirtualRouterState, message: VrrpMessage, heard: Heard): RouterState {
  const known = virtualRouter.routers.get(message.src);
  if (known) return known;
  const router = new RouterState(message, heard);
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

/**
 * keepalived restarts its own advertisement timer at every packet of its VRID, also at those it rejects: a master
 * whose interval is not longer keeps one that rejects it from ever sending.
 */
function mutes(muter: Claim, claim: Claim): boolean {
  const [own, theirs] = [claim.router.lastClaiming, muter.router.lastClaiming];
  if (muter.router === claim.router || !own || !theirs || muter.router.interval > 1.5 * claim.router.interval)
    return false;
  return rejection(own, theirs) !== null || !sameAddresses(own.addresses, theirs.addresses);
}

function deadline(claim: Claim): Nanos {
  return Math.max(claim.last.time, claim.mutedUntil) + claim.router.masterDownInterval;
}

function at({ time, evidence }: Heard): Heard {
  return { time, evidence };
}

/** The superior that the claimant had given up to, if that one is gone by now and it claims anew. */
function yieldedTo(claim: Claim, heard: Heard): Superior | null {
  const { superior } = claim;
  if (!superior || claim.deafProofs.length > 0) return null;
  const { by } = superior;
  const isGone = by.end !== null || heard.time - by.last.time >= claim.router.patienceWith(by.router);
  return isGone ? superior : null;
}

function noteRejection(
  claim: Claim,
  router: RouterState,
  own: VrrpMessage,
  message: VrrpMessage,
  fault: Mismatch | null,
): void {
  if (fault) claim.rejects.set(router, fault);
  else if (!sameAddresses(own.addresses, message.addresses)) claim.rejects.set(router, 'address-mismatch');
}

function noteDeafness(claim: Claim, heard: Heard): void {
  const { superior, router } = claim;
  if (!superior) return;
  claim.superior = null;
  const crossing = Math.min(CROSSING, TIMER_SLACK * router.interval);
  if (superior.by.end) return;
  if (heard.time - superior.time < crossing && !claim.crossed) {
    claim.crossed = true;
    return;
  }
  if (!superior.certain) claim.rejectsDoubtful = true;
  if (claim.deafProofs.length >= MOST_PROOFS) return;
  claim.deafProofs.push({ superior: at(superior), own: heard });
}

/** An advertisement right after a challenge is an answer: the claimant hears (RFC 9568 §6.4.3, keepalived before it). */
function noteAnswer(claim: Claim, heard: Heard, gap: Nanos): void {
  const { interval } = claim.router;
  const delay = heard.time - claim.challengedAt;
  claim.challengedAt = -Infinity;
  if (delay <= Math.min(PROMPT, TIMER_SLACK * interval)) claim.answers++;
  if (delay <= Math.min(CROSSING, TIMER_SLACK * interval) && gap < EARLY * interval) claim.earlyAnswers++;
}

/** A gap inside a claim: its statistics, what was lost in it, and whether it nearly led to a failover. */
function noteGap(
  virtualRouter: VirtualRouterState,
  claim: Claim,
  heard: Heard,
  previous: Heard,
  step: IdStep,
  isMuted: boolean,
): void {
  const { router } = claim;
  const gap = heard.time - previous.time;
  router.countGap(heard.time, gap);
  const lost = step.kind === 'jump' ? step.lost : 0;
  if (lost > 0) noteLost(virtualRouter, router, heard, previous, lost);
  const muted = isMuted || claim.mutedUntil > previous.time;
  if (muted) addQuiet(claim, { start: previous.time, end: heard.time, why: 'muted', advertisements: 0 });
  const missed = Math.round(gap / router.interval) - 1;
  if (missed < 2 || muted || claimedSince(virtualRouter, router, previous.time)) return;
  const evidence = [previous.evidence, heard.evidence];
  virtualRouter.keep(virtualRouter.nearFailovers, {
    router,
    time: heard.time,
    gap,
    missed,
    lost,
    restarted: step.kind === 'restart',
    evidence,
  });
}

function noteLost(vr: VirtualRouterState, router: RouterState, heard: Heard, previous: Heard, lost: number): void {
  vr.keep(vr.lost, {
    router,
    start: previous.time,
    end: heard.time,
    advertisements: lost,
    evidence: [previous.evidence, heard.evidence],
  });
}

function claimedSince(virtualRouter: VirtualRouterState, router: RouterState, time: Nanos): boolean {
  for (const { lastClaim, address } of virtualRouter.routers.values()) {
    if (address !== router.address && lastClaim && (!lastClaim.end || lastClaim.end.time > time)) return true;
  }
  return false;
}
