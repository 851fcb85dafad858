import type { Span } from './app-state.ts';

/** Nothing shorter can be shown: the report's times are whole microseconds. */
export const SHORTEST_SPAN = 0.001;

/** Turns time into pixels and back: `span` lies between the pixels `left` and `right`. */
export interface TimeScale {
  span: Span;
  left: number;
  right: number;
}

export function timeToPixel({ span, left, right }: TimeScale, time: number): number {
  return left + ((time - span.start) / (span.end - span.start)) * (right - left);
}

export function pixelToTime({ span, left, right }: TimeScale, pixel: number): number {
  return span.start + ((pixel - left) / (right - left)) * (span.end - span.start);
}

export function secondsPerPixel({ span, left, right }: TimeScale): number {
  return (span.end - span.start) / Math.max(1, right - left);
}

/** The observation, at least so long that it can be shown. */
export function wholeSpan(start: number | null, end: number | null): Span {
  const first = start ?? 0;
  const last = Math.max(first, end ?? first);
  return last - first >= SHORTEST_SPAN ? { start: first, end: last } : { start: first - 0.5, end: first + 0.5 };
}

/** Shorter by `factor`, so that `at` stays where it is unless the observation ends there. */
export function zoomSpan(span: Span, factor: number, at: number, whole: Span): Span {
  const length = span.end - span.start;
  const wanted = Math.min(whole.end - whole.start, Math.max(SHORTEST_SPAN, length / factor));
  const share = (at - span.start) / length;
  return insideOf(whole, at - share * wanted, wanted);
}

export function panSpan(span: Span, by: number, whole: Span): Span {
  return insideOf(whole, span.start + by, span.end - span.start);
}

/** From one moment to another, whichever is the earlier. */
export function spanBetween(a: number, b: number, whole: Span): Span {
  const length = Math.max(SHORTEST_SPAN, Math.abs(b - a));
  return insideOf(whole, Math.min(a, b), Math.min(length, whole.end - whole.start));
}

/** Of the length shown, with the moment in its middle. */
export function spanAround(time: number, span: Span, whole: Span): Span {
  return panSpan(span, time - (span.start + span.end) / 2, whole);
}

/** Zooming and panning back and forth leaves traces far below a nanosecond. */
export function isSameSpan(a: Span, b: Span): boolean {
  const tolerance = (b.end - b.start) * 1e-6;
  return Math.abs(a.start - b.start) <= tolerance && Math.abs(a.end - b.end) <= tolerance;
}

function insideOf(whole: Span, start: number, length: number): Span {
  if (length >= whole.end - whole.start) return whole;
  const first = Math.min(Math.max(start, whole.start), whole.end - length);
  return { start: first, end: first + length };
}
