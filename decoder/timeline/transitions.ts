import type { Cause, Evidence } from '../report.ts';
import type { Nanos } from '../time.ts';
import { isVirtualMac } from './addresses.ts';
import type { Claim, Heard, Predecessor } from './claim.ts';
import type { Overlap, ReignSpan } from './reigns.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';

/** First advertisements of newcomers this part of an interval apart are one election. */
const ELECTION = 0.1;

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

/** First advertisements a tenth of an interval apart or less: one election. */
export function beganAtOnce(a: Claim, b: Claim): boolean {
  return Math.abs(a.start.time - b.start.time) <= ELECTION * a.router.interval;
}

/** Decides the cause as timeline.md's rules 1 to 5 do, with what is known of the predecessors by now. */
export function transitionTo(
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

/** Of several claims one is left: recorded after a split brain, and where a newcomer was beaten back. */
export function splitBrainEnd(
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
