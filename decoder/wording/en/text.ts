import type { Nanos } from '../../time.ts';
import type { Subject } from '../finding-words.ts';
import { formatConfigured, formatNanos } from '../format-nanos.ts';
import type { TimeUnits } from '../format-time.ts';
import { groupDigits } from '../group-digits.ts';

export const units: TimeUnits = { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd', wholeMin: 'min' };

export function duration(length: Nanos): string {
  return formatNanos(length, units);
}

/** A configured time. */
export function configured(length: Nanos): string {
  return formatConfigured(length, units);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `1 warning`, `2 warnings`, `1,508,009 packets`. */
export function counted(count: number, noun: string): string {
  return `${groupDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`; more than `most` are counted. */
export function list(items: readonly string[], most = 6): string {
  const shown = items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : [...items];
  const last = shown.pop();
  if (last === undefined) return '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** `VRID 51 (10.0.0.3)`. */
export function describe({ vrid, addresses }: Subject): string {
  const [first, ...more] = addresses;
  if (first === undefined) return `VRID ${vrid}`;
  return more.length === 0 ? `VRID ${vrid} (${first})` : `VRID ${vrid} (${first} and ${more.length} more)`;
}

export function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
