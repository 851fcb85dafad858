import type { Cause, Finding, Report, Transition, VirtualRouter } from '../report.ts';
import { SEVERITIES } from '../wording/report-index.ts';

/** What a finding tells that happened, as far as it can be told of several virtual routers in one sentence. */
export type Deed =
  | 'fell-silent'
  | 'entered-fault'
  | 'lowered-priority'
  | 'resigned'
  | 'preempted'
  | 'two-masters'
  | 'stood-still'
  | 'restarted'
  | 'no-master'
  | 'flapping'
  | 'near-failover'
  /** Told by the title of its finding. */
  | 'other';

/** A finding that is an event, and where and when it began. */
export interface Happening {
  /** Index into the report's findings. */
  index: number;
  finding: Finding;
  virtualRouter: VirtualRouter;
  deed: Deed;
  /** When it began: before its finding, where that is the first sign of what a takeover left behind. Seconds. */
  start: number;
  /** Until when others that begin are the same incident: a takeover belongs to the silence before. */
  settled: number;
  /** Things may happen an interval apart and yet together. Seconds. */
  slack: number;
  /** The takeover that the finding is about, if it is about one. */
  transition: Transition | null;
}

const DEEDS: Readonly<Record<string, Deed>> = {
  'split-brain': 'two-masters',
  'sender-stalled': 'stood-still',
  'process-restarted': 'restarted',
  'no-master': 'no-master',
  flapping: 'flapping',
  'near-failover': 'near-failover',
  usurpation: 'other',
  'handover-race': 'other',
  'nopreempt-takeover': 'other',
  fault: 'other',
  'sync-group-split': 'other',
  'vip-held-by-non-master': 'other',
  'stale-announcement': 'other',
  'missing-announcement': 'other',
  'address-conflict': 'other',
  'router-address-conflict': 'other',
  'vip-unanswered': 'other',
};

const MOVES: Readonly<Partial<Record<Cause, Deed>>> = {
  'master-down': 'fell-silent',
  'priority-drop': 'lowered-priority',
  resignation: 'resigned',
  preemption: 'preempted',
};

/** Deeds in which mastership moves from one router to another at once. */
const MOVING: ReadonlySet<Deed> = new Set([
  'fell-silent',
  'entered-fault',
  'lowered-priority',
  'resigned',
  'preempted',
]);

export function isMove({ deed }: Happening): boolean {
  return MOVING.has(deed);
}

/** Events in the order in which they began. What only stands so, like a setting that differs, is none. */
export function happeningsIn({ findings, virtualRouters }: Pick<Report, 'findings' | 'virtualRouters'>): Happening[] {
  const byId = new Map(virtualRouters.map((virtualRouter) => [virtualRouter.id, virtualRouter]));
  const takeovers = new Map<VirtualRouter, Map<number, Transition>>();
  const happenings = findings.flatMap((finding, index): Happening[] => {
    const virtualRouter = byId.get(finding.virtualRouter ?? '');
    if (virtualRouter === undefined) return [];
    const transition = isHandover(finding) ? takeoverAt(virtualRouter, finding.end, takeovers) : null;
    const deed = isSilence(finding, virtualRouter) ? 'no-master' : deedOf(finding, transition);
    if (deed === null) return [];
    const left = finding.code === 'vip-held-by-non-master' ? takeoverBefore(finding, virtualRouter) : null;
    const start = left?.lastHeard ?? finding.start;
    const settled = (left ?? transition)?.time ?? finding.start;
    const slack = slackOf(virtualRouter);
    return [{ index, finding, virtualRouter, deed, start, settled, slack, transition }];
  });
  return happenings.sort((a, b) => a.start - b.start);
}

function isHandover({ code }: Finding): boolean {
  return code === 'failover' || code === 'planned-handover';
}

function deedOf({ code, reason }: Finding, transition: Transition | null): Deed | null {
  if (transition === null) return DEEDS[code] ?? null;
  if (transition.from === transition.to) return 'other';
  return reason === 'fault' ? 'entered-fault' : (MOVES[transition.cause] ?? 'other');
}

/** Longer than any Master_Down_Interval, in intervals. */
const TAKEOVER = 4.4;

/** Advertisements stayed away for longer than a takeover takes, sent or not, and no other master was heard meanwhile. */
function isSilence({ code, routers, start, end }: Finding, virtualRouter: VirtualRouter): boolean {
  if (end === null || (code !== 'near-failover' && code !== 'advertisements-lost')) return false;
  const { routers: speakers, reigns, lost, nearFailovers } = virtualRouter;
  const [address] = routers;
  const interval = speakers.find((one) => one.address === address)?.interval.advertised ?? 0;
  const isOneGap =
    lost.some((gap) => gap.router === address && gap.start === start && gap.end === end) ||
    nearFailovers.some(
      (near) => near.router === address && near.time === end && near.gap >= end - start - interval / 2,
    );
  if (!isOneGap || end - start <= TAKEOVER * interval) return false;
  return !reigns.some((one) => one.router !== address && one.start < end - interval && (one.end ?? end) > start);
}

/** The failover that left the address with the router that held it: no finding of its own tells it. */
function takeoverBefore({ start, routers }: Finding, { transitions }: VirtualRouter): Transition | null {
  const takeover = transitions.findLast(({ time }) => time <= start);
  const isLeft = takeover?.cause === 'master-down' && takeover.from !== null && routers.includes(takeover.from);
  return isLeft ? takeover : null;
}

function takeoverAt(
  virtualRouter: VirtualRouter,
  time: number | null,
  known: Map<VirtualRouter, Map<number, Transition>>,
): Transition | null {
  let byTime = known.get(virtualRouter);
  if (byTime === undefined) {
    byTime = new Map(virtualRouter.transitions.map((transition) => [transition.time, transition]));
    known.set(virtualRouter, byTime);
  }
  return byTime.get(time ?? Number.NaN) ?? null;
}

const SHORTEST_SLACK = 1;
const LONGEST_SLACK = 60;

export function slackOf({ routers }: VirtualRouter): number {
  const longest = Math.max(SHORTEST_SLACK, ...routers.map(({ interval }) => interval.advertised));
  return Math.min(longest, LONGEST_SLACK);
}

/** The worst first, then in the order in which they began. */
export function bySeverity(a: Happening, b: Happening): number {
  return (
    SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity) || a.finding.start - b.finding.start
  );
}
