import {
  formatClock,
  formatDate,
  formatDuration,
  formatInterval,
  type TimeUnits,
} from '../../decoder/wording/format-time.ts';
import type { Settings } from '../../main/host-contract.ts';

export type Times = Settings['times'];
/** Digits of the second. */
export type Digits = 0 | 3 | 6;

/** `03:12:05.441`, or what has passed since `origin`: `+12.345 s`, `+5:02.345`, `+2d 01:05:02.345`. */
export function formatMoment(time: number, times: Times, origin: number, digits: Digits = 3): string {
  return times === 'relative' ? formatElapsed(time - origin, digits) : formatClock(time, times === 'utc', digits);
}

/** With the date in front, where times have one. */
export function formatDateMoment(time: number, times: Times, origin: number, digits: Digits = 3): string {
  const moment = formatMoment(time, times, origin, digits);
  return times === 'relative' ? moment : `${formatDate(time, times === 'utc')} ${moment}`;
}

/** `03:12:05.441 – 03:12:17.454`; the date stands at the end too where it is another. */
export function formatSpan(
  { start, end }: { start: number; end: number },
  times: Times,
  origin: number,
  digits: Digits = 3,
): string {
  const sameDay = times === 'relative' || formatDate(start, times === 'utc') === formatDate(end, times === 'utc');
  const format = sameDay ? formatMoment : formatDateMoment;
  return `${format(start, times, origin, digits)} – ${format(end, times, origin, digits)}`;
}

/** Whose clock the times are of: `UTC`, `UTC+01:00`. */
export function zoneOf(time: number, times: Times): string {
  if (times !== 'local') return 'UTC';
  const minutes = -new Date(time * 1000).getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${two(hours)}:${two(rest)}`;
}

/** What has passed: `+12.345 s` below a minute, `+5:02.345` below an hour, `+1:05:02.345`, `+2d 01:05:02.345`. */
export function formatElapsed(seconds: number, digits: Digits): string {
  const unit = 10 ** digits;
  const whole = Math.floor(Math.round(Math.abs(seconds) * 1e6) / (1e6 / unit));
  const sign = seconds < 0 && whole > 0 ? '−' : '+';
  const fraction = digits === 0 ? '' : `.${String(whole % unit).padStart(digits, '0')}`;
  const total = Math.floor(whole / unit);
  const [days, hours, minutes] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
  ];
  const rest = `${two(total % 60)}${fraction}`;
  if (days > 0) return `${sign}${days}d ${two(hours)}:${two(minutes)}:${rest}`;
  if (hours > 0) return `${sign}${hours}:${two(minutes)}:${rest}`;
  if (minutes > 0) return `${sign}${minutes}:${rest}`;
  return `${sign}${total % 60}${fraction} s`;
}

/** The end of a MAC, which tells routers apart: `…09:fe`. */
export function shortMac(mac: string): string {
  return `…${mac.slice(-5)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** A duration that nobody knows, or wants to know, better than to the second. */
export function formatWholeSeconds(seconds: number, words: { units: TimeUnits }): string {
  const whole = Math.round(seconds);
  return whole < 60 ? formatInterval(whole, words) : formatDuration(whole, words);
}
