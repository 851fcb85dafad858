import type { Cause, Evidence } from '../report.ts';
import type { Nanos } from '../time.ts';
import { isVirtualMac } from './addresses.ts';
import type { Claim, ClaimEnd, Heard, Predecessor } from './claim.ts';
import type { Undelivered } from './deliveries.ts';
import type { ForwardStep } from './hole-watch.ts';
import type { Places } from './places.ts';
import { type Refusals, refusalsOf, withRefusals } from './refusals.ts';
import type { RouterState } from './router-state.ts';
import { anyWithin } from './sorted.ts';
import { findSplitBrain, type SplitBrainSpan } from './split-brain.ts';
import { withDeliveries } from './split-brain-deliveries.ts';
import type { Pause } from './timeline.ts';
import { unheardOverlaps } from './unheard-masters.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';

/** First advertisements of newcomers this part of an interval apart are one election. */
const ELECTION = 0.1;
/** A router first heard within so many intervals of the source's start was running before. */
const RUNNING = 4;
/** Its next advertisement may come this many intervals after the last one. */
const DUE = 1.25;

export interface ReignSpan {
  claim: Claim;
  end: ClaimEnd | null;
  began: 'running' | 'elected' | Cause;
}

interface Transfer {
  time: Nanos;
  to: Claim;
  /** Whether the new master announced every address; null where that cannot be told yet or at all. */
  announced: boolean | null;
  evidence: Evidence[];
}

interface First extends Transfer {
  cause: 'initial';
  from: null;
  lastHeard: null;
}

/** Mastership that somebody had had before. */
export interface Takeover extends Transfer {
  cause: Exclude<Cause, 'initial'>;
  from: Claim;
  lastHeard: Heard;
}

export type TransitionAt = First | Takeover;

export function isTakeover(transition: TransitionAt): transition is Takeover {
  return transition.cause !== 'initial';
}

/**
 * A backup that took over after its Master_Down_Interval from a master that had not ended: advertisements that this one
 * rejects, such as those of another cluster, kept it from sending.
 */
export function isInterruption({ time, cause, from, to, lastHeard }: Takeover): boolean {
  if (cause !== 'usurpation' || time - lastHeard.time < to.router.patienceWith(from.router)) return false;
  return !from.quiets.some(({ why, start, end }) => why === 'lost' && start < time && end > lastHeard.time);
}

/** The better of two masters fell silent, and the other, which had not heard it, is left. */
export function isDeathUnderRival({ cause, from, to }: Takeover): boolean {
  if (cause !== 'split-brain-end' || from.end?.how !== 'silent') return false;
  return from.router.isSuperiorTo(to.router, from.priority, to.priority);
}

/** Two or more claims at once. */
export interface Overlap {
  start: Nanos;
  end: Nanos | null;
  /** In the order of their starts. */
  claims: Claim[];
  /** Whose end left one; null while it lasts. */
  loser: ReignSpan | null;
  survivor: Claim | null;
}

export interface NoMasterSpan {
  start: Nanos;
  end: Nanos | null;
  lastHeard: Nanos;
  after: 'resignation' | 'silence';
  before: Claim;
  ended: ClaimEnd;
  next: Claim | null;
}

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

