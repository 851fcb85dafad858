import type { Finding, Incident } from '../../decoder/report.ts';

/** Findings that pass, and incidents with their indexes moved to the findings that are left. */
export function keepFindings(
  findings: readonly Finding[],
  incidents: readonly Incident[],
  passes: (finding: Finding) => boolean,
): { findings: Finding[]; incidents: Incident[] } {
  const movedTo = new Map<number, number>();
  const kept: Finding[] = [];
  findings.forEach((finding, index) => {
    if (passes(finding)) movedTo.set(index, kept.push(finding) - 1);
  });
  const moved = incidents.map((incident) => ({
    ...incident,
    findings: incident.findings.flatMap((index) => movedTo.get(index) ?? []),
  }));
  return { findings: kept, incidents: moved };
}
