import { withIncidents } from './incidents/find-incidents.ts';
import type { Evidence, Finding, Report, ReportLog, VirtualRouter } from './report.ts';
import { bySeverity } from './severity.ts';
import { viewCommand } from './view-command.ts';
import type { Language } from './wording/language.ts';
import { wordsOf } from './wording/words.ts';

/**
 * One report of sources that are viewpoints: each keeps its own history, because the same packets stand at different
 * times in them. Virtual routers are told apart by `@` and the number of their source.
 */
export function keepApart(reports: readonly Report[], language: Language): Report {
  let before = 0;
  const moved = reports.map((report) => {
    const by = before;
    before += report.sources.length;
    return moveSources(report, by);
  });
  const [first] = moved;
  if (!first) throw new Error('there is no report to keep apart');
  const starts = moved.flatMap(({ start }) => start ?? []);
  const ends = moved.flatMap(({ end }) => end ?? []);
  const together: Report = {
    ...first,
    sources: moved.flatMap(({ sources }) => sources),
    unreadable: moved.flatMap(({ unreadable }) => unreadable),
    start: starts.length === 0 ? null : Math.min(...starts),
    end: ends.length === 0 ? null : Math.max(...ends),
    virtualRouters: moved.flatMap(({ virtualRouters }) => virtualRouters),
    findings: [viewpointsFinding(moved, language), ...toldOnce(moved.map(withOwnLogs))].sort(bySeverity),
    ...mergedConfigurations(moved),
    ...mergedLogs(moved),
    otherProtocols: moved.flatMap(({ otherProtocols }) => otherProtocols),
  };
  return withIncidents(together, wordsOf(language));
}

/** What configurations say by themselves is the same in each. */
function toldOnce(reports: readonly Report[]): Finding[] {
  const told = new Set<string>();
  return reports.flatMap(({ findings }) =>
    findings.filter(({ code, virtualRouter, title, explanation }) => {
      if (virtualRouter !== null || !code.startsWith('config-')) return true;
      const key = JSON.stringify([code, title, explanation]);
      const isNew = !told.has(key);
      told.add(key);
      return isNew;
    }),
  );
}

function mergedConfigurations(reports: readonly Report[]): Pick<Report, 'configurations'> {
  const [first, ...others] = reports.map(({ configurations }) => configurations);
  if (!first) return {};
  const configurations = first.map((configuration, at) => {
    const same = others.map((list) => list?.[at]);
    const instances = configuration.instances.map((instance, index) => {
      const heard = [instance, ...same.flatMap((other) => other?.instances[index] ?? [])];
      const { router, knownBy } = heard.find((one) => one.router !== null) ?? instance;
      return { ...instance, router, knownBy, virtualRouters: heard.flatMap(({ virtualRouters }) => virtualRouters) };
    });
    return { ...configuration, instances };
  });
  return { configurations };
}

function mergedLogs(reports: readonly Report[]): Pick<Report, 'logs'> {
  const logs = bestLogs(reports);
  return reports[0]?.logs === undefined ? {} : { logs };
}

/** A log goes with the capture that shows most of it. */
function bestLogs(reports: readonly Report[]): ReportLog[] {
  const [first = [], ...others] = reports.map(({ logs }) => logs);
  return first.map((log, at) =>
    others
      .flatMap((list) => list?.[at] ?? [])
      .reduce((best, other) => (other.matched > best.matched ? other : best), log),
  );
}

/** Without what a log contradicts in a capture that it does not go with. */
function withOwnLogs(report: Report, _index: number, reports: readonly Report[]): Report {
  const best = new Set(bestLogs(reports));
  const own = (report.logs ?? []).filter((log) => best.has(log));
  const speakers = new Set(own.flatMap(({ entries }) => entries.flatMap(({ router }) => router ?? [])));
  const findings = report.findings.filter(
    ({ code, routers }) => code !== 'log-disagreement' || routers.some((router) => speakers.has(router)),
  );
  return { ...report, findings };
}

function viewpointsFinding(reports: readonly Report[], language: Language): Finding {
  const sources = reports.flatMap((report) => report.sources.map(({ name }) => name));
  const [first] = reports.flatMap(({ virtualRouters }) => virtualRouters);
  return {
    code: 'separate-viewpoints',
    severity: 'warning',
    ...wordsOf(language).findings['separate-viewpoints']({ sources, command: viewCommand(sources) }),
    reason: null,
    virtualRouter: null,
    routers: [],
    start: first?.reigns[0]?.start ?? 0,
    end: null,
    evidence: reports.flatMap(({ virtualRouters }) => virtualRouters[0]?.transitions[0]?.evidence ?? []).slice(0, 10),
  };
}

function moveSources(report: Report, by: number): Report {
  const rename = (id: string) => `${id}@${by + 1}`;
  const move = (evidence: Evidence[]) => evidence.map(({ source, packet }) => ({ source: source + by, packet }));
  return {
    ...report,
    virtualRouters: report.virtualRouters.map(
      (virtualRouter): VirtualRouter => ({
        ...virtualRouter,
        id: rename(virtualRouter.id),
        source: virtualRouter.source.map((source) => source + by),
        transitions: virtualRouter.transitions.map((entry) => ({ ...entry, evidence: move(entry.evidence) })),
        splitBrains: virtualRouter.splitBrains.map((entry) => ({ ...entry, evidence: move(entry.evidence) })),
        priorityChanges: virtualRouter.priorityChanges.map((entry) => ({ ...entry, evidence: move(entry.evidence) })),
      }),
    ),
    ...(report.configurations === undefined
      ? {}
      : {
          configurations: report.configurations.map((configuration) => ({
            ...configuration,
            instances: configuration.instances.map((instance) => ({
              ...instance,
              virtualRouters: instance.virtualRouters.map(rename),
            })),
          })),
        }),
    ...(report.logs === undefined
      ? {}
      : {
          logs: report.logs.map((log) => ({
            ...log,
            entries: log.entries.map((entry) => ({
              ...entry,
              virtualRouter: entry.virtualRouter === null ? null : rename(entry.virtualRouter),
            })),
          })),
        }),
    findings: report.findings.map((finding) => ({
      ...finding,
      virtualRouter: finding.virtualRouter === null ? null : rename(finding.virtualRouter),
      evidence: move(finding.evidence),
    })),
  };
}
