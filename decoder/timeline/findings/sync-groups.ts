import type { Nanos } from '../../time.ts';
import type { Words } from '../../wording/words.ts';
import type { Claim } from '../claim.ts';
import type { History } from '../history.ts';
import { uniqueEvidence } from '../split-brain.ts';
import type { SyncGroup } from '../sync-groups.ts';
import { findSyncGroups } from '../sync-groups.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** Who is master of a member from then on: one, nobody, or several. */
interface Step {
  time: Nanos;
  member: History;
  masters: readonly Claim[];
}

interface Split {
  start: Nanos;
  end: Nanos | null;
  /** The member whose change tore the group apart. */
  odd: History;
  /** The only master of each member, or nobody. */
  masters: ReadonlyMap<History, Claim | null>;
}

/** Sync groups whose members were with different nodes, or some with a node and some with nobody. */
export function syncGroupFindings({ timeline, histories, words }: FindingInput): FindingDraft[] {
  const shown = histories.filter(({ virtualRouter }) => !timeline.mirrors.isMirror(virtualRouter));
  return findSyncGroups(shown).flatMap((group) =>
    splitsOf(group)
      .filter((split) => split.start >= group.since && lasted(split, group) > patience(group))
      .map((split) => cameApart(split, group, words)),
  );
}

/** A group may take as long to move as the slowest of its timers. */
function patience({ members }: SyncGroup): Nanos {
  const routers = members.flatMap(({ virtualRouter }) => [...virtualRouter.routers.values()]);
  return routers.reduce((most, { masterDownInterval, interval }) => Math.max(most, masterDownInterval + interval), 0);
}

function lasted({ start, end }: Split, { members }: SyncGroup): Nanos {
  return (end ?? Math.max(...members.map((member) => member.end))) - start;
}

function splitsOf(group: SyncGroup): Split[] {
  const masters = new Map<History, readonly Claim[]>();
  const splits: Split[] = [];
  let current: Split | null = null;
  const steps = group.members.flatMap(stepsOf).sort((a, b) => a.time - b.time);
  for (const { time, member, masters: now } of steps) {
    masters.set(member, now);
    const isApart = areApart(masters, group);
    if (current && !isApart) {
      current.end = time;
      current = null;
    } else if (isApart) {
      const only = new Map([...masters].map(([of, claims]) => [of, claims[0] ?? null]));
      if (current) current.masters = only;
      else {
        current = { start: time, end: null, odd: member, masters: only };
        splits.push(current);
      }
    }
  }
  return splits;
}

/** Two masters at once have a finding of their own; before its first advertisement nothing is known of a member. */
function areApart(masters: ReadonlyMap<History, readonly Claim[]>, group: SyncGroup): boolean {
  if (masters.size < group.members.length) return false;
  const all = [...masters].map(([member, [claim = null, other]]) => ({ member, claim, isOne: other === undefined }));
  if (all.some(({ isOne }) => !isOne)) return false;
  const held = all.filter(({ claim }) => claim !== null);
  const [reference] = held;
  if (!reference) return false;
  return held.length < all.length || held.some((other) => areElsewhere(reference, other, group));
}

interface Held {
  member: History;
  claim: Claim | null;
}

/** On different machines: one of the masters is known by another address in the other's virtual router. */
function areElsewhere(one: Held, other: Held, { hostOf }: SyncGroup): boolean {
  if (!one.claim || !other.claim || hostOf(one.claim.router) === hostOf(other.claim.router)) return false;
  const isKnownIn = ({ claim }: Held, { member }: Held) =>
    claim !== null &&
    [...member.virtualRouter.routers.values()].some((router) => hostOf(router) === hostOf(claim.router));
  return isKnownIn(one, other) || isKnownIn(other, one);
}

function stepsOf(member: History): Step[] {
  const edges = member.reigns
    .filter(({ claim }) => claim.lastMessage !== null)
    .flatMap(({ claim, end }) => [
      { time: claim.start.time, claim, begins: true },
      ...(end ? [{ time: end.time, claim, begins: false }] : []),
    ])
    .sort((a, b) => a.time - b.time || Number(b.begins) - Number(a.begins));
  const masters = new Set<Claim>();
  return edges.map(({ time, claim, begins }) => {
    if (begins) masters.add(claim);
    else masters.delete(claim);
    return { time, member, masters: [...masters] };
  });
}

function cameApart(split: Split, group: SyncGroup, { findings }: Words): FindingDraft {
  const { start, end, odd, masters } = split;
  const places = group.members.map((member) => ({
    virtualRouter: member.virtualRouter,
    master: masters.get(member)?.router.address ?? null,
  }));
  const claims = group.members.flatMap((member) => masters.get(member) ?? []);
  return draft('sync-group-split', 'critical', odd.virtualRouter, {
    ...findings['sync-group-split']({ places, length: lasted(split, group), isOver: end !== null }),
    routers: [...new Set(claims.map(({ router }) => router.address))],
    start,
    end,
    evidence: uniqueEvidence([...group.evidence.slice(0, 5), ...claims.slice(0, 5).map(({ last }) => last.evidence)]),
  });
}

/** Nobody's being master of a member is told by the group that came apart. */
export function isToldBySplit(noMaster: FindingDraft, splits: readonly FindingDraft[]): boolean {
  return (
    noMaster.code === 'no-master' &&
    splits.some(
      ({ virtualRouter, start, end }) =>
        virtualRouter === noMaster.virtualRouter &&
        start <= noMaster.start &&
        (end === null || (noMaster.end !== null && noMaster.end <= end)),
    )
  );
}
