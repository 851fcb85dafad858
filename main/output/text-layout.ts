import { stripVTControlCharacters } from 'node:util';
import { foreignCells } from './foreign-cells.ts';

/** Cells that a text takes on a terminal, colour codes not counted. */
export function cellsOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  const narrow = text.replace(WIDE, '');
  const wide = text.length - narrow.length;
  return PLAIN.test(narrow) ? narrow.length + 2 * wide : foreignCells(stripVTControlCharacters(text));
}

/** Most text is ASCII and our own marks, a cell each, or Chinese, two cells each; anything else takes long to measure. */
const PLAIN = /^[ -~→…–╷█▒░╳⬣▲●“”]*$/;
const WIDE = /[\u4e00-\u9fff，。；：、（）？！]/g;

export function padCells(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - cellsOf(text)));
}

/** Puts the text to the right. */
export function padCellsBefore(text: string, cells: number): string {
  return ' '.repeat(Math.max(0, cells - cellsOf(text))) + text;
}

/** Takes the middle out of what is too long, because addresses and names differ at their ends. */
export function shorten(text: string, cells: number, ellipsis: string): string {
  if (cellsOf(text) <= cells) return text;
  const room = Math.max(0, cells - cellsOf(ellipsis));
  const characters = [...text];
  const head = takeCells(characters, Math.ceil(room / 2));
  const tail = takeCells([...characters].reverse(), Math.floor(room / 2)).reverse();
  return head.join('') + ellipsis + tail.join('');
}

/** Lines of at most `cells`; words that do not fit into a line are cut. Spaces between words stay as many as they are. */
export function wrap(text: string, cells: number): string[] {
  const room = Math.max(8, cells);
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const [, space = '', word = ''] of text.matchAll(WORD)) {
    const more = space.length + cellsOf(word);
    if (line !== '' && used + more <= room) {
      line += space + word;
      used += more;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cutWord(word, room);
    line = pieces.pop() ?? '';
    used = cellsOf(line);
    lines.push(...pieces);
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** A number stays with its unit. Chinese is broken between any characters, but not before what closes or after what opens. */
const WORD = new RegExp(
  `(\\s*)(${[
    String.raw`\d[\d.,]* (?:ms|s|min|h|d)(?!\w)[^\s\p{Script=Han}]*`,
    String.raw`\d[\d.,]* (?:毫秒|秒|分钟|分|小时|天)[，。；：、）”？！]*`,
    String.raw`[（“]*(?:\p{Script=Han}|[^\s\p{Script=Han}，。；：、）？！（]+)[，。；：、）”？！]*`,
    String.raw`\S`,
  ].join('|')})`,
  'gu',
);

/** Joins the parts with `gap`, going on in a new line where they do not fit. */
export function flow(parts: readonly string[], cells: number, gap = '   '): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && cellsOf(last) + gap.length + cellsOf(part) <= cells)
      lines[lines.length - 1] = last + gap + part;
    else lines.push(...wrap(part, cells));
  }
  return lines;
}

function cutWord(word: string, cells: number): string[] {
  const pieces: string[] = [];
  let rest = [...word];
  while (cellsOf(rest.join('')) > cells) {
    const piece = takeCells(rest, cells);
    pieces.push(piece.join(''));
    rest = rest.slice(Math.max(1, piece.length));
  }
  return [...pieces, rest.join('')];
}

function takeCells(characters: readonly string[], cells: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += cellsOf(character);
    if (used > cells) break;
    taken.push(character);
  }
  return taken;
}
