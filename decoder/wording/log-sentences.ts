import type { Report, ReportLog, ReportLogEntry } from '../report.ts';
import { formatDuration, formatOffset } from './format-time.ts';
import type { ReportWords } from './report-words.ts';

/** Seconds. */
const FINEST_SHOWN = 0.0001;

/** A line for each log of a report: how its clock stands against the capture's; none without logs. */
export function logSentences({ logs = [] }: Report, words: ReportWords): string[] {
  return logs.map((log) => (log.entries.length === 0 ? words.logLines.empty(log.name) : logSentence(log, words)));
}

/** What a line of a log says, and how often. */
export function entryText({ text, count }: ReportLogEntry, { logLines }: ReportWords): string {
  return count === 1 ? text : logLines.repeated({ text, count });
}

export function logSentence(log: Omit<ReportLog, 'entries'>, words: ReportWords): string {
  const { logLines } = words;
  const { name, clockOffset, uncertainty, matched, isSure, hasZone, hasYear, leftOut } = log;
  const clock =
    clockOffset === null || uncertainty === null
      ? logLines.ownClock(name)
      : matched === 0
        ? logLines.asItsView(name)
        : logLines.compared({
            name,
            offset: Math.abs(clockOffset) <= uncertainty ? null : formatOffset(clockOffset, words),
            isBehind: clockOffset > 0,
            uncertainty: formatDuration(Math.max(uncertainty, FINEST_SHOWN), words),
            matched,
            isSure,
          });
  const parts = [clock];
  if (!hasZone) parts.push(logLines.noZone);
  if (!hasYear) parts.push(logLines.noYear);
  if (leftOut > 0) parts.push(logLines.leftOut(leftOut));
  return logLines.together(parts);
}
