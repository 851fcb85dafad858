import type { Report } from '../../../decoder/report.ts';
import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import type { LiveStatus } from '../../live/live-contract.ts';
import { safeJson } from '../escape.ts';
import { type TextOptions, textStyle } from '../text-style.ts';
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
  readonly #events = new LiveEvents();

  constructor(streams: LiveStreams) {
    this.#streams = streams;
  }

  update(report: Report, status: LiveStatus): void {
    for (const event of this.#events.update(report, status)) {
      this.#streams.out(`${safeJson(event)}\n`);
      if (event.type === 'capture') warn(event, this.#streams);
    }
  }

  finish(report: Report, status: LiveStatus): void {
    for (const event of this.#events.finish(report, status)) {
      this.#streams.out(`${safeJson(event)}\n`);
      if (event.type === 'capture') warn(event, this.#streams);
    }
  }

  commandSaid(line: string): void {
    tellSaid(line, this.#streams);
  }

  close(): void {}
}

/** Nothing but what goes wrong. */
export class SilentView implements LiveView {
  readonly #streams: LiveStreams;
  readonly #news = new CaptureNewsReader();

  constructor(streams: LiveStreams) {
    this.#streams = streams;
  }

  update(_report: Report, status: LiveStatus): void {
    for (const one of this.#news.update(status)) warn(one, this.#streams);
  }

  finish(_report: Report, status: LiveStatus): void {
    for (const one of this.#news.finish(status)) warn(one, this.#streams);
  }

  commandSaid(line: string): void {
    tellSaid(line, this.#streams);
  }

  close(): void {}
}

/** A line for each event that is worth telling. */
export class LinesView implements LiveView {
  readonly #streams: LiveStreams;
  readonly #options: TextOptions;
  readonly #events = new LiveEvents();
  readonly #lines = new LiveLines();
  readonly #dated = new DatedLines();

  constructor(streams: LiveStreams, options: TextOptions) {
    this.#streams = streams;
    this.#options = { ...options, width: Number.POSITIVE_INFINITY };
  }

  update(report: Report, status: LiveStatus): void {
    const events = this.#events.update(report, status);
    if (events.length === 0) return;
    const style = textStyle(report, this.#options);
    for (const line of this.#lines.lines(events, report)) this.#streams.out(this.#dated.text(line, style));
    for (const event of events) {
      if (event.type === 'capture' && event.what === 'write-failed') warn(event, this.#streams);
    }
  }

  finish(report: Report, status: LiveStatus): void {
    this.update(report, status);
    this.#streams.out('\n');
  }

  commandSaid(line: string): void {
    tellSaid(line, this.#streams);
  }

  close(): void {}
}

function tellSaid(line: string, { error }: LiveStreams): void {
  error(`vrrpscope: the command says: ${escapeControls(line)}`);
}

function warn(news: CaptureNews, { error }: LiveStreams): void {
  const told = describeNews(news);
  if (told === null || told.severity === 'info') return;
  const level = told.severity === 'critical' ? 'error' : 'warning';
  error(escapeControls(`vrrpscope: ${level}: ${told.text}${told.detail === '' ? '' : `: ${told.detail}`}`));
}
