import type { Report, Severity } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { SEVERITIES } from '../../decoder/wording/report-index.ts';
import type { FileWriteError } from '../services/file-write-error.ts';

/** As sysexits.h numbers it. */
export const OUTPUT_ERROR = 74;

/** Either the exit status, or what was wrong with the arguments. */
export type Outcome = { exitCode: number; usageError?: undefined } | { usageError: string };

/** An input that cannot be read weighs more than what was found in the others. */
export function exitCode({ unreadable, findings }: Report, failOn: Severity | undefined): number {
  if (unreadable.length > 0) return 3;
  if (failOn === undefined) return 0;
  const worst = SEVERITIES.indexOf(failOn);
  return findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= worst) ? 1 : 0;
}

/** A place where nothing can be written was named wrongly; a disk that is full was not. */
export function unwritten({ begun, message }: FileWriteError): Outcome {
  if (!begun) return { usageError: message };
  process.stderr.write(`vrrpscope: error: ${escapeControls(message)}\n`);
  return { exitCode: OUTPUT_ERROR };
}
