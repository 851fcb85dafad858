import { formatDate } from '../../../decoder/wording/format-time.ts';
import { toAscii } from '../escape.ts';
import { cellsOf, padCells } from '../text-layout.ts';
import type { TextStyle } from '../text-style.ts';
import type { LiveLine } from './event-lines.ts';

/** On a narrower terminal the event matters more than its time. */
const FEWEST_CELLS = 16;
const NO_TIME = ' '.repeat(12);

/** `03:12:05.441  VRID 51  ▲ lb01 → lb02  master-down  3.81 s  why`; of a line too long the end is left out. */
export function lineText(line: LiveLine, style: TextStyle, subjectCells = 0): string {
  const time = line.time === null ? NO_TIME : style.clock(line.time);
  const printable = (text: string) => (style.unicode ? text : toAscii(text));
  const subject = padCells(printable(line.subject), subjectCells);
  const whole = subject === '' ? `${time}  ` : `${time}  ${subject}  `;
  const head = cellsOf(whole) + FEWEST_CELLS <= style.width ? whole : '';
  const room = style.width - cellsOf(head) - 2;
  const text = cut(printable(line.text), room, style.glyphs.ellipsis);
  const detail = printable(line.detail);
  const left = room - cellsOf(text) - 2;
  const fits = detail !== '' && cellsOf(detail) <= left;
  const isCalm = line.severity === 'info';
  const said = isCalm ? text : style.paint[line.severity](text);
  const mark = isCalm ? ' ' : style.mark(line.severity);
  return `${style.dim(head)}${mark} ${said}${fits ? `  ${style.dim(detail)}` : ''}`;
}

/** Lines for a stream that nobody scrolls back in: the date stands before the first of each day. */
export class DatedLines {
  #day = '';

  text(line: LiveLine, style: TextStyle): string {
    const day = line.time === null ? this.#day : formatDate(line.time, style.utc);
    const date = day === this.#day ? '' : `${style.dim(day)}\n`;
    this.#day = day;
    return `${date}${lineText(line, style)}\n`;
  }
}

/** The beginning is what tells. */
export function cut(text: string, cells: number, ellipsis: string): string {
  if (cellsOf(text) <= cells) return text;
  const room = cells - cellsOf(ellipsis);
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += cellsOf(character);
    if (used > room) break;
    kept += character;
  }
  return room < 0 ? '' : kept + ellipsis;
}
