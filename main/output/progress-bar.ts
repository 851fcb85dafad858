import type { SingleBar } from 'cli-progress';
import { formatDuration } from '../../decoder/wording/format-time.ts';
import { groupDigits } from '../../decoder/wording/group-digits.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { type OutputWords, outputWords } from './words.ts';

/** Short reads show nothing. */
const PATIENCE_MS = 300;
const REDRAW_MS = 100;
const MEGABYTE = 1e6;

/** What has a known share of its bytes behind it. */
export interface Progressing {
  progress(): { done: number; total: number | undefined };
}

/** Draws bytes, rate and time left on standard error while files are read, on a terminal only. Call what it returns when done. */
export function showProgress(
  inputs: readonly Progressing[],
  stream: NodeJS.WriteStream,
  unicode: boolean,
  language: Language = 'en',
): () => void {
  const words = outputWords(language);
  if (!stream.isTTY) return () => {};
  const started = performance.now();
  const totals = new Map<Progressing, number>();
  let bar: SingleBar | undefined;
  let library: typeof import('cli-progress') | undefined;
  const timer = setInterval(() => {
    const elapsed = performance.now() - started;
    if (elapsed < PATIENCE_MS) return;
    if (library === undefined) {
      void import('cli-progress').then((loaded) => {
        library = loaded;
      });
      return;
    }
    const { done, total } = sumOf(inputs, totals);
    const text = progressText(done, total, elapsed / 1000, words);
    bar ??= startBar(library, stream, unicode, total, text, words);
    if (total !== undefined) bar.setTotal(total);
    bar.update(total === undefined ? 0 : Math.min(done, total), { text });
  }, REDRAW_MS);
  return () => {
    clearInterval(timer);
    bar?.stop();
  };
}

/** `412 of 1,073 MB  311 MB/s  2.13 s left`; without a total only what is done. */
export function progressText(done: number, total: number | undefined, elapsed: number, words: OutputWords): string {
  const { progress } = words.terminal;
  const rate = done / Math.max(elapsed, 1e-3);
  const megabytes = (bytes: number) => groupDigits(Math.round(bytes / MEGABYTE));
  const speed = megabytes(rate);
  if (total === undefined) return progress.done(megabytes(done), speed);
  const left = rate > 0 ? `  ${progress.left(formatDuration(Math.max(0, total - done) / rate, words))}` : '';
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

function startBar(
  { Presets, SingleBar }: typeof import('cli-progress'),
  stream: NodeJS.WriteStream,
  unicode: boolean,
  total: number | undefined,
  text: string,
  { terminal: { progress } }: OutputWords,
): SingleBar {
  const bar = new SingleBar(
    {
      stream,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 30,
      format: total === undefined ? `${progress.reading}  {text}` : `${progress.reading} {bar} {percentage} %  {text}`,
    },
    unicode ? Presets.shades_classic : Presets.legacy,
  );
  bar.start(Math.max(1, total ?? 1), 0, { text });
  return bar;
}
