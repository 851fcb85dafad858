import type { CaptureStatus } from '../../main/host-contract.ts';

/** Before that, what is left cannot be told. */
const SOON = 1;

export interface ReadingProgress {
  /** From 0 to 1; null where nobody knows how much there is. */
  share: number | null;
  /** Bytes a second. */
  rate: number | null;
  /** Seconds. */
  left: number | null;
}

export function readingProgress({ done, total, elapsed }: CaptureStatus): ReadingProgress {
  const rate = elapsed > 0 ? done / elapsed : null;
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const left = total === null || rate === null || rate === 0 || elapsed < SOON ? null : (total - done) / rate;
  return { share, rate, left };
}

/** Whole percent; 100 only at the end. */
export function percentOf(share: number): number {
  return Math.min(share < 1 ? 99 : 100, Math.round(share * 100));
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `812 B`, `4.2 MB`, `128 MB`. */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
