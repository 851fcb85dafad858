import type { LogStamp } from './node-log.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** A leap year, so that every day of every year exists. */
const NO_YEAR = 1972;

const CONSOLE = /^(?:[A-Z][a-z]{2} )([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? (\d{4}): /;
const SYSLOG = /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? /;
const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)? /;

export interface Stamped {
  stamp: LogStamp;
  /** What follows it. */
  rest: string;
  /** Whether host and program stand in front of the message, as syslog has it. */
  isSyslog: boolean;
}

/** The time at the front of a line: keepalived's own console, BSD syslog, or ISO 8601 as rsyslog and journalctl write it. */
export function readStamp(line: string): Stamped | null {
  return readConsole(line) ?? readSyslog(line) ?? readIso(line);
}

/** Microseconds since the Unix epoch, as the journal keeps them. */
export function stampOfMicroseconds(text: string): LogStamp | null {
  if (!/^\d{1,16}$/.test(text)) return null;
  const microseconds = Number(text);
  const seconds = Math.floor(microseconds / 1e6);
  return {
    seconds,
    nanoseconds: (microseconds - seconds * 1e6) * 1e3,
    hasYear: true,
    hasZone: true,
    resolution: 1e3,
  };
}

function readConsole(line: string): Stamped | null {
  const [all, month, day, hour, minute, second, fraction, year] = CONSOLE.exec(line) ?? [];
  if (all === undefined) return null;
  const at = epochSeconds(Number(year), MONTHS.indexOf(month ?? '') + 1, [day, hour, minute, second]);
  if (at === null) return null;
  const stamp = { seconds: at, ...parts(fraction), hasYear: true, hasZone: false };
  return { stamp, rest: line.slice(all.length), isSyslog: false };
}

function readSyslog(line: string): Stamped | null {
  const [all, month, day, hour, minute, second, fraction] = SYSLOG.exec(line) ?? [];
  if (all === undefined) return null;
  const at = epochSeconds(NO_YEAR, MONTHS.indexOf(month ?? '') + 1, [day, hour, minute, second]);
  if (at === null) return null;
  const stamp = { seconds: at, ...parts(fraction), hasYear: false, hasZone: false };
  return { stamp, rest: line.slice(all.length), isSyslog: true };
}

function readIso(line: string): Stamped | null {
  const [all, year, month, day, hour, minute, second, fraction, zone] = ISO.exec(line) ?? [];
  if (all === undefined) return null;
  const at = epochSeconds(Number(year), Number(month), [day, hour, minute, second]);
  if (at === null) return null;
  const seconds = at - zoneSeconds(zone);
  const stamp = { seconds, ...parts(fraction), hasYear: true, hasZone: zone !== undefined };
  return { stamp, rest: line.slice(all.length), isSyslog: true };
}

function parts(fraction = ''): Pick<LogStamp, 'nanoseconds' | 'resolution'> {
  return { nanoseconds: Number(fraction.padEnd(9, '0')), resolution: 10 ** (9 - fraction.length) };
}

function epochSeconds(year: number, month: number, rest: readonly (string | undefined)[]): number | null {
  const [day = 0, hour = 0, minute = 0, second = 0] = rest.map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60;
  return isReal && second <= 60 ? date.getTime() / 1000 : null;
}

function zoneSeconds(zone = 'Z'): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  const size = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === '-' ? -size : size;
}
