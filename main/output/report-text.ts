import { UNREAD_LINK_TYPE } from '../../decoder/message-stream.ts';
import type { Report, Source, SourceProblem, VirtualRouter } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatInterval } from '../../decoder/wording/format-time.ts';
import {
  addressList,
  historyPhrases,
  isUneventful,
  onlyFile,
  virtualRouterSeverity,
  worstFirst,
} from '../../decoder/wording/history-phrases.ts';
import { displayNames } from '../../decoder/wording/router-names.ts';
import { segmentName } from '../../decoder/wording/segment-name.ts';
import { viewSentences } from '../../decoder/wording/view-sentences.ts';
import { mapReport, toAscii } from './escape.ts';
import { findingLines } from './findings-text.ts';
import { incidentLines } from './incidents-text.ts';
import { laneLines } from './lanes.ts';
import { entriesAbout, logHeadLines, otherEntryLines } from './log-text.ts';
import { sideNoteLines } from './side-notes.ts';
import { cellsOf, flow, shorten, wrap } from './text-layout.ts';
import { type TextOptions, type TextStyle, textStyle } from './text-style.ts';
import { transitionLines } from './transitions-text.ts';
import { spanLine, verdictLines } from './verdict.ts';

/** On a narrower terminal lines are broken by the terminal. */
const NARROWEST = 60;
const MOST_VIRTUAL_ROUTERS = 24;
const MOST_SOURCES = 6;
const LONGEST_NAME = 48;

type Inputs = Pick<Report, 'sources' | 'unreadable' | 'start' | 'end'>;

