import type { Nanos } from '../../time.ts';
import type { FindingWords, Subject } from '../finding-words.ts';
import { describe, duration, list, plural, sentences } from './text.ts';

interface HeldByNonMaster {
  virtualRouter: Subject;
  address: string;
  holder: string;
  master: string;
  mac: string;
  count: number;
  /** The holder's claim ended in silence. */
  fellSilent: boolean;
  /** It was asked, at least once; else it announced the address by itself. */
  hasAnswered: boolean;
  /** Only second answers to the same question tell of it. */
  answersTwice: boolean;
  /** The MAC is the virtual one, which the master uses, too: that there are two is certain, who the other is is not. */
  isShared: boolean;
}

interface Conflict {
  virtualRouter: Subject;
  address: string;
  mac: string;
  master: string;
  count: number;
}

interface Stale {
  address: string;
  lost: string;
  kept: string;
  mac: string;
  length: Nanos;
  /** What ended it: the survivor announced, the loser became master again, or nothing before the capture ended. */
  until: 'announcement' | 'return' | 'end';
  /** Hosts that asked meanwhile and were answered by the survivor, each with how long after the split brain. */
  mended: readonly { host: string; after: Nanos }[];
  /** Hosts that asked the loser's MAC last then: they held it. */
  misled: readonly { host: string; after: Nanos }[];
}

interface Missing {
  virtualRouter: Subject;
  router: string;
  addresses: readonly string[];
  /** How long after the takeover it announced all of them at last; null: not while it was master. */
  after: Nanos | null;
}

interface Storm {
  virtualRouter: Subject;
  address: string;
  count: number;
  length: Nanos;
}

interface Unanswered {
  virtualRouter: Subject;
  address: string;
  master: string;
  count: number;
  length: Nanos;
}

/** How it shows that two hosts hold the address. */
function heldTwice(at: HeldByNonMaster): string {
  if (!at.isShared) {
    return `${at.master} is the master of ${describe(at.virtualRouter)}, but the MAC of ${at.holder} (${at.mac}) spoke for ${at.address} ${plural(at.count, 'time')} after that: two hosts hold the address, and clients reach either of them.`;
  }
  return at.answersTwice
    ? `${at.master} is the master of ${describe(at.virtualRouter)}, but ${plural(at.count, 'question')} for ${at.address} ${at.count === 1 ? 'was' : 'were'} answered twice from the virtual MAC (${at.mac}): two hosts hold the address and the virtual MAC, and switches send to whichever was heard last.`
    : `${at.master} is the master of ${describe(at.virtualRouter)}, but its announcements of ${at.address} from the virtual MAC (${at.mac}) were answered ${plural(at.count, 'time')} from the same MAC, and no host answers itself: two hosts hold the address and the virtual MAC, and switches send to whichever was heard last.`;
}

function stillAnswering(at: HeldByNonMaster): FindingWords {
  return {
    title: at.isShared
      ? `A second host, most likely ${at.holder}, still answers for ${at.address} although ${at.master} is master`
      : `${at.holder} still answers for ${at.address} although ${at.master} is master`,
    explanation: sentences(
      heldTwice(at),
      at.fellSilent
        ? `${at.holder} had fallen silent without resigning, as a killed process does: ${at.isShared ? 'most likely nothing' : 'nothing'} removed the address from its interface.`
        : '',
    ),
    advice: `On ${at.holder}: ip addr show to ${at.address}; remove it there (ip addr del) and start keepalived again. Then let the master announce: arping -A -c 3 -I IFACE ${at.address}`,
  };
}

function announcing({ virtualRouter, address, holder, master, mac, count }: HeldByNonMaster): FindingWords {
  return {
    title: `${holder} announces ${address} although ${master} is master: most likely a second master that is not heard here`,
    explanation: `${master} is the master of ${describe(virtualRouter)}, but the MAC of ${holder} (${mac}) announced ${address} ${plural(count, 'time')} unasked, as a router does that becomes master. Hosts that learned it send there. That its advertisements do not reach this capture point is likely; that something else announces the address on that host cannot be ruled out from here.`,
    advice: `Capture on ${holder} at the same time, and read both captures with --view. On ${holder}, see whether it is master: journalctl -u keepalived; ip addr show to ${address}`,
  };
}

