import type { Words } from '../../wording/words.ts';
import type { Claim } from '../claim.ts';
import { type Delivery, describeDelivery } from '../delivery-notes.ts';
import type { History } from '../history.ts';
import { challengesTo } from '../rivals.ts';
import type { RouterState } from '../router-state.ts';
import { routersOf, type SplitBrainSpan } from '../split-brain.ts';
import {
  destinationTo,
  draft,
  type FindingDraft,
  type FindingInput,
  isKeyOf,
  protocolOf,
  tcpdumpCommand,
} from './finding-draft.ts';
import { describeMismatch } from './mismatches.ts';

/** Two or more masters at once, with the deaf side and the reason where the packets prove them. */
export function splitBrainFindings(history: History, { words, showPasswords }: FindingInput): FindingDraft[] {
  return history.splitBrains.map((split) => {
    const { virtualRouter, end } = history;
    const routers = addressesOf(split);
    return draft('split-brain', 'critical', virtualRouter, {
      ...words.findings['split-brain']({
        virtualRouter,
        routers,
        length: (split.end ?? end) - split.start,
        isOver: split.end !== null,
        headline: headline(split, words),
        explanation: explain(split, history, words, showPasswords),
        advice: advise(split, history, words),
      }),
      reason: split.reason === 'unknown' ? null : split.reason,
      routers,
      start: split.start,
      end: split.end,
      evidence: split.evidence,
    });
  });
}

function addressesOf(split: SplitBrainSpan): string[] {
  return routersOf(split).map(({ address }) => address);
}

function headline(split: SplitBrainSpan, { splitBrainParts: parts }: Words): string {
  const { deaf, reason, mismatch, refusals } = split;
  const routers = addressesOf(split);
  const [only] = deaf;
  const [refusal] = refusals;
  if (refusal) return parts.isRejected({ by: refusal.refuser, router: refusal.advertiser });
  if (reason.endsWith('-mismatch')) return parts.rejectEachOther(mismatch.map(({ src }) => src));
  if (deaf.length === 1 && only) {
    return parts.doesNotHear({ deaf: only.address, others: routers.filter((address) => address !== only.address) });
  }
  return deaf.length > 1 ? parts.doNotHearEachOther(routers) : parts.onlyNamed(routers);
}

function explain(split: SplitBrainSpan, { places }: History, words: Words, showPasswords: boolean): string {
  const { sentences, inferred } = words.splitBrainParts;
  const ways = places ? split.deliveries.map((delivery) => describeDelivery(delivery, places, words)) : [];
  const reason = isToldByDeliveries(split) ? '' : explainReason(split, words, showPasswords);
  return sentences(reason, ...ways, split.inferred && !lostOnTheWay(split) ? inferred : '');
}

/** What arrived where says more than what can be concluded from who went on. */
function isToldByDeliveries({ claims, deaf, deliveries, reason }: SplitBrainSpan): boolean {
  if (reason === 'unknown') return deliveries.length > 0;
  if (reason !== 'not-received' || deaf.length === 0) return false;
  const lostFrom = ({ router }: Claim) => deliveries.some((one) => one.kind === 'lost' && one.from === router);
  if (deaf.length > 1 && claims.every(lostFrom)) return true;
  return deaf.every((router) => deliveries.some((one) => isWayTo(one, router)));
}

function isWayTo(delivery: Delivery, router: RouterState): boolean {
  return delivery.kind === 'lost' ? delivery.to === router : delivery.kind === 'refused' && delivery.by === router;
}

