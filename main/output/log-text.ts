import type { Report, ReportLogEntry, VirtualRouter } from '../../decoder/report.ts';
import { entryText, logSentences } from '../../decoder/wording/log-sentences.ts';
import { wrap } from './text-layout.ts';
import type { TextStyle } from './text-style.ts';

/** A line of a log, and whose log it is. */
export interface NodeEntry extends ReportLogEntry {
  node: string;
}

const MOST_ENTRIES = 20;
/** What only says how a state was entered or left is for --all. */
const DETAILS: ReadonlySet<ReportLogEntry['kind']> = new Set([
  'addresses-set',
  'addresses-removed',
  'master-timeout',
  'priority-zero-received',
  'check',
]);

/** How the clock of each log stands against the capture's. */
export function logHeadLines(report: Report, style: TextStyle): string[] {
  return logSentences(report, style.words).flatMap((line) =>
    wrap(line, style.width - 4).map((part, index) => style.dim(index === 0 ? `  ${part}` : `    ${part}`)),
  );
}

/** What the logs say of a virtual router, in time order; without `all` the most telling part. */
export function entriesAbout({ id }: VirtualRouter, report: Report, all: boolean): NodeEntry[] {
  const told = entriesOf(report, ({ virtualRouter }) => virtualRouter === id);
  return all ? told : told.filter(({ kind }) => !DETAILS.has(kind)).slice(0, MOST_ENTRIES);
}

/** `  03:12:05.500  | lb01: (VI_1) Entering MASTER STATE`, beside the transitions. */
export function entryLines(entry: NodeEntry, style: TextStyle, time = style.clock(entry.time)): string[] {
  const told = style.words.terminal.tables.logLine(entry.node, entryText(entry, style.words));
  const text = `${style.glyphs.tick} ${told}`;
  const [first = '', ...rest] = wrap(text, style.proseWidth - 18);
  return [`  ${time}  ${first}`, ...rest.map((part) => ' '.repeat(18) + part)].map(style.dim);
}

/** Lines of processes as a whole, and of instances that are no virtual router of this capture. */
export function otherEntryLines(report: Report, style: TextStyle): string[] {
  const told = entriesOf(report, ({ virtualRouter }) => virtualRouter === null);
  const shown = style.all ? told : told.filter(({ kind }) => kind !== 'check').slice(0, MOST_ENTRIES);
  return shown.flatMap((entry) => entryLines(entry, style, style.moment(entry.time)));
}

function entriesOf({ logs = [] }: Report, isWanted: (entry: ReportLogEntry) => boolean): NodeEntry[] {
  return logs
    .flatMap(({ name: node, entries }) => entries.filter(isWanted).map((entry) => ({ ...entry, node })))
    .sort((a, b) => a.time - b.time);
}
