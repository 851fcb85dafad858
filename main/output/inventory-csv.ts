import { stringify } from 'csv-stringify/sync';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatIso } from '../../decoder/wording/format-time.ts';
import type { Language } from '../../decoder/wording/language.ts';
import { displayNames } from '../../decoder/wording/router-names.ts';
import type { Inventory, InventoryEntry, Segment, SegmentNeighbour } from './inventory.ts';
import { type OutputWords, outputWords } from './words.ts';

const COLUMNS = [
  'type',
  'vlan',
  'interface',
  'family',
  'vrid',
  'versions',
  'state',
  'since',
  'masters',
  'others',
  'priority',
  'interval',
  'authentication',
  'addresses',
  'destinations',
  'conflicts',
  'text',
  'tunnel',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number>>;

/**
 * A row for each virtual router, for the free VRIDs of each segment, and for each neighbour. Cells a spreadsheet
 * would calculate are made text. Priorities, intervals and authentications are those of masters, then of others.
 */
export function inventoryCsv({ segments }: Inventory, utc: boolean, language: Language = 'en'): string {
  const words = outputWords(language);
  const rows = segments.flatMap((segment) => segmentRows(segment, utc, words));
  const cells = rows.map((row) => COLUMNS.map((column) => clean(row[column])));
  return stringify([[...COLUMNS], ...cells], { escape_formulas: true });
}

function clean(cell: string | number | undefined): string | number {
  return typeof cell === 'string' ? escapeControls(cell) : (cell ?? '');
}

function segmentRows(
  { tunnel, vlans, virtualRouters, free, otherProtocols }: Segment,
  utc: boolean,
  words: OutputWords,
): Row[] {
  const rows: Row[] = [
    ...virtualRouters.map((entry) => entryRow(entry, utc)),
    { type: 'free', family: 'ipv4', text: freeText(free.ipv4, words) },
    { type: 'free', family: 'ipv6', text: freeText(free.ipv6, words) },
    ...otherProtocols.map((neighbour) => neighbourRow(neighbour, words)),
  ];
  return rows.map((row) => ({ ...row, vlan: vlans.join('.'), tunnel: tunnel ?? '' }));
}

function entryRow(entry: InventoryEntry, utc: boolean): Row {
  const { family, vrid, state, since, routers } = entry;
  const names = displayNames(entry);
  const called = (master: boolean) =>
    routers.filter((router) => router.master === master).map(({ address }) => names.get(address) ?? address);
  return {
    type: 'virtual-router',
    interface: entry.interface ?? '',
    family,
    vrid,
    versions: entry.versions.join(' '),
    state,
    since: since === null ? '' : formatIso(since, utc),
    masters: called(true).join(' '),
    others: called(false).join(' '),
    priority: routers.map(({ priority }) => priority.last).join(' '),
    interval: routers.map(({ interval }) => interval.advertised).join(' '),
    authentication: routers.map(({ authentication }) => authentication).join(' '),
    addresses: entry.addresses.join(' '),
    destinations: entry.destinations.join(' '),
    conflicts: [...entry.conflicts, ...(entry.collidesWith.length > 0 ? ['vrid-collision'] : [])].join(' '),
  };
}

/** A range alone would be taken for a date. */
function freeText(ranges: Segment['free']['ipv4'], { terminal }: OutputWords): string {
  const texts = ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  return terminal.tables.free(texts);
}

function neighbourRow(neighbour: SegmentNeighbour, { terminal }: OutputWords): Row {
  return { type: 'other-protocol', others: neighbour.speakers.join(' '), text: terminal.tables.neighbour(neighbour) };
}
