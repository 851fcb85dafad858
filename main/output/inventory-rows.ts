import type { Severity } from '../../decoder/report.ts';
import { formatClock, formatDate, formatInterval } from '../../decoder/wording/format-time.ts';
import { displayNames } from '../../decoder/wording/router-names.ts';
import type { Inventory, InventoryEntry, InventoryRouter, InventoryState, OtherCluster } from './inventory.ts';
import type { Cell, TableLine } from './inventory-table.ts';
import { routerKey, type TextStyle } from './text-style.ts';

export type InventoryColumn =
  | 'vrid'
  | 'where'
  | 'version'
  | 'priority'
  | 'interval'
  | 'authentication'
  | 'router'
  | 'master';
export type InventoryLine = TableLine<InventoryColumn>;

/** What is written about a virtual router. */
export interface InventoryRow {
  severity: Severity;
  /** One for each router, masters first. */
  lines: InventoryLine[];
  addresses: string[];
  /** What stands below where the columns of the settings have no room. */
  settings: string;
  notes: { severity: Severity; text: string }[];
}

const MOST_ROUTERS = 4;
const MOST_ADDRESSES = 3;

const STATE_SEVERITY: Record<InventoryState, Severity> = {
  'one-master': 'info',
  handover: 'warning',
  'two-masters': 'critical',
  nobody: 'critical',
  silent: 'critical',
};

export function severityOf({ state, collidesWith, conflicts }: InventoryEntry): Severity {
  const severity = STATE_SEVERITY[state];
  return severity === 'info' && collidesWith.length + conflicts.length > 0 ? 'warning' : severity;
}

/** The interface and the file that alone show a virtual router. */
export function whereOf({ interface: name, source }: InventoryEntry, { sources }: Inventory, style: TextStyle): string {
  const [only, ...more] = source;
  const file = sources.length > 1 && only !== undefined && more.length === 0 ? style.words.report.file(only + 1) : '';
  return [name ?? '', file].filter(Boolean).join(' ');
}

export function inventoryRow(entry: InventoryEntry, where: string, style: TextStyle): InventoryRow {
  const [first] = entry.routers;
  const shown = style.all ? entry.routers : entry.routers.slice(0, MOST_ROUTERS);
  const names = displayNames(entry);
  const lines = shown.map((router) => routerLine(router, names.get(router.address) ?? router.address, first, style));
  if (entry.masters.length === 0) lines.unshift(nobodyLine(entry, style));
  const rest = entry.routers.length - shown.length;
  if (rest > 0) lines.push({ router: { text: style.words.inventory.moreRouters(rest), paint: style.dim } });
  const [top, ...below] = lines;
  return {
    severity: severityOf(entry),
    lines: [{ ...top, ...headCells(entry, first, where, style) }, ...below],
    addresses: addressTexts(entry, style),
    settings: allSettings(entry.routers, style),
    notes: notesOf(entry, style),
  };
}

function headCells(
  { vrid, versions, family }: InventoryEntry,
  first: InventoryRouter | undefined,
  where: string,
  style: TextStyle,
): InventoryLine {
  const version = versions.map((number) => `v${number}`).join(' ');
  return {
    vrid: { text: String(vrid), paint: style.bold },
    where: { text: where },
    version: { text: family === 'ipv6' ? `${version} IPv6` : version },
    ...(first === undefined ? {} : settingCells(first, style)),
  };
}

function settingCells(router: InventoryRouter, style: TextStyle): InventoryLine {
  const { interval, authentication } = settingsOf(router, style);
  return { interval: { text: interval }, authentication: { text: authentication } };
}

function settingsOf({ interval, authentication }: InventoryRouter, { words }: TextStyle) {
  return { interval: formatInterval(interval.advertised, words), authentication };
}

/** Each setting once, that of the master first. */
function allSettings(routers: readonly InventoryRouter[], style: TextStyle): string {
  const settings = routers.map((router) => settingsOf(router, style));
  const each = (texts: string[]) => [...new Set(texts)].join(' / ');
  if (settings.length === 0) return '';
  return style.words.inventory.settings({
    interval: each(settings.map(({ interval }) => interval)),
    authentication: each(settings.map(({ authentication }) => authentication)),
  });
}

