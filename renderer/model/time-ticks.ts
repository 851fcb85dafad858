import { formatClock, formatDate, zoneOffset } from '../../decoder/wording/format-time.ts';
import { type Digits, formatElapsed, type Times } from '../shared/time-format.ts';
import type { Span } from './app-state.ts';

export interface Tick {
  time: number;
  label: string;
  /** Where it is another one than at the tick before; null in relative times. */
  date: string | null;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const STEPS = [
  ...[1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1].flatMap((unit) => [unit, 2 * unit, 5 * unit]),
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * DAY),
];

/** Round moments, about one every `spacing` of `width` pixels. */
export function timeTicks(span: Span, width: number, times: Times, origin: number, spacing = 110): Tick[] {
  const wanted = ((span.end - span.start) * spacing) / Math.max(1, width);
  const step = STEPS.find((candidate) => candidate >= wanted) ?? 365 * DAY;
  let date: string | null = null;
  return roundMoments(span, step, times, origin).map((time) => {
    if (times === 'relative') return { time, label: elapsedLabel(time - origin, step), date: null };
    const utc = times === 'utc';
    const day = formatDate(time, utc);
    const changed = day !== date;
    date = day;
    return { time, label: clockLabel(time, utc, step), date: changed ? day : null };
  });
}

function roundMoments(span: Span, step: number, times: Times, origin: number): number[] {
  const moments: number[] = [];
  const zero = times === 'relative' ? origin : 0;
  const offset = (time: number) => (times === 'local' ? zoneOffset(time, false) : 0);
  const first = Math.ceil((span.start - zero + offset(span.start)) / step - 1e-6);
  for (let i = first; moments.length < 1000; i++) {
    const shown = i * step;
    // The zone's offset at a moment decides where it stands; it is read near it, and again where it changed since.
    const near = shown - offset(zero + shown);
    const time = Math.round((zero + shown - offset(zero + near)) * 1e6) / 1e6;
    if (time > span.end) break;
    if (time >= span.start && time > (moments.at(-1) ?? -Infinity)) moments.push(time);
  }
  return moments;
}

function clockLabel(time: number, utc: boolean, step: number): string {
  const clock = formatClock(time, utc, digitsOf(step));
  return step >= MINUTE ? clock.slice(0, 5) : clock;
}

function elapsedLabel(seconds: number, step: number): string {
  if (step < DAY) return formatElapsed(seconds, digitsOf(step));
  return `+${Math.round(seconds / DAY)}d`;
}

function digitsOf(step: number): Digits {
  if (step >= 1) return 0;
  return step >= 1e-3 ? 3 : 6;
}
