import type { Report, Severity, VirtualRouter } from '../../decoder/report.ts';
import { historyPhrases, isUneventful, virtualRouterSeverity } from '../../decoder/wording/history-phrases.ts';
import { SEVERITIES } from '../../decoder/wording/report-index.ts';
import type { ReportWords } from '../../decoder/wording/report-words.ts';
import type { RouterListing } from './app-state.ts';

export interface RouterEntry {
  virtualRouter: VirtualRouter;
  severity: Severity;
  eventful: boolean;
  /** What happened, the worst first; empty if nothing did. */
  phrases: string[];
  /** Moves of mastership; the first master of an observation is none. */
  transitions: number;
  /** What the filter looks through, in lower case. */
  text: string;
}

const NO_SPACE = /\S+/g;

export function routerEntries(report: Report, words: ReportWords): RouterEntry[] {
  return report.virtualRouters.map((virtualRouter) => ({
    virtualRouter,
    severity: virtualRouterSeverity(virtualRouter, report),
    eventful: !isUneventful(virtualRouter, report),
    phrases: historyPhrases(virtualRouter, report.end ?? 0, words),
    transitions: movesOf(virtualRouter),
    text: textOf(virtualRouter),
  }));
}

export function listRouters(entries: readonly RouterEntry[], listing: RouterListing): RouterEntry[] {
  const wanted = listing.filter.toLowerCase().match(NO_SPACE) ?? [];
  return entries
    .filter(({ eventful, text }) => (eventful || !listing.onlyEventful) && wanted.every((word) => text.includes(word)))
    .sort((one, other) => compare(one, other, listing.order));
}

/** The virtual router to look at first: as the list has it. */
export function firstRouter(report: Report): VirtualRouter | null {
  const ranked = report.virtualRouters.map((virtualRouter) => ({
    virtualRouter,
    severity: virtualRouterSeverity(virtualRouter, report),
    transitions: movesOf(virtualRouter),
  }));
  return ranked.sort((one, other) => compare(one, other, 'worst'))[0]?.virtualRouter ?? null;
}

type Ranked = Pick<RouterEntry, 'virtualRouter' | 'severity' | 'transitions'>;

function compare(one: Ranked, other: Ranked, order: RouterListing['order']): number {
  const byVrid = one.virtualRouter.vrid - other.virtualRouter.vrid;
  const byTransitions = other.transitions - one.transitions;
  if (order === 'vrid') return byVrid;
  if (order === 'failovers') return byTransitions || byVrid;
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || byTransitions || byVrid;
}

function movesOf({ transitions }: VirtualRouter): number {
  return transitions.filter(({ cause }) => cause !== 'initial').length;
}

function textOf({ vrid, addresses, tunnel, vlans, routers, interface: where }: VirtualRouter): string {
  const names = routers.flatMap(({ address, name = '' }) => [address, name]);
  const tags = vlans.map((vlan) => `vlan${vlan}`);
  return [`vrid${vrid}`, ...addresses, ...names, 'vlan', ...tags, tunnel ?? '', where ?? ''].join(' ').toLowerCase();
}
