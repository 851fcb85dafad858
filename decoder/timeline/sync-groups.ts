import type { Evidence } from '../report.ts';
import type { Nanos } from '../time.ts';
import { type Claim, FAULT_WINDOW, isFault } from './claim.ts';
import type { History } from './history.ts';
import type { RouterState } from './router-state.ts';
import { skewTime, TIMER_SLACK } from './timers.ts';
import type { Takeover } from './transitions.ts';
import { UnionFind } from './union-find.ts';

/** What a group does together it does within a millisecond or so; a busy node takes longer. */
const TOGETHER: Nanos = 20e6;
/** A takeover this part of an interval later than its own timer was held back by something. */
const HELD_BACK = 0.25;
/** With more at once it cannot be told which of them belong together. */
const MOST_AT_ONCE = 16;

/** Virtual routers that were seen to move together although their own timers or faults gave no reason to. */
export interface SyncGroup {
  members: History[];
  /** When it was first shown, and by what. */
  since: Nanos;
  evidence: Evidence[];
  /** The same for all addresses of one machine. */
  hostOf(router: RouterState): RouterState;
}

interface Proof {
  time: Nanos;
  members: readonly [History, History];
  /** Pairs of addresses of one machine. */
  hosts: readonly (readonly [RouterState, RouterState])[];
  evidence: Evidence[];
}

/** A mastership that moved or ended, in the virtual router where it did. */
interface At<T> {
  history: History;
  time: Nanos;
  what: T;
}

/** The sync groups that the packets prove. */
export function findSyncGroups(histories: readonly History[]): SyncGroup[] {
  const proofs = [...heldBackTogether(histories), ...resignedTogether(histories)];
  const together = new UnionFind<History>();
  const hosts = new UnionFind<RouterState>();
  for (const proof of proofs) {
    together.join(...proof.members);
    for (const pair of proof.hosts) hosts.join(...pair);
  }
  const order = new Map(histories.map((history, index) => [history, index]));
  const groups = new Map<History, { members: Set<History>; proofs: Proof[] }>();
  for (const proof of proofs) {
    const root = together.find(proof.members[0]);
    const group = groups.get(root) ?? { members: new Set(), proofs: [] };
    groups.set(root, group);
    for (const member of proof.members) group.members.add(member);
    group.proofs.push(proof);
  }
  return [...groups.values()].flatMap(({ members: all, proofs: own }) => {
    const [first] = own.sort((a, b) => a.time - b.time);
    if (!first) return [];
    const { time: since, evidence } = first;
    const inOrder = [...all].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    return { members: inOrder, since, evidence, hostOf: (router: RouterState) => hosts.find(router) };
  });
}

/**
 * One takeover came when its own timer said, and another at that very moment, long after its own: keepalived lets a group
 * become master only when all of its members may.
 */
function heldBackTogether(histories: readonly History[]): Proof[] {
  const takeovers = histories.flatMap((history) =>
    history.transitions.flatMap((what): At<Takeover>[] =>
      what.cause === 'resignation' || what.cause === 'master-down' ? [{ history, time: what.time, what }] : [],
    ),
  );
  return momentsOf(takeovers, TOGETHER).flatMap((moment) => {
    const onTime = moment.find(({ what }) => Math.abs(delayOf(what)) <= TIMER_SLACK * what.to.router.interval);
    if (!onTime) return [];
    const near = Math.min(TOGETHER, TIMER_SLACK * onTime.what.to.router.interval);
    const heldBack = moment.filter(
      ({ what, time }) => what.cause === 'resignation' && isHeldBack(what) && Math.abs(time - onTime.time) <= near,
    );
    return heldBack.map((other) => ({
      time: other.time,
      members: [onTime.history, other.history] as const,
      hosts: [
        [onTime.what.to.router, other.what.to.router] as const,
        [onTime.what.from.router, other.what.from.router] as const,
      ],
      evidence: [...other.what.evidence, onTime.what.to.start.evidence],
    }));
  });
}

/** How much later it came than the new master's timer lets expect. */
function delayOf({ cause, time, from, to, lastHeard }: Takeover): Nanos {
  const { version = 2 } = to.lastMessage ?? {};
  const interval = (version === 3 ? from : to).router.interval;
  const skew = skewTime({ version, interval, priority: to.firstPriority });
  return time - lastHeard.time - (cause === 'resignation' ? skew : 3 * interval + skew);
}

function isHeldBack(takeover: Takeover): boolean {
  const delay = delayOf(takeover);
  const { interval, masterDownInterval } = takeover.to.router;
  return delay > HELD_BACK * interval && delay <= masterDownInterval;
}

/** The member that entered FAULT resigned twice, its siblings once (keepalived: down_instance). */
function resignedTogether(histories: readonly History[]): Proof[] {
  const resigned = histories.flatMap((history) =>
    history.virtualRouter.claims.flatMap((what): At<Claim>[] =>
      what.end?.how === 'resigned' ? [{ history, time: what.end.time, what }] : [],
    ),
  );
  return momentsOf(resigned, FAULT_WINDOW).flatMap((moment) => {
    const faulty = moment.find(({ what }) => isFault(what));
    if (!faulty) return [];
    return moment
      .filter(({ what }) => what.resignations.length === 1)
      .map((sibling) => ({
        time: sibling.time,
        members: [faulty.history, sibling.history] as const,
        hosts: [[faulty.what.router, sibling.what.router] as const],
        evidence: [...faulty.what.resignations, ...sibling.what.resignations].map(({ evidence }) => evidence),
      }));
  });
}

/** What happened in several virtual routers within so short a time. */
function momentsOf<T>(happenings: At<T>[], window: Nanos): At<T>[][] {
  happenings.sort((a, b) => a.time - b.time);
  const moments: At<T>[][] = [];
  for (const happening of happenings) {
    const current = moments.at(-1);
    if (current?.[0] && happening.time - current[0].time <= window) current.push(happening);
    else moments.push([happening]);
  }
  return moments.filter(
    (moment) =>
      moment.length > 1 &&
      moment.length <= MOST_AT_ONCE &&
      new Set(moment.map(({ history }) => history)).size === moment.length,
  );
}
