import type { Nanos } from '../time.ts';
import type { Arrival } from './arrival.ts';
import { addQuiet, type Claim } from './claim.ts';
import type { RouterState } from './router-state.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';

/** Longer than any Master_Down_Interval, in intervals. */
const TAKEOVER = 4.4;

/** A gap inside a claim: its statistics, what was lost in it, and whether it nearly led to a failover. */
export function noteGap(claim: Claim, arrival: Arrival, isMuted: boolean): void {
  const { virtualRouter, router, heard, previous, gap, step } = arrival;
  if (claim.unseenUntil <= previous.time) router.countGap(heard.time, gap);
  const muted = isMuted || claim.mutedUntil > previous.time;
  const lost = muted ? 0 : noteLost(arrival);
  if (muted && gap > router.masterDownInterval) {
    addQuiet(claim, { start: previous.time, end: heard.time, why: 'muted', advertisements: 0 });
  }
  const missed = Math.round(gap / router.interval) - 1;
  // Any backup had taken over, had it missed them, too.
  if (lost >= missed - 1 && gap > TAKEOVER * router.interval) return;
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

/** Advertisements proven sent and not captured right before this one; says how many. */
export function noteLost({ virtualRouter, router, heard, previous, step }: Arrival): number {
  if (step.kind !== 'jump') return 0;
  const { lost: advertisements } = step;
  const evidence = [previous.evidence, heard.evidence];
  virtualRouter.keep(virtualRouter.lost, { router, start: previous.time, end: heard.time, advertisements, evidence });
  return advertisements;
}

function claimedSince(virtualRouter: VirtualRouterState, router: RouterState, time: Nanos): boolean {
  for (const { lastClaim, address } of virtualRouter.routers.values()) {
    if (address !== router.address && lastClaim && (!lastClaim.end || lastClaim.end.time > time)) return true;
  }
  return false;
}
