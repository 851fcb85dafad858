import type { Report, ReportLogEntry } from '../../decoder/report.ts';

/** The report's logs with those lines that are wanted; which logs there were stays. */
export function keepLogEntries({ logs }: Report, isWanted: (entry: ReportLogEntry) => boolean): Pick<Report, 'logs'> {
  return logs === undefined ? {} : { logs: logs.map((log) => ({ ...log, entries: log.entries.filter(isWanted) })) };
}
