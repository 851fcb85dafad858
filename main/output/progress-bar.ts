import { formatDuration } from '../../decoder/wording/format-time.ts';
import { groupDigits } from '../../decoder/wording/group-digits.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { cellsOf } from './text-layout.ts';
import { type OutputWords, outputWords } from './words.ts';

/** Short reads show nothing: what would be done soon after this long. */
const PATIENCE_MS = 50;
const SOON_MS = 150;
/** Where nobody knows how much there is. */
const PATIENCE_WITHOUT_TOTAL_MS = 150;
const REDRAW_MS = 100;
/** Seconds. Before that, what is left cannot be told. */
const SETTLED = 0.3;
/** Cells of the bar: few lengths, so that it keeps its own while the text behind it changes. */
const LENGTHS = [30, 20, 10];
const CLEAR_REST = '\x1b[K';
const MEGABYTE = 1e6;

/** Standard error, or what is as it. */
export type ProgressStream = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

/** What has a known share of its bytes behind it. */
export interface Progressing {
  progress(): { done: number; total: number | undefined };
}

/**
 * Draws bytes, rate and time left on standard error while files are read, on a terminal only. Call what it returns when
 * done. The terminal stays as it is, so that no signal leaves it without a cursor.
 */
export function showProgress(
  inputs: readonly Progressing[],
  stream: ProgressStream,
  unicode: boolean,
  language: Language = 'en',
): () => void {
  const words = outputWords(language);
  if (!stream.isTTY) return () => {};
  const started = performance.now();
  const totals = new Map<Progressing, number>();
  let drawn = false;
  const draw = () => {
    const elapsed = performance.now() - started;
    const { done, total } = sumOf(inputs, totals);
    if (!drawn && isDoneSoon(elapsed, done, total)) return;
    const line = progressLine(done, total, elapsed / 1000, { room: (stream.columns ?? 80) - 1, unicode, words });
    stream.write(`\r${line}${CLEAR_REST}`);
    drawn = true;
  };
  const first = setTimeout(draw, PATIENCE_MS);
  const further = setInterval(draw, REDRAW_MS);
  const end = () => {
    clearTimeout(first);
    clearInterval(further);
    if (drawn) stream.write(`\r${CLEAR_REST}`);
    process.off('exit', end);
  };
  process.once('exit', end);
  return end;
}

function isDoneSoon(elapsed: number, done: number, total: number | undefined): boolean {
  if (total === undefined) return elapsed < PATIENCE_WITHOUT_TOTAL_MS;
  return (elapsed * (total - done)) / Math.max(done, 1) < SOON_MS;
}

/** What a line on a terminal may be. */
export interface LineStyle {
  /** Cells. */
  room: number;
  unicode: boolean;
  words: OutputWords;
}

/** `reading ██████░░░░░░ 38 %  412 of 1,073 MB  311 MB/s  2.13 s left`, or as much of it as there is room for. */
export function progressLine(done: number, total: number | undefined, elapsed: number, style: LineStyle): string {
  const { room, unicode, words } = style;
  const { reading } = words.terminal.progress;
  const share = total === undefined ? undefined : Math.min(1, done / Math.max(1, total));
  const percent = share === undefined ? '' : ` ${Math.floor(share * 100)} %`;
  const text = `${percent}  ${progressText(done, total, elapsed, words)}`;
  const left = room - cellsOf(reading + text);
  if (left < 0) return reading + percent;
  const length = LENGTHS.find((one) => one < left);
  if (share === undefined || length === undefined) return reading + text;
  const full = Math.round(share * length);
  const [filled, empty] = unicode ? ['█', '░'] : ['=', '-'];
  return `${reading} ${filled.repeat(full)}${empty.repeat(length - full)}${text}`;
}

/** `412 of 1,073 MB  311 MB/s  2.13 s left`; without a total only what is done. */
export function progressText(done: number, total: number | undefined, elapsed: number, words: OutputWords): string {
  const { progress } = words.terminal;
  const rate = done / Math.max(elapsed, 1e-3);
  const megabytes = (bytes: number) => groupDigits(Math.round(bytes / MEGABYTE));
  const speed = megabytes(rate);
  if (total === undefined) return progress.done(megabytes(done), speed);
  const left =
    rate > 0 && elapsed >= SETTLED ? `  ${progress.left(formatDuration(Math.max(0, total - done) / rate, words))}` : '';
  return progress.doneOf(megabytes(done), megabytes(total), speed) + left;
}

/** A total once known counts, even after its input was closed. */
function sumOf(
  inputs: readonly Progressing[],
  totals: Map<Progressing, number>,
): { done: number; total: number | undefined } {
  let done = 0;
  let sum = 0;
  for (const input of inputs) {
    const one = input.progress();
    done += one.done;
    if (one.total !== undefined) totals.set(input, one.total);
    sum += totals.get(input) ?? 0;
  }
  return { done, total: totals.size === inputs.length ? sum : undefined };
}
