import type { Report, VirtualRouter } from '../../decoder/report.ts';
import { keepFindings } from './keep-findings.ts';
import { keepLogEntries } from './keep-log-entries.ts';

/** Of each kind one must match; an empty list matches everything. */
export interface Selection {
  vrids: readonly number[];
  /** Virtual addresses, or addresses of routers, as RFC 5952 writes them. */
  addresses: readonly string[];
  /** Any tag of the stack. */
  vlans: readonly number[];
}

/** The report of the chosen virtual routers. Findings about none in particular stay. */
export function selectVirtualRouters(report: Report, selection: Selection): Report {
  const { vrids, addresses, vlans } = selection;
  if (vrids.length + addresses.length + vlans.length === 0) return report;
  const virtualRouters = report.virtualRouters.filter((virtualRouter) => matches(virtualRouter, selection));
  const ids = new Set(virtualRouters.map(({ id }) => id));
  const { findings, incidents } = keepFindings(
    report.findings,
    report.incidents,
    ({ virtualRouter }) => virtualRouter === null || ids.has(virtualRouter),
  );
  return {
    ...report,
    virtualRouters,
    findings,
    ...(report.undelivered === undefined
      ? {}
      : { undelivered: report.undelivered.filter(({ virtualRouter }) => ids.has(virtualRouter)) }),
    ...keepLogEntries(
      report,
      ({ virtualRouter, instance }) => instance === null || (virtualRouter !== null && ids.has(virtualRouter)),
    ),
    incidents: incidents
      .map((incident) => ({ ...incident, virtualRouters: incident.virtualRouters.filter((id) => ids.has(id)) }))
      .filter((incident) => incident.virtualRouters.length > 0),
    otherProtocols: report.otherProtocols.filter(
      ({ group, vlans: tags }) => matchesAny(vrids, [group]) && matchesAny(vlans, tags),
    ),
  };
}

function matches(virtualRouter: VirtualRouter, { vrids, addresses, vlans }: Selection): boolean {
  const own = [...virtualRouter.addresses, ...virtualRouter.routers.map(({ address }) => address)];
  return (
    matchesAny(vrids, [virtualRouter.vrid]) && matchesAny(addresses, own) && matchesAny(vlans, virtualRouter.vlans)
  );
}

/** Whether one of them is wanted; nothing wanted in particular means anything. */
export function matchesAny<T>(wanted: readonly T[], present: readonly T[]): boolean {
  return wanted.length === 0 || present.some((value) => wanted.includes(value));
}
