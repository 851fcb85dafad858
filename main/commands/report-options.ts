import { InvalidArgumentError } from 'commander';
import { canonicalAddress } from '../../decoder/wording/address-tokens.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { NamedFile } from '../host-contract.ts';
import type { ViewOption } from './view-options.ts';

/** Options of `report` as commander hands them over. */
export interface ReportOptions {
  json?: true;
  ndjson?: true;
  csv?: true;
  markdown?: true;
  html?: string;
  names?: string;
  config?: NamedFile[];
  log?: NamedFile[];
  view?: ViewOption[];
  from?: TimeText;
  to?: TimeText;
  /** Undefined if not given: English, and HTML follows the reader's system. */
  lang?: Language;
  utc?: true;
  failOn?: 'critical' | 'warning' | 'info';
  vrid?: number[];
  address?: string[];
  vlan?: number[];
  all?: true;
  showPasswords?: true;
  pseudonyms?: true;
  /** Undefined if neither --color nor --no-color was given. */
  color?: boolean;
}

/** A time as it was written. What it means may depend on --utc and on where the capture starts. */
export type TimeText =
  | { kind: 'epoch'; seconds: number }
  | { kind: 'from-start'; seconds: number }
  | {
      kind: 'calendar';
      parts: [year: number, month: number, day: number, hour: number, minute: number, second: number];
      fraction: number;
      zone: number | undefined;
    };

const CALENDAR =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

export function parseTime(text: string): TimeText {
  if (/^\+\d+(\.\d+)?$/.test(text)) return { kind: 'from-start', seconds: Number(text) };
  if (/^\d+(\.\d+)?$/.test(text)) return { kind: 'epoch', seconds: Number(text) };
  const [matched, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', zone] = CALENDAR.exec(text) ?? [];
  if (matched === undefined) throw badTime();
  const parts: [number, number, number, number, number, number] = [
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  ];
  if (!existsOnCalendar(parts)) throw badTime();
  return { kind: 'calendar', parts, fraction: Number(`0.${fraction}0`), zone: zoneSeconds(zone) };
}

/** Seconds since the Unix epoch; undefined where it counts from a start that does not exist. */
export function resolveTime(time: TimeText, utc: boolean, start: number | null): number | undefined {
  switch (time.kind) {
    case 'epoch':
      return time.seconds;
    case 'from-start':
      return start === null ? undefined : start + time.seconds;
    case 'calendar': {
      const [year, month, day, hour, minute, second] = time.parts;
      const asUtc = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
      if (time.zone !== undefined) return asUtc - time.zone + time.fraction;
      if (utc) return asUtc + time.fraction;
      return new Date(year, month - 1, day, hour, minute, second).getTime() / 1000 + time.fraction;
    }
  }
}

/** `51,52`, and the option again: numbers add up. */
export function numberList(lowest: number, highest: number): (text: string, before?: number[]) => number[] {
  return (text, before = []) => [
    ...before,
    ...text.split(',').map((part) => {
      const value = /^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN;
      if (value >= lowest && value <= highest) return value;
      throw new InvalidArgumentError(`It takes whole numbers from ${lowest} to ${highest}.`);
    }),
  ];
}

/** Numbers of packets: both ends belong to them. */
export interface PacketRange {
  first: number;
  last: number;
}

/** `7,40-50`, and the option again: ranges add up. */
export function packetRanges(text: string, before: readonly PacketRange[] = []): PacketRange[] {
  const added = text.split(',').map((part) => {
    const [, first = '', last = first] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? [];
    const range = { first: Number(first), last: Number(last) };
    if (range.first >= 1 && range.first <= range.last) return range;
    throw new InvalidArgumentError('It takes numbers of packets from 1 on, and ranges as 40-50.');
  });
  return [...before, ...added];
}

export function addressOptions(text: string, before: readonly string[] = []): string[] {
  const added = text.split(',').map((part) => {
    const address = canonicalAddress(part.trim());
    if (address === undefined) throw new InvalidArgumentError('It takes IPv4 or IPv6 addresses.');
    return address;
  });
  return [...before, ...added];
}

function badTime(): InvalidArgumentError {
  return new InvalidArgumentError(
    'It takes ISO 8601 (2026-03-01T03:12:05, with or without Z or +01:00), seconds since the epoch, or +seconds from the start.',
  );
}

function existsOnCalendar([year, month, day, hour, minute, second]: readonly [
  number,
  number,
  number,
  number,
  number,
  number,
]): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
}

function zoneSeconds(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  if (zone.toUpperCase() === 'Z') return 0;
  const [, sign, hours, minutes = 0] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const size = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === '-' ? -size : size;
}
