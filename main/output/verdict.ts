import type { Report } from '../../decoder/report.ts';
import { formatDate, formatDuration, formatZone } from '../../decoder/wording/format-time.ts';
import { historyPhrases, reportSeverity, shortLabel, worstFirst } from '../../decoder/wording/history-phrases.ts';
import { SEVERITIES } from '../../decoder/wording/report-index.ts';
import { verdictSentence } from '../../decoder/wording/verdict.ts';
import { flow, wrap } from './text-layout.ts';
import type { TextStyle } from './text-style.ts';

/** The first thing to read: what happened, in one sentence, and how much of it. */
export function verdictLines(report: Report, style: TextStyle): string[] {
  const severity = reportSeverity(report);
  const lines = wrap(verdictSentence(report, style.moment, style.words), style.proseWidth - 2).map((line, index) => {
    const mark = index === 0 ? style.glyphs.severity[severity] : ' ';
    return style.bold(style.paint[severity](`${mark} ${line}`));
  });
  return [...lines, ...flow(tally(report, style), style.proseWidth - 2).map((line) => style.dim(`  ${line}`))];
}

/** `2026-11-20  03:10:00.000 – 03:15:02.113 UTC  5 min 2 s`, the date only if it is not today's. */
export function spanLine(report: Pick<Report, 'start' | 'end'>, style: TextStyle): string | undefined {
  const { start, end } = report;
  if (start === null || end === null) return undefined;
  const { utc } = style;
  const date =
    formatDate(start, utc) === formatDate(style.now, utc) && !style.severalDays ? '' : `${formatDate(start, utc)} `;
  const endDate = style.severalDays ? `${formatDate(end, utc)} ` : '';
  const from = date + style.clock(start);
  const to = endDate + style.clock(end);
  return `${from} ${style.glyphs.dash} ${to} ${formatZone(start, utc)}   ${formatDuration(end - start, style.words)}`;
}

function tally(report: Report, { words }: TextStyle): string[] {
  const parts: string[] = [];
  for (const severity of SEVERITIES) {
    const count = report.findings.filter((finding) => finding.severity === severity).length;
    if (count > 0) parts.push(words.counts.findings[severity](count));
  }
  if (report.virtualRouters.length < 2) return parts;
  const most = worstFirst(report)
    .slice(0, 3)
    .flatMap((virtualRouter) => {
      const [phrase] = historyPhrases(virtualRouter, report.end ?? 0, words);
      return phrase === undefined ? [] : `${shortLabel(virtualRouter, report, words)} ${phrase}`;
    });
  return [...parts, words.counts.virtualRouters(report.virtualRouters.length), ...most];
}