function explainReason(split: SplitBrainSpan, words: Words, showPasswords: boolean): string {
  const { deaf, claims, reason, mismatch, refusals, deliveries } = split;
  const { splitBrainParts: parts } = words;
  const [older, newcomer] = claims;
  const difference = describeMismatch(reason, mismatch, words, showPasswords);
  if (difference) return difference;
  if (refusals.length > 0) {
    return parts.sentences(
      ...refusals.map(({ refuser, advertiser, count }) => parts.rejected({ by: refuser, router: advertiser, count })),
    );
  }
  if (reason === 'sender-stalled') return parts.woke(newcomer?.router.address ?? '');
  const lost = deliveries.length === 0 ? lostOnTheWay(split) : null;
  if (lost) return parts.lostOnTheWay(lost);
  const [only] = deaf;
  if (deaf.length === 1 && only) {
    const others = addressesOf(split).filter((address) => address !== only.address);
    const hearing = claims.find(({ router }) => router !== only);
    const isLost = deliveries.some((one) => one.kind === 'lost' && one.from === only);
    const own = claims.find(({ router }) => router === only);
    const isAnswered = hearing && own && challengesTo(hearing, own).answers > 0 && !isLost;
    const told = { deaf: only.address, others };
    const isLeftOut = reason === 'not-addressed' && hearing !== undefined;
    return parts.sentences(
      parts.doesNotReceive(told),
      isLeftOut
        ? parts.leftOut({
            router: hearing.router.address,
            sendsTo: [...hearing.router.destinations],
            missing: only.address,
          })
        : '',
      isAnswered ? parts.answered(told) : '',
    );
  }
  return deaf.length > 1
    ? parts.nothingPasses(routersOf(split).length)
    : parts.unknown(newcomer?.router.address, older?.router.address);
}

/** The only deaf side did not get what did not get here either: for most of the time this capture lacks the other's. */
function lostOnTheWay({ claims, deaf, start, end }: SplitBrainSpan): { router: string; advertisements: number } | null {
  const [only, ...more] = deaf;
  const hearing = claims.find(({ router }) => router !== only);
  if (!only || more.length > 0 || !hearing) return null;
  const inside = hearing.quiets.filter(
    (quiet) => quiet.why === 'lost' && quiet.end > start && quiet.start < (end ?? Infinity),
  );
  const unseen = inside.reduce(
    (sum, quiet) => sum + Math.min(quiet.end, end ?? Infinity) - Math.max(quiet.start, start),
    0,
  );
  if (inside.length === 0 || unseen < ((end ?? Infinity) - start) / 2) return null;
  const advertisements = inside.reduce((sum, quiet) => sum + quiet.advertisements, 0);
  return { router: hearing.router.address, advertisements };
}

function advise(split: SplitBrainSpan, { virtualRouter }: History, words: Words): string {
  const { deaf, reason, claims, refusals, deliveries } = split;
  const { advice, findWhatStopped, findWhereLost, findWhatDrops, addPeer, letIn } = words.splitBrainParts;
  const routers = (deaf.length > 0 ? deaf : routersOf(split)).map(({ address }) => address);
  const [only] = deaf;
  const hearing = claims.find(({ router }) => router !== only);
  if (reason === 'sender-stalled') return findWhatStopped(claims[1]?.router.address ?? routers[0] ?? '');
  if (isKeyOf(advice, reason)) return advice[reason];
  const filtering = deliveries.flatMap((one) => (one.kind === 'refused' ? one.by.address : []));
  const protocol = protocolOf(virtualRouter);
  if (reason === 'not-addressed' && only && hearing) {
    return addPeer({ router: hearing.router.address, missing: only.address });
  }
  if (refusals.length > 0) return letIn({ on: [...new Set(refusals.map(({ refuser }) => refuser))], protocol });
  const destination = destinationTo(virtualRouter, routers);
  const tcpdump = tcpdumpCommand(virtualRouter, destination);
  const lost = lostOnTheWay(split);
  if (lost && deliveries.length === 0) return findWhereLost({ router: lost.router, tcpdump });
  if (filtering.length > 0) return words.deliveries.findFilter(filtering);
  return deliveries.some(({ kind }) => kind === 'lost')
    ? words.deliveries.findWhatIsBetween
    : findWhatDrops({ routers, destination, protocol, tcpdump });
}