/** First advertisements a tenth of an interval apart or less: one election. */
export function beganAtOnce(a: Claim, b: Claim): boolean {
  return Math.abs(a.start.time - b.start.time) <= ELECTION * a.router.interval;
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

/** Decides the cause as timeline.md's rules 1 to 5 do, with what is known of the predecessors by now. */
function transitionTo(
  claim: Claim,
  { routers }: VirtualRouterState,
  losers: ReadonlyMap<Claim, ReignSpan>,
  now: Nanos,
): TransitionAt {
  const { time, evidence } = claim.start;
  const announced = announcedAll(claim, now);
  const previous = previousClaimant(
    claim,
    claim.predecessors.filter(
      (p) =>
        routers.get(p.claim.router.address) === p.claim.router && !(losers.has(p.claim) && beganAtOnce(claim, p.claim)),
    ),
  );
  if (!previous) {
    return { time, to: claim, announced, cause: 'initial', from: null, lastHeard: null, evidence: [evidence] };
  }
  const { lastHeard } = previous;
  return {
    time,
    to: claim,
    announced,
    cause: causeOf(claim, previous),
    from: previous.claim,
    lastHeard,
    evidence: [lastHeard.evidence, evidence],
  };
}

/** Null until an interval after the takeover has passed, or without addresses to announce. */
function announcedAll(claim: Claim, now: Nanos): boolean | null {
  const addresses = claim.firstAddresses;
  if (addresses.length === 0 || claim.lastMessage === null) return null;
  if (addresses.every((address) => claim.announced.has(address))) return true;
  // Routers that share the virtual MAC cannot be told apart by their announcements.
  if ([...claim.router.macs].some(isVirtualMac)) return null;
  return now - claim.start.time > claim.router.interval ? false : null;
}

function previousClaimant(claim: Claim, predecessors: readonly Predecessor[]): Predecessor | null {
  let best: Predecessor | null = null;
  for (const candidate of predecessors) {
    if (!best) best = candidate;
    else if (isClaiming(best, claim) !== isClaiming(candidate, claim)) {
      if (isClaiming(candidate, claim)) best = candidate;
    } else if (isClaiming(best, claim)) {
      if (candidate.claim.router.isSuperiorTo(best.claim.router, candidate.priority, best.priority)) best = candidate;
    } else if ((candidate.claim.end?.time ?? 0) > (best.claim.end?.time ?? 0)) best = candidate;
  }
  return best;
}

/** Whether the predecessor still claimed, as far as the newcomer could know, when it began. */
function isClaiming({ claim: old, lastHeard, patience }: Predecessor, newcomer: Claim): boolean {
  if (old.router === newcomer.router) return false;
  const now = newcomer.start.time;
  if (old.end === null || old.end.time > now) return true;
  if (old.end.how === 'resigned') return false;
  if (old.end.how === 'yielded') return old.end.time === now;
  return now - lastHeard.time < patience;
}

function causeOf(claim: Claim, previous: Predecessor): Takeover['cause'] {
  if (!isClaiming(previous, claim)) return previous.claim.end?.how === 'resigned' ? 'resignation' : 'master-down';
  if (claim.firstPriority <= previous.priority) return 'usurpation';
  return previous.recentPriority >= claim.firstPriority ? 'priority-drop' : 'preemption';
}

interface Edge {
  time: Nanos;
  reign: ReignSpan;
  isStart: boolean;
}

/** Walks over all starts and ends in time order and finds where two claimed, and where nobody did. */
function sweep(reigns: readonly ReignSpan[]): { overlaps: Overlap[]; noMaster: NoMasterSpan[] } {
  const edges: Edge[] = [];
  for (const reign of reigns) {
    const isEmpty = reign.claim.lastMessage === null;
    edges.push({ time: isEmpty ? (reign.end?.time ?? 0) : reign.claim.start.time, reign, isStart: true });
    if (reign.end) edges.push({ time: reign.end.time, reign, isStart: false });
  }
  edges.sort((a, b) => a.time - b.time || Number(b.isStart) - Number(a.isStart));
  const overlaps: Overlap[] = [];
  const noMaster: NoMasterSpan[] = [];
  const active = new Set<ReignSpan>();
  let overlap: Overlap | null = null;
  let lastEnded: ReignSpan | null = null;
  for (const { time, reign, isStart } of edges) {
    if (isStart) {
      if (active.size === 0 && lastEnded) addNoMaster(noMaster, lastEnded, reign.claim);
      active.add(reign);
      if (active.size === 2 && reign.claim.lastMessage !== null) {
        overlap = {
          start: time,
          end: null,
          claims: [...active].map(({ claim }) => claim),
          loser: null,
          survivor: null,
        };
        overlaps.push(overlap);
      } else if (active.size > 2) overlap?.claims.push(reign.claim);
    } else {
      active.delete(reign);
      lastEnded = reign;
      if (active.size === 1 && overlap) {
        overlap.end = time;
        overlap.loser = reign;
        for (const { claim } of active) overlap.survivor = claim;
        overlap = null;
      }
    }
  }
  if (active.size === 0 && lastEnded) addNoMaster(noMaster, lastEnded, null);
  return { overlaps, noMaster };
}

function addNoMaster(windows: NoMasterSpan[], { claim, end: ended }: ReignSpan, next: Claim | null): void {
  if (!ended) return;
  const end = next?.start.time ?? null;
  if (ended.how === 'resigned') {
    const { time } = ended;
    windows.push({ start: time, end, lastHeard: time, after: 'resignation', before: claim, ended, next });
    return;
  }
  const start = claim.last.time + claim.router.interval;
  if (next) {
    const known = next.predecessors.find((predecessor) => predecessor.claim === claim);
    const patience = known?.patience ?? next.router.patienceWith(claim.router);
    if (next.start.time <= start || next.start.time - claim.last.time < patience) return;
  }
  windows.push({ start, end, lastHeard: claim.last.time, after: 'silence', before: claim, ended, next });
}

/** Of several claims one is left: recorded after a split brain, and where a newcomer was beaten back. */
function splitBrainEnd(
  overlap: Overlap,
  long: boolean,
  electionLosers: ReadonlyMap<Claim, ReignSpan>,
): TransitionAt | null {
  const { loser, survivor, end } = overlap;
  if (!loser?.end || !survivor || end === null || electionLosers.has(loser.claim)) return null;
  if (!long && loser.claim.start.time <= survivor.start.time) return null;
  const lastHeard = loser.end.how === 'resigned' ? loser.end : loser.claim.last;
  return {
    time: end,
    from: loser.claim,
    to: survivor,
    cause: 'split-brain-end',
    lastHeard: { time: lastHeard.time, evidence: lastHeard.evidence },
    announced: null,
    evidence: [lastHeard.evidence, loser.end.evidence],
  };
}
