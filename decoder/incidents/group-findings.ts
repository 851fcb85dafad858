import type { Finding, Report, VirtualRouter } from '../report.ts';
import { reportIndex } from '../wording/report-index.ts';
import type { Words } from '../wording/words.ts';
import { type Happening, happeningsIn, slackOf } from './happenings.ts';
import { Hosts } from './hosts.ts';
import { titleOfAll } from './incident-title.ts';

/** What struck several virtual routers alike: one cause, told once. */
export interface FindingGroup {
  /** The one that lasts longest, whose explanation, advice and evidence stand for all. */
  worst: Finding;
  /** In the order of the report, each of another virtual router; one is no group. */
  findings: readonly Finding[];
  /** Of the findings; empty where they are about none. */
  virtualRouters: readonly VirtualRouter[];
  title: string;
}

/** A finding that is not told together with others. */
export function alone(finding: Finding, report: Report): FindingGroup {
  const subject = reportIndex(report).virtualRouters.get(finding.virtualRouter ?? '');
  return { worst: finding, findings: [finding], virtualRouters: subject ? [subject] : [], title: finding.title };
}

interface Members {
  findings: Finding[];
  virtualRouters: Set<VirtualRouter>;
  happenings: Happening[];
}

/**
 * Findings of one code and reason, about the same machines, that began together; each group where its first finding stands.
 * Events are together where an incident has them, all else where it began within an interval of the one before.
 */
export function groupFindings(report: Report, words: Words): FindingGroup[] {
  const { findings, virtualRouters, incidents } = report;
  const byId = new Map(virtualRouters.map((virtualRouter) => [virtualRouter.id, virtualRouter]));
  const hosts = new Hosts(virtualRouters, new Map());
  const happenings = new Map(happeningsIn(report).map((happening) => [happening.index, happening]));
  const incidentOf = new Map(incidents.flatMap((one, number) => one.findings.map((index) => [index, number] as const)));
  const groups: Members[] = [];
  const latest = new Map<string, Members>();
  findings.forEach((finding, index) => {
    const virtualRouter = byId.get(finding.virtualRouter ?? '');
    const happening = happenings.get(index);
    if (virtualRouter === undefined) {
      groups.push({ findings: [finding], virtualRouters: new Set(), happenings: [] });
      return;
    }
    const incident = incidentOf.get(index);
    const key = JSON.stringify([
      ...[finding.code, finding.severity, finding.reason, finding.end === null, happening?.deed, incident],
      ...finding.routers.map((address) => hosts.of(virtualRouter, address)),
    ]);
    const known = latest.get(key);
    const isTogether =
      known !== undefined &&
      !known.virtualRouters.has(virtualRouter) &&
      (incident !== undefined || beganWithin(slackOf(virtualRouter), known, finding));
    const members = isTogether ? known : { findings: [], virtualRouters: new Set<VirtualRouter>(), happenings: [] };
    if (!isTogether) groups.push(members);
    latest.set(key, members);
    members.findings.push(finding);
    members.virtualRouters.add(virtualRouter);
    if (happening) members.happenings.push(happening);
  });
  return groups.flatMap((members) => groupOf(members, hosts, report.end ?? 0, words));
}

function beganWithin(slack: number, { findings }: Members, { start }: Finding): boolean {
  const before = findings.at(-1);
  return before !== undefined && start - before.start <= slack;
}

function groupOf(members: Members, hosts: Hosts, observedEnd: number, words: Words): FindingGroup[] {
  const { findings, happenings } = members;
  const lasted = ({ start, end }: Finding) => (end ?? observedEnd) - start;
  const [first, ...others] = findings;
  if (first === undefined) return [];
  const worst = others.reduce((longest, one) => (lasted(one) > lasted(longest) ? one : longest), first);
  const title =
    others.length === 0
      ? worst.title
      : (titleOfAll(happenings, hosts, observedEnd, words) ??
        words.incidents.sameElsewhere({ title: worst.title, more: others.length }));
  return [{ worst, findings, virtualRouters: [...members.virtualRouters], title }];
}
