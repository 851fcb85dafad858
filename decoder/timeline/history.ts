import type { Evidence } from '../report.ts';
import type { Nanos } from '../time.ts';
import type { Claim, ClaimEnd } from './claim.ts';
import type { Undelivered } from './deliveries.ts';
import type { ForwardStep } from './hole-watch.ts';
import type { Places } from './places.ts';
import { type Refusals, refusalsOf, withRefusals } from './refusals.ts';
import { type NoMasterSpan, type Overlap, type ReignSpan, sweep } from './reigns.ts';
import type { RouterState } from './router-state.ts';
import { anyWithin } from './sorted.ts';
import { findSplitBrain, type SplitBrainSpan } from './split-brain.ts';
import { withDeliveries } from './split-brain-deliveries.ts';
import type { Pause } from './timeline.ts';
import { beganAtOnce, splitBrainEnd, type TransitionAt, transitionTo } from './transitions.ts';
import { unheardOverlaps } from './unheard-masters.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';

/** A router first heard within so many intervals of the source's start was running before. */
const RUNNING = 4;
/** Its next advertisement may come this many intervals after the last one. */
const DUE = 1.25;

/** What the claims of one virtual router add up to, as known at `end`. */
export interface History {
  virtualRouter: VirtualRouterState;
  end: Nanos;
  reigns: ReignSpan[];
  reignOf: ReadonlyMap<Claim, ReignSpan>;
  transitions: TransitionAt[];
  splitBrains: SplitBrainSpan[];
  races: Overlap[];
  noMaster: NoMasterSpan[];
  /** Times in which nobody looked. */
  pauses: readonly Pause[];
  /** Silences that a clock set forward may explain. */
  forwardSteps: readonly ForwardStep[];
  /** Where captures were made, if several are read together; null for one. */
  places: Places | null;
  /** Advertisements that did not reach a place which saw others of this virtual router; in time order. */
  undelivered: UndeliveredFrom[];
}

/** What was undelivered of one router. */
export interface UndeliveredFrom extends Undelivered {
  router: RouterState;
}

/** How the packets of a history were come by. */
export interface Observation {
  /** When the source of a packet began. */
  since: (evidence: Evidence) => Nanos;
  pauses: readonly Pause[];
  forwardSteps: readonly ForwardStep[];
  places: Places | null;
  /** Who refused advertisements. */
  refusals: readonly Refusals[];
  /** More is to come: what the next advertisement will decide is left open. */
  goesOn: boolean;
}

/** Derives the history at `end` of observation. */
export function buildHistory(
  virtualRouter: VirtualRouterState,
  end: Nanos,
  { since, pauses, forwardSteps, places, refusals, goesOn }: Observation,
): History {
  const undecided = goesOn ? undecidedClaims(virtualRouter.claims, end) : new Set<Claim>();
  const reigns = virtualRouter.claims.map((claim): ReignSpan => {
    const presumed = undecided.has(claim) ? null : presumedYield(claim, end);
    return { claim, end: claim.end ?? presumed, began: 'elected' };
  });
  const undelivered = places ? findUndelivered(virtualRouter, end) : [];
  const losers = electionLosers(reigns);
  const transitions: TransitionAt[] = [];
  for (const reign of reigns) {
    if (losers.has(reign.claim)) continue;
    const transition = transitionTo(reign.claim, virtualRouter, losers, end);
    reign.began = transition.cause;
    if (transition.cause === 'initial') reign.began = beganInView(reign.claim, since) ? 'elected' : 'running';
    if (reign.claim.lastMessage !== null || transition.cause === 'initial') transitions.push(transition);
  }
  for (const reign of reigns) reign.began = losers.get(reign.claim)?.began ?? reign.began;
  const { overlaps, noMaster } = sweep(reigns);
  const refused = refusalsOf(virtualRouter, refusals);
  const splitBrains: SplitBrainSpan[] = [];
  const races: Overlap[] = [];
  const judge = (overlap: Overlap) =>
    withRefusals(withDeliveries(findSplitBrain(overlap, end), undelivered, places, end), refused, end);
  for (const overlap of overlaps) {
    if (overlap.end === null && overlap.claims.some((claim) => undecided.has(claim))) continue;
    const long = (overlap.end ?? end) - overlap.start >= longestInterval(overlap);
    if (long) splitBrains.push(judge(overlap));
    else if (overlap.end !== null) races.push(overlap);
    const ending = splitBrainEnd(overlap, long, losers);
    if (ending) transitions.push(ending);
  }
  for (const overlap of unheardOverlaps(reigns)) splitBrains.push({ ...judge(overlap), inferred: true });
  splitBrains.sort((a, b) => a.start - b.start);
  const running = markRunning(reigns, splitBrains, since);
  const inView = transitions.filter(
    ({ cause, to }) => cause === 'initial' || cause === 'split-brain-end' || !running.has(to),
  );
  inView.sort((a, b) => a.time - b.time);
  const reignOf = new Map(reigns.map((reign) => [reign.claim, reign]));
  return {
    virtualRouter,
    end,
    reigns,
    reignOf,
    transitions: inView,
    splitBrains,
    races,
    noMaster: noMaster.filter(
      (window) => (window.end ?? end) > window.start && !anyWithin(pauses, window.lastHeard, window.end ?? end),
    ),
    pauses,
    forwardSteps,
    places,
    undelivered,
  };
}

