import type { VirtualRouter } from '../report.ts';
import type { Nanos } from '../time.ts';
import type { IncidentSubject, Silence } from '../wording/en/incidents.ts';
import type { Words } from '../wording/words.ts';
import { bySeverity, type Deed, type Happening, isMove } from './happenings.ts';
import type { Hosts } from './hosts.ts';

/** Members of a sync group move within milliseconds, whatever their addresses. Seconds. */
const AT_ONCE = 0.02;

/** The happenings that one sentence tells. */
interface Group {
  deed: Deed | 'moved';
  happenings: readonly Happening[];
  from: string[];
  to: string[];
}

/** One sentence about the worst of it, and how much more there was. */
export function incidentTitle(
  happenings: readonly Happening[],
  hosts: Hosts,
  observedEnd: number,
  { incidents: told }: Words,
): string {
  const groups = groupsOf([...happenings].sort(bySeverity), hosts);
  const [main] = groups;
  if (!main) return '';
  const sentence = tell(main, observedEnd, told);
  if (main.happenings.length === happenings.length) return sentence;
  const included = new Set(main.happenings.map(({ virtualRouter }) => virtualRouter));
  const others = new Set(happenings.map(({ virtualRouter }) => virtualRouter).filter((one) => !included.has(one)));
  return others.size === 0 ? sentence : told.andOthers({ sentence, others: others.size });
}

/** One sentence about what is alike in several virtual routers; null where none says as much as their findings do. */
export function titleOfAll(
  happenings: readonly Happening[],
  hosts: Hosts,
  observedEnd: number,
  { incidents: told }: Words,
): string | null {
  const isTold = ({ deed, finding: { code } }: Happening) =>
    deed !== 'other' && deed !== 'near-failover' && (deed !== 'no-master' || code === 'no-master');
  if (happenings.length === 0 || !happenings.every(isTold)) return null;
  return tell(groupOf(happenings, hosts), observedEnd, told);
}

/** The worst first; of equals the one that struck most. */
function groupsOf(happenings: readonly Happening[], hosts: Hosts): Group[] {
  if (happenings.length === 1) return [groupOf(happenings, hosts)];
  const groups = new Map<string, Happening[]>();
  const together = movedTogether(happenings, hosts);
  for (const happening of happenings) {
    const key = together.get(happening) ?? keyOf(happening, hosts);
    const group = groups.get(key);
    if (group) group.push(happening);
    else groups.set(key, [happening]);
  }
  const all = [...groups.values()].map((members) => groupOf(members, hosts));
  return ofOneKind(all, hosts).sort((a, b) => {
    const [one, other] = [a.happenings[0], b.happenings[0]];
    const isSame = one?.finding.severity === other?.finding.severity;
    return isSame ? b.happenings.length - a.happenings.length : one && other ? bySeverity(one, other) : 0;
  });
}

/** Between other machines, or a moment apart: what moved for one reason, and one way, is told in one sentence. */
function ofOneKind(groups: readonly Group[], hosts: Hosts): Group[] {
  const told: Group[] = [];
  for (const group of groups) {
    const same = told.findIndex(({ deed, happenings }) => deed === group.deed && happenings.every(isMove));
    const both = [...(told[same]?.happenings ?? []), ...group.happenings];
    if (same >= 0 && group.deed !== 'moved' && isOneWay(both, hosts)) told[same] = groupOf(both, hosts);
    else told.push(group);
  }
  return told;
}

/** No machine both lost mastership and took over. */
function isOneWay(moves: readonly Happening[], hosts: Hosts): boolean {
  const hostsAt = (place: number) =>
    moves.flatMap(({ finding, virtualRouter }) =>
      finding.routers.slice(place, place + 1).map((address) => hosts.of(virtualRouter, address)),
    );
  const lost = new Set(hostsAt(0));
  return !hostsAt(1).some((host) => lost.has(host));
}

function keyOf(happening: Happening, hosts: Hosts): string {
  const { deed, finding, virtualRouter } = happening;
  const routers = finding.routers.map((address) => hosts.of(virtualRouter, address));
  // Who lost mastership is what they have in common; who preempts takes it from whomever.
  if (isMove(happening)) return deed === 'preempted' ? `to ${routers[1]}` : `from ${routers[0]}`;
  // Whoever was master before: what they have in common is that nobody is
  if (deed === 'no-master') return [deed, finding.end === null ? 'open' : 'over'].join(' > ');
  // One process, whether another took over meanwhile or not.
  if (deed === 'restarted' || deed === 'stood-still') return [deed, ...routers.slice(0, 1)].join(' > ');
  return [deed, deed === 'other' ? finding.code : '', ...routers.sort()].join(' > ');
}

/** Moves that came in the same moment are one, though it may be between other addresses: a key for each. */
function movedTogether(happenings: readonly Happening[], hosts: Hosts): Map<Happening, string> {
  const moves = happenings.filter(isMove).sort((a, b) => a.settled - b.settled);
  const keys = new Map<Happening, string>();
  let before: Happening | undefined;
  for (const move of moves) {
    const isTogether = before !== undefined && move.settled - before.settled <= AT_ONCE;
    const known = isTogether && before ? keys.get(before) : undefined;
    keys.set(move, known ?? keyOf(move, hosts));
    before = move;
  }
  return keys;
}

