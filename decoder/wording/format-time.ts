/** Seconds since the Unix epoch that a Date can still show. */
const LAST_DATE = 8.64e12;

interface WallClock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  microsecond: number;
}

/** `03:12:05.441`; `digits` of the second are cut, not rounded, as packet analyzers do. */
export function formatClock(time: number, utc: boolean, digits: 0 | 3 | 6 = 3): string {
  const at = wallClock(time, utc);
  if (at === undefined) return `@${time}`;
  const clock = `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
  if (digits === 0) return clock;
  return `${clock}.${String(at.microsecond).padStart(6, '0').slice(0, digits)}`;
}

/** `2026-11-20`. */
export function formatDate(time: number, utc: boolean): string {
  const at = wallClock(time, utc);
  return at === undefined ? `@${time}` : `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}`;
}

/** `2026-11-20T03:12:05.441000Z`, or with the local offset instead of Z. */
export function formatIso(time: number, utc: boolean): string {
  if (wallClock(time, utc) === undefined) return `@${time}`;
  return `${formatDate(time, utc)}T${formatClock(time, utc, 6)}${utc ? 'Z' : offset(time)}`;
}

/** `UTC`, or the local offset at that time as `UTC+01:00`. */
export function formatZone(time: number, utc: boolean): string {
  return utc || Math.abs(time) > LAST_DATE ? 'UTC' : `UTC${offset(time)}`;
}

/** Seconds to add to UTC to get what the clock shows. */
export function zoneOffset(time: number, utc: boolean): number {
  return utc || Math.abs(time) > LAST_DATE ? 0 : -new Date(time * 1000).getTimezoneOffset() * 60;
}

/** What stands behind the numbers of a duration. */
export interface TimeUnits {
  ms: string;
  s: string;
  min: string;
  h: string;
  d: string;
  /** Of minutes that no seconds follow. */
  wholeMin: string;
}

/** `0.4 ms`, `805 ms`, `3.81 s`, `12.0 s`, `5 min 2 s`, `3 h 20 min`, `2 d 4 h`. */
export function formatDuration(seconds: number, words: { units: TimeUnits }): string {
  const { ms, s, min, h, d, wholeMin } = words.units;
  if (seconds < 0) return `-${formatDuration(-seconds, words)}`;
  if (seconds === 0) return `0 ${s}`;
  if (seconds < 0.00995) return `${(seconds * 1000).toFixed(1)} ${ms}`;
  if (seconds < 0.9995) return `${(seconds * 1000).toFixed(0)} ${ms}`;
  if (seconds < 9.995) return `${seconds.toFixed(2)} ${s}`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} ${s}`;
  if (seconds < 3599.5) return pair(Math.round(seconds), 60, min, s, wholeMin);
  if (seconds < 86_370) return pair(Math.round(seconds / 60), 60, h, min);
  return pair(Math.round(seconds / 3600), 24, d, h);
}

/** How far clocks are apart, to the millisecond, or to the microsecond below one: `2 h 0 min 0.012 s`, `0.412 ms`. */
export function formatOffset(seconds: number, { units: { d, h, min, s, ms } }: { units: TimeUnits }): string {
  const size = Math.abs(seconds);
  if (size < 0.0995) return `${(size * 1000).toFixed(3)} ${ms}`;
  const whole = Math.round(size * 1000);
  const parts = [
    { count: Math.floor(whole / 86_400_000), unit: d },
    { count: Math.floor(whole / 3_600_000) % 24, unit: h },
    { count: Math.floor(whole / 60_000) % 60, unit: min },
  ];
  const first = parts.findIndex(({ count }) => count > 0);
  const large = first < 0 ? [] : parts.slice(first).map(({ count, unit }) => `${count} ${unit}`);
  return [...large, `${((whole % 60_000) / 1000).toFixed(3)} ${s}`].join(' ');
}

/** An advertised interval: `1 s`, `0.5 s`, `10 ms`. */
export function formatInterval(seconds: number, { units }: { units: TimeUnits }): string {
  return seconds < 0.1
    ? `${Number((seconds * 1000).toFixed(3))} ${units.ms}`
    : `${Number(seconds.toFixed(3))} ${units.s}`;
}

function pair(total: number, base: number, large: string, small: string, alone = large): string {
  const rest = total % base;
  const count = Math.floor(total / base);
  return rest === 0 ? `${count} ${alone}` : `${count} ${large} ${rest} ${small}`;
}

function offset(time: number): string {
  const minutes = zoneOffset(time, false) / 60;
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function wallClock(time: number, utc: boolean): WallClock | undefined {
  if (Math.abs(time) > LAST_DATE) return undefined;
  const seconds = Math.floor(Math.round(time * 1e6) / 1e6);
  const microsecond = Math.min(999_999, Math.max(0, Math.round((time - seconds) * 1e6)));
  const date = new Date((seconds + zoneOffset(seconds, utc)) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    microsecond,
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
