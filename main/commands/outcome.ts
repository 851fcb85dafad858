import type { Report, Severity } from '../../decoder/report.ts';
import { SEVERITIES } from '../../decoder/wording/report-index.ts';

/** Either the exit status, or what was wrong with the arguments. */
export type Outcome = { exitCode: number; usageError?: undefined } | { usageError: string };

/** An input that cannot be read weighs more than what was found in the others. */
export function exitCode({ unreadable, findings }: Report, failOn: Severity | undefined): number {
  if (unreadable.length > 0) return 3;
  if (failOn === undefined) return 0;
  const worst = SEVERITIES.indexOf(failOn);
  return findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= worst) ? 1 : 0;
}
