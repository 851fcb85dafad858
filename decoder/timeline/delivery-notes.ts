import type { Nanos } from '../time.ts';
import type { Words } from '../wording/words.ts';
import type { UndeliveredFrom } from './history.ts';
import type { Places } from './places.ts';
import type { RouterState } from './router-state.ts';
import type { Takeover } from './transitions.ts';

/** Advertisements that were seen in some place and not in another. */
export interface LostOnTheWay {
  kind: 'lost';
  from: RouterState;
  /** Where they are missing. */
  place: number;
  /** The router whose own capture lacks them; null where that is not known. */
  to: RouterState | null;
  advertisements: number;
  /** Of those in a row. */
  longest: number;
  start: Nanos;
  end: Nanos;
  /** The places that saw them. */
  seenIn: number[];
}

/** What several places tell about the way from one router to another. */
export type Delivery =
  | LostOnTheWay
  /** They arrived at the interface of `by`, which went on as if they had not. */
  | { kind: 'refused'; from: RouterState; by: RouterState; place: number }
  /** They were seen everywhere, but which place is that of the router that did not hear them is not known. */
  | { kind: 'reached'; from: RouterState; deaf: RouterState; places: number[] };

/** What each place missed of a router in a time, one for each place. */
export function lostBetween(
  from: RouterState,
  { since, until }: { since: Nanos; until: Nanos },
  undelivered: readonly UndeliveredFrom[],
  places: Places,
): LostOnTheWay[] {
  const byPlace = new Map<number, LostOnTheWay>();
  for (const { router, place, start, end, advertisements, seenIn } of undelivered) {
    if (router !== from || end < since || start > until) continue;
    const seen = places.all.flatMap((_, other) => (places.isIn(seenIn, other) ? [other] : []));
    const known = byPlace.get(place);
    if (known) {
      known.advertisements += advertisements;
      known.longest = Math.max(known.longest, advertisements);
      known.end = Math.max(known.end, end);
      known.seenIn = [...new Set([...known.seenIn, ...seen])];
    } else {
      const longest = advertisements;
      byPlace.set(place, { kind: 'lost', from, to: null, place, advertisements, longest, start, end, seenIn: seen });
    }
  }
  return [...byPlace.values()];
}

/** What places tell about the silence that a takeover followed; empty with one place. */
export function explainSilenceByPlaces(
  { from, to, lastHeard, time }: Takeover,
  undelivered: readonly UndeliveredFrom[],
  places: Places | null,
  words: Words,
): string {
  if (!places) return '';
  const { router } = from;
  const since = lastHeard.time - to.router.takeoverDelayAfter(router);
  const lost = lostBetween(router, { since, until: time }, undelivered, places);
  const own = places.of(to.router);
  const told = lost.filter(({ place }) => own === null || place === own);
  return words.transitions.sentences(
    ...told.map((one) => describeDelivery({ ...one, to: own === null ? null : to.router }, places, words)),
    explainNothingSeen(router, { since: lastHeard.time, until: time }, places, words),
  );
}

function explainNothingSeen(
  router: RouterState,
  { since, until }: { since: Nanos; until: Nanos },
  places: Places,
  { deliveries }: Words,
): string {
  const own = places.of(router);
  const margin = router.interval / 2;
  if (own !== null) return places.watched(own, since, until - margin) ? deliveries.nothingLeft(router.address) : '';
  const watching = places.all.filter((_, place) => places.watched(place, since, until - margin));
  if (watching.length < 2) return '';
  return deliveries.nothingSeen({ router: router.address, views: watching.map(({ name }) => name) });
}

/** One sentence about a way that packets took or did not take. */
export function describeDelivery(delivery: Delivery, places: Places, { deliveries }: Words): string {
  const nameOf = (place: number) => places.all[place]?.name ?? '';
  const router = delivery.from.address;
  switch (delivery.kind) {
    case 'lost': {
      const { advertisements, start, end, seenIn, to, place } = delivery;
      const own = places.of(delivery.from);
      const told = { router, advertisements, length: end - start };
      const left = own !== null && seenIn.includes(own);
      if (left && to) return deliveries.leftAndNeverArrived({ ...told, at: to.address });
      if (left) return deliveries.leftAndNotSeen({ ...told, view: nameOf(place) });
      const views = seenIn.map(nameOf);
      if (to) return deliveries.neverArrived({ ...told, views, at: to.address });
      return deliveries.notSeen({ ...told, views, view: nameOf(place) });
    }
    case 'refused':
      return deliveries.refused({ router, by: delivery.by.address });
    case 'reached':
      return deliveries.reached({ router, deaf: delivery.deaf.address, views: delivery.places.map(nameOf) });
  }
}
