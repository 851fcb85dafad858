import type {
  Announcement,
  Finding,
  HandoverRace,
  Incident,
  Lost,
  NearFailover,
  NoMaster,
  OtherProtocol,
  Ownership,
  PriorityChange,
  Reign,
  Report,
  ReportLog,
  ReportLogEntry,
  ReportView,
  Source,
  SplitBrain,
  Transition,
  Undelivered,
  Unreadable,
  VirtualRouter,
} from '../../decoder/report.ts';

type Identity = Pick<
  VirtualRouter,
  | 'source'
  | 'interface'
  | 'tunnel'
  | 'vlans'
  | 'family'
  | 'vrid'
  | 'versions'
  | 'addresses'
  | 'destinations'
  | 'routers'
>;

export interface EventFields {
  source: Source;
  unreadable: Unreadable;
  view: ReportView;
  'other-protocol': OtherProtocol;
  'virtual-router': Identity;
  reign: Reign;
  transition: Transition;
  'split-brain': SplitBrain;
  'handover-race': HandoverRace;
  'no-master': NoMaster;
  'priority-change': PriorityChange;
  lost: Lost;
  undelivered: Undelivered;
  log: Omit<ReportLog, 'entries'>;
  'log-line': ReportLogEntry & { name: string };
  'near-failover': NearFailover;
  announcement: Announcement;
  ownership: Ownership;
  finding: Finding;
  incident: Incident;
}

/** A line of the flat forms: what it is, the id of its virtual router, and the fields it has in the report. */
export type ReportEvent = {
  [Type in keyof EventFields]: { type: Type; virtualRouter: string | null } & EventFields[Type];
}[keyof EventFields];

/** Everything the report tells, in time order. Sources come first, what has no time of its own after them. */
export function reportEvents(report: Report): ReportEvent[] {
  const head: ReportEvent[] = [
    ...report.sources.map((source) => ({ type: 'source' as const, virtualRouter: null, ...source })),
    ...report.unreadable.map((input) => ({ type: 'unreadable' as const, virtualRouter: null, ...input })),
    ...(report.views ?? []).map((view) => ({ type: 'view' as const, virtualRouter: null, ...view })),
    ...(report.logs ?? []).map(({ entries: _, ...log }) => ({ type: 'log' as const, virtualRouter: null, ...log })),
    ...report.otherProtocols.map((other) => ({ type: 'other-protocol' as const, virtualRouter: null, ...other })),
    ...report.virtualRouters.map(virtualRouterEvent),
  ];
  const history: ReportEvent[] = report.virtualRouters.flatMap(virtualRouterEvents);
  for (const stretch of report.undelivered ?? []) history.push({ type: 'undelivered', ...stretch });
  for (const { name, entries } of report.logs ?? [])
    for (const entry of entries) history.push({ type: 'log-line', name, ...entry });
  for (const finding of report.findings) history.push({ type: 'finding', ...finding });
  for (const incident of report.incidents) history.push(incidentEvent(incident));
  return [...head, ...history.sort((one, other) => eventTime(one) - eventTime(other))];
}

/** When it happened or began, in seconds since the Unix epoch; for what has no time, the start of all. */
export function eventTime(event: ReportEvent): number {
  if ('time' in event) return event.time;
  return 'start' in event && event.start !== null ? event.start : Number.NEGATIVE_INFINITY;
}

export function virtualRouterEvent(
  virtualRouter: VirtualRouter,
): { type: 'virtual-router'; virtualRouter: string } & EventFields['virtual-router'] {
  const { source, tunnel, vlans, family, vrid, versions, addresses, destinations, routers } = virtualRouter;
  const where = virtualRouter.interface === undefined ? {} : { interface: virtualRouter.interface };
  return {
    type: 'virtual-router',
    virtualRouter: virtualRouter.id,
    source,
    ...where,
    ...(tunnel === undefined ? {} : { tunnel }),
    vlans,
    family,
    vrid,
    versions,
    addresses,
    destinations,
    routers,
  };
}

/** Of several virtual routers, or one. */
export function incidentEvent(incident: Incident): { type: 'incident'; virtualRouter: null } & Incident {
  return { type: 'incident', virtualRouter: null, ...incident };
}

function virtualRouterEvents(of: VirtualRouter): ReportEvent[] {
  const virtualRouter = of.id;
  return [
    ...of.reigns.map((item) => ({ type: 'reign' as const, virtualRouter, ...item })),
    ...of.transitions.map((item) => ({ type: 'transition' as const, virtualRouter, ...item })),
    ...of.splitBrains.map((item) => ({ type: 'split-brain' as const, virtualRouter, ...item })),
    ...of.handoverRaces.map((item) => ({ type: 'handover-race' as const, virtualRouter, ...item })),
    ...of.noMaster.map((item) => ({ type: 'no-master' as const, virtualRouter, ...item })),
    ...of.priorityChanges.map((item) => ({ type: 'priority-change' as const, virtualRouter, ...item })),
    ...of.lost.map((item) => ({ type: 'lost' as const, virtualRouter, ...item })),
    ...of.nearFailovers.map((item) => ({ type: 'near-failover' as const, virtualRouter, ...item })),
    ...of.announcements.map((item) => ({ type: 'announcement' as const, virtualRouter, ...item })),
    ...of.ownership.map((item) => ({ type: 'ownership' as const, virtualRouter, ...item })),
  ];
}
