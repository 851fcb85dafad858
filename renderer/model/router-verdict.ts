import type { Finding, Incident, Report, Severity, VirtualRouter } from '../../decoder/report.ts';
import { formatDuration } from '../../decoder/wording/format-time.ts';
import { historyPhrases, virtualRouterSeverity } from '../../decoder/wording/history-phrases.ts';
import { sharedIncidentOf, sharedIncidents } from '../../decoder/wording/incident-list.ts';
import type { ReportWords } from '../../decoder/wording/report-words.ts';
import { nameAddresses } from '../../decoder/wording/router-names.ts';
import { isOrderly, verdictSentence } from '../../decoder/wording/verdict.ts';

const NUMBER = /\d+(?:\.\d+)?/g;
const ROUNDED = 0.006;

export interface RouterVerdict {
  severity: Severity;
  /** What happened, in one sentence. */
  sentence: string;
  /** The finding that the sentence is about, to be explained below it; null where nothing was found. */
  finding: Finding | null;
  /** How much of it there was, where the sentence does not say so. */
  phrases: string[];
  /** What happened in other virtual routers, too, and is the same incident. */
  together: Incident | null;
}

/** What happened to one virtual router. */
export function routerVerdict(
  virtualRouter: VirtualRouter,
  report: Report,
  moment: (time: number) => string,
  words: ReportWords,
): RouterVerdict {
  const severity = virtualRouterSeverity(virtualRouter, report);
  const findings = report.findings.filter((finding) => finding.virtualRouter === virtualRouter.id);
  const alarming = findings.find((finding) => finding.severity !== 'info');
  const worst = alarming ?? findings.find((finding) => explainsMove(finding, virtualRouter));
  const phrases = historyPhrases(virtualRouter, report.end ?? 0, words);
  if (worst) {
    const title = nameAddresses(worst.title, [virtualRouter]);
    return {
      severity,
      sentence: title,
      finding: worst,
      phrases: !alarming || spellsOf(virtualRouter) > 1 ? phrases : [],
      together: sharedIncidentOf(worst, report),
    };
  }
  const alone = { ...report, virtualRouters: [virtualRouter], findings };
  const together = sharedIncidents(report).find(({ virtualRouters }) => virtualRouters.includes(virtualRouter.id));
  const sentence = verdictSentence(alone, moment, words);
  return { severity, sentence, finding: null, phrases: [], together: together ?? null };
}

/** Whether a note tells why mastership moved unasked. */
function explainsMove({ start, end }: Finding, virtualRouter: VirtualRouter): boolean {
  return (
    !isOrderly(virtualRouter) && virtualRouter.transitions.some(({ time }) => time >= start && time <= (end ?? start))
  );
}

/** How long a finding lasted; null for a moment, and for one that is still so. */
export function lastedOf({ start, end }: Finding, words: ReportWords): string | null {
  return end === null || end <= start ? null : formatDuration(end - start, words);
}

/** Whether a sentence names a number of seconds, rounded in whatever way. */
export function saysSeconds(sentence: string, seconds: number): boolean {
  const numbers = sentence.match(NUMBER) ?? [];
  return numbers.some((number) => Math.abs(Number(number) - seconds) <= seconds * ROUNDED);
}

function spellsOf({ splitBrains, noMaster, nearFailovers }: VirtualRouter): number {
  return splitBrains.length + noMaster.length + nearFailovers.length;
}
