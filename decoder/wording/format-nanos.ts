import type { Nanos } from '../time.ts';
import type { TimeUnits } from './format-time.ts';

/** A duration in a sentence: `0.4 ms`, `805 ms`, `3.805 s`, `12.0 s`, `4 min 5 s`. */
export function formatNanos(duration: Nanos, { ms, s, min, h }: TimeUnits): string {
  const seconds = duration / 1e9;
  if (seconds < 0.01) return `${trim((seconds * 1000).toFixed(2))} ${ms}`;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ${ms}`;
  if (seconds < 10) return `${seconds.toFixed(3)} ${s}`;
  if (seconds < 120) return `${seconds.toFixed(1)} ${s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} ${min} ${Math.round(seconds - minutes * 60)} ${s}`;
  return `${Math.floor(minutes / 60)} ${h} ${minutes % 60} ${min}`;
}

/** A configured time: `1 s`, `3.805 s`, `0.1 s`. */
export function formatConfigured(duration: Nanos, { s }: TimeUnits): string {
  return `${trim((duration / 1e9).toFixed(3))} ${s}`;
}

function trim(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}
