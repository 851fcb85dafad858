import type { ConfiguredPlace, ConfiguredSetting, Finding, Report, VirtualRouter } from '../../decoder/report.ts';
import { type ConfiguredNode, reportIndex } from '../../decoder/wording/report-index.ts';

/** A setting of all nodes of a virtual router. */
export interface ConfiguredRow {
  keyword: string;
  /** In the order of the nodes; several where a keyword is there more than once. */
  cells: ConfiguredSetting[][];
  differs: boolean;
  /** Index of the finding that it is about. */
  finding: number | null;
}

/** A line of a file that keepalived does not take as it was meant. */
export interface ConfiguredProblem extends ConfiguredPlace {
  node: string;
  code: string;
  message: string;
}

export interface ConfiguredTable {
  nodes: readonly ConfiguredNode[];
  rows: ConfiguredRow[];
  /** Indexes of findings about lines that are in no row. */
  findings: number[];
}

/** As people write them. */
const ORDER = ['state', 'interface', 'priority', 'version', 'advert_int', 'auth_type', 'auth_pass'];

/** What nodes of a virtual router are configured to do, side by side. */
export function configuredTable(report: Report, { id }: VirtualRouter): ConfiguredTable {
  const nodes = reportIndex(report).configured.get(id) ?? [];
  const told = nodes.flatMap(({ instance }) => instance.settings);
  const known = new Set(told.map(({ keyword }) => keyword));
  const rows = [...new Set([...ORDER.filter((keyword) => known.has(keyword)), ...known])]
    .filter((keyword) => keyword !== 'unicast_peer' || told.some(isUnicast))
    .map((keyword): ConfiguredRow => {
      const cells = nodes.map(({ instance }) => instance.settings.filter((one) => one.keyword === keyword));
      const differs = cells.some((cell) => cell.some((one) => one.differs));
      return { keyword, cells, differs, finding: differs || hasSent(cells) ? findingOf(report, id, cells) : null };
    });
  const inRows = new Set(rows.map(({ finding }) => finding));
  const files = new Set(report.configurations?.filter(isOf(nodes)).flatMap((one) => one.files));
  const findings = report.findings.flatMap(({ places = [], virtualRouter }, index) =>
    !inRows.has(index) && (virtualRouter ?? id) === id && places.some(({ file }) => files.has(file)) ? [index] : [],
  );
  return { nodes, rows, findings };
}

/** What keepalived ignores, or what cannot be read, in the files of these nodes. */
export function configuredProblems(report: Report): ConfiguredProblem[] {
  return (report.configurations ?? []).flatMap(({ name: node, problems }) => problems.map((one) => ({ ...one, node })));
}

/** Instances that nobody was heard of: `lb01 VI_2`. */
export function unheardInstances({ configurations = [] }: Report): { node: string; name: string; vrid: number }[] {
  return configurations.flatMap(({ name: node, instances }) =>
    instances
      .filter(({ virtualRouters }) => virtualRouters.length === 0)
      .map(({ name, vrid }) => ({ node, name, vrid })),
  );
}

function isOf(nodes: readonly ConfiguredNode[]) {
  return ({ name }: { name: string }) => nodes.some(({ node }) => node === name);
}

function isUnicast({ keyword, value, sent }: ConfiguredSetting): boolean {
  return keyword === 'unicast_peer' && (value !== 'multicast' || sent !== null);
}

function hasSent(cells: readonly ConfiguredSetting[][]): boolean {
  return cells.some((cell) => cell.some(({ sent }) => sent !== null));
}

/** The one that names the most of the row's lines. */
function findingOf({ findings }: Report, id: string, cells: readonly ConfiguredSetting[][]): number | null {
  const places = cells.flatMap((cell) => cell.map(({ place }) => place));
  const counts = findings.map((finding) => (finding.virtualRouter === id ? namedIn(finding, places) : 0));
  const most = Math.max(0, ...counts);
  return most === 0 ? null : counts.indexOf(most);
}

function namedIn({ places = [] }: Finding, wanted: readonly ConfiguredPlace[]): number {
  return places.filter(({ file, line }) => wanted.some((one) => one.file === file && one.line === line)).length;
}
