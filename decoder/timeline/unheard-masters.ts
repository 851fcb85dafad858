import type { Overlap, ReignSpan } from './history.ts';

/**
 * Routers that were masters unheard while another was: what they had sent by the time they were heard again, in whichever
 * part of their silence, is more than fits before the other took over.
 */
export function unheardOverlaps(reigns: readonly ReignSpan[]): Overlap[] {
  return reigns.flatMap(({ claim }): Overlap[] => {
    const { router, start } = claim;
    const length = claim.unheard * router.interval;
    const before = reigns.find((reign) => reign.claim.successor === claim);
    if (length === 0 || !before) return [];
    const other = reigns.find(
      (reign) =>
        reign.claim.router !== router &&
        reign.claim.start.time < start.time &&
        (reign.end === null || reign.end.time >= start.time),
    );
    if (!other) return [];
    const alone = Math.max(0, other.claim.start.time - before.claim.last.time);
    if (length - alone < router.interval) return [];
    const yields = other.end !== null && other.end.time <= start.time + router.interval;
    return [
      {
        start: Math.max(start.time - length, other.claim.start.time),
        end: start.time,
        claims: [other.claim, claim],
        loser: yields ? other : null,
        survivor: yields ? claim : null,
      },
    ];
  });
}
