import type { Cause, Report, VirtualRouter } from '../report.ts';
import { formatDuration } from './format-time.ts';
import { counted, historyPhrases, isUneventful, shortLabel, worstFirst } from './history-phrases.ts';
import { reportIndex } from './report-index.ts';
import { displayNames, nameAddresses } from './router-names.ts';

/** What happened, in one sentence. */
export function verdictSentence(report: Report, moment: (time: number) => string): string {
  if (report.sources.every(({ packets }) => packets === 0)) {
    return report.sources.length === 0 ? 'Nothing could be read.' : 'No packets: the capture is empty.';
  }
  const worst = report.findings.find(({ severity }) => severity !== 'info');
  if (worst === undefined) return report.virtualRouters.length === 0 ? noVrrp(report) : steady(report);
  const subject = reportIndex(report).virtualRouters.get(worst.virtualRouter ?? '');
  const title = nameAddresses(worst.title, subject === undefined ? report.virtualRouters : [subject]);
  const where = subject === undefined ? '' : `${shortLabel(subject, report)}: `;
  const lasted = lasting(worst.start, worst.end);
  const when = moment(worst.start) + (title.includes(lasted.slice(2)) ? '' : lasted);
  return `${where}${title} (${when})`;
}

function lasting(start: number, end: number | null): string {
  if (end === null) return ', still so at the end';
  return end > start ? `, ${formatDuration(end - start)}` : '';
}

function noVrrp(report: Report): string {
  const others = report.otherProtocols.map(({ protocol }) => protocol.toUpperCase());
  const instead = others.length === 0 ? '' : ` It holds ${[...new Set(others)].join(', ')}, which is not analysed.`;
  const vrrp = report.sources.reduce((sum, source) => sum + source.vrrp, 0);
  if (vrrp > 0) return `No virtual router to show here, though the capture holds ${counted(vrrp, 'VRRP packet')}.`;
  return `No VRRP in this capture.${instead}`;
}

/** No finding above info. */
function steady(report: Report): string {
  const eventful = worstFirst(report).filter((virtualRouter) => !isUneventful(virtualRouter, report));
  const [first] = eventful;
  if (first !== undefined) return calm(first, eventful, report);
  const [only] = report.virtualRouters;
  if (report.virtualRouters.length === 1 && only !== undefined) return steadyMaster(only);
  return `Nothing happened: ${counted(report.virtualRouters.length, 'virtual router')}, each with one master throughout.`;
}

const ORDERLY: ReadonlySet<Cause> = new Set<Cause>(['initial', 'resignation', 'preemption']);

function calm(first: VirtualRouter, eventful: readonly VirtualRouter[], report: Report): string {
  const transitions = eventful.flatMap((virtualRouter) => virtualRouter.transitions);
  const handovers = transitions.filter(({ from }) => from !== null).length;
  if (
    transitions.every(({ cause }) => ORDERLY.has(cause)) &&
    eventful.every(({ splitBrains }) => splitBrains.length === 0)
  ) {
    return handovers === 0 ? 'Nothing alarming.' : `Nothing alarming: ${counted(handovers, 'orderly handover')}.`;
  }
  const [phrase = `mastership moved ${counted(handovers, 'time')}`] = historyPhrases(first, report.end ?? 0);
  return `${shortLabel(first, report)}: ${phrase}.`;
}

function steadyMaster(virtualRouter: VirtualRouter): string {
  const name = displayNames(virtualRouter).get(virtualRouter.reigns[0]?.router ?? '');
  return name === undefined
    ? 'Nothing happened.'
    : `Nothing happened: ${name} was master of VRID ${virtualRouter.vrid} throughout.`;
}
