import type { Severity } from './report.ts';

const RANK: Record<Severity, number> = { critical: 0, warning: 1, info: 2 };

interface Ranked {
  severity: Severity;
  start: number;
}

/** Orders findings: most severe first, then by time. */
export function bySeverity(a: Ranked, b: Ranked): number {
  return RANK[a.severity] - RANK[b.severity] || a.start - b.start;
}
