import { stringify } from 'csv-stringify/sync';
import type { Evidence, Report } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatIso } from '../../decoder/wording/format-time.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { entryText, logSentence } from '../../decoder/wording/log-sentences.ts';
import { type ReportEvent, reportEvents } from './report-events.ts';
import { type OutputWords, outputWords } from './words.ts';

const COLUMNS = [
  'time',
  'epoch',
  'virtual_router',
  'vrid',
  'type',
  'from',
  'to',
  'routers',
  'cause',
  'start',
  'end',
  'duration',
  'evidence',
  'text',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number>>;

/** Rows that are made at once: all together would take more memory than the report. */
const ROWS = 1000;

/** A table of everything that happened. Cells a spreadsheet would calculate are made text. */
export function reportCsv(report: Report, utc: boolean, language: Language = 'en'): string {
  return [...csvInPieces(report, utc, language)].join('');
}

export function* csvInPieces(report: Report, utc: boolean, language: Language): Generator<string> {
  const words = outputWords(language);
  const vrids = new Map(report.virtualRouters.map(({ id, vrid }) => [id, vrid]));
  const events = reportEvents(report);
  yield csvOf([[...COLUMNS]]);
  for (let start = 0; start < events.length; start += ROWS) {
    yield csvOf(
      events.slice(start, start + ROWS).map((event) => {
        const cells: Row = { ...commonCells(event, utc), ...ownCells(event, words) };
        const vrid = event.virtualRouter === null ? undefined : vrids.get(event.virtualRouter);
        if (vrid !== undefined) cells.vrid = vrid;
        return COLUMNS.map((column) => clean(cells[column]));
      }),
    );
  }
}

function csvOf(rows: (string | number)[][]): string {
  return stringify(rows, { escape_formulas: true });
}

function clean(cell: string | number | undefined): string | number {
  return typeof cell === 'string' ? escapeControls(cell) : (cell ?? '');
}

function commonCells(event: ReportEvent, utc: boolean): Row {
  const row: Row = { type: event.type, virtual_router: event.virtualRouter ?? '' };
  const start = 'start' in event ? event.start : null;
  const time = 'time' in event ? event.time : start;
  if (time !== null) Object.assign(row, { time: formatIso(time, utc), epoch: time });
  if (start !== null) row.start = start;
  if ('end' in event && event.end !== null) {
    row.end = event.end;
    if (time !== null) row.duration = rounded(event.end - time);
  }
  if ('evidence' in event) row.evidence = evidenceCell(event.evidence);
  if ('router' in event && event.router !== null) row.routers = event.router;
  if ('routers' in event && event.type !== 'virtual-router') row.routers = event.routers.join(' ');
  return row;
}

function ownCells(event: ReportEvent, words: OutputWords): Row {
  const { problem, tables } = words.terminal;
  switch (event.type) {
    case 'source':
      return { text: tables.source(event) };
    case 'unreadable':
      return { cause: event.code, text: tables.unreadable(event.name, problem(event.code, event.message)) };
    case 'view':
      return { cause: event.placement, text: tables.view(event) };
    case 'undelivered':
      return { text: tables.undelivered(event) };
    case 'log':
      return { text: logSentence(event, words) };
    case 'log-line':
      return { cause: event.kind, text: tables.logLine(event.name, entryText(event, words)) };
    case 'other-protocol':
      return { routers: event.speakers.join(' '), text: tables.otherProtocol(event) };
    case 'virtual-router':
      return {
        routers: event.routers.map(({ address }) => address).join(' '),
        text: `VRID ${event.vrid} ${event.addresses.join(' ')}`.trim(),
      };
    case 'reign':
      return { cause: event.began, text: tables.reign(event) };
    case 'transition':
      return {
        from: event.from ?? '',
        to: event.to,
        routers: event.to,
        cause: event.cause,
        duration: event.duration ?? '',
        text: event.explanation,
      };
    case 'split-brain':
      return { cause: event.reason, text: event.deaf.length === 0 ? '' : tables.deaf(event.deaf) };
    case 'no-master':
      return { cause: event.after, text: tables.noMaster(event) };
    case 'priority-change':
      return { from: event.from, to: event.to };
    case 'lost':
      return { text: tables.lost(event.advertisements) };
    case 'near-failover':
      return { duration: event.gap, text: tables.nearFailover(event.missed) };
    case 'announcement':
      return { cause: event.kind, text: tables.announcement(event) };
    case 'ownership':
      return { cause: event.by, text: tables.ownership(event) };
    case 'finding':
      return { cause: event.code, text: tables.finding(event) };
    case 'incident':
      return { virtual_router: event.virtualRouters.join(' '), text: event.title };
    case 'handover-race':
      return {};
  }
}

function evidenceCell(evidence: readonly Evidence[]): string {
  return evidence.map(({ source, packet }) => `${source}:${packet}`).join(' ');
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
