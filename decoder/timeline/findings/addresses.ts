import type { Nanos } from '../../time.ts';
import { isVirtualMac } from '../addresses.ts';
import { type AddressState, isStorm, type Stray } from '../announcements.ts';
import type { Claim } from '../claim.ts';
import type { History, TransitionAt } from '../history.ts';
import { anyWithin, lastStartedBy } from '../sorted.ts';
import type { SplitBrainSpan } from '../split-brain.ts';
import { uniqueEvidence } from '../split-brain.ts';
import type { Timeline } from '../timeline.ts';
import { formatDuration, list, plural } from '../wording.ts';
import { describeVirtualRouter, draft, type FindingDraft } from './finding-draft.ts';

const STORM_EXPLAINED_FOR: Nanos = 10e9;

export interface AddressFindings {
  findings: FindingDraft[];
  /** Claims that ended in silence while their router's host went on speaking for the address. */
  heldByNonMaster: Set<Claim>;
}

/** Who speaks for the addresses against who is master. `captured`: announcements could have been seen at all. */
export function addressFindings(history: History, timeline: Timeline, captured: boolean): AddressFindings {
  const heldByNonMaster = new Set<Claim>();
  const findings: FindingDraft[] = [];
  const { virtualRouter } = history;
  for (const address of virtualRouter.addresses) {
    const state = timeline.announcements.get(virtualRouter.vlans, address);
    if (!state) continue;
    for (const stray of state.strays.values()) {
      const claim = stray.lost;
      if (claim && !isStillLost(claim, stray)) continue;
      if (claim?.end?.how === 'silent') heldByNonMaster.add(claim);
      findings.push(claim ? heldByOther(history, state, stray, claim) : conflict(history, state, stray));
    }
    findings.push(...history.splitBrains.flatMap((split) => stale(history, state, split) ?? []));
    findings.push(...storms(history, state));
  }
  if (captured) findings.push(...history.transitions.flatMap((transition) => missing(history, transition) ?? []));
  return { findings: mergeAddresses(findings), heldByNonMaster };
}

/** Later evidence may have shown that the router had been master all the same. */
function isStillLost({ end }: Claim, { first }: Stray): boolean {
  return end !== null && end.time <= first.time;
}

function heldByOther(history: History, state: AddressState, stray: Stray, claim: Claim): FindingDraft {
  const { virtualRouter } = history;
  const holder = claim.router.address;
  const master = stray.master.address;
  const died =
    claim.end?.how === 'silent'
      ? ` ${holder} had fallen silent without resigning, as a killed process does: nothing removed the address from its interface.`
      : '';
  return draft('vip-held-by-non-master', 'critical', virtualRouter, {
    title: `${holder} still answers for ${state.address} although ${master} is master`,
    explanation: `${master} is the master of ${describeVirtualRouter(virtualRouter)}, but the MAC of ${holder} (${stray.mac}) spoke for ${state.address} ${plural(stray.count, 'time')} after that: two hosts hold the address, and clients reach either of them.${died}`,
    advice: `On ${holder}: ip addr show to ${state.address}; remove it there (ip addr del) and start keepalived again. Then let the master announce: arping -A -c 3 -I IFACE ${state.address}`,
    reason: null,
    routers: [master, holder],
    start: stray.first.time,
    end: claim.successor?.start.time ?? null,
    evidence: uniqueEvidence([claim.last.evidence, stray.first.evidence, stray.last.evidence]),
  });
}

function conflict({ virtualRouter }: History, state: AddressState, stray: Stray): FindingDraft {
  const master = stray.master.address;
  return draft('address-conflict', 'critical', virtualRouter, {
    title: `${stray.mac}, no router of VRID ${virtualRouter.vrid}, claims ${state.address}`,
    explanation: `${master} is the master of ${describeVirtualRouter(virtualRouter)}, but ${stray.mac}, which sends no advertisements, spoke for ${state.address} ${plural(stray.count, 'time')}: a duplicate address, a router killed before this capture began, or a hijack.`,
    advice: `Find the port of ${stray.mac} (bridge fdb show; show mac address-table) and see why that host has ${state.address}. arping -D -I IFACE ${state.address} shows who answers now.`,
    routers: [master],
    start: stray.first.time,
    end: null,
    evidence: uniqueEvidence([stray.first.evidence, stray.last.evidence]),
  });
}