/** What a router has in common with the first one is not said again. */
function routerLine(
  router: InventoryRouter,
  name: string,
  first: InventoryRouter | undefined,
  style: TextStyle,
): InventoryLine {
  const paint = router.master ? (same: string) => same : style.dim;
  const own: InventoryLine = {
    priority: { text: String(router.priority.last), paint },
    router: { text: name, paint: (text) => style.router(routerKey(router), text) },
    master: { text: mastership(router, style), paint },
  };
  if (first === undefined) return own;
  const settings = settingCells(router, style);
  const common = settingCells(first, style);
  return {
    ...own,
    interval: differing(settings.interval, common.interval),
    authentication: differing(settings.authentication, common.authentication),
  };
}

function differing(cell: Cell | undefined, common: Cell | undefined): Cell {
  return cell === undefined || cell.text === common?.text ? { text: '' } : cell;
}

function mastership({ reign, master }: InventoryRouter, style: TextStyle): string {
  const { inventory } = style.words;
  if (reign === null) return inventory.never;
  if (!master && reign.end !== null) return inventory.until(secondOf(reign.end, style));
  return reign.began === 'running' ? inventory.fromStart : inventory.since(secondOf(reign.start, style));
}

function nobodyLine({ since }: InventoryEntry, style: TextStyle): InventoryLine {
  const { inventory } = style.words;
  const router: Cell = { text: inventory.nobody, paint: style.paint.critical };
  if (since === null) return { router };
  return { router, master: { text: inventory.since(secondOf(since, style)), paint: style.paint.critical } };
}

/** With the date if the capture covers several days. Finer times are what a report is for. */
function secondOf(time: number, { severalDays, utc }: TextStyle): string {
  const clock = formatClock(time, utc, 0);
  return severalDays ? `${formatDate(time, utc)} ${clock}` : clock;
}

function addressTexts({ addresses }: Pick<InventoryEntry, 'addresses'>, { all, words }: TextStyle): string[] {
  if (addresses.length === 0) return [words.report.noAddresses];
  const shown = all ? addresses : addresses.slice(0, MOST_ADDRESSES);
  const rest = addresses.length - shown.length;
  return rest > 0 ? [...shown, words.report.more(rest)] : shown;
}

function notesOf(entry: InventoryEntry, style: TextStyle): InventoryRow['notes'] {
  const { trouble } = style.words.inventory;
  const notes: InventoryRow['notes'] = [];
  const state = stateNote(entry, style);
  if (state !== undefined) notes.push({ severity: STATE_SEVERITY[entry.state], text: state });
  if (entry.collidesWith.length > 0) {
    const clusters = entry.collidesWith.map((other) => clusterText(other, style));
    notes.push({ severity: 'warning', text: trouble.collision({ vrid: entry.vrid, others: clusters }) });
  }
  if (entry.conflicts.length > 0) notes.push({ severity: 'warning', text: trouble.conflicts(entry.conflicts) });
  return notes;
}

function stateNote(entry: InventoryEntry, style: TextStyle): string | undefined {
  const { trouble } = style.words.inventory;
  const { state, since, routers } = entry;
  if (state === 'one-master') return undefined;
  if (since === null) return trouble.unheard;
  if (state === 'two-masters') return trouble.twoMasters(secondOf(since, style));
  if (state === 'handover') return trouble.handover(secondOf(since, style));
  const [last] = routers;
  const name = displayNames(entry).get(last?.address ?? '') ?? '';
  if (state === 'silent') return trouble.silent(name);
  return last?.reign?.ended === 'yielded' ? trouble.yielded(name) : trouble.resigned(name);
}

function clusterText(other: OtherCluster, style: TextStyle): string {
  const names = displayNames(other);
  return style.words.inventory.cluster({
    addresses: addressTexts(other, { ...style, all: false }).join(' '),
    speakers: other.routers.map(({ address }) => names.get(address) ?? address),
  });
}
