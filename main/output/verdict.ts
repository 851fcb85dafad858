import type { Cause, Report, VirtualRouter } from '../../decoder/report.ts';
import { formatDate, formatDuration, formatZone } from './format-time.ts';
import { counted, historyPhrases, isUneventful, reportSeverity, shortLabel, worstFirst } from './history-phrases.ts';
import { reportIndex, SEVERITIES } from './report-index.ts';
import { displayNames, nameAddresses } from './router-names.ts';
import { flow, wrap } from './text-layout.ts';
import type { TextStyle } from './text-style.ts';

/** The first thing to read: what happened, in one sentence, and how much of it. */
export function verdictLines(report: Report, style: TextStyle): string[] {
  const severity = reportSeverity(report);
  const lines = wrap(verdictSentence(report, style.moment), style.proseWidth - 2).map((line, index) => {
    const mark = index === 0 ? style.glyphs.severity[severity] : ' ';
    return style.bold(style.paint[severity](`${mark} ${line}`));
  });
  return [...lines, ...flow(tally(report), style.proseWidth - 2).map((line) => style.dim(`  ${line}`))];
}

/** `2026-11-20  03:10:00.000 – 03:15:02.113 UTC  5 min 2 s`, the date only if it is not today's. */
export function spanLine(report: Report, style: TextStyle): string | undefined {
  const { start, end } = report;
  if (start === null || end === null) return undefined;
  const { utc } = style;
  const date =
    formatDate(start, utc) === formatDate(style.now, utc) && !style.severalDays ? '' : `${formatDate(start, utc)} `;
  const endDate = style.severalDays ? `${formatDate(end, utc)} ` : '';
  const from = date + style.clock(start);
  const to = endDate + style.clock(end);
  return `${from} ${style.glyphs.dash} ${to} ${formatZone(start, utc)}   ${formatDuration(end - start)}`;
}

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

function tally(report: Report): string[] {
  const parts: string[] = [];
  const nouns = { critical: 'critical finding', warning: 'warning', info: 'note' };
  for (const severity of SEVERITIES) {
    const count = report.findings.filter((finding) => finding.severity === severity).length;
    if (count > 0) parts.push(counted(count, nouns[severity]));
  }
  if (report.virtualRouters.length < 2) return parts;
  const most = worstFirst(report)
    .slice(0, 3)
    .flatMap((virtualRouter) => {
      const [phrase] = historyPhrases(virtualRouter, report.end ?? 0);
      return phrase === undefined ? [] : `${shortLabel(virtualRouter, report)} ${phrase}`;
    });
  return [...parts, counted(report.virtualRouters.length, 'virtual router'), ...most];
}
