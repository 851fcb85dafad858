import { InvalidArgumentError } from 'commander';
import type { Severity } from '../../decoder/report.ts';
import type { Language } from '../../decoder/wording/language.ts';
import type { ListenAddress } from '../browser/own-addresses.ts';
import type { LocalTool } from '../live/live-contract.ts';
import type { LogOptions } from '../live/log/capture-log.ts';

/** Options of `live` as commander hands them over. */
export interface LiveCommandOptions {
  via?: LocalTool;
  exec?: string;
  write?: string;
  rotate?: Rotation;
  keep?: number;
  /** Seconds. */
  for?: number;
  ndjson?: true;
  json?: true;
  failOn?: Severity;
  names?: string;
  lang?: Language;
  utc?: true;
  all?: true;
  showPasswords?: true;
  metrics?: ListenAddress;
  /** Undefined if neither --color nor --no-color was given. */
  color?: boolean;
}

export type Rotation = Pick<LogOptions, 'rotateBytes' | 'rotateSeconds'>;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 };
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};
/** Smaller files are all beginning and end. */
const SMALLEST_FILE = 10_000;
const MOST_SECONDS = 400 * 86_400;

/** `60`, `60s`, `15m`, `1h`, `2d`. */
export function parseDuration(text: string): number {
  const seconds = secondsOf(text);
  if (seconds === undefined) throw new InvalidArgumentError('It must be a time such as 90s, 15m, 1h or 2d.');
  return seconds;
}

/** A size or a time; each may be given once. */
export function parseRotation(text: string, before: Rotation = {}): Rotation {
  const rotateBytes = bytesOf(text);
  if (rotateBytes !== undefined && before.rotateBytes === undefined) return { ...before, rotateBytes };
  const rotateSeconds = rotateBytes === undefined ? secondsOf(text) : undefined;
  if (rotateSeconds !== undefined && before.rotateSeconds === undefined) return { ...before, rotateSeconds };
  throw new InvalidArgumentError('It must be a size such as 100MB (10kB at least), a time such as 1h, or one of each.');
}

export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 1 at least.');
  return Number(text);
}

function secondsOf(text: string): number | undefined {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s*([a-z]+)?$/.exec(text) ?? [];
  const seconds = Number(number) * (SECONDS[unit] ?? Number.NaN);
  return seconds > 0 && seconds <= MOST_SECONDS ? seconds : undefined;
}

function bytesOf(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text) ?? [];
  const bytes = Math.round(Number(number) * (BYTES[unit] ?? Number.NaN));
  return bytes >= SMALLEST_FILE && Number.isSafeInteger(bytes) ? bytes : undefined;
}
