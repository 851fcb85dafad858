import type { Incident, Report, VirtualRouter } from '../report.ts';
import type { Words } from '../wording/words.ts';
import { type Happening, happeningsIn } from './happenings.ts';
import { Hosts } from './hosts.ts';
import { incidentTitle } from './incident-title.ts';

/** Events that go on beginning for longer than this are no longer one. Seconds. */
const LONGEST_BEGINNING = 60;

/** What follows from an event of the same virtual router, however much later it shows. */
const CONSEQUENCES: ReadonlySet<string> = new Set([
  'no-master',
  'missing-announcement',
  'stale-announcement',
  'vip-held-by-non-master',
  'vip-unanswered',
]);

interface Cluster {
  start: number;
  /** Until when others that begin belong to it. */
  settled: number;
  happenings: Happening[];
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/**
 * What belongs together in time, in all virtual routers: each incident with one sentence that a person would say. Addresses
 * that have one name are one machine's.
 */
export function withIncidents(report: Report, words: Words, names = NO_NAMES): Report {
  const hosts = new Hosts(report.virtualRouters, names);
  const incidents = clustersOf(happeningsIn(report)).map(
    ({ happenings }): Incident => ({
      start: happenings.reduce((first, { start }) => Math.min(first, start), Number.POSITIVE_INFINITY),
      end: endOf(happenings),
      title: incidentTitle(happenings, hosts, report.end ?? 0, words),
      virtualRouters: [...new Set(happenings.map(({ virtualRouter }) => virtualRouter.id))],
      findings: happenings.map(({ index }) => index),
    }),
  );
  return { ...report, incidents };
}

function clustersOf(happenings: readonly Happening[]): Cluster[] {
  const clusters: Cluster[] = [];
  const latest = new Map<VirtualRouter, Cluster>();
  for (const happening of happenings) {
    const { finding, virtualRouter, start, settled, slack } = happening;
    const before = latest.get(virtualRouter);
    const cause = before && CONSEQUENCES.has(finding.code) && lastsUntil(before, start, slack) ? before : null;
    const cluster = cause ?? joined(clusters.at(-1), happening) ?? newCluster(clusters, happening);
    cluster.happenings.push(happening);
    cluster.settled = Math.max(cluster.settled, cause ? cluster.settled : settled);
    latest.set(virtualRouter, cluster);
  }
  return clusters;
}

function newCluster(clusters: Cluster[], { start, settled }: Happening): Cluster {
  const cluster = { start, settled, happenings: [] };
  clusters.push(cluster);
  return cluster;
}

function joined(cluster: Cluster | undefined, { start, slack }: Happening): Cluster | null {
  if (!cluster || start > cluster.settled + slack) return null;
  return start <= cluster.start + Math.max(LONGEST_BEGINNING, 5 * slack) ? cluster : null;
}

function lastsUntil({ happenings }: Cluster, time: number, slack: number): boolean {
  return happenings.some(({ finding: { end } }) => end === null || end + slack >= time);
}

function endOf(happenings: readonly Happening[]): number | null {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { finding } of happenings) {
    if (finding.end === null) return null;
    latest = Math.max(latest, finding.end);
  }
  return latest;
}
