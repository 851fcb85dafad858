import { stampOfMicroseconds } from './log-stamp.ts';
import type { LogStamp } from './node-log.ts';

export interface JournalEntry {
  stamp: LogStamp;
  program: string;
  message: string;
}

type Fields = ReadonlyMap<string, string>;

/** Of all fields of an entry these count. */
const KEPT = new Set(['__REALTIME_TIMESTAMP', 'MESSAGE', 'SYSLOG_IDENTIFIER', '_COMM']);

/** `journalctl -o export`: a field a line, an empty line after each entry. Fields in the binary form are passed over. */
export class JournalExport {
  #fields = new Map<string, string>();

  /** The entry that the line ends. */
  line(line: string): JournalEntry | null {
    if (line === '') return this.end();
    const [, name, value] = /^([A-Z0-9_]{1,64})=(.*)$/s.exec(line) ?? [];
    if (name !== undefined && value !== undefined && KEPT.has(name)) this.#fields.set(name, value);
    return null;
  }

  end(): JournalEntry | null {
    const entry = entryOf(this.#fields);
    this.#fields = new Map();
    return entry;
  }
}

/** A line of `journalctl -o json`. */
export function readJournalJson(line: string): JournalEntry | null {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null) return null;
    const fields = Object.entries(entry).filter(
      (field): field is [string, string] => KEPT.has(field[0]) && typeof field[1] === 'string',
    );
    return entryOf(new Map(fields));
  } catch {
    return null;
  }
}

function entryOf(fields: Fields): JournalEntry | null {
  const stamp = stampOfMicroseconds(fields.get('__REALTIME_TIMESTAMP') ?? '');
  const message = fields.get('MESSAGE');
  if (!stamp || message === undefined) return null;
  return { stamp, program: fields.get('SYSLOG_IDENTIFIER') ?? fields.get('_COMM') ?? '', message };
}
