import stringWidth from 'string-width';

const CELL = 8.4;
const LINE = 18;
const MARGIN = 16;
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const BACKGROUND = '#0d1117';
const FOREGROUND = '#e6edf3';
const DIMMED = '#8b949e';

/** SGR foreground codes (ECMA-48 §8.3.117) in colours that read well on the background. */
const COLORS: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#3fb950',
  33: '#e3b341',
  34: '#539bf5',
  35: '#d2a8ff',
  36: '#56d4dd',
  90: DIMMED,
  91: '#ffa198',
  92: '#7ee787',
  93: '#f2cc60',
  94: '#79c0ff',
  95: '#e2c5ff',
  96: '#a5f3fc',
};

/** Select Graphic Rendition: escape, bracket, numbers, m. */
const SGR = new RegExp(`(${String.fromCharCode(27)}\\[[0-9;]*m)`);

/** Lane blocks are drawn, because fonts leave gaps between them: share of the line's height and opacity. */
/** Marks that many fonts lack, drawn in a cell of 8.4 × 18. */
const MARKS: Readonly<Record<string, string>> = {
  '╳': 'M0.4 3.5 L8 14.5 M8 3.5 L0.4 14.5',
  '⬣': 'M2.1 5.4 L6.3 5.4 L8.4 9 L6.3 12.6 L2.1 12.6 L0 9 Z',
  '▲': 'M4.2 5 L8.2 13 L0.2 13 Z',
  '●': 'M0.7 9 a3.5 3.5 0 1 0 7 0 a3.5 3.5 0 1 0 -7 0 Z',
};

const BLOCKS: Readonly<Record<string, number>> = { '█': 1, '▒': 0.5, '░': 0.35 };

interface Pen {
  color: string;
  bold: boolean;
  dim: boolean;
}

interface Run extends Pen {
  text: string;
  column: number;
}

/** What a terminal would show, as a picture. */
export function ansiToSvg(output: string, title: string): string {
  const lines = output.trimEnd().split('\n').map(runsOf);
  const columns = Math.max(...lines.flat().map(({ column, text }) => column + stringWidth(text)));
  const width = Math.ceil(columns * CELL + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="${FONT}" font-size="14" xml:space="preserve">`,
    ...lines.flatMap((runs, index) => runs.flatMap((run) => drawRun(run, MARGIN + index * LINE))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function runsOf(line: string): Run[] {
  const runs: Run[] = [];
  let pen: Pen = { color: FOREGROUND, bold: false, dim: false };
  let column = 0;
  for (const piece of line.split(SGR)) {
    if (piece.startsWith('\x1b[')) {
      for (const code of piece.slice(2, -1).split(';')) pen = turnPen(pen, Number(code));
      continue;
    }
    for (const text of piece.match(/█+|▒+|░+|[╳⬣▲●]| +|(?:(?! {2})[^█▒░╳⬣▲●])+/g) ?? []) {
      if (text.trim() !== '') runs.push({ ...pen, text, column });
      column += stringWidth(text);
    }
  }
  return runs;
}

function turnPen(pen: Pen, code: number): Pen {
  if (code === 0) return { color: FOREGROUND, bold: false, dim: false };
  if (code === 1) return { ...pen, bold: true };
  if (code === 2) return { ...pen, dim: true };
  if (code === 22) return { ...pen, bold: false, dim: false };
  if (code === 39) return { ...pen, color: FOREGROUND };
  return { ...pen, color: COLORS[code] ?? pen.color };
}

function drawRun(run: Run, top: number): string {
  const x = (MARGIN + run.column * CELL).toFixed(1);
  const length = (stringWidth(run.text) * CELL).toFixed(1);
  const color = run.dim && run.color === FOREGROUND ? DIMMED : run.color;
  const mark = MARKS[run.text];
  if (mark !== undefined) {
    const fill = run.text === '╳' ? 'none' : color;
    return `<path transform="translate(${x} ${top})" d="${mark}" fill="${fill}" stroke="${color}"/>`;
  }
  const opacity = BLOCKS[run.text.charAt(0)];
  if (opacity !== undefined) {
    return `<rect x="${x}" y="${top + 2}" width="${length}" height="${LINE - 4}" fill="${color}" fill-opacity="${opacity}"/>`;
  }
  const weight = run.bold ? ' font-weight="bold"' : '';
  return `<text x="${x}" y="${top + 14}" textLength="${length}" lengthAdjust="spacingAndGlyphs" fill="${color}"${weight}>${escapeXml(run.text)}</text>`;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
