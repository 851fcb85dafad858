import type { Nanos } from '../../time.ts';
import { ENOUGH } from '../../viewpoints/fit-clock.ts';
import type { OpenedView } from '../../viewpoints/open-views.ts';
import type { FindingWords } from '../../wording/finding-words.ts';
import type { Words } from '../../wording/words.ts';
import { describeDelivery, type LostOnTheWay, lostBetween } from '../delivery-notes.ts';
import type { History, UndeliveredFrom } from '../history.ts';
import type { Places } from '../places.ts';
import type { RouterState } from '../router-state.ts';
import { anyWithin } from '../sorted.ts';
import { isTakeover, type TransitionAt } from '../transitions.ts';
import { observedFrom } from './configured-subject.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** Of the packets that match, so many may not fit the clock that the others make. */
const MOST_OUTLIERS = 0.05;
/** Fewer missing in a row than this endanger nothing: a capture may lose one without knowing. */
const NOTABLE = 2;

/** Views whose place in time is doubtful, and clocks of views that were set while capturing. */
export function viewClockFindings(input: FindingInput): FindingDraft[] {
  const { views, words } = input;
  if (observedFrom(input) === Infinity) return [];
  return [
    ...views.flatMap((view) => {
      const told = doubtAbout(view, words);
      return told ? draft('view-clock-uncertain', 'warning', null, { ...told, ...whereBegins(view, input) }) : [];
    }),
    ...views.flatMap(({ name: view, omitted }) =>
      omitted.map(({ time, advertisements, evidence }) =>
        draft('view-clock-uncertain', 'warning', null, {
          ...words.findings['view-clock-uncertain'].partLeftOut({ view, advertisements }),
          routers: [],
          start: time,
          evidence: [evidence],
        }),
      ),
    ),
    ...views.flatMap(({ name: view, sets }) =>
      sets.map(({ time, by, evidence }) =>
        draft('clock-step', 'info', null, {
          ...words.findings['clock-step'].ofView({ view, by }),
          routers: [],
          start: time,
          evidence: [evidence],
        }),
      ),
    ),
  ];
}

/** A view without any packet is told from the beginning, and has none to show. */
function whereBegins({ sources }: OpenedView, input: FindingInput) {
  const { streams, histories } = input;
  const source = sources.find((one) => (streams[one]?.reader.packets ?? 0) > 0);
  if (source === undefined) return { routers: [], start: observedFrom(input), end: null, evidence: [] };
  const start = streams[source]?.span?.start ?? observedFrom(input);
  const shown = histories.flatMap(({ virtualRouter: { routers } }) => [...routers.values()]);
  const seen = shown.find(({ first }) => first.evidence.source === source);
  return { routers: [], start, end: null, evidence: [seen?.first.evidence ?? { source, packet: 1 }] };
}

function doubtAbout({ name: view, placement }: OpenedView, { findings }: Words): FindingWords | null {
  const told = findings['view-clock-uncertain'];
  switch (placement.how) {
    case 'first':
      return null;
    case 'own-clock':
      return told.own({ view });
    case 'left-out':
      return placement.why === 'unmatched' ? told.leftOut({ view }) : told.contradicted[placement.why]({ view });
    case 'matched': {
      const { matched, outliers, with: other } = placement;
      if (matched < ENOUGH) return told.few({ view, other, matched });
      return outliers > MOST_OUTLIERS * matched ? told.disagreement({ view, other, matched, outliers }) : null;
    }
  }
}

/** Advertisements that a place missed without a takeover that lasted or two masters, which tell it themselves. */
export function undeliveredFindings(history: History, words: Words): FindingDraft[] {
  const { places, undelivered, virtualRouter } = history;
  if (!places) return [];
  const untold = undelivered.filter((stretch) => !isTold(stretch, history));
  return [...virtualRouter.routers.values()].flatMap((router) =>
    lostBetween(router, { since: -Infinity, until: Infinity }, untold, places).map((lost) =>
      undeliveredFinding(history, { router, lost, places }, untold, words),
    ),
  );
}

function undeliveredFinding(
  { virtualRouter }: History,
  { router, lost, places }: { router: RouterState; lost: LostOnTheWay; places: Places },
  untold: readonly UndeliveredFrom[],
  words: Words,
): FindingDraft {
  const { place, advertisements, longest, start, end } = lost;
  const to = [...virtualRouter.routers.values()].find((other) => other !== router && places.of(other) === place);
  const [first] = untold.filter((one) => one.router === router && one.place === place);
  return draft('advertisements-undelivered', longest >= NOTABLE ? 'warning' : 'info', virtualRouter, {
    ...words.findings['advertisements-undelivered']({
      virtualRouter,
      router: router.address,
      view: places.all[place]?.name ?? '',
      advertisements,
      longest,
      explanation: describeDelivery({ ...lost, to: to ?? null }, places, words),
    }),
    routers: [router.address],
    start,
    end,
    evidence: first ? [first.evidence] : [],
  });
}

function isTold({ router, start, end }: UndeliveredFrom, { splitBrains, races, transitions }: History): boolean {
  const margin: Nanos = router.masterDownInterval + router.interval;
  const [since, until] = [start - margin, end + margin];
  if (anyWithin(splitBrains, since, until)) return true;
  const racing = new Set(races.flatMap(({ claims }) => claims));
  const isRace = ({ from, to }: TransitionAt) => from !== null && racing.has(from) && racing.has(to);
  return transitions.some(
    (transition) =>
      isTakeover(transition) && !isRace(transition) && transition.time >= since && transition.time <= until,
  );
}
