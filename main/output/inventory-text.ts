import type { Severity } from '../../decoder/report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { formatDuration } from '../../decoder/wording/format-time.ts';
import { addressList } from '../../decoder/wording/history-phrases.ts';
import { SEVERITIES } from '../../decoder/wording/report-index.ts';
import { segmentName } from '../../decoder/wording/segment-name.ts';
import { mapStrings, toAscii } from './escape.ts';
import type { Inventory, InventoryEntry, InventoryState, Segment, SegmentNeighbour, VridRange } from './inventory.ts';
import { type InventoryColumn, type InventoryRow, inventoryRow, severityOf, whereOf } from './inventory-rows.ts';
import { type TableColumn, TableLayout } from './inventory-table.ts';
import { noVrrpLines, sourceLines } from './report-text.ts';
import { cellsOf, flow, padCells, shorten, wrap } from './text-layout.ts';
import { type TextOptions, type TextStyle, textStyle } from './text-style.ts';

/** On a narrower terminal lines are broken by the terminal. */
const NARROWEST = 60;
const LONGEST_NAME = 48;
/** An IPv4 address. */
const ADDRESS_CELLS = 15;
/** A link-local address. */
const ROUTER_CELLS = 24;
const FEWEST_ROUTER_CELLS = 8;
const MARK = '  ';
const GAP = '  ';
/** What belongs to a virtual router stands under what follows its VRID. */
const INDENT = ' '.repeat(8);
const STATES: readonly InventoryState[] = ['one-master', 'two-masters', 'handover', 'silent', 'nobody'];
const NEVER_IN_NARROW: ReadonlySet<InventoryColumn> = new Set<InventoryColumn>(['where', 'interval', 'authentication']);

/** The segments for a person at a terminal. Nothing in it can move a cursor: what files say is shown escaped. */
export function inventoryText(inventory: Inventory, options: TextOptions): string {
  const printable = options.unicode ? escapeControls : (text: string) => toAscii(escapeControls(text));
  const safe = mapStrings(inventory, (text, key) => {
    const shown = printable(text);
    return key === 'name' || key === 'interface' ? shorten(shown, LONGEST_NAME, '..') : shown;
  });
  const entries = safe.segments.flatMap(({ virtualRouters }) => virtualRouters);
  const width = Math.max(NARROWEST, options.width);
  const style = textStyle({ start: safe.start, end: safe.end, virtualRouters: entries }, { ...options, width });
  const blocks = [
    [...summaryLines(safe, entries, style), ...sourceLines(safe, style)],
    ...segmentBlocks(safe, style),
    freeMeaning(safe, style),
    noVrrpLines(safe, style),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return `${text}\n`;
}

function summaryLines(inventory: Inventory, entries: readonly InventoryEntry[], style: TextStyle): string[] {
  const severity = worst(entries.map(severityOf));
  return wrap(summary(inventory, entries, style), style.proseWidth - 2).map((line, index) => {
    const mark = index === 0 ? style.glyphs.severity[severity] : ' ';
    return style.bold(style.paint[severity](`${mark} ${line}`));
  });
}

function summary({ sources, segments }: Inventory, entries: readonly InventoryEntry[], { words }: TextStyle): string {
  const { verdict } = words.report;
  if (sources.length === 0) return verdict.nothingRead;
  if (sources.every(({ packets }) => packets === 0)) return verdict.noPackets;
  if (entries.length > 0) {
    const states = STATES.map((state) => ({ state, count: entries.filter((entry) => entry.state === state).length }));
    return words.inventory.found({
      virtualRouters: entries.length,
      segments: segments.filter(({ virtualRouters }) => virtualRouters.length > 0).length,
      states: states.filter(({ count }) => count > 0),
    });
  }
  const vrrp = sources.reduce((sum, source) => sum + source.vrrp, 0);
  if (vrrp > 0) return verdict.noneShown(vrrp);
  const others = segments.flatMap(({ otherProtocols }) => otherProtocols.map(({ protocol }) => protocol.toUpperCase()));
  return verdict.noVrrp([...new Set(others)]);
}

function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'info';
}

