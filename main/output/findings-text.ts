import { alone, type FindingGroup, groupFindings } from '../../decoder/incidents/group-findings.ts';
import type { Evidence, Report } from '../../decoder/report.ts';
import { labelOfAll } from '../../decoder/wording/history-phrases.ts';
import { reportIndex } from '../../decoder/wording/report-index.ts';
import { nameAddresses, nameAdvice } from '../../decoder/wording/router-names.ts';
import { explanationOf, howLong, startOf } from './finding-group.ts';
import { cellsOf, wrap } from './text-layout.ts';
import type { TextStyle } from './text-style.ts';

const MOST_FINDINGS = 30;
const MOST_PACKETS = 6;

/** Each finding: mark, time, how long, code and title; its packets; what it means; what to check next. */
export function findingLines(report: Report, style: TextStyle): string[] {
  if (report.findings.length === 0) return [];
  const groups = style.all
    ? report.findings.map((finding) => alone(finding, report))
    : groupFindings(report, style.words);
  const shown = style.all ? groups : groups.slice(0, MOST_FINDINGS);
  const lines = [
    style.bold(style.words.terminal.report.findings),
    ...shown.flatMap((group, index) => describeFindings(group, shown[index - 1], report, style)),
  ];
  const rest = groups.slice(shown.length).reduce((sum, { findings }) => sum + findings.length, 0);
  if (rest > 0) lines.push(style.dim(`${style.glyphs.ellipsis} ${style.words.terminal.report.more.any(rest)}`));
  return lines;
}

function describeFindings(
  group: FindingGroup,
  above: FindingGroup | undefined,
  report: Report,
  style: TextStyle,
): string[] {
  const { worst, findings, virtualRouters } = group;
  const known = virtualRouters.length === 0 ? report.virtualRouters : virtualRouters;
  const lines = headLines(group, nameAddresses(group.title, known), report, style);
  // What the transition above already says need not be said again.
  const told =
    !style.all &&
    reportIndex(report)
      .explanations.get(worst.virtualRouter ?? '')
      ?.has(worst.explanation);
  if (!told || findings.length > 1) lines.push(...indented(explanationOf(group, report, style.words), style));
  if (worst.advice !== '') {
    const { next, nextAsAbove } = style.words.terminal.report;
    const isRepeated = !style.all && worst.advice === above?.worst.advice;
    const advice = isRepeated ? nextAsAbove : next(nameAdvice(worst.advice, known));
    lines.push(...indented(advice, style).map(style.advice));
  }
  return lines;
}

/** Mark, time, how long, code and title in one line with the packets, or where that is too narrow, the title below. */
function headLines(group: FindingGroup, title: string, report: Report, style: TextStyle): string[] {
  const { worst, virtualRouters } = group;
  const label = labelOfAll(virtualRouters, report, style.words, style.glyphs.dash);
  const where = report.virtualRouters.length > 1 && label !== undefined ? [label] : [];
  const lasted = howLong(group, style.words);
  const facts = [...where, style.moment(startOf(group)), ...(lasted === null ? [] : [lasted]), worst.code].join('  ');
  const packets = packetList(worst.evidence, report, style);
  const room = style.proseWidth - 2;
  const whole = `${facts}  ${title}`;
  const oneLine = cellsOf(whole) + 3 + cellsOf(packets) <= room;
  const [first = '', ...more] = wrap(oneLine ? whole : facts, room);
  const below = oneLine ? more : [...more, ...wrap(title, room)];
  const gap = room - cellsOf(first) - cellsOf(packets);
  const beside = gap >= 3 && packets !== '';
  return [
    `${style.mark(worst.severity)} ${style.bold(first)}${beside ? ' '.repeat(gap) + style.dim(packets) : ''}`,
    ...below.map((line) => `  ${style.bold(line)}`),
    ...(beside || packets === '' ? [] : wrap(packets, room).map((line) => style.dim(`  ${line}`))),
  ];
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