/** After a split brain the last announcement was the loser's, and the survivor said nothing. */
function stale(history: History, state: AddressState, { end, loser, survivor }: SplitBrainSpan): FindingDraft | null {
  if (end === null || !loser || !survivor) return null;
  const deadline = end + survivor.router.masterDownInterval;
  if (history.end < deadline) return null;
  const binding = lastStartedBy(state.bindings, deadline, ({ start }) => start.time);
  if (!binding || isVirtualMac(binding.mac) || survivor.router.macs.has(binding.mac)) return null;
  if (!loser.claim.router.macs.has(binding.mac)) return null;
  const again = loser.claim.successor?.start.time ?? Infinity;
  const until = again < (binding.end ?? Infinity) ? again : binding.end;
  const length = formatDuration((until ?? history.end) - end);
  const [lost, kept] = [loser.claim.router.address, survivor.router.address];
  return draft('stale-announcement', 'critical', history.virtualRouter, {
    title: `Hosts were left with the MAC of ${lost} for ${state.address} for ${length}${until === null ? ', until the capture ended' : ''}`,
    explanation: `The split brain ended with ${kept} as master, but the last to announce ${state.address} was ${lost} (${binding.mac}), and ${kept} did not announce it again within its Master_Down_Interval. Hosts that learned the loser's MAC send there.`,
    advice: `On ${kept}: arping -A -c 3 -I IFACE ${state.address} mends it now; garp_master_refresh, or keepalived 2.0 and later with garp_lower_prio_repeat, keeps it from lasting.`,
    routers: [kept, lost],
    start: end,
    end: until,
    evidence: uniqueEvidence([binding.last.evidence, loser.claim.last.evidence, survivor.last.evidence]),
  });
}

function missing(history: History, { announced, cause, to, time, evidence }: TransitionAt): FindingDraft | null {
  if (announced !== false || cause === 'split-brain-end' || cause === 'initial' || to.router.macs.size === 0)
    return null;
  const reign = history.reignOf.get(to);
  if (!reign || reign.began === 'running') return null;
  if (reign.end && reign.end.time - time < to.router.interval) return null;
  const silent = (to.lastMessage?.addresses ?? []).filter((address) => !to.announced.has(address));
  const { address } = to.router;
  return draft('missing-announcement', 'warning', history.virtualRouter, {
    title: `${address} became master and did not announce ${list(silent, 3)}`,
    explanation: `${address} became master of ${describeVirtualRouter(history.virtualRouter)}, and within one interval no gratuitous ARP or neighbour advertisement told hosts and switches where ${list(silent, 3)} ${silent.length === 1 ? 'is' : 'are'} now. Until their entries expire they send to the old place.`,
    advice: `Does the capture point see broadcasts of ${address}? If so: garp_master_repeat, garp_master_delay and vrrp_garp_interval on ${address}; arping -A -c 3 -I IFACE ${silent[0] ?? ''} mends it now.`,
    routers: [address],
    start: time,
    evidence,
  });
}

function storms({ virtualRouter, transitions, splitBrains, races }: History, state: AddressState): FindingDraft[] {
  const moves = transitions.map(({ time }) => ({ start: time, end: time }));
  return state.storms.filter(isStorm).flatMap(({ start, end, count }) => {
    const since = start.time - STORM_EXPLAINED_FOR;
    if ([moves, splitBrains, races].some((spans) => anyWithin(spans, since, end.time))) return [];
    return draft('announcement-storm', 'warning', virtualRouter, {
      title: `${state.address} was announced ${count} times in ${formatDuration(end.time - start.time)}`,
      explanation: `${state.address} of ${describeVirtualRouter(virtualRouter)} was announced ${count} times within ten seconds, and no takeover explains it. Switches and hosts may rate-limit such traffic and drop the announcement that matters.`,
      advice: 'Check garp_master_refresh and garp_master_refresh_repeat, and whether two hosts fight for the address.',
      routers: [],
      start: start.time,
      end: end.time,
      evidence: uniqueEvidence([start.evidence, end.evidence]),
    });
  });
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
