import type { Words } from '../../wording/words.ts';
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

/**
 * What the packets show and configurations explain is one finding: what happened, with its proof from the wire, the setting
 * by file and line that made it so, and what to change there.
 */
export function withKnownCauses(
  findings: readonly FindingDraft[],
  configured: readonly FindingDraft[],
  { transitions }: Words,
): FindingDraft[] {
  if (configured.length === 0) return [...findings];
  const told = findings.map((finding) => {
    const causes = configured.filter((cause) => isCauseOf(cause, finding));
    const [first] = causes;
    if (!first) return finding;
    const explanation = transitions.sentences(finding.explanation, ...causes.map((cause) => cause.explanation));
    const places = causes.flatMap((cause) => cause.places ?? []);
    return { ...finding, reason: finding.reason ?? first.code, explanation, advice: first.advice, places };
  });
  return [...configured.filter((cause) => !findings.some((finding) => isCauseOf(cause, finding))), ...told];
}

function isCauseOf({ explains, virtualRouter, routers }: FindingDraft, finding: FindingDraft): boolean {
  if (explains === undefined || virtualRouter === null || finding.virtualRouter !== virtualRouter) return false;
  if (finding.code !== explains && finding.reason !== explains && !isLeftOut(finding, explains)) return false;
  return routers.length === 0 || routers.some((router) => finding.routers.includes(router));
}

/** What is sent to others only is not received, too. */
function isLeftOut({ reason }: FindingDraft, explains: string): boolean {
  return reason === 'not-addressed' && explains === 'not-received';
}
