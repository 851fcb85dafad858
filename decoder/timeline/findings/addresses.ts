import type { Nanos } from '../../time.ts';
import type { Words } from '../../wording/words.ts';
import { isVirtualMac } from '../addresses.ts';
import { type AddressState, type AnnouncementBook, routerWithMac, type Stray } from '../announcements.ts';
import type { Claim, Heard } from '../claim.ts';
import type { History } from '../history.ts';
import type { RouterState } from '../router-state.ts';
import { anyWithin, lastStartedBy } from '../sorted.ts';
import type { SplitBrainSpan } from '../split-brain.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { mergeStorms } from '../storms.ts';
import type { TransitionAt } from '../transitions.ts';
import type { VirtualRouterState } from '../virtual-router-state.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

const STORM_EXPLAINED_FOR: Nanos = 10e9;

export interface AddressFindings {
  findings: FindingDraft[];
  /** Claims that ended in silence while their router's host went on speaking for the address. */
  heldByNonMaster: Set<Claim>;
}

/** Who speaks for the addresses against who is master. `captured`: announcements could have been seen at all. */
export function addressFindings(
  history: History,
  { timeline, words }: FindingInput,
  captured: boolean,
): AddressFindings {
  const heldByNonMaster = new Set<Claim>();
  const findings: FindingDraft[] = [];
  const { virtualRouter } = history;
  for (const address of virtualRouter.addresses) {
    const state = timeline.announcements.get(virtualRouter, address);
    if (!state) continue;
    for (const stray of state.strays.values()) {
      const claim = stray.lost;
      if ((claim && !isStillLost(claim, stray)) || isMaster(state, stray)) continue;
      if (claim?.end?.how === 'silent') heldByNonMaster.add(claim);
      // A process that stood still explains it, and goes on as it was.
      if (claim?.successor && claim.successor.stalledSince !== null) continue;
      // It may have advertised only later
      const holder = claim?.router ?? routerWithMac(state, stray.mac);
      findings.push(
        holder ? heldByOther(history, state, stray, holder, words) : conflict(history, state, stray, words),
      );
    }
    findings.push(...history.splitBrains.flatMap((split) => stale(history, state, split, words) ?? []));
    findings.push(...storms(history, state, words));
  }
  if (captured)
    findings.push(
      ...history.transitions.flatMap((transition) => missing(history, transition, timeline.announcements, words) ?? []),
    );
  return { findings: mergeAddresses(findings), heldByNonMaster };
}

/** Later evidence may have shown that the router had been master all the same. */
function isStillLost({ end }: Claim, { first }: Stray): boolean {
  return end !== null && end.time <= first.time;
}

/** It was master, with other addresses, and announced this one just before it first advertised it: a reload. */
function isMaster({ virtualRouters }: AddressState, { mac, first, last }: Stray): boolean {
  if (isVirtualMac(mac)) return false;
  return [...virtualRouters].some(({ claims }) =>
    claims.some(
      ({ router, start, end }) =>
        router.macs.has(mac) && start.time <= first.time && (end === null || end.time >= last.time),
    ),
  );
}

function heldByOther(
  { virtualRouter }: History,
  { address }: AddressState,
  stray: Stray,
  router: RouterState,
  { findings }: Words,
): FindingDraft {
  const holder = router.address;
  const claim = stray.lost;
  const master = stray.master.address;
  const { mac, count, hasAnswered, answersTwice } = stray;
  const fellSilent = claim?.end?.how === 'silent';
  const next = claim
    ? claim.successor
    : virtualRouter.claims.find(({ start, router: by }) => by === router && start.time > stray.first.time);
  return draft('vip-held-by-non-master', 'critical', virtualRouter, {
    ...findings['vip-held-by-non-master']({
      virtualRouter,
      address,
      holder,
      master,
      mac,
      count,
      fellSilent,
      hasAnswered,
      answersTwice,
      isShared: isVirtualMac(mac),
    }),
    reason: null,
    routers: [master, holder],
    start: stray.first.time,
    end: next?.start.time ?? null,
    evidence: uniqueEvidence([...(claim ? [claim.last.evidence] : []), stray.first.evidence, stray.last.evidence]),
  });
}

function conflict(
  { virtualRouter }: History,
  { address }: AddressState,
  stray: Stray,
  { findings }: Words,
): FindingDraft {
  const master = stray.master.address;
  const { mac, count } = stray;
  return draft('address-conflict', 'critical', virtualRouter, {
    ...findings['address-conflict']({ virtualRouter, address, mac, master, count }),
    routers: [master],
    start: stray.first.time,
    end: null,
    evidence: uniqueEvidence([stray.first.evidence, stray.last.evidence]),
  });
}

