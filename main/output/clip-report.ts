import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { keepFindings } from './keep-findings.ts';
import { keepLogEntries } from './keep-log-entries.ts';

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
  const { start, end } = report;
  if (start === null || end === null) return report;
  const lasts = (item: { start: number; end: number | null }) => touches(item, span, end);
  const virtualRouters = report.virtualRouters
    .map((virtualRouter) => clipVirtualRouter(virtualRouter, span, lasts))
    .filter(hasHistory);
  const ids = new Set(virtualRouters.map(({ id }) => id));
  const { findings, incidents } = keepFindings(report.findings, report.incidents, lasts);
  return {
    ...report,
    start: Math.min(Math.max(start, span.from), end),
    end: Math.max(Math.min(end, span.to), start),
    virtualRouters,
    findings,
    ...(report.undelivered === undefined
      ? {}
      : { undelivered: report.undelivered.filter((stretch) => lasts(stretch) && ids.has(stretch.virtualRouter)) }),
    ...keepLogEntries(report, ({ time, last }) => time <= span.to && last >= span.from),
    incidents: incidents
      .filter(lasts)
      .map((incident) => ({ ...incident, virtualRouters: incident.virtualRouters.filter((id) => ids.has(id)) })),
  };
}

type Lasting = { start: number; end: number | null };

function clipVirtualRouter(
  virtualRouter: VirtualRouter,
  span: TimeSpan,
  lasts: (item: Lasting) => boolean,
): VirtualRouter {
  const lasting = <T extends Lasting>(items: T[]) => items.filter(lasts);
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

/** What has no end lasted to the end of observation. */
function touches({ start, end }: Lasting, span: TimeSpan, observedEnd: number): boolean {
  return start <= span.to && (end ?? observedEnd) >= span.from;
}

function hasHistory({ reigns, splitBrains, noMaster, announcements, lost }: VirtualRouter): boolean {
  return reigns.length + splitBrains.length + noMaster.length + announcements.length + lost.length > 0;
}
