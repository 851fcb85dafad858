import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { keepFindings } from './keep-findings.ts';

/** Seconds since the Unix epoch; both ends belong to it. */
export interface TimeSpan {
  from: number;
  to: number;
}

/**
 * The history of a span. It was built from everything: what lasts into the span is kept whole, with its true
 * start and end, and moments outside are left out. `start` and `end` become those of the span.
 */
export function clipReport(report: Report, span: TimeSpan): Report {
  if (report.start === null || report.end === null) return report;
  const virtualRouters = report.virtualRouters
    .map((virtualRouter) => clipVirtualRouter(virtualRouter, span))
    .filter(hasHistory);
  const ids = new Set(virtualRouters.map(({ id }) => id));
  const { findings, incidents } = keepFindings(report.findings, report.incidents, (finding) => touches(finding, span));
  return {
    ...report,
    start: Math.min(Math.max(report.start, span.from), report.end),
    end: Math.max(Math.min(report.end, span.to), report.start),
    virtualRouters,
    findings,
    incidents: incidents
      .filter((incident) => touches(incident, span))
      .map((incident) => ({ ...incident, virtualRouters: incident.virtualRouters.filter((id) => ids.has(id)) })),
  };
}

function clipVirtualRouter(virtualRouter: VirtualRouter, span: TimeSpan): VirtualRouter {
  const lasting = <T extends { start: number; end: number | null }>(items: T[]) =>
    items.filter((item) => touches(item, span));
  const moments = <T extends { time: number }>(items: T[]) =>
    items.filter(({ time }) => time >= span.from && time <= span.to);
  return {
    ...virtualRouter,
    reigns: lasting(virtualRouter.reigns),
    transitions: moments(virtualRouter.transitions),
    splitBrains: lasting(virtualRouter.splitBrains),
    handoverRaces: lasting(virtualRouter.handoverRaces),
    noMaster: lasting(virtualRouter.noMaster),
    priorityChanges: moments(virtualRouter.priorityChanges),
    lost: lasting(virtualRouter.lost),
    nearFailovers: moments(virtualRouter.nearFailovers),
    announcements: virtualRouter.announcements.filter(({ time, end }) => time <= span.to && end >= span.from),
    ownership: lasting(virtualRouter.ownership),
  };
}

function touches({ start, end }: { start: number; end: number | null }, span: TimeSpan): boolean {
  return start <= span.to && (end === null || end >= span.from);
}

function hasHistory({ reigns, splitBrains, noMaster, announcements, lost }: VirtualRouter): boolean {
  return reigns.length + splitBrains.length + noMaster.length + announcements.length + lost.length > 0;
}