function groupOf(happenings: readonly Happening[], hosts: Hosts): Group {
  const deeds = new Set(happenings.map(({ deed }) => deed));
  const [only] = deeds;
  return {
    deed: deeds.size === 1 && only !== undefined ? only : 'moved',
    happenings,
    from: names(happenings, hosts, (routers) => routers.slice(0, 1)),
    to: names(happenings, hosts, (routers) => routers.slice(1)),
  };
}

/** One address for each machine, in the order of the virtual routers. */
function names(happenings: readonly Happening[], hosts: Hosts, pick: (routers: string[]) => string[]): string[] {
  const byHost = new Map<string, string>();
  const inOrder = [...happenings].sort((a, b) => a.virtualRouter.vrid - b.virtualRouter.vrid);
  for (const { finding, virtualRouter } of inOrder) {
    for (const address of pick(finding.routers)) {
      const host = hosts.of(virtualRouter, address);
      if (!byHost.has(host)) byHost.set(host, address);
    }
  }
  return [...byHost.values()];
}

function tell({ deed, happenings, from, to }: Group, observedEnd: number, told: Words['incidents']): string {
  const virtualRouters = subjectOf(happenings);
  switch (deed) {
    case 'fell-silent':
      return told.fellSilent({ from, to, virtualRouters, wait: waitsOf(happenings) });
    case 'entered-fault':
      return told.enteredFault({ from, to, virtualRouters, wait: waitsOf(happenings) });
    case 'lowered-priority':
      return told.loweredPriority({ from, to, virtualRouters });
    case 'resigned':
      return told.resigned({ from, to, virtualRouters, wait: waitsOf(happenings) });
    case 'preempted':
      return told.preempted({ from, to, virtualRouters });
    case 'moved':
      return told.moved({ from, to, virtualRouters, wait: waitsOf(happenings) });
    case 'two-masters': {
      const isOver = happenings.every(({ finding }) => finding.end !== null);
      const length = longestOf(happenings, observedEnd);
      return told.twoMasters({ masters: [...new Set([...from, ...to])], virtualRouters, length, isOver });
    }
    case 'stood-still': {
      const length = longestOf(happenings, observedEnd);
      return told.stoodStill({ router: from, successor: to, virtualRouters, length });
    }
    case 'restarted':
      return told.restarted({ router: from, virtualRouters, length: longestOf(happenings, observedEnd) });
    case 'no-master':
      return told.noMaster({
        virtualRouters,
        length: longestOf(happenings, observedEnd),
        how: endOfSilence(happenings),
      });
    case 'flapping':
      return told.flapping({
        masters: [...new Set([...from, ...to])],
        virtualRouters,
        length: longestOf(happenings, observedEnd),
      });
    case 'near-failover':
      return told.nearFailover({ router: from, virtualRouters });
    case 'other': {
      const title = happenings[0]?.finding.title ?? '';
      const more = virtualRouters.count - 1;
      return more > 0 ? told.sameElsewhere({ title, more }) : title;
    }
  }
}

/** How long it took until the takeovers. */
function waitsOf(happenings: readonly Happening[]): { least: Nanos; most: Nanos } {
  let [least, most] = [Infinity, -Infinity];
  for (const { transition } of happenings) {
    least = Math.min(least, transition?.duration ?? least);
    most = Math.max(most, transition?.duration ?? most);
  }
  return { least: nanos(roughly(least)), most: nanos(roughly(most)) };
}

function longestOf(happenings: readonly Happening[], observedEnd: number): Nanos {
  return nanos(greatest(happenings.map(({ finding: { start, end } }) => (end ?? observedEnd) - start)));
}

/** Within an interval of one another, as those of routers that all got their network back. */
function endOfSilence(happenings: readonly Happening[]): Silence {
  const ends = happenings.flatMap(({ finding: { end } }) => end ?? []);
  if (ends.length < happenings.length) return 'to-the-end';
  const slack = greatest(happenings.map((happening) => happening.slack));
  const isTogether = greatest(ends) + greatest(ends.map((end) => -end)) <= slack;
  return happenings.length > 1 && isTogether ? 'together' : 'one-by-one';
}

/** As a person would say it: tenths of a second, of less than a second hundredths. */
function roughly(seconds: number): number {
  const step = seconds >= 1 ? 0.1 : seconds >= 0.1 ? 0.01 : 0.001;
  return Math.round(seconds / step) * step;
}

/** Of very many. */
function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY);
}

function nanos(seconds: number): Nanos {
  return Math.round(seconds * 1e9);
}

function subjectOf(happenings: readonly Happening[]): IncidentSubject {
  const all = [...new Set(happenings.map(({ virtualRouter }): VirtualRouter => virtualRouter))];
  const vrids = [...new Set(all.map(({ vrid }) => vrid))].sort((a, b) => a - b);
  // Captures that are kept apart show one virtual router several times
  const count = new Set(all.map(({ id }) => id.replace(/@\d+$/, ''))).size;
  return { count, vrids: vrids.length === count ? vrids : [] };
}
