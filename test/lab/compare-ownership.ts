import type { NoMaster, Ownership, VirtualRouter } from '../../decoder/report.ts';
import type { ExpectedHistory } from './expected-history.ts';
import { SLACK } from './true-claims.ts';
import type { Truth } from './truth.ts';

/** What leaves hosts with another's MAC. */
const STALE = new Set(['stale-announcement', 'missing-announcement', '*']);

/** Whom hosts send to in the end has the address, unless something was expected to leave it stale. */
export function compareOwnership(reported: VirtualRouter, { virtualRouter }: ExpectedHistory, truth: Truth): string[] {
  const mayBeStale = [...truth.expects.findings, ...truth.expects.allowed].some((code) => STALE.has(code));
  if (mayBeStale) return [];
  return reported.ownership.filter(isLast).flatMap(({ address, router }) => {
    const speaker = virtualRouter.speakers.find((candidate) => candidate.router === router);
    if (speaker === undefined || speaker.software === 'frr') return [];
    const holders = truth.holders.findLast((change) => change.address === address)?.nodes ?? [];
    // Where nobody has it any more, hosts still send to who had it last.
    return holders.length === 0 || holders.includes(speaker.node)
      ? []
      : [`${address} is said to be with ${router}, and is with ${holders.join()}`];
  });
}

function isLast(ownership: Ownership): boolean {
  return ownership.end === null && ownership.by === 'announcement';
}

/** The time without a master lies between the bounds that the report gives for it. */
export function compareBounds(reported: VirtualRouter, expected: ExpectedHistory, truth: Truth): string[] {
  return expected.noMaster.flatMap(({ start, end }) => {
    const found = reported.noMaster.find((candidate) => Math.abs(candidate.start - start.time) <= start.late);
    if (found === undefined) return [];
    const unowned = (end?.time ?? truth.capture.end) - start.time;
    return isBetween(unowned, found, end === null)
      ? []
      : [`no master for ${unowned.toFixed(3)} s, the report says ${found.atLeast} to ${found.atMost}`];
  });
}

/** A capture ends for a report with its last packet, some time before the truth. */
function isBetween(unowned: number, { atLeast, atMost }: NoMaster, isOpen: boolean): boolean {
  return unowned >= atLeast - 2 * SLACK && (isOpen || unowned <= atMost + 2 * SLACK);
}
