import type { Report } from '../../decoder/report.ts';
import { safeJson } from './escape.ts';
import { reportEvents } from './report-events.ts';

/** One event a line, in time order. */
export function* reportNdjson(report: Report): Generator<string> {
  for (const event of reportEvents(report)) yield `${safeJson(event)}\n`;
}
