import type { Report } from '../../decoder/report.ts';
import { safeJson } from './escape.ts';

/** One JSON document, keys in the order of the contract; on one line unless somebody is to read it. */
export function reportJson(report: Report, isToRead = false): string {
  return `${safeJson(report, isToRead ? 2 : undefined)}\n`;
}