/** After a split brain the last announcement was the loser's, and the survivor said nothing. */
function stale(
  history: History,
  state: AddressState,
  { end, loser, survivor }: SplitBrainSpan,
  { findings }: Words,
): FindingDraft | null {
  if (end === null || !loser || !survivor) return null;
  const deadline = end + survivor.router.masterDownInterval;
  if (history.end < deadline || survivor.lastMessage?.addresses.includes(state.address) === false) return null;
  const known = lastStartedBy(state.bursts, deadline, ({ start }) => start.time);
  if (!known || isVirtualMac(known.mac) || survivor.router.macs.has(known.mac)) return null;
  if (!loser.claim.router.macs.has(known.mac)) return null;
  const next =
    state.bursts.find(({ start, mac }) => start.time > deadline && survivor.router.macs.has(mac))?.start.time ??
    Infinity;
  const again = loser.claim.successor?.start.time ?? Infinity;
  const until = Math.min(next, again) === Infinity ? null : Math.min(next, again);
  const [lost, kept] = [loser.claim.router.address, survivor.router.address];
  const isMeanwhile = ({ at: { time } }: { at: Heard }) => time > end && time < (until ?? Infinity);
  const asked = [...state.answered].filter(([, one]) => survivor.router.macs.has(one.mac) && isMeanwhile(one));
  const misled = [...state.holders].filter(([, one]) => one.mac === known.mac && isMeanwhile(one));
  const afterwards = (hosts: typeof asked) =>
    hosts.map(([host, { at }]) => ({ host, after: at.time - end })).sort((a, b) => a.after - b.after);
  return draft('stale-announcement', 'critical', history.virtualRouter, {
    ...findings['stale-announcement']({
      address: state.address,
      lost,
      kept,
      mac: known.mac,
      length: (until ?? history.end) - end,
      until: until === null ? 'end' : next <= again ? 'announcement' : 'return',
      mended: afterwards(asked),
      misled: afterwards(misled),
    }),
    routers: [kept, lost],
    start: end,
    end: until,
    evidence: uniqueEvidence([
      known.end.evidence,
      loser.claim.last.evidence,
      ...[...misled, ...asked].map(([, { at }]) => at.evidence),
      survivor.last.evidence,
    ]),
  });
}

function missing(
  history: History,
  { announced, cause, from, to, time, evidence }: TransitionAt,
  book: AnnouncementBook,
  { findings }: Words,
): FindingDraft | null {
  // Nobody took the address away meanwhile: what hosts know is still right.
  if (from?.router === to.router || to.mayHaveGoneOn || to.unheard > 0) return null;
  if (announced !== false || cause === 'split-brain-end' || cause === 'initial' || to.router.macs.size === 0)
    return null;
  const reign = history.reignOf.get(to);
  if (!reign || reign.began === 'running') return null;
  if (reign.end && reign.end.time - time < to.router.interval) return null;
  const { virtualRouter } = history;
  const addresses = to.firstAddresses.filter((address) => !to.announced.has(address));
  const router = to.router.address;
  const first = firstAnnouncements(to, virtualRouter, book);
  const late = latest(addresses.map((address) => first.get(address) ?? null));
  // It woke as the master that it was in its own eyes, and announces when it is challenged.
  if (late && to.stalledSince !== null) return null;
  const isSpaced = late !== null && followOneAnother(to, [...first.values()]);
  return draft('missing-announcement', isSpaced ? 'info' : 'warning', virtualRouter, {
    ...findings['missing-announcement']({ virtualRouter, router, addresses, after: late && late.time - time }),
    routers: [router],
    start: time,
    end: late?.time ?? time,
    evidence: uniqueEvidence([...evidence, ...(late ? [late.evidence] : [])]),
  });
}

/** When it first announced each address that it advertises, while it was master. */
function firstAnnouncements(
  { router, start, end, firstAddresses }: Claim,
  virtualRouter: VirtualRouterState,
  book: AnnouncementBook,
): Map<string, Heard> {
  const announced = firstAddresses.flatMap((address): [string, Heard][] => {
    const burst = book
      .get(virtualRouter, address)
      ?.bursts.find((one) => one.router === router && one.start.time > start.time);
    return burst && (end === null || burst.start.time < end.time) ? [[address, burst.start]] : [];
  });
  return new Map(announced);
}

/** Null if one is. */
function latest(moments: readonly (Heard | null)[]): Heard | null {
  return moments.reduce((a, b) => (a && b && (a.time > b.time ? a : b)) || null, moments[0] ?? null);
}

/** Many addresses, announced one by one as vrrp_garp_interval spaces them: slow, and nothing is lost. */
function followOneAnother({ router, start }: Claim, announced: readonly Heard[]): boolean {
  const times = [start.time, ...announced.map(({ time }) => time).sort((a, b) => a - b)];
  return times.every((time, index) => time - (times[index - 1] ?? time) <= router.interval);
}

function storms(
  { virtualRouter, transitions, splitBrains, races }: History,
  { address, rate }: AddressState,
  { findings }: Words,
): FindingDraft[] {
  const moves = transitions.map(({ time }) => ({ start: time, end: time }));
  const unexplained = rate.storms.filter(({ start, end }) => {
    const since = start.time - STORM_EXPLAINED_FOR;
    return ![moves, splitBrains, races].some((spans) => anyWithin(spans, since, end.time));
  });
  return mergeStorms(unexplained).map(({ start, end, count }) =>
    draft('announcement-storm', 'warning', virtualRouter, {
      ...findings['announcement-storm']({ virtualRouter, address, count, length: end.time - start.time }),
      routers: [],
      start: start.time,
      end: end.time,
      evidence: uniqueEvidence([start.evidence, end.evidence]),
    }),
  );
}

/** One router that holds several addresses, or left several stale, is one finding. */
function mergeAddresses(findings: readonly FindingDraft[]): FindingDraft[] {
  const merged = new Map<string, FindingDraft>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.routers.join(' ')} ${finding.code === 'vip-held-by-non-master' ? '' : finding.start}`;
    const known = merged.get(key);
    if (!known) merged.set(key, finding);
    else {
      known.start = Math.min(known.start, finding.start);
      known.evidence = uniqueEvidence([...known.evidence, ...finding.evidence]);
    }
  }
  return [...merged.values()];
}