interface Block {
  segment: Segment;
  heading: string[];
  rows: InventoryRow[];
}

function segmentBlocks(inventory: Inventory, style: TextStyle): string[][] {
  const blocks = inventory.segments.map((segment) => blockOf(segment, inventory, style));
  const rows = blocks.flatMap((block) => block.rows);
  if (rows.length === 0) return blocks.map((block) => blockLines(block, () => [], style));
  const table = layoutOf(rows, style);
  const titles = style.dim(MARK + titlesOf(table, style));
  return blocks.map((block, index) => {
    const lines = blockLines(block, (row) => rowLines(row, table, style), style);
    return index === 0 ? [titles, ...lines] : lines;
  });
}

/** Where its virtual routers were captured is said in the heading if it is the same for all. */
function blockOf(segment: Segment, inventory: Inventory, style: TextStyle): Block {
  const { virtualRouters } = segment;
  const places = new Set(virtualRouters.map((entry) => whereOf(entry, inventory, style)));
  const [only = ''] = places;
  const name = segmentName(segment, style.words.terminal.report.vlan) || style.words.inventory.untagged;
  const isCommon = places.size === 1 && only !== '';
  return {
    segment,
    heading: isCommon ? [name, only] : [name],
    rows: virtualRouters.map((entry) => inventoryRow(entry, isCommon ? '' : whereOf(entry, inventory, style), style)),
  };
}

interface Table {
  layout: TableLayout<InventoryColumn>;
  /** Whether settings have columns; else they stand below each virtual router. */
  hasSettings: boolean;
  /** Cells that addresses have beside the table; 0 if they stand below each virtual router. */
  addressRoom: number;
}

function layoutOf(rows: readonly InventoryRow[], style: TextStyle): Table {
  const lines = rows.flatMap((row) => row.lines);
  const whole = columnsOf(style).filter(
    ({ key }) => key !== 'where' || lines.some(({ where }) => where !== undefined && where.text !== ''),
  );
  const wide = new TableLayout(whole, lines);
  const hasSettings = routerRoom(wide, style) >= Math.min(wide.width('router'), ROUTER_CELLS);
  const layout = hasSettings
    ? wide
    : new TableLayout(
        whole.filter(({ key }) => !NEVER_IN_NARROW.has(key)),
        lines,
      );
  const room = routerRoom(layout, style);
  const beside = room - GAP.length - addressCells(rows, style);
  const fits = beside >= Math.min(layout.width('router'), ROUTER_CELLS);
  layout.limit('router', Math.max(FEWEST_ROUTER_CELLS, fits ? beside : room));
  return { layout, hasSettings, addressRoom: fits ? style.width - MARK.length - layout.total - GAP.length : 0 };
}

/** What the column of addresses needs at least. Longer ones than those of IPv4 may stand below. */
function addressCells(rows: readonly InventoryRow[], { words }: TextStyle): number {
  const lengths = rows.flatMap(({ addresses }) => addresses.map(cellsOf));
  const short = lengths.filter((length) => length <= ADDRESS_CELLS);
  const title = cellsOf(words.inventory.columns.addresses);
  return (short.length > 0 ? short : lengths).reduce((most, length) => Math.max(most, length), title);
}

function columnsOf({ words }: TextStyle): TableColumn<InventoryColumn>[] {
  const { columns } = words.inventory;
  return [
    { key: 'vrid', title: columns.vrid },
    { key: 'where', title: columns.where },
    { key: 'version', title: columns.version },
    { key: 'interval', title: columns.interval },
    { key: 'authentication', title: columns.authentication },
    { key: 'priority', title: columns.priority, right: true },
    { key: 'router', title: columns.router },
    { key: 'master', title: columns.master },
  ];
}

