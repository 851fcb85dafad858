import type { Finding, Report, VirtualRouter } from '../../decoder/report.ts';
import type { Span } from './app-state.ts';

/** Advertised intervals shown at each side of a moment. */
const INTERVALS_AROUND = 6;
/** Part of its own length shown at each side of a finding. */
const MARGIN = 0.25;

/** When a finding was so; one that is still so reaches to the end of the observation. */
export function findingTime({ start, end }: Finding, report: Report): Span {
  return { start, end: end ?? Math.max(start, report.end ?? start) };
}

/** What to show of a finding: its time with a margin, at least a few intervals around a moment. */
export function spanOfFinding(finding: Finding, report: Report): Span {
  const virtualRouter = report.virtualRouters.find(({ id }) => id === finding.virtualRouter);
  return withMargin(findingTime(finding, report), report, virtualRouter ?? null);
}

export function withMargin({ start, end }: Span, report: Report, virtualRouter: VirtualRouter | null): Span {
  const margin = Math.max((end - start) * MARGIN, longestInterval(virtualRouter) * INTERVALS_AROUND);
  const first = report.start ?? start;
  const last = report.end ?? end;
  return { start: Math.max(first, start - margin), end: Math.min(last, end + margin) };
}

function longestInterval(virtualRouter: VirtualRouter | null): number {
  const intervals = virtualRouter?.routers.map(({ interval }) => interval.advertised) ?? [];
  return Math.max(0, ...intervals) || 1;
}
