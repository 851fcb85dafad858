import type { ReadStream, WriteStream } from 'node:tty';
import { createLogUpdate } from 'log-update';
import type { Report } from '../../../decoder/report.ts';
import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import type { LiveStatus } from '../../live/live-contract.ts';
import type { TextOptions } from '../text-style.ts';
import { type OutputWords, outputWords } from '../words.ts';
import { type LiveLine, LiveLines } from './event-lines.ts';
import { LiveEvents } from './live-events.ts';
import { screenLines } from './screen.ts';
import type { LiveView } from './view.ts';

const REDRAW_MS = 200;
/** More do not fit on any terminal. */
const MOST_LINES = 200;
/** The other screen, as editors use it: what was on the terminal before is there again afterwards. */
const ENTER_SCREEN = '\x1b[?1049h';
const LEAVE_SCREEN = '\x1b[?1049l';
const CLEAR = '\x1b[2J\x1b[H';
const ESCAPE = '\x1b';
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
  readonly #words: OutputWords;
  readonly #events: LiveEvents;
  readonly #lines: LiveLines;
  #latest: LiveLine[] = [];
  #report: Report | null = null;
  #hasScreen = false;
  #closed = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#words = outputWords(options.language ?? 'en');
    this.#events = new LiveEvents(this.#words);
    this.#lines = new LiveLines(this.#words);
    this.#draw = createLogUpdate(options.screen);
    this.#timer = setInterval(() => this.#redraw(), REDRAW_MS);
    // A terminal that has gone is told by SIGHUP
    options.keyboard?.on('error', () => {});
    this.#take();
    options.screen.on('resize', this.#resized);
    process.on('SIGCONT', this.#continued).on('exit', this.#left);
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
    if (writeFailure !== null)
      this.#options.error(`vrrpscope: error: ${escapeControls(this.#words.terminal.trouble(writeFailure))}`);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { screen } = this.#options;
    clearInterval(this.#timer);
    screen.off('resize', this.#resized);
    process.off('SIGCONT', this.#continued).off('exit', this.#left);
    this.#release();
  }

  #redraw(): void {
    if (this.#report === null || !this.#hasScreen) return;
    const { screen, status, keyboard, color, unicode, utc, all, language = 'en' } = this.#options;
    const { live } = this.#words.terminal;
    const { columns = 80, rows = 24 } = screen;
    const shown = {
      report: this.#report,
      status: status(),
      since: this.#since,
      events: this.#latest,
      hint: keyboard === null ? live.endsWith : live.endsWithKey,
    };
    // log-update keeps the last row for the cursor
    const look = { color, unicode, utc, all, language, width: columns, now: this.#since };
    const lines = screenLines(shown, rows - 1, look);
    this.#draw(lines.join('\n'));
  }

  /** Lines that were wider than the terminal is now have been broken by it. */
  readonly #resized = (): void => {
    this.#draw.done();
    this.#options.screen.write(CLEAR);
    this.#redraw();
  };

  readonly #pressed = (keys: Buffer): void => {
    const text = keys.toString();
    // Arrows and the like begin with Escape
    const isQ = !text.startsWith(ESCAPE) && /q/i.test(text);
    if (isQ || text.includes(CTRL_C)) this.#options.stop();
    else if (text.includes(CTRL_Z)) this.#suspend('SIGTSTP');
    else if (text.includes(CTRL_BACKSLASH)) this.#suspend('SIGQUIT');
  };

  #suspend(signal: 'SIGTSTP' | 'SIGQUIT'): void {
    this.#release();
    process.kill(process.pid, signal);
  }

  #take(): void {
    const { screen, keyboard } = this.#options;
    this.#hasScreen = true;
    this.#draw.done();
    screen.write(ENTER_SCREEN + CLEAR);
    keyboard?.setRawMode(true).on('data', this.#pressed).resume();
  }

  #release(): void {
    const { screen, keyboard } = this.#options;
    this.#hasScreen = false;
    keyboard?.off('data', this.#pressed).setRawMode(false).pause();
    this.#draw.done();
    // Where there is only one screen it is cleared
    screen.write(CLEAR + LEAVE_SCREEN);
  }

  readonly #continued = (): void => {
    this.#options.keyboard?.off('data', this.#pressed);
    this.#take();
    this.#redraw();
  };

  readonly #left = (): void => this.close();
}