/** Cells that routers could have if nothing stood to the right of the table. */
function routerRoom(layout: TableLayout<InventoryColumn>, style: TextStyle): number {
  return layout.width('router') + style.width - MARK.length - layout.total;
}

function titlesOf({ layout, addressRoom }: Table, { words }: TextStyle): string {
  const titles = layout.titles();
  if (addressRoom === 0) return titles;
  return padCells(titles, layout.total) + GAP + words.inventory.columns.addresses;
}

function rowLines({ severity, lines, addresses, settings, notes }: InventoryRow, table: Table, style: TextStyle) {
  const { layout, hasSettings, addressRoom } = table;
  const beside = addresses.every((address) => cellsOf(address) <= addressRoom);
  const right = beside ? flow(addresses, addressRoom, ' ') : [];
  const left = lines.map((line) => layout.line(line, style.glyphs.ellipsis));
  const printed = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const mark = index === 0 ? `${style.mark(severity)} ` : MARK;
    const address = right[index];
    const line = left[index] ?? '';
    return mark + (address === undefined ? line : padCells(line, layout.total) + GAP + address);
  });
  const below = (text: string, paint: (line: string) => string) =>
    wrap(text, style.proseWidth - INDENT.length).map((line) => INDENT + paint(line));
  return [
    ...printed.map((line) => line.trimEnd()),
    ...(beside ? [] : flow(addresses, style.width - INDENT.length, ' ').map((line) => INDENT + line)),
    ...(hasSettings ? [] : below([lines[0]?.where?.text, settings].filter(Boolean).join('   '), style.dim)),
    ...notes.flatMap((note) => below(note.text, style.paint[note.severity])),
  ];
}

function blockLines(
  { segment, heading, rows }: Block,
  linesOf: (row: InventoryRow) => string[],
  style: TextStyle,
): string[] {
  const [name = '', ...place] = heading;
  const below = [...freeLines(segment, style), ...segment.otherProtocols.flatMap((one) => neighbourLines(one, style))];
  return [
    [style.bold(name), ...place.map(style.dim)].join('   '),
    ...rows.flatMap(linesOf),
    ...below.map((line) => MARK + line),
  ];
}

function freeLines(segment: Segment, style: TextStyle): string[] {
  return freeFamilies(segment).flatMap((family) => {
    const ranges = segment.free[family].map((range) => rangeText(range, style));
    const name = family === 'ipv4' ? 'IPv4' : 'IPv6';
    return wrap(style.words.inventory.free({ family: name, ranges }), style.proseWidth - MARK.length);
  });
}

/** Of a family that nobody speaks all are free, which is not worth a line. */
function freeFamilies({ families, otherProtocols }: Segment): readonly ('ipv4' | 'ipv6')[] {
  const isShared = otherProtocols.some(({ takesVrid }) => takesVrid !== null);
  return isShared && !families.includes('ipv4') ? ['ipv4', ...families] : families;
}

function rangeText([first, last]: VridRange, { glyphs }: TextStyle): string {
  return first === last ? String(first) : `${first}${glyphs.dash}${last}`;
}

function neighbourLines(neighbour: SegmentNeighbour, style: TextStyle): string[] {
  const { protocol, group, speakers, packets, takesVrid } = neighbour;
  const { inventory } = style.words;
  const most = style.all ? speakers.length : 3;
  const told = {
    protocol: protocol.toUpperCase(),
    group,
    speakers: addressList(speakers, most, style.words),
    packets,
  };
  const text = takesVrid === null ? inventory.neighbour(told) : inventory.neighbourTaking(told);
  return wrap(text, style.proseWidth - MARK.length).map(style.dim);
}

function freeMeaning({ segments, start, end }: Inventory, style: TextStyle): string[] {
  if (start === null || end === null || segments.every((segment) => freeFamilies(segment).length === 0)) return [];
  const meaning = style.words.inventory.freeMeans(formatDuration(end - start, style.words));
  return wrap(meaning, style.proseWidth).map(style.dim);
}
