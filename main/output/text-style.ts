import pc from 'picocolors';
import type { Severity } from '../../decoder/report.ts';
import { formatClock, formatDate } from '../../decoder/wording/format-time.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { type OutputWords, outputWords } from './words.ts';

export interface TextOptions {
  /** Cells of a line. */
  width: number;
  color: boolean;
  /** False where the locale is not UTF-8: only ASCII is written. */
  unicode: boolean;
  utc: boolean;
  /** Everything, instead of the most telling part. */
  all: boolean;
  /** Seconds since the Unix epoch: the date of today is not written. */
  now: number;
  /** English if not given. */
  language?: Language;
}

export interface Glyphs {
  severity: Record<Severity, string>;
  arrow: string;
  ellipsis: string;
  dash: string;
  tick: string;
  /** Cells of a lane: master most of the cell, master for a part of it, two masters, nobody. */
  master: string;
  partly: string;
  splitBrain: string;
  noMaster: string;
}

const UNICODE: Glyphs = {
  severity: { critical: '⬣', warning: '▲', info: '●' },
  arrow: '→',
  ellipsis: '…',
  dash: '–',
  tick: '╷',
  master: '█',
  partly: '▒',
  splitBrain: '╳',
  noMaster: '░',
};

const ASCII: Glyphs = {
  severity: { critical: '!', warning: '^', info: '*' },
  arrow: '->',
  ellipsis: '..',
  dash: '-',
  tick: '|',
  master: '#',
  partly: '+',
  splitBrain: 'X',
  noMaster: 'o',
};

const WIDEST_PROSE = 120;

type Paint = (text: string) => string;

/** How the text report looks: glyphs, colours and times for one report. */
export interface TextStyle extends TextOptions {
  glyphs: Glyphs;
  words: OutputWords;
  /** Cells of prose: long lines tire the eye, so only lanes and tables take all of a wide terminal. */
  proseWidth: number;
  bold: Paint;
  dim: Paint;
  advice: Paint;
  paint: Record<Severity, Paint>;
  /** In the colour that is the router's own in the whole report. */
  router(name: string, text: string): string;
  mark(severity: Severity): string;
  /** Time of day; the date is told elsewhere, once. */
  clock(time: number): string;
  /** The time of day, with the date if the report covers several days. */
  moment(time: number): string;
  severalDays: boolean;
}

/** What decides how a text looks: a report, or anything else that has a time span and routers. */
export interface Subject {
  start: number | null;
  end: number | null;
  virtualRouters: readonly { routers: readonly { name?: string; address: string }[] }[];
}

export function textStyle(report: Subject, options: TextOptions): TextStyle {
  const colors = pc.createColors(options.color);
  const palette: Paint[] = [
    colors.blueBright,
    colors.yellow,
    colors.magentaBright,
    colors.cyan,
    colors.green,
    colors.blue,
    colors.yellowBright,
    colors.magenta,
    colors.cyanBright,
    colors.greenBright,
  ];
  const names = [...new Set(report.virtualRouters.flatMap(({ routers }) => routers.map(routerKey)))];
  const order = new Map(names.map((name, index) => [name, index]));
  const glyphs = options.unicode ? UNICODE : ASCII;
  const paint = {
    critical: (text: string) => colors.bold(colors.red(text)),
    warning: colors.yellow,
    info: colors.green,
  };
  const { start, end } = report;
  const severalDays = start !== null && end !== null && formatDate(start, options.utc) !== formatDate(end, options.utc);
  const clock = (time: number) => formatClock(time, options.utc);
  return {
    ...options,
    glyphs,
    words: outputWords(options.language ?? 'en'),
    proseWidth: Math.min(options.width, WIDEST_PROSE),
    paint,
    bold: colors.bold,
    dim: colors.dim,
    advice: colors.cyan,
    router: (name, text) => (palette[(order.get(name) ?? 0) % palette.length] ?? colors.bold)(text),
    mark: (severity) => paint[severity](glyphs.severity[severity]),
    clock,
    moment: (time) => (severalDays ? `${formatDate(time, options.utc)} ${clock(time)}` : clock(time)),
    severalDays,
  };
}

/** One router keeps its colour in every virtual router it takes part in. */
export function routerKey({ name, address }: { name?: string; address: string }): string {
  return name ?? address;
}