/** Who speaks for the addresses. */
export const addresses = {
  'vip-held-by-non-master': (at: HeldByNonMaster): FindingWords =>
    at.hasAnswered ? stillAnswering(at) : announcing(at),

  'address-conflict': ({ virtualRouter, address, mac, master, count }: Conflict): FindingWords => ({
    title: `${mac}, no router of VRID ${virtualRouter.vrid}, claims ${address}`,
    explanation: `${master} is the master of ${describe(virtualRouter)}, but ${mac}, which sends no advertisements, spoke for ${address} ${plural(count, 'time')}: a duplicate address, proxy ARP, a router killed before this capture began, or a hijack.`,
    advice: `Find the port of ${mac} (bridge fdb show; show mac address-table) and see why that host has ${address}. arping -D -I IFACE ${address} shows who answers now.`,
  }),

  'stale-announcement': ({ address, lost, kept, mac, length, until, mended, misled }: Stale): FindingWords => ({
    title: `Hosts may hold the MAC of ${lost} for ${address}: no announcement put it right for ${duration(length)}${until === 'end' ? ', until the capture ended' : ''}`,
    explanation: sentences(
      `The split brain ended with ${kept} as master, but the last to announce ${address} was ${lost} (${mac}), and ${kept} did not announce it again within its Master_Down_Interval.`,
      "A host that learned the loser's MAC sends there until its entry ages out and it asks anew: on Linux mostly within about a minute, on many routers after 20 minutes to 4 hours.",
      misled.length === 0
        ? ''
        : `${list(misled.map(({ host, after }) => `${host} (last after ${duration(after)})`))} asked that MAC alone for the address: proof of holding it until then.`,
      mended.length === 0
        ? ''
        : `${list(mended.map(({ host, after }) => `${host} (after ${duration(after)})`))} asked and got the answer of ${kept}: that put right ${mended.length === 1 ? 'this host' : 'these hosts'} and no other.`,
      until === 'announcement' ? 'Then an announcement put all of them right.' : '',
      until === 'return' ? `Then ${lost} became master again, and its MAC was right.` : '',
    ),
    advice: `On ${kept}: arping -A -c 3 -I IFACE ${address} mends it now; garp_master_refresh keeps it from lasting. garp_lower_prio_repeat helps only where the master hears the other.`,
  }),

  'missing-announcement': ({ virtualRouter, router, addresses: silent, after }: Missing): FindingWords => ({
    title:
      after === null
        ? `${router} became master and did not announce ${list(silent, 3)}`
        : `${router} became master and announced ${list(silent, 3)} only ${duration(after)} later`,
    explanation: `${router} became master of ${describe(virtualRouter)}, and within one interval no gratuitous ARP or neighbour advertisement was captured that tells hosts and switches where ${list(silent, 3)} ${silent.length === 1 ? 'is' : 'are'} now. Until ${after === null ? 'their entries expire' : 'it did'} they may send to the old place.`,
    advice: `Does the capture point see broadcasts of ${router}? If so: garp_master_repeat, garp_master_delay and vrrp_garp_interval on ${router}; arping -A -c 3 -I IFACE ${silent[0] ?? ''} mends it now.`,
  }),

  'announcement-storm': ({ virtualRouter, address, count, length }: Storm): FindingWords => ({
    title: `${address} was announced ${count} times in ${duration(length)}`,
    explanation: `${address} of ${describe(virtualRouter)} was announced more than 50 times within ten seconds, ${count} times in all, and no takeover explains it. Switches and hosts may rate-limit such traffic and drop the announcement that matters.`,
    advice: 'Check garp_master_refresh and garp_master_refresh_repeat, and whether two hosts fight for the address.',
  }),
  'vip-unanswered': ({ virtualRouter, address, master, count, length }: Unanswered): FindingWords => ({
    title: `Nobody answers for ${address} although ${master} is master`,
    explanation: `${plural(count, 'question')} for ${address} of ${describe(virtualRouter)} went unanswered within ${duration(length)}, while ${master} went on advertising; other answers can be seen here. Either something removed the address from its interface, which keepalived before 2.0 does not notice, or the host does not answer for it.`,
    advice: `On ${master}: ip addr show to ${address}. Missing? systemd-networkd (KeepConfiguration), NetworkManager or netplan removes addresses that it does not know; journalctl tells when. systemctl reload keepalived does not bring it back, systemctl restart keepalived does. There? Then look for NOARP (ip link), for arp_ignore, and for filters that drop the answers: nft list ruleset`,
  }),
};
