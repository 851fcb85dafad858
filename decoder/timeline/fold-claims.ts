import type { Claim } from './claim.ts';
import { BYTES, type Room } from './room.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';

/** Claims of one virtual router that an endless observation keeps; each takes about a kilobyte. */
const MOST_CLAIMS = 10_000;
/** This part of them goes when there are more. */
const FOLDED = 0.1;

/** Lets the oldest claims go where there are too many, and counts them. Those that still go on stay. */
export function foldClaims(virtualRouter: VirtualRouterState, room: Room): void {
  const { claims } = virtualRouter;
  if (claims.length <= MOST_CLAIMS && !room.isFull) return;
  const cut = calmCut(claims, Math.ceil(claims.length * FOLDED));
  const gone = claims.slice(0, cut).filter(({ end }) => end !== null);
  const staying = claims.slice(0, cut).filter(({ end }) => end === null);
  claims.splice(0, cut, ...staying);
  for (const claim of gone) {
    // Each holds on to the one before it, back to the first.
    claim.predecessors = [];
    virtualRouter.folded.until = Math.max(virtualRouter.folded.until, claim.end?.time ?? 0);
  }
  virtualRouter.folded.claims += gone.length;
  room.use(-gone.length * BYTES.claim);
}

/** The first place from `least` on where nobody else claimed, so that no overlap is torn apart; `least` if there is none. */
function calmCut(claims: readonly Claim[], least: number): number {
  let latestEnd = -Infinity;
  for (let cut = 0; cut < 2 * least; cut++) {
    const claim = claims[cut];
    if (!claim) break;
    if (cut >= least && latestEnd < claim.start.time) return cut;
    latestEnd = Math.max(latestEnd, claim.end?.time ?? -Infinity);
  }
  return least;
}
