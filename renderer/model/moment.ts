import type {
  Announcement,
  Evidence,
  HandoverRace,
  NearFailover,
  NoMaster,
  PriorityChange,
  Reign,
  SplitBrain,
  Transition,
  Undelivered,
} from '../../decoder/report.ts';
import type { Span } from './app-state.ts';
import type { ChartHistory, RouterHistory } from './chart-history.ts';
import { isState, type LoggedLine } from './logged-lines.ts';
import { lastStarted, type Timeline, visibleItems } from './thinning.ts';

/** What was so at a time, and what happened near it. */
export interface Moment {
  time: number;
  masters: { router: RouterHistory; reign: Reign; priority: number }[];
  splitBrain: SplitBrain | null;
  noMaster: NoMaster | null;
  race: HandoverRace | null;
  transition: Transition | null;
  resigned: { router: RouterHistory; reign: Reign } | null;
  priorityChange: PriorityChange | null;
  nearFailover: NearFailover | null;
  announcement: Announcement | null;
  /** Of each router, what views were missing. */
  undelivered: Undelivered[];
  /** What nodes may have written at the time. */
  logged: LoggedLine[];
}

/** `reach`: how far in seconds something may be from the time to be meant. */
export function momentAt(history: ChartHistory, time: number, reach: number): Moment {
  return {
    time,
    masters: mastersAt(history, time),
    splitBrain: lastingAt(history.splitBrains, time, reach),
    noMaster: lastingAt(history.noMaster, time, reach),
    race: lastingAt(history.races, time, reach),
    transition: nearest(history.transitions, time, reach),
    resigned: resignedNear(history, time, reach),
    priorityChange: nearest(history.priorityChanges, time, reach),
    nearFailover: nearestEnd(history.nearFailovers, time, reach),
    announcement: lastingAt(history.announcements, time, reach),
    undelivered: history.routers.flatMap((router) => visibleItems(router.undelivered, time - reach, time + reach)),
    logged: visibleItems(history.logged, time - reach, time + reach),
  };
}

function mastersAt({ routers }: ChartHistory, time: number): Moment['masters'] {
  return routers.flatMap((router) => {
    const at = lastStarted(router.reigns, time);
    const reign = router.reigns.items[at];
    // At the very end of a reign, the next has begun.
    if (!reign || (reign.end !== null && reign.end <= time)) return [];
    return [{ router, reign, priority: priorityAt(router, time) ?? reign.priority }];
  });
}

export function priorityAt({ priorities }: RouterHistory, time: number): number | null {
  let low = 0;
  let high = priorities.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((priorities[middle]?.time ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return priorities[low - 1]?.priority ?? null;
}

/** The shortest one of those that hold at the time. */
function lastingAt<T>(timeline: Timeline<T>, time: number, reach: number): T | null {
  const near = visibleItems(timeline, time - reach, time + reach);
  const holding = visibleItems(timeline, time, time);
  return holding.at(-1) ?? near[0] ?? null;
}

function nearest<T extends { time: number }>(timeline: Timeline<T>, time: number, reach: number): T | null {
  let found: T | null = null;
  for (const item of visibleItems(timeline, time - reach, time + reach)) {
    if (found === null || Math.abs(item.time - time) < Math.abs(found.time - time)) found = item;
  }
  return found;
}

/** Its mark stands where the gap ended. */
function nearestEnd(timeline: Timeline<NearFailover>, time: number, reach: number): NearFailover | null {
  const gaps = visibleItems(timeline, time - reach, time + reach);
  return gaps.find((gap) => Math.abs(gap.time - time) <= reach) ?? gaps[0] ?? null;
}

function resignedNear({ routers }: ChartHistory, time: number, reach: number): Moment['resigned'] {
  for (const router of routers) {
    for (const reign of visibleItems(router.reigns, time - reach, time + reach)) {
      const end = reign.end ?? Infinity;
      if (reign.ended === 'resigned' && Math.abs(end - time) <= reach) return { router, reign };
    }
  }
  return null;
}

/** What a click there is about: the packets that show it, and when it was. */
export interface Subject {
  evidence: readonly Evidence[];
  span: Span;
}

/** The gravest thing at a moment; null where nothing happened. */
export function subjectOf(moment: Moment, history: ChartHistory): Subject | null {
  const { splitBrain, noMaster, transition, priorityChange, nearFailover } = moment;
  const state = moment.logged.find(isState);
  if (transition && splitBrain && transition.time - splitBrain.start > 0)
    return about(transition.evidence, transition.time);
  if (splitBrain) return about(splitBrain.evidence, splitBrain.start, splitBrain.end ?? history.end);
  if (transition) return about(transition.evidence, transition.time);
  if (noMaster) {
    const end = noMaster.end ?? history.end;
    const ended = nearest(history.transitions, end, 1e-5);
    return about(ended?.evidence ?? [], noMaster.start, end);
  }
  if (priorityChange) return about(priorityChange.evidence, priorityChange.time);
  if (nearFailover) return about([], nearFailover.time - nearFailover.gap, nearFailover.time);
  if (state?.contradiction) {
    const { evidence, start, end } = state.contradiction;
    return about(evidence, start, end ?? history.end);
  }
  if (state) return about([], state.time);
  return null;
}

function about(evidence: readonly Evidence[], start: number, end = start): Subject {
  return { evidence, span: { start, end } };
}
