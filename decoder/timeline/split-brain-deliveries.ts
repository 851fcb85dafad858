import type { Nanos } from '../time.ts';
import { type Delivery, lostBetween } from './delivery-notes.ts';
import type { UndeliveredFrom } from './history.ts';
import type { Places } from './places.ts';
import type { RouterState } from './router-state.ts';
import { routersOf, type SplitBrainSpan } from './split-brain.ts';

/** So many missed in a row are a failover: who misses them is deaf, not unlucky. */
const DEAF = 3;

/** What captures in several places add to a split brain: who did not get the other's advertisements, and who got and ignored them. */
export function withDeliveries(
  split: SplitBrainSpan,
  undelivered: readonly UndeliveredFrom[],
  places: Places | null,
  observationEnd: Nanos,
): SplitBrainSpan {
  if (!places) return split;
  const routers = routersOf(split);
  const deaf = new Set(split.deaf.filter((router) => wentOnAsInferior(router, split) || places.of(router) === null));
  const deliveries: Delivery[] = [];
  for (const receiver of routers) {
    for (const sender of routers) {
      if (sender === receiver) continue;
      const found = between(sender, receiver, split, { undelivered, places, end: split.end ?? observationEnd });
      deliveries.push(...found);
      if (found.some((one) => one.kind === 'lost' && one.to === receiver && one.longest >= DEAF)) deaf.add(receiver);
    }
  }
  return {
    ...split,
    deaf: routers.filter((router) => deaf.has(router)),
    reason: split.reason === 'unknown' && deaf.size > 0 ? 'not-received' : split.reason,
    deliveries: unique(deliveries).sort((a, b) => startOf(a) - startOf(b)),
  };
}

function between(
  sender: RouterState,
  receiver: RouterState,
  split: SplitBrainSpan,
  { undelivered, places, end }: { undelivered: readonly UndeliveredFrom[]; places: Places; end: Nanos },
): Delivery[] {
  const { start, deaf, reason } = split;
  const since = start - receiver.takeoverDelayAfter(sender) - sender.interval;
  const own = places.of(receiver);
  const lost = lostBetween(sender, { since, until: end }, undelivered, places);
  const relevant = own === null ? lost : lost.filter(({ place }) => place === own);
  const to = own === null ? null : receiver;
  if (relevant.length > 0) return relevant.map((one) => ({ ...one, to }));
  if (!deaf.includes(receiver) || reason !== 'not-received' || !wentOnAsInferior(receiver, split)) return [];
  if (own !== null) {
    const arrived = places.isIn(sender.recent.seenIn, own) && places.watched(own, start, end);
    return arrived ? [{ kind: 'refused', from: sender, by: receiver, place: own }] : [];
  }
  const senders = places.of(sender);
  const seen = places.all.flatMap((_, place) => {
    const isSeen = place !== senders && places.isIn(sender.recent.seenIn, place) && places.watched(place, start, end);
    return isSeen ? [place] : [];
  });
  return seen.length === 0 ? [] : [{ kind: 'reached', from: sender, deaf: receiver, places: seen }];
}

/** A superior that says nothing to what arrived may have heard it: only who goes on under a superior shows that it did not. */
function wentOnAsInferior(router: RouterState, { claims }: SplitBrainSpan): boolean {
  return claims.some((claim) => claim.router === router && claim.deafProofs.length > 0);
}

/** What was lost first comes first. */
function startOf(delivery: Delivery): Nanos {
  return delivery.kind === 'lost' ? delivery.start : Number.MAX_VALUE;
}

/** Of several receivers whose places are not known, each would tell the same. */
function unique(deliveries: readonly Delivery[]): Delivery[] {
  const told = new Set<string>();
  return deliveries.filter((one) => {
    if (one.kind !== 'lost') return true;
    const key = `${one.from.address} ${one.place} ${one.to?.address}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}
