import type { ReportLog, ReportLogEntry } from './report.ts';
import { type Nanos, toSeconds } from './time.ts';
import type { PlacedLog } from './timeline/match-logs.ts';

/** What a report tells of logs, on the capture's clock. */
export function describeLogs(placed: readonly PlacedLog[], toEpoch: (time: Nanos) => number): ReportLog[] {
  return placed.map(({ log, clock, resolution, timeOf, instances }): ReportLog => {
    const entries = log.lines.map(({ line, stamp, last, instance, kind, text, count }): ReportLogEntry => {
      const known = instances.get(instance ?? '');
      return {
        time: toEpoch(timeOf(stamp)),
        last: toEpoch(timeOf(last)),
        line,
        instance,
        virtualRouter: known?.history?.virtualRouter.id ?? null,
        router: known?.router?.address ?? null,
        kind,
        text,
        count,
      };
    });
    return {
      name: log.name,
      file: log.file,
      clockOffset: clock ? toSeconds(clock.offset) : null,
      uncertainty: clock ? toSeconds(clock.uncertainty) : null,
      matched: clock?.matched ?? 0,
      isSure: clock?.isSure ?? false,
      resolution: toSeconds(resolution),
      hasZone: log.lines.every(({ stamp }) => stamp.hasZone),
      hasYear: log.lines.every(({ stamp }) => stamp.hasYear),
      leftOut: log.leftOut,
      entries: entries.sort((a, b) => a.time - b.time),
    };
  });
}
