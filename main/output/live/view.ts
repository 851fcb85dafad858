import type { Report } from '../../../decoder/report.ts';
import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import type { Language } from '../../../decoder/wording/language.ts';
import type { LiveStatus } from '../../live/live-contract.ts';
import { safeJson } from '../escape.ts';
import { type TextOptions, textStyle } from '../text-style.ts';
import { type OutputWords, outputWords } from '../words.ts';
import { type CaptureNews, CaptureNewsReader, describeNews } from './capture-news.ts';
import { LiveLines } from './event-lines.ts';
import { DatedLines } from './line-text.ts';
import { LiveEvents } from './live-events.ts';

/** How a live capture is shown while it goes on. */
export interface LiveView {
  /** After each look at the history. */
  update(report: Report, status: LiveStatus): void;
  /** What the command of --exec wrote to its standard error. */
  commandSaid(line: string): void;
  /** What is still to be told of the final report. */
  finish(report: Report, status: LiveStatus): void;
  /** Leaves the terminal as it was; may be called again. */
  close(): void;
}

/** Where lines go. */
export interface LiveStreams {
  out(text: string): void;
  error(line: string): void;
}

/** Each event as a JSON object. */
export class NdjsonView implements LiveView {
  readonly #streams: LiveStreams;
  readonly #words: OutputWords;
  readonly #events: LiveEvents;

  constructor(streams: LiveStreams, language: Language = 'en') {
    this.#streams = streams;
    this.#words = outputWords(language);
    this.#events = new LiveEvents(this.#words);
  }

  update(report: Report, status: LiveStatus): void {
    for (const event of this.#events.update(report, status)) {
      this.#streams.out(`${safeJson(event)}\n`);
      if (event.type === 'capture') warn(event, this.#streams, this.#words);
    }
  }

  finish(report: Report, status: LiveStatus): void {
    for (const event of this.#events.finish(report, status)) {
      this.#streams.out(`${safeJson(event)}\n`);
      if (event.type === 'capture') warn(event, this.#streams, this.#words);
    }
  }

  commandSaid(line: string): void {
    tellSaid(line, this.#streams, this.#words);
  }

  close(): void {}
}

/** Nothing but what goes wrong. */
export class SilentView implements LiveView {
  readonly #streams: LiveStreams;
  readonly #words: OutputWords;
  readonly #news: CaptureNewsReader;

  constructor(streams: LiveStreams, language: Language = 'en') {
    this.#streams = streams;
    this.#words = outputWords(language);
    this.#news = new CaptureNewsReader(this.#words);
  }

  update(_report: Report, status: LiveStatus): void {
    for (const one of this.#news.update(status)) warn(one, this.#streams, this.#words);
  }

  finish(_report: Report, status: LiveStatus): void {
    for (const one of this.#news.finish(status)) warn(one, this.#streams, this.#words);
  }

  commandSaid(line: string): void {
    tellSaid(line, this.#streams, this.#words);
  }

  close(): void {}
}

/** A line for each event that is worth telling. */
export class LinesView implements LiveView {
  readonly #streams: LiveStreams;
  readonly #options: TextOptions;
  readonly #words: OutputWords;
  readonly #events: LiveEvents;
  readonly #lines: LiveLines;
  readonly #dated = new DatedLines();

  constructor(streams: LiveStreams, options: TextOptions) {
    this.#streams = streams;
    this.#options = { ...options, width: Number.POSITIVE_INFINITY };
    this.#words = outputWords(options.language ?? 'en');
    this.#events = new LiveEvents(this.#words);
    this.#lines = new LiveLines(this.#words);
  }

  update(report: Report, status: LiveStatus): void {
    const events = this.#events.update(report, status);
    if (events.length === 0) return;
    const style = textStyle(report, this.#options);
    for (const line of this.#lines.lines(events, report)) this.#streams.out(this.#dated.text(line, style));
    for (const event of events) {
      if (event.type === 'capture' && event.what === 'write-failed') warn(event, this.#streams, this.#words);
    }
  }

  finish(report: Report, status: LiveStatus): void {
    this.update(report, status);
    this.#streams.out('\n');
  }

  commandSaid(line: string): void {
    tellSaid(line, this.#streams, this.#words);
  }

  close(): void {}
}

function tellSaid(line: string, { error }: LiveStreams, { terminal }: OutputWords): void {
  error(`vrrpscope: ${terminal.live.commandSays(escapeControls(line))}`);
}

function warn(news: CaptureNews, { error }: LiveStreams, words: OutputWords): void {
  const told = describeNews(news, words);
  if (told === null || told.severity === 'info') return;
  const level = told.severity === 'critical' ? 'error' : 'warning';
  const { text, detail } = told;
  error(escapeControls(`vrrpscope: ${level}: ${detail === '' ? text : words.terminal.live.withDetail(text, detail)}`));
}
