import type { Evidence, Finding, Report } from '../../decoder/report.ts';
import { formatDuration } from './format-time.ts';
import { shortLabel } from './history-phrases.ts';
import { nameAddresses, nameAdvice } from './router-names.ts';
import { cellsOf, wrap } from './text-layout.ts';
import type { TextStyle } from './text-style.ts';

const MOST_FINDINGS = 30;
const MOST_PACKETS = 6;

/** Each finding: mark, time, how long, code and title; its packets; what it means; what to check next. */
export function findingLines(report: Report, style: TextStyle): string[] {
  const { findings } = report;
  if (findings.length === 0) return [];
  const shown = style.all ? findings : findings.slice(0, MOST_FINDINGS);
  const lines = [style.bold('Findings'), ...shown.flatMap((finding) => describeFinding(finding, report, style))];
  if (findings.length > shown.length) {
    lines.push(style.dim(`${style.glyphs.ellipsis} ${findings.length - shown.length} more, --all shows them`));
  }
  return lines;
}

function describeFinding(finding: Finding, report: Report, style: TextStyle): string[] {
  const subjects = report.virtualRouters.filter(({ id }) => id === finding.virtualRouter);
  const known = subjects.length > 0 ? subjects : report.virtualRouters;
  const named = (text: string) => nameAddresses(text, known);
  const several = report.virtualRouters.length > 1;
  const where = several && subjects[0] !== undefined ? `${shortLabel(subjects[0], report)}  ` : '';
  const when = [style.moment(finding.start), ...howLong(finding)].join('  ');
  const title = wrap(`${where}${when}  ${finding.code}  ${named(finding.title)}`, style.proseWidth - 2);
  const packets = packetList(finding.evidence, report, style);
  const lines = title.map((line, index) =>
    index === 0 ? `${style.mark(finding.severity)} ${style.bold(line)}` : `  ${style.bold(line)}`,
  );
  const last = lines.at(-1) ?? '';
  const beside = style.proseWidth - cellsOf(last) - cellsOf(packets);
  if (packets !== '' && beside >= 3) lines[lines.length - 1] = last + ' '.repeat(beside) + style.dim(packets);
  else if (packets !== '') lines.push(...indented(packets, style).map(style.dim));
  lines.push(...indented(named(finding.explanation), style));
  if (finding.advice !== '')
    lines.push(...indented(`Next: ${nameAdvice(finding.advice, known)}`, style).map(style.advice));
  return lines;
}

function howLong({ start, end }: Finding): string[] {
  if (end === null) return ['to the end'];
  return end > start ? [formatDuration(end - start)] : [];
}

function indented(text: string, style: TextStyle): string[] {
  return wrap(text, style.proseWidth - 4).map((line) => `    ${line}`);
}

/** `packets 40211 40212`, with the number of the source before a colon if there are several. */
function packetList(evidence: readonly Evidence[], report: Report, style: TextStyle): string {
  if (evidence.length === 0) return '';
  const several = report.sources.length > 1;
  const numbers = evidence
    .slice(0, MOST_PACKETS)
    .map(({ source, packet }) => (several ? `${source + 1}:${packet}` : String(packet)));
  const more = evidence.length > MOST_PACKETS ? ` ${style.glyphs.ellipsis}` : '';
  return `${evidence.length === 1 ? 'packet' : 'packets'} ${numbers.join(' ')}${more}`;
}
