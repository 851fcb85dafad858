import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { formatDuration } from '../../decoder/wording/format-time.ts';
import { displayNames } from '../../decoder/wording/router-names.ts';
import { cellsOf, padCells, shorten } from './text-layout.ts';
import { routerKey, type TextStyle } from './text-style.ts';
import { TimeScale, timeAxis } from './time-axis.ts';

const MOST_LANES = 12;

interface Band {
  start: number;
  end: number;
  note: string;
}

/**
 * Who was master when, a lane for each router:
 *
 *                  ╷03:11            ╷03:12            ╷03:13
 *     lb01 10.0.0.5 100 ██████████████████████████████████████████████
 *     lb02      50                    ████▒
 *     two masters                     ╳╳╳╳╳ 12.0 s
 *
 * However short they are, a reign, a split brain and a time without master take at least one cell.
 */
export function laneLines(virtualRouter: VirtualRouter, report: Report, style: TextStyle): string[] {
  if (report.start === null || report.end === null || virtualRouter.reigns.length === 0) return [];
  const { end } = report;
  const told = style.words.terminal.report;
  const routers = virtualRouter.routers.filter(({ address }) =>
    virtualRouter.reigns.some(({ router }) => router === address),
  );
  const shown = style.all ? routers : routers.slice(0, MOST_LANES);
  const names = displayNames(virtualRouter);
  const most = Math.max(14, Math.floor(style.width * 0.3));
  const labels = shown.map(({ address }) => {
    const name = names.get(address) ?? address;
    const both = name.includes(address) ? name : `${name} ${address}`;
    return cellsOf(both) <= most ? both : shorten(name, most, style.glyphs.ellipsis);
  });
  const labelCells = Math.max(11, ...labels.map(cellsOf));
  const priorities = shown.map(({ priority: { min, max } }) =>
    min === max ? String(max) : `${min}${style.glyphs.dash}${max}`,
  );
  const priorityCells = Math.max(3, ...priorities.map(cellsOf));
  const indent = 2 + labelCells + 1 + priorityCells + 1;
  const scale = new TimeScale(report.start, end, style.width - indent);

  const lines = [' '.repeat(indent) + style.dim(timeAxis(scale, style.utc, style.glyphs.tick))];
  shown.forEach((router, index) => {
    const reigns = virtualRouter.reigns.filter(({ router: address }) => address === router.address);
    const bar = coverage(reigns, scale, end, style.glyphs.master, style.glyphs.partly);
    const label = padCells(labels[index] ?? '', labelCells);
    const priority = (priorities[index] ?? '').padStart(priorityCells);
    lines.push(
      `  ${style.router(routerKey(router), label)} ${style.dim(priority)} ${style.router(routerKey(router), bar)}`,
    );
  });
  if (routers.length > shown.length) {
    lines.push(style.dim(`  ${style.glyphs.ellipsis} ${told.more.routers(routers.length - shown.length)}`));
  }

  const twoMasters = virtualRouter.splitBrains.map((split) => ({
    start: split.start,
    end: split.end ?? end,
    note: lasted((split.end ?? end) - split.start, split.end, style),
  }));
  const nobody = virtualRouter.noMaster.map((window) => ({
    start: window.start,
    end: window.end ?? end,
    note: lasted(window.atLeast, window.end, style),
  }));
  const bandLine = (label: string, bands: Band[], glyph: string) =>
    bands.length === 0 ? [] : [`  ${padCells(label, indent - 2)}${bandCells(bands, scale, glyph)}`];
  lines.push(...bandLine(told.lanes.twoMasters, twoMasters, style.glyphs.splitBrain).map(style.paint.critical));
  const unexpected = virtualRouter.noMaster.some(({ after }) => after === 'silence');
  lines.push(
    ...bandLine(told.lanes.noMaster, nobody, style.glyphs.noMaster).map(
      style.paint[unexpected ? 'critical' : 'warning'],
    ),
  );
  return lines;
}

function lasted(seconds: number, end: number | null, { words }: TextStyle): string {
  const length = formatDuration(seconds, words);
  return end === null ? words.terminal.report.lastedToTheEnd(length) : length;
}

function coverage(
  spans: readonly { start: number; end: number | null }[],
  scale: TimeScale,
  openEnd: number,
  full: string,
  partly: string,
): string {
  const covered = new Float64Array(scale.columns).fill(-1);
  for (const span of spans) {
    const end = span.end ?? openEnd;
    const [first, last] = scale.columnsOf(span.start, end);
    for (let column = first; column <= last; column += 1) {
      const cellStart = scale.start + column * scale.step;
      const inside = Math.min(end, cellStart + scale.step) - Math.max(span.start, cellStart);
      covered[column] = Math.max(0, covered[column] ?? 0) + Math.max(0, inside);
    }
  }
  const cells = Array.from(covered, (seconds) => (seconds < 0 ? ' ' : seconds >= scale.step / 2 ? full : partly));
  return cells.join('').trimEnd();
}

/** The bands, and how long each was wherever there is room beside it. */
function bandCells(bands: readonly Band[], scale: TimeScale, glyph: string): string {
  const cells: string[] = new Array(scale.columns).fill(' ');
  const placed = bands.map((band) => {
    const [first, last] = scale.columnsOf(band.start, band.end);
    cells.fill(glyph, first, last + 1);
    return { first, last, note: band.note };
  });
  for (const { first, last, note } of placed) {
    const noteCells = inCells(note);
    const { length } = noteCells;
    const room = [last + 2, first - 1 - length].find((at) => isFree(cells, at - 1, at + length + 1));
    if (room !== undefined) cells.splice(room, length, ...noteCells);
  }
  return cells.join('').trimEnd();
}

/** A wide character leaves the cell behind it empty. */
function inCells(text: string): string[] {
  return [...text].flatMap((character) => [
    character,
    ...new Array<string>(Math.max(0, cellsOf(character) - 1)).fill(''),
  ]);
}

function isFree(cells: readonly string[], from: number, to: number): boolean {
  if (from < 0 || to - 1 > cells.length) return false;
  return cells.slice(from, to).every((cell) => cell === ' ');
}
