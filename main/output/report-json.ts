import type { Report } from '../../decoder/report.ts';
import { safeJson } from './escape.ts';

/** One JSON document, keys in the order of the contract. */
export function reportJson(report: Report): string {
  return `${safeJson(report, 2)}\n`;
}
