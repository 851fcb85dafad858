import type { ConfiguredInstance, Report, Severity, Undelivered, VirtualRouter } from '../report.ts';

export const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

/** Answers about a report that are asked again and again. */
export interface ReportIndex {
  virtualRouters: ReadonlyMap<string, VirtualRouter>;
  /** Of the worst finding about a virtual router; none means no finding. */
  worstFinding: ReadonlyMap<string, Severity>;
  /** How many virtual routers have a VRID. */
  vridUses: ReadonlyMap<number, number>;
  /** Explanations of the transitions of a virtual router, by its id. */
  explanations: ReadonlyMap<string, ReadonlySet<string>>;
  /** What views missed of a virtual router, by its id. */
  undelivered: ReadonlyMap<string, readonly Undelivered[]>;
  /** What nodes are configured to do in a virtual router, by its id. */
  configured: ReadonlyMap<string, readonly ConfiguredNode[]>;
}

export interface ConfiguredNode {
  node: string;
  instance: ConfiguredInstance;
}

const indexes = new WeakMap<Report, ReportIndex>();

export function reportIndex(report: Report): ReportIndex {
  const known = indexes.get(report) ?? buildIndex(report);
  indexes.set(report, known);
  return known;
}

export function isWorse(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) < SEVERITIES.indexOf(other);
}

function buildIndex({ virtualRouters, findings, undelivered = [], configurations = [] }: Report): ReportIndex {
  const worstFinding = new Map<string, Severity>();
  for (const { virtualRouter, severity } of findings) {
    if (virtualRouter === null) continue;
    const before = worstFinding.get(virtualRouter);
    if (before === undefined || isWorse(severity, before)) worstFinding.set(virtualRouter, severity);
  }
  const vridUses = new Map<number, number>();
  for (const { vrid } of virtualRouters) vridUses.set(vrid, (vridUses.get(vrid) ?? 0) + 1);
  const missed = new Map<string, Undelivered[]>();
  for (const stretch of undelivered) {
    const known = missed.get(stretch.virtualRouter);
    if (known) known.push(stretch);
    else missed.set(stretch.virtualRouter, [stretch]);
  }
  const configured = new Map<string, ConfiguredNode[]>();
  for (const { name, instances } of configurations) {
    for (const instance of instances) {
      for (const id of instance.virtualRouters) {
        const known = configured.get(id);
        if (known) known.push({ node: name, instance });
        else configured.set(id, [{ node: name, instance }]);
      }
    }
  }
  return {
    undelivered: missed,
    configured,
    virtualRouters: new Map(virtualRouters.map((one) => [one.id, one])),
    worstFinding,
    vridUses,
    explanations: new Map(
      virtualRouters.map(({ id, transitions }) => [id, new Set(transitions.map(({ explanation }) => explanation))]),
    ),
  };
}
