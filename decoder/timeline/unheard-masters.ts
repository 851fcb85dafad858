import type { Claim } from './claim.ts';
import type { Overlap, ReignSpan } from './reigns.ts';

/**
 * Routers that were masters unheard while another was: what they had sent by the time they were heard again, in whichever
 * part of their silence, is more than fits before the other took over.
 */
export function unheardOverlaps(reigns: readonly ReignSpan[]): Overlap[] {
  const predecessors = new Map(reigns.map(({ claim }) => [claim.successor, claim]));
  const overlaps: Overlap[] = [];
  let lasting: ReignSpan[] = [];
  for (const reign of reigns) {
    const { claim } = reign;
    lasting = lasting.filter(({ end }) => end === null || end.time >= claim.start.time);
    const before = predecessors.get(claim);
    const overlap = before ? unheardOverlap(claim, before, lasting) : null;
    if (overlap) overlaps.push(overlap);
    lasting.push(reign);
  }
  return overlaps;
}

/** `before` is the claim of its router before it; `lasting` are reigns that began before it, and still went on. */
function unheardOverlap(claim: Claim, before: Claim, lasting: readonly ReignSpan[]): Overlap | null {
  const { router, start } = claim;
  const length = claim.unheard * router.interval;
  if (length === 0) return null;
  const other = lasting.find((reign) => reign.claim.router !== router && reign.claim.start.time < start.time);
  if (!other) return null;
  const alone = Math.max(0, other.claim.start.time - before.last.time);
  if (length - alone < router.interval) return null;
  const yields = other.end !== null && other.end.time <= start.time + router.interval;
  return {
    start: Math.max(start.time - length, other.claim.start.time),
    end: start.time,
    claims: [other.claim, claim],
    loser: yields ? other : null,
    survivor: yields ? claim : null,
  };
}
