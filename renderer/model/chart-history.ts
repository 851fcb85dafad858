import type {
  Announcement,
  HandoverRace,
  NearFailover,
  NoMaster,
  PriorityChange,
  Reign,
  Report,
  Router,
  SplitBrain,
  Transition,
  Undelivered,
  VirtualRouter,
} from '../../decoder/report.ts';
import { reportIndex } from '../../decoder/wording/report-index.ts';
import { displayNames } from '../../decoder/wording/router-names.ts';
import { isState, type LoggedLine, type LoggedState, loggedLines } from './logged-lines.ts';
import { type SilentNode, silentNodes } from './silent-nodes.ts';
import { type Timeline, timelineOf } from './thinning.ts';

/** A router of the virtual router, and its share of the history. */
export interface RouterHistory {
  router: Router;
  name: string;
  reigns: Timeline<Reign>;
  /** Each priority from when on it was advertised; null where the router was not master. */
  priorities: PriorityStep[];
  /** Advertisements of it that some view missed. */
  undelivered: Timeline<Undelivered>;
  /** States that its log has it enter. */
  states: Timeline<LoggedState>;
  /** Its priority in keepalived.conf; null where that is not known. */
  configuredPriority: number | null;
}

export interface PriorityStep {
  time: number;
  priority: number | null;
}

export interface RouterStep extends PriorityStep {
  /** Index of the router. */
  router: number;
}

/** The history of one virtual router, sorted for drawing. */
export interface ChartHistory {
  virtualRouter: VirtualRouter;
  /** When observation ended: what is open lasts so long. */
  end: number;
  start: number;
  routers: RouterHistory[];
  silent: SilentNode[];
  /** The priorities of all routers. */
  steps: Timeline<RouterStep>;
  splitBrains: Timeline<SplitBrain>;
  noMaster: Timeline<NoMaster>;
  races: Timeline<HandoverRace>;
  transitions: Timeline<Transition>;
  priorityChanges: Timeline<PriorityChange>;
  nearFailovers: Timeline<NearFailover>;
  announcements: Timeline<Announcement>;
  /** Lines of logs, each as long as it may have been written. */
  logged: Timeline<LoggedLine>;
  /** Moments worth a jump: transitions, split brains, windows without a master, near-failovers, logged states. */
  events: number[];
}

const histories = new WeakMap<VirtualRouter, ChartHistory>();

export function chartHistory(report: Report, virtualRouter: VirtualRouter): ChartHistory {
  const known = histories.get(virtualRouter);
  if (known && known.end === report.end) return known;
  const history = sortHistory(report, virtualRouter);
  histories.set(virtualRouter, history);
  return history;
}

function sortHistory(report: Report, virtualRouter: VirtualRouter): ChartHistory {
  const { reigns, transitions, splitBrains, noMaster, nearFailovers, priorityChanges } = virtualRouter;
  const last = Math.max(...virtualRouter.routers.map((router) => router.last), report.start ?? 0);
  const end = report.end ?? last;
  const names = displayNames(virtualRouter);
  const lasting = (item: { end: number | null }) => item.end ?? end;
  const changes = byRouter(priorityChanges);
  const reignsOf = byRouter(reigns);
  const missed = byRouter(reportIndex(report).undelivered.get(virtualRouter.id) ?? []);
  const logged = loggedLines(report, virtualRouter);
  const states = byRouter(logged.filter(isState));
  const moments = [
    ...transitions.map(({ time }) => time),
    ...splitBrains.map(({ start }) => start),
    ...noMaster.map(({ start }) => start),
    ...nearFailovers.map(({ time }) => time),
    ...logged.filter(isState).map(({ time }) => time),
  ];
  const routers = virtualRouter.routers.map((router): RouterHistory => {
    const own = timelineOf(reignsOf.get(router.address) ?? [], startOf, lasting);
    return {
      router,
      name: names.get(router.address) ?? router.address,
      reigns: own,
      priorities: prioritySteps(own, changes.get(router.address) ?? []),
      undelivered: timelineOf(missed.get(router.address) ?? [], startOf, ({ end: until }) => until),
      states: timelineOf(states.get(router.address) ?? [], timeOf, timeOf),
      configuredPriority: configuredPriority(report, virtualRouter, router),
    };
  });
  const steps = routers.flatMap(({ priorities }, router) => priorities.map((step) => ({ ...step, router })));
  return {
    virtualRouter,
    start: report.start ?? last,
    end,
    routers,
    silent: silentNodes(report, virtualRouter, logged),
    steps: timelineOf(steps, timeOf, timeOf),
    splitBrains: timelineOf(splitBrains, startOf, lasting),
    noMaster: timelineOf(noMaster, startOf, lasting),
    races: timelineOf(virtualRouter.handoverRaces, startOf, lasting),
    transitions: timelineOf(transitions, timeOf, timeOf),
    priorityChanges: timelineOf(priorityChanges, timeOf, timeOf),
    nearFailovers: timelineOf(nearFailovers, (near) => near.time - near.gap, timeOf),
    announcements: timelineOf(virtualRouter.announcements, timeOf, lasting),
    logged: timelineOf(
      logged,
      ({ time, spread }) => time - spread,
      ({ last: until, spread }) => until + spread,
    ),
    events: [...new Set(moments)].sort((a, b) => a - b),
  };
}

function configuredPriority(report: Report, { id }: VirtualRouter, { address }: Router): number | null {
  const nodes = reportIndex(report).configured.get(id) ?? [];
  return nodes.find(({ instance }) => instance.router === address)?.instance.priority ?? null;
}

/** A priority is known while its router advertises it. */
function prioritySteps(reigns: Timeline<Reign>, changes: readonly PriorityChange[]): PriorityStep[] {
  const sorted = changes.toSorted((a, b) => a.time - b.time);
  const steps: PriorityStep[] = [];
  let next = 0;
  for (const [i, reign] of reigns.items.entries()) {
    const end = reigns.ends[i] ?? reign.start;
    steps.push({ time: reign.start, priority: reign.priority });
    while (next < sorted.length && (sorted[next]?.time ?? 0) < reign.start) next++;
    for (let change = sorted[next]; change && change.time <= end; change = sorted[++next]) {
      if (change.to !== 0) steps.push({ time: change.time, priority: change.to });
    }
    steps.push({ time: end, priority: null });
  }
  return steps;
}

/** The moment after or before `time` that is worth a look; null where there is none. */
export function nextEvent({ events }: ChartHistory, time: number, forward: boolean): number | null {
  const tolerance = 1e-6;
  return forward
    ? (events.find((event) => event > time + tolerance) ?? null)
    : (events.findLast((event) => event < time - tolerance) ?? null);
}

function byRouter<T extends { router: string | null }>(items: readonly T[]): Map<string | null, T[]> {
  const groups = new Map<string | null, T[]>();
  for (const item of items) {
    const group = groups.get(item.router);
    if (group) group.push(item);
    else groups.set(item.router, [item]);
  }
  return groups;
}

function startOf({ start }: { start: number }): number {
  return start;
}

function timeOf({ time }: { time: number }): number {
  return time;
}
