import type { Report } from '../../decoder/report.ts';

type Happening = { start: number; end: number | null } | { time: number };

/** What has happened, apart from counts and durations that grow all the time: another text when something else has. */
export function reportOutline({ findings, virtualRouters, sources }: Report): string {
  return JSON.stringify([
    sources.map(({ interfaces, problems }) => [interfaces.length, problems.length]),
    findings.map(({ code, severity, virtualRouter, start, end }) => [
      code,
      severity,
      virtualRouter,
      start,
      end === null,
    ]),
    virtualRouters.map((one) => [
      one.id,
      one.addresses,
      one.routers.map(({ address, priority }) => [address, priority.last]),
      one.reigns.length,
      one.reigns.at(-1)?.start,
      one.reigns.at(-1)?.ended,
      ...[
        one.transitions,
        one.splitBrains,
        one.handoverRaces,
        one.noMaster,
        one.priorityChanges,
        one.nearFailovers,
        one.announcements,
      ].flatMap(lastOf),
    ]),
  ]);
}

function lastOf(list: readonly Happening[]): unknown[] {
  const last = list.at(-1);
  if (last === undefined) return [0];
  return [list.length, 'time' in last ? last.time : last.start, 'end' in last && last.end === null];
}
