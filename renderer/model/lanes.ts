import type { PriorityChange, Reign } from '../../decoder/report.ts';
import type { ChartHistory, RouterHistory } from './chart-history.ts';
import type { LoggedState } from './logged-lines.ts';
import {
  type Bar,
  type Cluster,
  clusterMarks,
  type DrawnTime,
  isDense,
  type Timeline,
  thinBars,
  visibleItems,
  visibleRange,
  wideBands,
} from './thinning.ts';

export type LaneMark = { kind: 'resigned'; reign: Reign } | { kind: 'priority'; change: PriorityChange };

export interface LaneDrawing {
  router: RouterHistory;
  /** Reigns that have pixels of their own. */
  solid: Bar[];
  /** Several reigns that share pixels with pauses between them. */
  dense: Bar[];
  /** Where a router that fell silent may still have been master. */
  tails: { x1: number; x2: number }[];
  marks: Cluster<LaneMark>[];
  /** Times in which its advertisements did not reach some view. */
  undelivered: Bar[];
  /** States that its log has it enter. */
  states: Cluster<LoggedState>[];
}

export interface LanesDrawing {
  lanes: LaneDrawing[];
  /** Of nodes that were not heard: states that their logs have them enter. */
  silent: Cluster<LoggedState>[][];
  splitBrains: Bar[];
  noMaster: Bar[];
  races: Bar[];
}

/** Pixels of a reign however short: more than a gap beside it takes, so that neither hides the other. */
const LEAST_BAR = 5;
/** Marks nearer than this become one with a count. */
const MARK_PIXELS = 14;

export function drawLanes(history: ChartHistory, drawn: DrawnTime): LanesDrawing {
  return {
    lanes: history.routers.map((router) => drawLane(router, history, drawn)),
    silent: history.silent.map(({ states }) => loggedStates(states, drawn)),
    splitBrains: wideBands(history.splitBrains, drawn),
    noMaster: wideBands(history.noMaster, drawn),
    races: thinBars(history.races, drawn, 2),
  };
}

function drawLane(router: RouterHistory, history: ChartHistory, drawn: DrawnTime): LaneDrawing {
  return {
    router,
    ...solidAndDense(router.reigns, drawn),
    tails: silentTails(router, drawn),
    marks: laneMarks(router, history, drawn),
    undelivered: wideBands(router.undelivered, drawn),
    states: loggedStates(router.states, drawn),
  };
}

/** Bars of their own, and those that share pixels with others: many items, and pauses between them. */
export function solidAndDense<T>(timeline: Timeline<T>, drawn: DrawnTime): { solid: Bar[]; dense: Bar[] } {
  const bars = thinBars(timeline, drawn, LEAST_BAR);
  return { solid: bars.filter((bar) => !isDense(bar)), dense: bars.filter(isDense) };
}

/** A router that fell silent was so at the latest one interval after it was last heard. */
function silentTails({ router, reigns }: RouterHistory, drawn: DrawnTime): { x1: number; x2: number }[] {
  const perSecond = drawn.width / (drawn.to - drawn.from);
  const length = router.interval.advertised * perSecond;
  if (length < 2) return [];
  return visibleItems(reigns, drawn.from - router.interval.advertised, drawn.to).flatMap(({ ended, end }) => {
    if (ended !== 'silent' || end === null) return [];
    const x1 = (end - drawn.from) * perSecond;
    return [{ x1: Math.max(-8, x1), x2: Math.min(drawn.width + 8, x1 + length) }];
  });
}

function laneMarks({ router, reigns }: RouterHistory, history: ChartHistory, drawn: DrawnTime): Cluster<LaneMark>[] {
  const perSecond = drawn.width / (drawn.to - drawn.from);
  const marks: { x: number; mark: LaneMark }[] = [];
  const [first, last] = visibleRange(reigns, drawn.from, drawn.to);
  for (let i = first; i < last; i++) {
    const reign = reigns.items[i];
    if (reign?.ended === 'resigned' && reign.end !== null && reign.end <= drawn.to) {
      marks.push({ x: (reign.end - drawn.from) * perSecond, mark: { kind: 'resigned', reign } });
    }
  }
  for (const change of visibleItems(history.priorityChanges, drawn.from, drawn.to)) {
    if (change.router !== router.address) continue;
    marks.push({ x: (change.time - drawn.from) * perSecond, mark: { kind: 'priority', change } });
  }
  return clusterMarks(
    marks.sort((a, b) => a.x - b.x),
    MARK_PIXELS,
  );
}

function loggedStates(states: Timeline<LoggedState>, { from, to, width }: DrawnTime): Cluster<LoggedState>[] {
  const perSecond = width / (to - from);
  const marks = visibleItems(states, from, to).map((mark) => ({ x: (mark.time - from) * perSecond, mark }));
  return clusterMarks(marks, MARK_PIXELS);
}

/** The virtual router's mastership on one line: who was master, two, or nobody. */
export interface StripDrawing {
  routers: { router: RouterHistory; solid: Bar[]; dense: Bar[] }[];
  splitBrains: Bar[];
  noMaster: Bar[];
}

export function drawStrip(history: ChartHistory, drawn: DrawnTime): StripDrawing {
  return {
    routers: history.routers.map((router) => ({ router, ...solidAndDense(router.reigns, drawn) })),
    splitBrains: wideBands(history.splitBrains, drawn),
    noMaster: wideBands(history.noMaster, drawn),
  };
}