/** The report for a person at a terminal. Nothing in it can move a cursor: what files say is shown escaped. */
export function reportText(report: Report, options: TextOptions): string {
  const printable = options.unicode ? escapeControls : (text: string) => toAscii(escapeControls(text));
  const safe = capNames(mapReport(report, printable));
  const style = textStyle(safe, { ...options, width: Math.max(NARROWEST, options.width) });
  const eventful = worstFirst(safe).filter((virtualRouter) => style.all || !isUneventful(virtualRouter, safe));
  const shown = style.all ? eventful : eventful.slice(0, MOST_VIRTUAL_ROUTERS);
  const blocks = [
    [
      ...verdictLines(safe, style),
      ...sourceLines(safe, style),
      ...viewLines(safe, style),
      ...logHeadLines(safe, style),
    ],
    incidentLines(safe, style),
    ...shown.map((virtualRouter) => virtualRouterLines(virtualRouter, safe, style)),
    moreLines(eventful.length - shown.length, 'virtualRouters', style),
    style.all ? [] : uneventfulLines(safe, style),
    findingLines(safe, style),
    otherEntryLines(safe, style),
    neighbourLines(safe, style),
    noVrrpLines(safe, style),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return `${text}\n`;
}

/** Names come from files and could fill the screen. */
function capNames(report: Report): Report {
  const isLong = ({ name = '' }: { name?: string }) => cellsOf(name) > LONGEST_NAME;
  const cap = <T extends { name?: string }>(named: T): T =>
    isLong(named) ? { ...named, name: shorten(named.name ?? '', LONGEST_NAME, '..') } : named;
  const virtualRouters = report.virtualRouters.map((one) =>
    one.routers.some(isLong) ? { ...one, routers: one.routers.map(cap) } : one,
  );
  return { ...report, virtualRouters };
}

/** What was read, and from when to when. */
export function sourceLines(report: Inputs, style: TextStyle): string[] {
  const shown = style.all ? report.sources : report.sources.slice(0, MOST_SOURCES);
  const lines = shown.flatMap((source, index) => {
    const number = report.sources.length > 1 ? `${index + 1} ` : '';
    return flow(
      [number + shorten(source.name, style.width - 6, style.glyphs.ellipsis), ...sourceFacts(source, style)],
      style.width - 2,
    );
  });
  lines.push(...moreLines(report.sources.length - shown.length, 'files', style));
  const { problem, report: told } = style.words.terminal;
  for (const { name, code, message } of report.unreadable)
    lines.push(...wrap(told.source.notRead(name, problem(code, message)), style.width - 2));
  const span = spanLine(report, style);
  if (span !== undefined) lines.push(...flow(span.split('   '), style.width - 2));
  return lines.map((line) => style.dim(`  ${line}`));
}

/** How the clock of each view stands against the first. */
function viewLines(report: Report, style: TextStyle): string[] {
  return viewSentences(report, style.words).flatMap((line) =>
    wrap(line, style.width - 4).map((part, index) => style.dim(index === 0 ? `  ${part}` : `    ${part}`)),
  );
}

function moreLines(rest: number, what: 'virtualRouters' | 'files', { glyphs, dim, words }: TextStyle): string[] {
  return rest > 0 ? [dim(`${glyphs.ellipsis} ${words.terminal.report.more[what](rest)}`)] : [];
}

function sourceFacts(source: Source, { words: { counts, terminal } }: TextStyle): string[] {
  const told = terminal.report.source;
  const facts = [counts.packets(source.packets), told.vrrp(source.vrrp), counts.announcements(source.announcements)];
  if (source.dropped === undefined) facts.push(told.dropsUnknown);
  else facts.push(source.dropped === 0 ? told.noDrops : told.dropped(source.dropped));
  const unread = countProblems(source, ({ code }) => code === UNREAD_LINK_TYPE);
  if (unread > 0) facts.push(told.unreadLinkType(unread));
  const damages = countProblems(source, ({ code }) => code !== UNREAD_LINK_TYPE);
  if (damages > 0) facts.push(told.damaged(damages));
  return facts;
}

function countProblems({ problems }: Source, counts: (problem: SourceProblem) => boolean): number {
  return problems.filter(counts).reduce((sum, { count }) => sum + (count ?? 1), 0);
}

function virtualRouterLines(virtualRouter: VirtualRouter, report: Report, style: TextStyle): string[] {
  const told = style.words.terminal.report;
  const severity = virtualRouterSeverity(virtualRouter, report);
  const phrases = historyPhrases(virtualRouter, report.end ?? 0, style.words);
  const status = phrases.length === 0 ? told.oneMaster : told.listed(phrases);
  const [first = '', ...rest] = flow(
    [...headline(virtualRouter, style), ...onlyFile(virtualRouter, report, style.words)],
    style.proseWidth - 2,
  );
  const gap = style.proseWidth - 2 - cellsOf(first) - cellsOf(status);
  const beside = gap >= 3 && rest.length === 0;
  const lines = [
    `${style.mark(severity)} ${style.bold(first)}${beside ? ' '.repeat(gap) + style.paint[severity](status) : ''}`,
    ...rest.map((line) => `  ${style.bold(line)}`),
    ...(beside ? [] : wrap(status, style.proseWidth - 2).map((line) => `  ${style.paint[severity](line)}`)),
  ];
  return [
    ...lines,
    ...laneLines(virtualRouter, report, style),
    ...transitionLines(virtualRouter, style, entriesAbout(virtualRouter, report, style.all)),
    ...sideNoteLines(virtualRouter, report, style),
  ];
}

function headline(virtualRouter: VirtualRouter, { words }: TextStyle): string[] {
  const { vrid, addresses, interface: where, versions, routers, family } = virtualRouter;
  const parts = [`VRID ${vrid}  ${addressList(addresses, 3, words)}`];
  if (where !== undefined) parts.push(shorten(where, LONGEST_NAME, '..'));
  const segment = segmentName(virtualRouter, words.terminal.report.vlan);
  if (segment !== '') parts.push(segment);
  const intervals = [...new Set(routers.map(({ interval }) => interval.advertised))].map((seconds) =>
    formatInterval(seconds, words),
  );
  const isIpv6 = family === 'ipv6';
  parts.push(words.terminal.report.version({ versions, isIpv6, intervals: intervals.slice(0, 4) }));
  return parts;
}

/** All that stayed quiet, in one line. */
function uneventfulLines(report: Report, style: TextStyle): string[] {
  const quiet = report.virtualRouters.filter((virtualRouter) => isUneventful(virtualRouter, report));
  if (quiet.length === 0) return [];
  const told = style.words.terminal.report;
  const parts = quiet.map((virtualRouter) => {
    const master = displayNames(virtualRouter).get(virtualRouter.reigns[0]?.router ?? '');
    const { vrid, addresses } = virtualRouter;
    const segment = segmentName(virtualRouter, told.vlan);
    const name = `VRID ${vrid}${segment === '' ? '' : ` ${segment}`} ${addressList(addresses, 1, style.words)}`;
    return master === undefined ? name : told.with(name, master);
  });
  const head = told.uneventful(quiet.length);
  const room = style.width - 2 - cellsOf(head);
  return [`${style.mark('info')} ${head}${style.dim(listInCells(parts, room, style))}`.trimEnd()];
}

function listInCells(parts: readonly string[], room: number, style: TextStyle): string {
  const whole = parts.slice(0, room).join(', ');
  if (parts.length <= room && cellsOf(whole) <= room) return whole;
  let text = parts[0] ?? '';
  for (const part of parts.slice(1)) {
    const longer = `${text}, ${part}`;
    if (cellsOf(longer) + 2 > room) break;
    text = longer;
  }
  return shorten(`${text} ${style.glyphs.ellipsis}`, room, style.glyphs.ellipsis);
}

function neighbourLines(report: Report, style: TextStyle): string[] {
  if (report.otherProtocols.length === 0) return [];
  const told = style.words.terminal.report;
  const parts = report.otherProtocols.map((other) => {
    const { protocol, group, speakers, packets } = other;
    const segment = segmentName(other, told.vlan);
    const who = `${protocol.toUpperCase()} ${group}${segment === '' ? '' : ` ${segment}`} ${addressList(speakers, 3, style.words)}`;
    return told.with(who, style.words.counts.packets(packets));
  });
  const shown = style.all ? parts : parts.slice(0, 10);
  const rest = parts.length - shown.length;
  const more = rest > 0 ? [`${style.glyphs.ellipsis} ${told.more.any(rest)}`] : [];
  return wrap(told.neighbours(told.listed([...shown, ...more])), style.width).map(style.dim);
}

/** What to do next where nothing was VRRP. */
export function noVrrpLines(report: Pick<Report, 'sources'>, style: TextStyle): string[] {
  if (report.sources.length === 0 || report.sources.some(({ vrrp }) => vrrp > 0)) return [];
  const command = "tcpdump -ni IFACE -w FILE 'ip proto 112 or ip6 proto 112 or ah or arp or icmp6 or vlan'";
  return wrap(style.words.terminal.report.noVrrp(command), style.width).map(style.advice);
}
