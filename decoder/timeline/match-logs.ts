import type { LogKind, LogLine, LogStamp, NodeLog } from '../logs/node-log.ts';
import { NANOS_PER_SECOND, type Nanos } from '../time.ts';
import type { History } from './history.ts';
import { type Anchor, bestCandidate, fitLogClock, LINE_DELAY, type LogClock, type Suspects } from './log-clock.ts';
import type { ConfiguredVirtualRouter } from './match-routers.ts';
import type { RouterState } from './router-state.ts';

/** A `vrrp_instance` of a log. */
export interface LoggedInstance {
  instance: string;
  /** Null where it cannot be told, or was not heard. */
  history: History | null;
  router: RouterState | null;
}

/** A log on the history's time. */
export interface PlacedLog {
  log: NodeLog;
  /** Null where nothing of it could be found in the packets: its own clock is taken as it is. */
  clock: LogClock | null;
  resolution: Nanos;
  /** When a line was written, as nearly as its stamp tells. */
  timeOf: (stamp: LogStamp) => Nanos;
  instances: ReadonlyMap<string, LoggedInstance>;
}

/** What is known besides the logs. */
export interface LogContext {
  histories: readonly History[];
  configured: readonly ConfiguredVirtualRouter[];
  /** Names of routers by their addresses. */
  names: ReadonlyMap<string, string>;
  epochSeconds: number;
  /** By names of nodes, what their clocks lack to the history's, where a view of theirs tells it. */
  clocks: ReadonlyMap<string, Nanos>;
}

/** Each log tells the addresses of its node, too, as long as no other log has them. */
export function namesWithLogs(
  names: ReadonlyMap<string, string>,
  logs: readonly NodeLog[],
): ReadonlyMap<string, string> {
  const owners = new Map<string, Set<string>>();
  for (const { name, ownAddresses } of logs) {
    for (const address of ownAddresses) owners.set(address, (owners.get(address) ?? new Set()).add(name));
  }
  const sure = [...owners].flatMap(([address, [name, other]]): [string, string][] =>
    name === undefined || other !== undefined ? [] : [[address, name]],
  );
  return new Map([...sure, ...names]);
}

interface Candidate {
  history: History;
  router: RouterState | null;
}

/** Half a year: a stamp without a year is of the one that puts it nearest to the capture. */
const YEAR = 365.2425 * 86_400;

export function placeLogs(logs: readonly NodeLog[], context: LogContext): PlacedLog[] {
  return logs.map((log) => placeLog(log, context));
}

function placeLog(log: NodeLog, context: LogContext): PlacedLog {
  const stamps = log.lines.map(({ stamp }) => stamp);
  const resolution = Math.max(0, ...stamps.map((stamp) => stamp.resolution));
  const byItsClock = (stamp: LogStamp) => {
    const seconds = stamp.hasYear ? stamp.seconds : nearestYear(stamp.seconds, context.epochSeconds);
    const middle = stamp.resolution < NANOS_PER_SECOND / 1000 ? 0 : stamp.resolution / 2;
    return (seconds - context.epochSeconds) * NANOS_PER_SECOND + stamp.nanoseconds + middle;
  };
  const suspected = [...instancesOf(log)].map(([instance, lines]) => {
    const candidates = candidatesOf(instance, log, context);
    const suspects: Suspects = {
      log: logAnchors(lines, byItsClock),
      candidates: candidates.map(wireAnchors),
    };
    return { instance, candidates, suspects };
  });
  const hasZone = stamps.every((stamp) => stamp.hasZone);
  const ofNode = context.clocks.get(log.name);
  const clock =
    fitLogClock(
      suspected.map(({ suspects }) => suspects),
      resolution,
      hasZone,
      ofNode ?? 0,
    ) ?? (ofNode !== undefined && hasZone ? asItsView(ofNode, resolution) : null);
  const reach = LINE_DELAY + resolution / 2;
  const instances = suspected.map(({ instance, candidates, suspects }): [string, LoggedInstance] => {
    const best = clock ? candidates[bestCandidate(suspects, clock.offset, reach)] : undefined;
    return [instance, { instance, ...(best ?? whatAllAre(candidates)) }];
  });
  const offset = clock?.offset ?? 0;
  const timeOf = (stamp: LogStamp) => byItsClock(stamp) + offset;
  return { log, clock, resolution, timeOf, instances: new Map(instances) };
}

