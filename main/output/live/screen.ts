import type { Report, VirtualRouter } from '../../../decoder/report.ts';
import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import { addressList, shortLabel } from '../../../decoder/wording/history-phrases.ts';
import { segmentName } from '../../../decoder/wording/segment-name.ts';
import type { LiveStatus } from '../../live/live-contract.ts';
import { clipReport } from '../clip-report.ts';
import { mapStrings, toAscii } from '../escape.ts';
import { laneLines } from '../lanes.ts';
import { cellsOf } from '../text-layout.ts';
import { type TextOptions, type TextStyle, textStyle } from '../text-style.ts';
import type { LiveLine } from './event-lines.ts';
import { headLines } from './head.ts';
import { cut, lineText } from './line-text.ts';
import { type StateNow, stateNow } from './now.ts';

/** Seconds that lanes show: the shortest that hold all, or the last of them. */
const SPANS = [60, 120, 300];
/** Lanes move on by this part of them, so that they do not tremble. */
const STEPS = 120;
/** On a narrower terminal there are no lanes. */
const NARROWEST_LANES = 40;
/** With fewer rows nothing is kept apart by empty ones. */
const ROOMY = 20;
const FEWEST_EVENTS = 3;

export interface Screen {
  report: Report;
  status: LiveStatus;
  /** When it began: seconds since the Unix epoch. */
  since: number;
  /** The latest events, in order. */
  events: readonly LiveLine[];
  /** How to end it. */
  hint: string;
}

/** What a terminal of that size shows: never wider, and as many lines as `rows`, which keeps redrawing simple. */
export function screenLines(screen: Screen, rows: number, options: TextOptions): string[] {
  const style = textStyle(screen.report, options);
  const head = headLines(screen.status, screen.since, style);
  const hint = style.dim(cut(screen.hint, style.width, style.glyphs.ellipsis));
  const gap = rows >= ROOMY ? [''] : [];
  const room = rows - head.length - 1 - gap.length * 3;
  if (room < 1) return filled(head, Math.max(1, rows));
  const most = Math.max(1, room - Math.min(screen.events.length, Math.max(FEWEST_EVENTS, Math.floor(room / 3))));
  const lanes = virtualRouterLines(screen.report, most, gap, style);
  const events = eventLines(screen.events, room - lanes.length, style);
  return [...filled([...head, ...gap, ...lanes, ...gap, ...events], rows - 1), hint];
}

function filled(lines: readonly string[], rows: number): string[] {
  const empty = new Array<string>(Math.max(0, rows - lines.length)).fill('');
  return [...lines, ...empty].slice(0, rows);
}

interface Shown {
  virtualRouter: VirtualRouter;
  state: StateNow;
}

/** Those in trouble, then those to which something happened, the latest first; with lanes as far as there is room. */
function virtualRouterLines(report: Report, rows: number, gap: readonly string[], style: TextStyle): string[] {
  const span = spanOf(report);
  if (span === null || report.virtualRouters.length === 0) {
    return [style.dim(cut(style.words.terminal.live.nothingYet, style.width, style.glyphs.ellipsis))];
  }
  const order = inOrder(clipReport(report, span), span.known, style);
  const lines: string[] = [];
  let shown = 0;
  let hasRoom = true;
  for (const { virtualRouter, state } of printable(order.slice(0, rows), report, style)) {
    const reserved = shown + 1 < order.length ? 1 : 0;
    const head = headline(virtualRouter, state, style);
    const whole = [...(lines.length > 0 ? gap : []), head, ...lanesOf(virtualRouter, report, span, style)];
    const isEventful = state.severity === 'critical' || state.lastEvent > Number.NEGATIVE_INFINITY;
    hasRoom &&= lines.length + whole.length + reserved <= rows;
    if (hasRoom) lines.push(...whole);
    else if (isEventful && lines.length + 1 + reserved <= rows) lines.push(head);
    else break;
    shown += 1;
  }
  const rest = order.slice(shown);
  if (rest.length > 0 && lines.length < rows) lines.push(restLine(rest, shown, report, style));
  return lines;
}

interface Span {
  from: number;
  to: number;
  /** Up to when the history is known. */
  known: number;
}

