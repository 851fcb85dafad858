import type { Evidence, Finding, Report, VirtualRouter } from '../../decoder/report.ts';
import { formatDuration } from '../../decoder/wording/format-time.ts';
import { shortLabel } from '../../decoder/wording/history-phrases.ts';
import { reportIndex } from '../../decoder/wording/report-index.ts';
import { nameAddresses, nameAdvice } from '../../decoder/wording/router-names.ts';
import { cellsOf, wrap } from './text-layout.ts';
import type { TextStyle } from './text-style.ts';

const MOST_FINDINGS = 30;
const MOST_PACKETS = 6;

/** Each finding: mark, time, how long, code and title; its packets; what it means; what to check next. */
export function findingLines(report: Report, style: TextStyle): string[] {
  const { findings } = report;
  if (findings.length === 0) return [];
  const shown = style.all ? findings : findings.slice(0, MOST_FINDINGS);
  const lines = [
    style.bold(style.words.terminal.report.findings),
    ...shown.flatMap((finding, index) => describeFinding(finding, shown[index - 1], report, style)),
  ];
  if (findings.length > shown.length) {
    lines.push(
      style.dim(`${style.glyphs.ellipsis} ${style.words.terminal.report.more.any(findings.length - shown.length)}`),
    );
  }
  return lines;
}

function describeFinding(finding: Finding, above: Finding | undefined, report: Report, style: TextStyle): string[] {
  const index = reportIndex(report);
  const subject = index.virtualRouters.get(finding.virtualRouter ?? '');
  const known = subject === undefined ? report.virtualRouters : [subject];
  const lines = headLines(finding, nameAddresses(finding.title, known), subject, report, style);
  // What the transition above already says need not be said again.
  const told = !style.all && index.explanations.get(finding.virtualRouter ?? '')?.has(finding.explanation);
  if (!told) lines.push(...indented(nameAddresses(finding.explanation, known), style));
  if (finding.advice !== '') {
    const { next, nextAsAbove } = style.words.terminal.report;
    const isRepeated = !style.all && finding.advice === above?.advice;
    const advice = isRepeated ? nextAsAbove : next(nameAdvice(finding.advice, known));
    lines.push(...indented(advice, style).map(style.advice));
  }
  return lines;
}

/** Mark, time, how long, code and title in one line with the packets, or where that is too narrow, the title below. */
function headLines(
  finding: Finding,
  title: string,
  subject: VirtualRouter | undefined,
  report: Report,
  style: TextStyle,
): string[] {
  const where =
    report.virtualRouters.length > 1 && subject !== undefined ? [shortLabel(subject, report, style.words)] : [];
  const facts = [...where, style.moment(finding.start), ...howLong(finding, style), finding.code].join('  ');
  const packets = packetList(finding.evidence, report, style);
  const room = style.proseWidth - 2;
  const whole = `${facts}  ${title}`;
  const oneLine = cellsOf(whole) + 3 + cellsOf(packets) <= room;
  const [first = '', ...more] = wrap(oneLine ? whole : facts, room);
  const below = oneLine ? more : [...more, ...wrap(title, room)];
  const gap = room - cellsOf(first) - cellsOf(packets);
  const beside = gap >= 3 && packets !== '';
  return [
    `${style.mark(finding.severity)} ${style.bold(first)}${beside ? ' '.repeat(gap) + style.dim(packets) : ''}`,
    ...below.map((line) => `  ${style.bold(line)}`),
    ...(beside || packets === '' ? [] : wrap(packets, room).map((line) => style.dim(`  ${line}`))),
  ];
}

function howLong({ start, end }: Finding, { words }: TextStyle): string[] {
  if (end === null) return [words.terminal.report.toTheEnd];
  return end > start ? [formatDuration(end - start, words)] : [];
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
  return style.words.terminal.report.packets(evidence.length, numbers.join(' ') + more);
}
