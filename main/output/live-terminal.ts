import type { ReadStream, WriteStream } from 'node:tty';
import { createLogUpdate } from 'log-update';
import type { Report } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { LiveStatus } from '../live/live-contract.ts';
import { LiveEvents } from './live-events.ts';
import { type LiveLine, LiveLines } from './live-lines.ts';
import { screenLines } from './live-screen.ts';
import type { LiveView } from './live-view.ts';
import { cellsOf } from './text-layout.ts';
import type { TextOptions } from './text-style.ts';

const REDRAW_MS = 200;
/** More do not fit on any terminal. */
const MOST_LINES = 200;
const CTRL_C = '\x03';
const CTRL_Z = '\x1a';
const CTRL_BACKSLASH = '\x1c';

export interface TerminalOptions extends Omit<TextOptions, 'width' | 'now'> {
  screen: WriteStream;
  /** Null where packets come from there. */
  keyboard: ReadStream | null;
  status: () => LiveStatus;
  /** Somebody wants to end it. */
  stop: () => void;
  /** What is still to be said when the screen has been cleared. */
  error: (line: string) => void;
}

/** Lanes and last events, redrawn in place. */
export class TerminalView implements LiveView {
  readonly #options: TerminalOptions;
  readonly #since = Date.now() / 1000;
  readonly #draw;
  readonly #timer;
  readonly #events = new LiveEvents();
  readonly #lines = new LiveLines();
  #latest: LiveLine[] = [];
  #report: Report | null = null;
  #drawn: readonly string[] = [];
  #closed = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#draw = createLogUpdate(options.screen);
    this.#timer = setInterval(() => this.#redraw(), REDRAW_MS);
    options.screen.on('resize', this.#resized);
    options.keyboard?.setRawMode(true).on('data', this.#pressed);
    process.on('SIGCONT', this.#continued);
  }

  update(report: Report, status: LiveStatus): void {
    const lines = this.#lines.lines(this.#events.update(report, status), report);
    this.#latest = [...this.#latest, ...lines].slice(-MOST_LINES);
    const isFirst = this.#report === null;
    this.#report = report;
    if (isFirst || lines.length > 0) this.#redraw();
  }

  commandSaid(line: string): void {
    const said: LiveLine = { time: null, severity: 'info', subject: '', text: escapeControls(line), detail: '' };
    this.#latest = [...this.#latest, { ...said, time: this.#options.status().now }].slice(-MOST_LINES);
  }

  finish(_report: Report, { writeFailure }: LiveStatus): void {
    this.close();
    if (writeFailure !== null) this.#options.error(`vrrpscope: error: ${escapeControls(writeFailure)}`);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { screen } = this.#options;
    clearInterval(this.#timer);
    screen.off('resize', this.#resized);
    process.off('SIGCONT', this.#continued);
    this.#draw.clear();
    this.#release();
  }

  #redraw(): void {
    if (this.#report === null || this.#closed) return;
    const { screen, status, keyboard, color, unicode, utc, all } = this.#options;
    const { columns = 80, rows = 24 } = screen;
    const shown = {
      report: this.#report,
      status: status(),
      since: this.#since,
      events: this.#latest,
      hint: `${keyboard === null ? '' : 'q or '}Ctrl-C ends with the report`,
    };
    // log-update keeps the last row for the cursor
    const lines = screenLines(shown, rows - 1, { color, unicode, utc, all, width: columns, now: this.#since });
    this.#drawn = lines;
    this.#draw(lines.join('\n'));
  }

  /** Lines that were wider than the terminal is now have been broken by it. */
  readonly #resized = (): void => {
    const { screen } = this.#options;
    const { columns = 80, rows = 24 } = screen;
    const taken = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(cellsOf(line) / columns)), 0);
    this.#draw.clear();
    const broken = Math.min(taken - this.#drawn.length, rows);
    if (broken > 0) screen.write(`\x1b[${broken}A\x1b[J`);
    this.#redraw();
  };

  readonly #pressed = (keys: Buffer): void => {
    const text = keys.toString();
    if (text.includes(CTRL_C) || /^q$/i.test(text)) this.#options.stop();
    else if (text === CTRL_Z) this.#suspend('SIGTSTP');
    else if (text === CTRL_BACKSLASH) this.#suspend('SIGQUIT');
  };

  #suspend(signal: 'SIGTSTP' | 'SIGQUIT'): void {
    this.#draw.clear();
    this.#release();
    process.kill(process.pid, signal);
  }

  #release(): void {
    this.#draw.done();
    const { keyboard } = this.#options;
    keyboard?.off('data', this.#pressed).setRawMode(false).pause();
  }

  readonly #continued = (): void => {
    const { keyboard } = this.#options;
    keyboard?.off('data', this.#pressed).setRawMode(true).on('data', this.#pressed).resume();
    this.#redraw();
  };
}