function spanOf({ start, end }: Report): Span | null {
  if (start === null || end === null) return null;
  const length = SPANS.find((seconds) => end - start <= seconds) ?? Math.max(...SPANS);
  const step = length / STEPS;
  const to = Math.ceil(end / step) * step;
  return { from: to - length, to, known: end };
}

function inOrder(report: Report, known: number, { words }: TextStyle): Shown[] {
  const shown = report.virtualRouters.map((virtualRouter) => ({
    virtualRouter,
    state: stateNow(virtualRouter, known, words),
  }));
  const rank = ({ state }: Shown) => (state.severity === 'critical' ? Number.POSITIVE_INFINITY : state.lastEvent);
  return shown.sort((one, other) => compareNumbers(rank(other), rank(one)));
}

function compareNumbers(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

/** What captures say can move no cursor. */
function printable(shown: readonly Shown[], report: Report, style: TextStyle): Shown[] {
  const change = style.unicode ? escapeControls : (text: string) => toAscii(escapeControls(text));
  const virtualRouters = shown.map(({ virtualRouter }) => virtualRouter);
  const safe = mapStrings({ ...report, virtualRouters, sources: [], findings: [], otherProtocols: [] }, change);
  return safe.virtualRouters.map((virtualRouter, index) => ({
    virtualRouter,
    state: shown[index]?.state ?? stateNow(virtualRouter, report.end ?? 0, style.words),
  }));
}

/** `⬣ VRID 51  10.0.0.3  vlan 10   lb02 is master for 12.0 s`, the state to the right of lanes where there is room. */
function headline(virtualRouter: VirtualRouter, state: StateNow, style: TextStyle): string {
  const { vrid, addresses } = virtualRouter;
  const segment = segmentName(virtualRouter, style.words.terminal.report.vlan);
  const who = `VRID ${vrid}  ${addressList(addresses, 2, style.words)}${segment === '' ? '' : `  ${segment}`}`;
  const mark = style.mark(state.severity);
  const text = style.unicode ? state.text : toAscii(state.text);
  const room = style.width - 2;
  const left = room - cellsOf(who) - 3;
  if (left < 12) return `${mark} ${style.bold(cut(who, room, style.glyphs.ellipsis))}`;
  const told = cut(text, left, style.glyphs.ellipsis);
  return `${mark} ${style.bold(who)}   ${state.severity === 'info' ? told : style.paint[state.severity](told)}`;
}

/** What lasts is drawn up to what is known. */
function lanesOf(virtualRouter: VirtualRouter, report: Report, { from, to, known }: Span, style: TextStyle): string[] {
  if (style.width < NARROWEST_LANES) return [];
  const closed = <T extends { end: number | null }>(items: T[]) =>
    items.map((item) => ({ ...item, end: item.end ?? known }));
  const drawn = {
    ...virtualRouter,
    splitBrains: closed(virtualRouter.splitBrains),
    noMaster: closed(virtualRouter.noMaster),
  };
  return laneLines(drawn, { ...report, start: from, end: to }, style);
}

/** All that there is no room for, in one line. */
function restLine(rest: readonly Shown[], before: number, report: Report, style: TextStyle): string {
  const quiet = rest.every(
    ({ state }) => state.lastEvent === Number.NEGATIVE_INFINITY && state.severity !== 'critical',
  );
  const { live, report: reportWords } = style.words.terminal;
  const told = live.rest({ count: rest.length, isAll: before === 0, isQuiet: quiet });
  const count = cut(told, style.width - 2, style.glyphs.ellipsis);
  const each = rest
    .slice(0, style.width)
    .map(({ virtualRouter, state }) => `${shortLabel(virtualRouter, report, style.words)} ${state.text}`);
  const names = reportWords.listed(each);
  const text = style.unicode ? escapeControls(names) : toAscii(escapeControls(names));
  const mark = quiet ? style.mark('info') : style.mark('warning');
  return `${mark} ${count}${style.dim(cut(text, style.width - 2 - cellsOf(count), style.glyphs.ellipsis))}`;
}

function eventLines(events: readonly LiveLine[], rows: number, style: TextStyle): string[] {
  const shown = rows > 0 ? events.slice(-rows) : [];
  const subjects = shown.reduce((most, { subject }) => Math.max(most, cellsOf(subject)), 0);
  return shown.map((line) => lineText(line, style, subjects));
}