/** A node writes its log by the clock that it captures by. */
function asItsView(offset: Nanos, resolution: Nanos): LogClock {
  return { offset, uncertainty: resolution / 2, matched: 0, isSure: true };
}

function nearestYear(seconds: number, near: number): number {
  const date = new Date(seconds * 1000);
  const turns = Math.round((near - seconds) / YEAR);
  const year = date.getUTCFullYear() + turns;
  return (
    Date.UTC(
      year,
      date.getUTCMonth(),
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
    ) / 1000
  );
}

function instancesOf({ lines, hints }: NodeLog): Map<string, LogLine[]> {
  const found = new Map<string, LogLine[]>([...hints.keys()].map((instance) => [instance, []]));
  for (const line of lines) {
    if (line.instance !== null) found.get(line.instance)?.push(line);
  }
  return found;
}

/** Which virtual router and router an instance may be: as configured, else by the addresses that its lines name. */
function candidatesOf(instance: string, log: NodeLog, { histories, configured, names }: LogContext): Candidate[] {
  let isConfigured = false;
  for (const { history, nodes } of configured) {
    const node = nodes.find((one) => one.configuration.name === log.name && one.instance.name === instance);
    if (node && history)
      return node.router ? [{ history, router: node.router }] : routersIn(history, log, instance, names);
    isConfigured ||= node !== undefined;
  }
  // Of a virtual router that was not heard
  if (isConfigured) return [];
  const hints = log.hints.get(instance);
  const fitting = histories.filter(({ virtualRouter: { addresses, vrid } }) => {
    if (!hints) return true;
    const covered = [...hints.virtualAddresses];
    if (covered.length > 0 && !covered.some((address) => addresses.has(address))) return false;
    return hints.vrids.size === 0 || hints.vrids.has(vrid);
  });
  return fitting.flatMap((history) => routersIn(history, log, instance, names));
}

function routersIn(
  history: History,
  { name, ownAddresses, hints }: NodeLog,
  instance: string,
  names: ReadonlyMap<string, string>,
): Candidate[] {
  const routers = [...history.virtualRouter.routers.values()];
  const own = routers.filter(({ address }) => names.get(address) === name || ownAddresses.has(address));
  if (own.length > 0) return own.map((router) => ({ history, router }));
  const peers = hints.get(instance)?.peers;
  const others = routers.filter(({ address }) => !peers?.has(address) && (names.get(address) ?? name) === name);
  return [...others.map((router) => ({ history, router })), { history, router: null }];
}

/** What all candidates have in common. */
function whatAllAre(candidates: readonly Candidate[]): Candidate | { history: null; router: null } {
  const [first, ...more] = candidates;
  if (!first) return { history: null, router: null };
  if (more.length === 0) return first;
  return more.every(({ history }) => history === first.history)
    ? { history: first.history, router: null }
    : { history: null, router: null };
}

function logAnchors(lines: readonly LogLine[], timeOf: (stamp: LogStamp) => Nanos): Anchor[] {
  const anchors: Anchor[] = [];
  let state: LogKind | null = null;
  for (const { kind, stamp } of lines) {
    const time = timeOf(stamp);
    if (kind === 'master' && state !== 'master') anchors.push({ kind: 'claim', time });
    else if (kind === 'backup' && state === 'master') anchors.push({ kind: 'yield', time });
    else if (kind === 'priority-zero-sent' || (kind === 'fault' && state === 'master'))
      anchors.push({ kind: 'resign', time });
    else if (kind === 'priority-zero-received') anchors.push({ kind: 'heard-resign', time });
    if (kind === 'master' || kind === 'backup' || kind === 'fault') state = kind;
  }
  return anchors.sort((a, b) => a.time - b.time);
}

function wireAnchors({ history, router }: Candidate): Anchor[] {
  const anchors = history.reigns.flatMap(({ claim, end, began }): Anchor[] => {
    const resigned: Anchor[] = end?.how === 'resigned' ? [{ kind: 'heard-resign', time: end.time }] : [];
    if (claim.router !== router) return resigned;
    const own: Anchor[] = [];
    if (began !== 'running' && claim.lastMessage !== null) own.push({ kind: 'claim', time: claim.start.time });
    if (end?.how === 'resigned') own.push({ kind: 'resign', time: end.time });
    if (end?.how === 'yielded') own.push({ kind: 'yield', time: end.time });
    return own;
  });
  return anchors.sort((a, b) => a.time - b.time);
}
