import { segmentKey } from '../segment.ts';
import type { History } from './history.ts';
import type { MirrorWatch } from './mirrors.ts';
import type { NoMasterSpan, ReignSpan } from './reigns.ts';

/** A takeover begins at most so many intervals after the last advertisement of the old master, with some patience. */
const TAKEOVER = 5;

/**
 * A tunnel or mirror may show one direction only, as an MPLS label does: a mastership that went to the other side is not
 * over. Takes out the times without a master in which another such segment shows who took over.
 */
export function withoutOneSidedSilence(histories: readonly History[], mirrors: MirrorWatch): History[] {
  if (histories.every(({ virtualRouter }) => virtualRouter.tunnel === null)) return [...histories];
  const byNumber = new Map<string, History[]>();
  for (const history of histories) {
    const alike = byNumber.get(numberOf(history));
    if (alike) alike.push(history);
    else byNumber.set(numberOf(history), [history]);
  }
  return histories.map((history) => {
    const alike = byNumber.get(numberOf(history)) ?? [];
    const others = alike.filter((other) => other !== history && showsOtherSide(other, history, mirrors));
    if (others.length === 0) return history;
    const isSeen = (window: NoMasterSpan) =>
      others.some(({ reigns }) => reigns.some((reign) => tookOver(reign, window)));
    return { ...history, noMaster: history.noMaster.filter((window) => !isSeen(window)) };
  });
}

function numberOf({ virtualRouter: { family, vrid } }: History): string {
  return `${family}/${vrid}`;
}

function showsOtherSide(
  { virtualRouter: other }: History,
  { virtualRouter: own }: History,
  mirrors: MirrorWatch,
): boolean {
  if (mirrors.areOne(own, other)) return true;
  return (
    own.tunnel !== null &&
    other.tunnel !== null &&
    kindOf(own.tunnel) === kindOf(other.tunnel) &&
    segmentKey({ vlans: own.vlans }) === segmentKey({ vlans: other.vlans }) &&
    [...own.addresses].some((address) => other.addresses.has(address))
  );
}

/** `MPLS` of `MPLS 100`. */
function kindOf(tunnel: string): string {
  return tunnel.slice(0, tunnel.indexOf(' '));
}

function tookOver({ claim, end }: ReignSpan, { before, lastHeard, start }: NoMasterSpan): boolean {
  const { interval, address } = before.router;
  if (claim.router.address === address || (end && end.time <= start)) return false;
  return claim.start.time >= lastHeard - interval && claim.start.time <= lastHeard + TAKEOVER * interval;
}
