import type { Cause, Finding, Report, VirtualRouter } from '../report.ts';
import { formatDuration } from './format-time.ts';
import { historyPhrases, isUneventful, shortLabel, worstFirst } from './history-phrases.ts';
import { sharedIncidentOf } from './incident-list.ts';
import { reportIndex } from './report-index.ts';
import type { ReportWords } from './report-words.ts';
import { displayNames, nameAddresses } from './router-names.ts';

/** What happened, in one sentence. */
export function verdictSentence(report: Report, moment: (time: number) => string, words: ReportWords): string {
  const { verdict } = words.report;
  if (report.sources.every(({ packets }) => packets === 0)) {
    return report.sources.length === 0 ? verdict.nothingRead : verdict.noPackets;
  }
  const worst = worstFinding(report.findings);
  if (worst === undefined)
    return report.virtualRouters.length === 0 ? noVrrp(report, words) : steady(report, moment, words);
  const together = report.virtualRouters.length > 1 ? sharedIncidentOf(worst, report) : null;
  if (together) {
    const told = nameAddresses(together.title, report.virtualRouters);
    const lasts = together.end === null && worst.end === null ? verdict.stillSo : undefined;
    return verdict.finding({ title: told, when: moment(together.start), lasted: lasts });
  }
  const subject = reportIndex(report).virtualRouters.get(worst.virtualRouter ?? '');
  const title = nameAddresses(worst.title, subject === undefined ? report.virtualRouters : [subject]);
  const lasted = lasting(worst, words);
  const isTold = lasted !== undefined && title.includes(lasted);
  const sentence = verdict.finding({ title, when: moment(worst.start), lasted: isTold ? undefined : lasted });
  return subject === undefined ? sentence : verdict.about(shortLabel(subject, report, words), sentence);
}

/** What happened before what is configured, where both are as grave. */
function worstFinding(findings: readonly Finding[]): Finding | undefined {
  const [first] = findings;
  if (first === undefined || first.severity === 'info') return undefined;
  return findings.find(({ severity, code }) => severity === first.severity && !code.startsWith('config-')) ?? first;
}

function lasting({ start, end }: Finding, words: ReportWords): string | undefined {
  if (end === null) return words.report.verdict.stillSo;
  return end > start ? formatDuration(end - start, words) : undefined;
}

function noVrrp(report: Report, { report: { verdict } }: ReportWords): string {
  const vrrp = report.sources.reduce((sum, source) => sum + source.vrrp, 0);
  if (vrrp > 0) return verdict.noneShown(vrrp);
  return verdict.noVrrp([...new Set(report.otherProtocols.map(({ protocol }) => protocol.toUpperCase()))]);
}

/** No finding above info. */
function steady(report: Report, moment: (time: number) => string, words: ReportWords): string {
  const { verdict } = words.report;
  const eventful = worstFirst(report).filter((virtualRouter) => !isUneventful(virtualRouter, report));
  const [first] = eventful;
  if (first !== undefined) return calm(first, eventful, report, words);
  const [only] = report.virtualRouters;
  if (report.virtualRouters.length !== 1 || only === undefined) {
    return verdict.oneMasterEach(report.virtualRouters.length);
  }
  const { vrid, reigns, priorityChanges } = only;
  const [reign] = reigns;
  const master = displayNames(only).get(reign?.router ?? '');
  if (!reign || master === undefined) return verdict.nothingHappened;
  if (priorityChanges.length > 0) return verdict.onlyPriorities({ master, vrid, count: priorityChanges.length });
  if (reign.began === 'elected') return verdict.elected({ master, vrid, when: moment(reign.start) });
  return verdict.oneMaster({ master, vrid });
}

/** Whether mastership only moved as somebody wanted it to. */
export function isOrderly({ transitions, splitBrains }: VirtualRouter): boolean {
  return transitions.every(({ cause }) => ORDERLY.has(cause)) && splitBrains.length === 0;
}

const ORDERLY: ReadonlySet<Cause> = new Set<Cause>(['initial', 'resignation', 'preemption']);

function calm(first: VirtualRouter, eventful: readonly VirtualRouter[], report: Report, words: ReportWords): string {
  const { verdict } = words.report;
  const transitions = eventful.flatMap((virtualRouter) => virtualRouter.transitions);
  const handovers = transitions.filter(({ from }) => from !== null).length;
  if (eventful.every(isOrderly)) {
    return handovers === 0 ? verdict.nothingAlarming : verdict.orderly(handovers);
  }
  const [phrase = verdict.moved(handovers)] = historyPhrases(first, report.end ?? 0, words);
  return verdict.about(shortLabel(first, report, words), verdict.sentence(phrase));
}
