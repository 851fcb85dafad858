import type { Transition, VirtualRouter } from '../../decoder/report.ts';
import { formatDate, formatDuration } from '../../decoder/wording/format-time.ts';
import { displayNames, nameAddresses } from '../../decoder/wording/router-names.ts';
import { entryLines, type NodeEntry } from './log-text.ts';
import { cellsOf, padCells, padCellsBefore, shorten, wrap } from './text-layout.ts';
import { routerKey, type TextStyle } from './text-style.ts';

const MOST_TRANSITIONS = 20;
/** With more of them, what explains a transition is told only where there is room beside it. */
const MOST_EXPLAINED = 8;
const CAUSE_CELLS = 'split-brain-end'.length;
/** Indent, time, gap; then who; gap, cause, gap; then how long. */
const HEAD_CELLS = 2 + 12 + 2 + 2 + CAUSE_CELLS + 2;

/** `03:12:05.441  lb01 → lb02  master-down      3.81 s  why`, one for each transition. */
export function transitionLines(
  virtualRouter: VirtualRouter,
  style: TextStyle,
  logged: readonly NodeEntry[] = [],
): string[] {
  const { transitions } = virtualRouter;
  const shown = style.all ? transitions : transitions.slice(0, MOST_TRANSITIONS);
  const lines: string[] = [];
  let day = '';
  const columns = transitionColumns(virtualRouter, shown, style);
  const rows = [
    ...shown.map((transition) => ({ time: transition.time, transition, entry: null })),
    ...logged.map((entry) => ({ time: entry.time, transition: null, entry })),
  ].sort((a, b) => a.time - b.time);
  for (const { time, transition, entry } of rows) {
    const date = formatDate(time, style.utc);
    if (style.severalDays && date !== day) lines.push(style.dim(`  ${date}`));
    day = date;
    lines.push(...(entry ? entryLines(entry, style) : transitionLine(transition, virtualRouter, columns, style)));
  }
  if (transitions.length > shown.length) {
    lines.push(
      style.dim(
        `  ${style.glyphs.ellipsis} ${style.words.terminal.report.more.any(transitions.length - shown.length)}`,
      ),
    );
  }
  return lines;
}

interface Columns {
  name: (address: string) => string;
  color: (address: string, text: string) => string;
  movement: number;
  duration: number;
  /** Cells that are left for explanations, or undefined if they stand below. */
  beside: number | undefined;
}

function transitionColumns(virtualRouter: VirtualRouter, shown: readonly Transition[], style: TextStyle): Columns {
  const names = displayNames(virtualRouter);
  const keys = new Map(virtualRouter.routers.map((router) => [router.address, routerKey(router)]));
  const widest = (text: (transition: Transition) => string) =>
    shown.reduce((most, transition) => Math.max(most, cellsOf(text(transition))), 0);
  const duration = widest((transition) => durationText(transition, style));
  const fixed = HEAD_CELLS + duration + cellsOf(style.glyphs.arrow) + 2;
  const most = Math.max(7, Math.min(40, Math.floor((style.width - fixed) / 2)));
  const name = (address: string) => shorten(names.get(address) ?? address, most, style.glyphs.ellipsis);
  const moves = widest((transition) => movement(transition, name, style));
  const beside = style.width - (HEAD_CELLS + moves + duration) - 2;
  const fits = widest(({ explanation }) => nameAddresses(explanation, [virtualRouter])) <= beside;
  const explained = style.all || shown.length <= MOST_EXPLAINED;
  return {
    name,
    color: (address, text) => style.router(keys.get(address) ?? address, text),
    movement: moves,
    duration,
    beside: fits || !explained ? beside : undefined,
  };
}

function transitionLine(
  transition: Transition,
  virtualRouter: VirtualRouter,
  columns: Columns,
  style: TextStyle,
): string[] {
  const { time, from, to, cause, explanation } = transition;
  const plain = movement(transition, columns.name, style);
  const start = from === null ? '' : `${columns.color(from, columns.name(from))} `;
  const colored = `${start}${style.glyphs.arrow} ${columns.color(to, columns.name(to))}`;
  const gap = ' '.repeat(columns.movement - cellsOf(plain) + 2);
  const took = padCellsBefore(durationText(transition, style), columns.duration);
  const head = `  ${style.clock(time)}  ${colored}${gap}${padCells(cause, CAUSE_CELLS)}  ${took}`;
  const why = nameAddresses(explanation, [virtualRouter]);
  if (columns.beside !== undefined) {
    return [cellsOf(why) <= columns.beside ? `${head}  ${style.dim(why)}` : head.trimEnd()];
  }
  if (cause === 'initial') return [head.trimEnd()];
  return [head.trimEnd(), ...wrap(why, style.proseWidth - 16).map((line) => ' '.repeat(16) + style.dim(line))];
}

function durationText({ duration }: Transition, { words }: TextStyle): string {
  return duration === null ? '' : formatDuration(duration, words);
}

function movement({ from, to }: Transition, name: (address: string) => string, { glyphs }: TextStyle): string {
  return from === null ? `${glyphs.arrow} ${name(to)}` : `${name(from)} ${glyphs.arrow} ${name(to)}`;
}
