import type { Finding, Incident, Report, Severity } from '../report.ts';
import { isWorse } from './report-index.ts';

/** Incidents of more than one virtual router: those of one are told by its own history. */
export function sharedIncidents({ incidents }: Report): Incident[] {
  return incidents.filter(({ virtualRouters }) => virtualRouters.length > 1);
}

/** The incident of several virtual routers that the finding is a part of. */
export function sharedIncidentOf(finding: Finding, report: Report): Incident | null {
  const index = report.findings.indexOf(finding);
  return sharedIncidents(report).find(({ findings }) => findings.includes(index)) ?? null;
}

/** That of the worst of its findings. */
export function incidentSeverity({ findings }: Incident, report: Report): Severity {
  let worst: Severity = 'info';
  for (const index of findings) {
    const severity = report.findings[index]?.severity;
    if (severity !== undefined && isWorse(severity, worst)) worst = severity;
  }
  return worst;
}
