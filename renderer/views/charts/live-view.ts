import type { Span } from '../../model/app-state.ts';
import { isSameSpan, type TimeScale } from '../../model/time-scale.ts';

/** At the edges of the charts, so that what happened first and last is seen as a whole. */
export const EDGE = 8;
const REST = 150;
/** Drawn anew during a gesture only where it has left what is drawn, and for a part of the time only. */
const HURRY = 250;
const HURRY_SHARE = 6;

interface Handlers {
  /** For each frame in which what is seen has changed. */
  onFrame(view: LiveView): void;
  onRest(span: Span): void;
}

/** What is seen while a gesture runs, before it is drawn anew. */
export class LiveView {
  drawn: Span;
  width: number;
  #span: Span;
  #handlers: Handlers;
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastDrawn = 0;
  /** When it was asked to be drawn anew during a gesture; 0 when that is done. */
  #asked = 0;
  /** Milliseconds that took. */
  #cost = 0;

  constructor(span: Span, width: number, handlers: Handlers) {
    this.drawn = span;
    this.#span = span;
    this.width = width;
    this.#handlers = handlers;
  }

  get span(): Span {
    return this.#span;
  }

  get scale(): TimeScale {
    return scaleOf(this.#span, this.width);
  }

  get moving(): boolean {
    return this.#timer !== undefined;
  }

  /** From the pixels of what is drawn to those that are seen: `factor * x + offset`. */
  get transform(): { factor: number; offset: number } {
    const factor = (this.drawn.end - this.drawn.start) / (this.#span.end - this.#span.start);
    const shift =
      ((this.drawn.start - this.#span.start) / (this.#span.end - this.#span.start)) * (this.width - 2 * EDGE);
    return { factor, offset: EDGE + shift - factor * EDGE };
  }

  move(span: Span): void {
    this.#span = span;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#rest, REST);
    this.#frame ??= requestAnimationFrame(this.#draw);
  }

  /** Something else than a gesture chose the span, or a gesture's is drawn now. */
  adopt(drawn: Span, width: number, handlers: Handlers): void {
    this.drawn = drawn;
    this.width = width;
    this.#handlers = handlers;
    if (this.#asked > 0) this.#cost = performance.now() - this.#asked;
    this.#asked = 0;
    this.#lastDrawn = performance.now();
    if (!this.moving) this.#span = drawn;
    this.#handlers.onFrame(this);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  readonly #draw = () => {
    this.#frame = undefined;
    this.#handlers.onFrame(this);
    const pause = Math.max(HURRY, HURRY_SHARE * this.#cost);
    if (this.#asked === 0 && this.#leftDrawn() && performance.now() - this.#lastDrawn > pause) {
      this.#asked = performance.now();
      this.#handlers.onRest(this.#span);
    }
  };

  readonly #rest = () => {
    this.#timer = undefined;
    if (!isSameSpan(this.#span, this.drawn)) this.#handlers.onRest(this.#span);
  };

  #leftDrawn(): boolean {
    const over = (this.drawn.end - this.drawn.start) / 2;
    return this.#span.start < this.drawn.start - over || this.#span.end > this.drawn.end + over;
  }
}

export function scaleOf(span: Span, width: number): TimeScale {
  return { span, left: EDGE, right: Math.max(EDGE + 1, width - EDGE) };
}
