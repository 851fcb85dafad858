import { stringify } from 'csv-stringify/sync';
import type { Evidence, Report } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatIso } from '../../decoder/wording/format-time.ts';
import { type ReportEvent, reportEvents } from './report-events.ts';

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

/** A table of everything that happened. Cells a spreadsheet would calculate are made text. */
export function reportCsv(report: Report, utc: boolean): string {
  const vrids = new Map(report.virtualRouters.map(({ id, vrid }) => [id, vrid]));
  const rows = reportEvents(report).map((event) => {
    const cells: Row = { ...commonCells(event, utc), ...ownCells(event) };
    const vrid = event.virtualRouter === null ? undefined : vrids.get(event.virtualRouter);
    if (vrid !== undefined) cells.vrid = vrid;
    return COLUMNS.map((column) => clean(cells[column]));
  });
  return stringify([[...COLUMNS], ...rows], { escape_formulas: true });
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

function ownCells(event: ReportEvent): Row {
  switch (event.type) {
    case 'source':
      return {
        text: `${event.name}: ${event.packets} packets, ${event.vrrp} VRRP, ${event.announcements} announcements`,
      };
    case 'unreadable':
      return { cause: event.code, text: `${event.name}: ${event.message}` };
    case 'view':
      return {
        cause: event.placement,
        text: `${event.name}: clock offset ${event.clockOffset} s, drift ${event.clockDrift} ppm, ${event.matched} packets matched`,
      };
    case 'undelivered':
      return { text: `${event.advertisements} advertisements never reached view ${event.view}` };
    case 'other-protocol':
      return {
        routers: event.speakers.join(' '),
        text: `${event.protocol} group ${event.group}, ${event.packets} packets`,
      };
    case 'virtual-router':
      return {
        routers: event.routers.map(({ address }) => address).join(' '),
        text: `VRID ${event.vrid} ${event.addresses.join(' ')}`.trim(),
      };
    case 'reign':
      return {
        cause: event.began,
        text: `priority ${event.priority}, ${event.advertisements} advertisements, ${event.ended}`,
      };
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
      return { cause: event.reason, text: event.deaf.length === 0 ? '' : `deaf: ${event.deaf.join(' ')}` };
    case 'no-master':
      return { cause: event.after, text: `unowned for at least ${event.atLeast} s and at most ${event.atMost} s` };
    case 'priority-change':
      return { from: event.from, to: event.to };
    case 'lost':
      return { text: `${event.advertisements} advertisements sent but not captured` };
    case 'near-failover':
      return { duration: event.gap, text: `${event.missed} advertisements missed` };
    case 'announcement':
      return { cause: event.kind, text: `${event.address} is at ${event.mac}, announced ${event.count} times` };
    case 'ownership':
      return { cause: event.by, text: `${event.address} is at ${event.mac}` };
    case 'finding':
      return { cause: event.code, text: `${event.severity}: ${event.title}. ${event.explanation}` };
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
