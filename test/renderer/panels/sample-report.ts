import { readFileSync } from 'node:fs';
import type { Report } from '../../../decoder/report.ts';

/** The report that is expected of a sample. */
export function sampleReport(name: string): Report {
  const url = new URL(`../../../samples/${name}.expected.json`, import.meta.url);
  const report: Omit<Report, 'tool'> = JSON.parse(readFileSync(url, 'utf8'));
  return { ...report, tool: { name: 'vrrpscope', version: '0' } };
}