/** Only places that see the virtual router at all can miss something of it. */
function findUndelivered({ routers }: VirtualRouterState, end: Nanos): UndeliveredFrom[] {
  let seenIn = 0;
  for (const { recent } of routers.values()) seenIn |= recent.seenIn;
  const all = [...routers.values()].flatMap((router) =>
    router.recent.undelivered(end).map((stretch): UndeliveredFrom => ({ ...stretch, router })),
  );
  return all.filter(({ place }) => (seenIn & (1 << place)) !== 0).sort((a, b) => a.start - b.start);
}

function longestInterval({ claims }: Overlap): Nanos {
  return claims.reduce((longest, { router }) => Math.max(longest, router.interval), 0);
}

/**
 * A claimant under a superior's advertisements yields unless it has shown that it does not hear them;
 * then it is given until its next advertisement is due.
 */
function presumedYield(claim: Claim, end: Nanos): ClaimEnd | null {
  const { superior, router } = claim;
  if (!superior) return null;
  if (claim.deafProofs.length > 0 && end < claim.last.time + DUE * router.interval) return null;
  return { how: 'yielded', time: superior.time, evidence: superior.evidence };
}

/**
 * Newcomers that a superior has answered: the protocol has them yield, and only their next advertisement, or its absence,
 * tells whether they do. In an election nobody expects anything else.
 */
function undecidedClaims(claims: readonly Claim[], end: Nanos): Set<Claim> {
  const undecided = new Set<Claim>();
  for (const claim of claims) {
    const { superior, router, start } = claim;
    if (claim.end || !superior || claim.deafProofs.length > 0 || end >= claim.last.time + DUE * router.interval)
      continue;
    const { by } = superior;
    if (by.start.time < start.time && !beganAtOnce(by, claim)) undecided.add(claim);
  }
  return undecided;
}

/** Both sides of a split brain that was there when the capture began were running before: nothing moved in view. */
function markRunning(
  reigns: readonly ReignSpan[],
  splitBrains: readonly SplitBrainSpan[],
  since: Observation['since'],
): Set<Claim> {
  const running = new Set<Claim>();
  const split = new Set(splitBrains.flatMap(({ claims }) => claims));
  for (const reign of reigns) {
    const { claim } = reign;
    if (split.has(claim) && isFirstClaim(claim) && !beganInView(claim, since)) {
      reign.began = 'running';
      running.add(claim);
    }
  }
  return running;
}

function isFirstClaim(claim: Claim): boolean {
  return claim.start.time === claim.router.first.time;
}

function beganInView(claim: Claim, since: Observation['since']): boolean {
  if (claim.lastMessage === null) return false;
  return claim.firstId === 1 || claim.start.time - since(claim.start.evidence) > RUNNING * claim.router.interval;
}

/** Newcomers that claimed at the same moment as another and gave up within an interval, each with who stayed. */
function electionLosers(reigns: readonly ReignSpan[]): Map<Claim, ReignSpan> {
  const losers = new Map<Claim, ReignSpan>();
  reigns.forEach((reign, index) => {
    const { claim, end } = reign;
    if (end?.how !== 'yielded' || end.time - claim.start.time > claim.router.interval) return;
    const [winner] = rivals(reigns, index).sort((a, b) => endOf(b) - endOf(a));
    if (winner && endOf(winner) > end.time) losers.set(claim, winner);
  });
  return losers;
}

function endOf({ end }: ReignSpan): Nanos {
  return end?.time ?? Number.MAX_VALUE;
}

/** Other routers' reigns that began within a tenth of an interval of this one. */
function rivals(reigns: readonly ReignSpan[], index: number): ReignSpan[] {
  const found: ReignSpan[] = [];
  const own = reigns[index]?.claim;
  for (const step of [-1, 1]) {
    for (let i = index + step; own !== undefined; i += step) {
      const rival = reigns[i];
      if (!rival || !beganAtOnce(own, rival.claim)) break;
      if (rival.claim.router !== own.router) found.push(rival);
    }
  }
  return found;
}
