import type { Finding, Report, ReportLogEntry, Undelivered, VirtualRouter } from './report.ts';

/** So many items of each list are taken in within a few milliseconds. */
const MOST_ITEMS = 2000;
const MOST_VIRTUAL_ROUTERS = 100;

/** What grows with the length of a history. */
type Lists = Pick<
  VirtualRouter,
  | 'reigns'
  | 'transitions'
  | 'splitBrains'
  | 'handoverRaces'
  | 'noMaster'
  | 'priorityChanges'
  | 'lost'
  | 'nearFailovers'
  | 'announcements'
  | 'ownership'
>;

/** A piece of a report, small enough that a window stays responsive while it takes in one after the other. */
export type ReportPart =
  /** Comes first: everything but virtual routers, findings, lines of logs, and what was undelivered. */
  | { kind: 'outline'; report: Report }
  /** With empty lists and without buckets of timing, because windows ask for intervals. */
  | { kind: 'virtual-routers'; virtualRouters: VirtualRouter[] }
  /** More of the lists of the virtual router with this index. */
  | { kind: 'lists'; virtualRouter: number; lists: Lists }
  | { kind: 'findings'; findings: Finding[] }
  | { kind: 'undelivered'; undelivered: Undelivered[] }
  /** More lines of the log with this index. */
  | { kind: 'log-entries'; log: number; entries: ReportLogEntry[] }
  | { kind: 'end' };

/** The report in pieces; `ReportAssembly` puts them together again. */
export function* splitReport(report: Report): Generator<ReportPart> {
  const { undelivered, logs } = report;
  const empty = {
    ...(undelivered && { undelivered: [] }),
    ...(logs && { logs: logs.map((log) => ({ ...log, entries: [] })) }),
  };
  yield { kind: 'outline', report: { ...report, virtualRouters: [], findings: [], ...empty } };
  for (let start = 0; start < report.virtualRouters.length; start += MOST_VIRTUAL_ROUTERS) {
    const some = report.virtualRouters.slice(start, start + MOST_VIRTUAL_ROUTERS);
    yield { kind: 'virtual-routers', virtualRouters: some.map(outlineOf) };
  }
  for (const [index, virtualRouter] of report.virtualRouters.entries()) {
    const longest = Math.max(...Object.values(sliceLists(virtualRouter)).map(({ length }) => length));
    for (let start = 0; start < longest; start += MOST_ITEMS) {
      yield { kind: 'lists', virtualRouter: index, lists: sliceLists(virtualRouter, start, start + MOST_ITEMS) };
    }
  }
  for (let start = 0; start < report.findings.length; start += MOST_ITEMS) {
    yield { kind: 'findings', findings: report.findings.slice(start, start + MOST_ITEMS) };
  }
  for (let start = 0; start < (undelivered?.length ?? 0); start += MOST_ITEMS) {
    yield { kind: 'undelivered', undelivered: undelivered?.slice(start, start + MOST_ITEMS) ?? [] };
  }
  for (const [index, { entries }] of (logs ?? []).entries()) {
    for (let start = 0; start < entries.length; start += MOST_ITEMS) {
      yield { kind: 'log-entries', log: index, entries: entries.slice(start, start + MOST_ITEMS) };
    }
  }
  yield { kind: 'end' };
}

/** Takes the parts of one report in order. */
export class ReportAssembly {
  #report: Report | null = null;

  /** The whole report once its last part came, else null. */
  add(part: ReportPart): Report | null {
    if (part.kind === 'outline') this.#report = begin(part.report);
    const report = this.#report;
    switch (part.kind) {
      case 'virtual-routers':
        report?.virtualRouters.push(...part.virtualRouters);
        break;
      case 'lists': {
        const virtualRouter = report?.virtualRouters[part.virtualRouter];
        if (virtualRouter) appendLists(virtualRouter, part.lists);
        break;
      }
      case 'findings':
        report?.findings.push(...part.findings);
        break;
      case 'undelivered':
        report?.undelivered?.push(...part.undelivered);
        break;
      case 'log-entries':
        report?.logs?.[part.log]?.entries.push(...part.entries);
        break;
      case 'end':
        this.#report = null;
        return report;
    }
    return null;
  }
}

/** Lists of its own, which grow. */
function begin(outline: Report): Report {
  const { undelivered, logs } = outline;
  return {
    ...outline,
    virtualRouters: [],
    findings: [],
    ...(undelivered && { undelivered: [...undelivered] }),
    ...(logs && { logs: logs.map((log) => ({ ...log, entries: [...log.entries] })) }),
  };
}

function outlineOf(virtualRouter: VirtualRouter): VirtualRouter {
  const routers = virtualRouter.routers.map((router) => {
    const { start, step } = router.timing;
    return { ...router, timing: { start, step, buckets: [] } };
  });
  return { ...virtualRouter, ...sliceLists(virtualRouter, 0, 0), routers };
}

function sliceLists(of: Lists, start?: number, end?: number): Lists {
  return {
    reigns: of.reigns.slice(start, end),
    transitions: of.transitions.slice(start, end),
    splitBrains: of.splitBrains.slice(start, end),
    handoverRaces: of.handoverRaces.slice(start, end),
    noMaster: of.noMaster.slice(start, end),
    priorityChanges: of.priorityChanges.slice(start, end),
    lost: of.lost.slice(start, end),
    nearFailovers: of.nearFailovers.slice(start, end),
    announcements: of.announcements.slice(start, end),
    ownership: of.ownership.slice(start, end),
  };
}

function appendLists(to: Lists, more: Lists): void {
  to.reigns.push(...more.reigns);
  to.transitions.push(...more.transitions);
  to.splitBrains.push(...more.splitBrains);
  to.handoverRaces.push(...more.handoverRaces);
  to.noMaster.push(...more.noMaster);
  to.priorityChanges.push(...more.priorityChanges);
  to.lost.push(...more.lost);
  to.nearFailovers.push(...more.nearFailovers);
  to.announcements.push(...more.announcements);
  to.ownership.push(...more.ownership);
}
