import { differenceFindings } from './configured-differences.ts';
import { mistakeFindings } from './configured-mistakes.ts';
import { strangerFindings } from './configured-routers.ts';
import { observedFrom } from './configured-subject.ts';
import type { FindingDraft, FindingInput } from './finding-draft.ts';
import { unknownKeywordFindings } from './unknown-keywords.ts';

/** What configurations in hand show: against each other, against the packets, and in themselves. */
export function configurationFindings(input: FindingInput): FindingDraft[] {
  if (input.configurations.length === 0 || observedFrom(input) === Infinity) return [];
  return [
    ...input.configured.flatMap((group) => differenceFindings(group, input)),
    ...mistakeFindings(input),
    ...unknownKeywordFindings(input),
    ...strangerFindings(input),
  ];
}

/** What the packets already alarm about is explained by configurations, not alarmed a second time. */
export function withoutSecondAlarm(
  configured: readonly FindingDraft[],
  others: readonly FindingDraft[],
): FindingDraft[] {
  return configured.map((finding) => {
    const { reason, virtualRouter } = finding;
    const isAlarmed = others.some(
      (other) =>
        reason !== null &&
        other.virtualRouter === virtualRouter &&
        (other.reason === reason || (other.code === reason && finding.code === 'config-mistake')),
    );
    return isAlarmed ? { ...finding, severity: 'info' } : finding;
  });
}

/** A mismatch that configurations name by file and line is not told again from the packets alone. */
export function isToldByConfigurations(finding: FindingDraft, configured: readonly FindingDraft[]): boolean {
  return configured.some(
    ({ code, reason, virtualRouter }) =>
      code === 'config-difference' && reason === finding.code && virtualRouter === finding.virtualRouter,
  );
}
