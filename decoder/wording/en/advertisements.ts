import type { Nanos } from '../../time.ts';
import type { FindingWords, Subject } from '../finding-words.ts';
import { describe, duration, list, plural } from './text.ts';

interface Speaker {
  virtualRouter: Subject;
  router: string;
}

interface Counted extends Speaker {
  count: number;
}

interface NearFailover extends Speaker {
  gaps: number;
  missed: number;
  longest: Nanos;
  /** Proven sent. */
  lost: number;
  /** What else the identifications tell. */
  otherwise: 'restarted' | 'not-sent' | 'unknown';
}

interface Step {
  from: number;
  to: number;
}

interface Advertised {
  address: string;
  priority: number;
}

interface Drop extends Speaker, Step {
  others: readonly Advertised[];
  /** Those of them above the lowered priority. */
  higher: readonly Advertised[];
}

interface Leak extends Counted {
  /** VLAN identifiers, outermost first. */
  from: string;
  into: string;
}

interface Refusal {
  advertiser: string;
  refuser: string;
  vrid: number;
  count: number;
  /** The refuser had resigned before. */
  resigned: boolean;
  /** It was over within a minute. */
  isBrief: boolean;
}

interface Prohibition {
  advertiser: string;
  refuser: string;
  vrid: number;
  count: number;
  protocol: number;
}

/** What the advertisements of one router show. */
export const advertisements = {
  'near-failover': (at: NearFailover): FindingWords => ({
    title:
      at.gaps === 1
        ? `${at.router} missed ${plural(at.missed, 'advertisement')}: ${duration(at.longest)} without one`
        : `${at.router} missed advertisements ${plural(at.gaps, 'time')}, at worst ${duration(at.longest)} without one`,
    explanation: `${plural(at.missed, 'advertisement')} of ${at.router} for ${describe(at.virtualRouter)} did not come and nobody took over. A backup takes over after its Master_Down_Interval, little more than three intervals. ${whyMissed(at)}`,
    advice:
      at.lost > 0
        ? `Look for loss between ${at.router} and the capture point: ip -s link, switch port counters, storm control, a congested link.`
        : at.otherwise === 'unknown'
          ? `On ${at.router}: was it busy, paused or swapping? A capture there tells whether it sent them; else look for loss on the way (ip -s link, switch port counters).`
          : `On ${at.router}: was it busy, paused or swapping? Compare with its own keepalived log.`,
  }),

  'advertisements-lost': ({ virtualRouter, router, count }: Counted): FindingWords => ({
    title: `${plural(count, 'advertisement')} of ${router} ${count === 1 ? 'was' : 'were'} lost before this capture point`,
    explanation: `The identifications of ${router} jumped by ${plural(count, 'number')}: so many advertisements for ${describe(virtualRouter)} were sent and not captured.`,
    advice: `Look for loss between ${router} and the capture point: ip -s link, switch port counters, or drops of the capture itself.`,
  }),

  'priority-drop-too-small': (at: Drop): FindingWords => ({
    title: `${at.router} fell from priority ${at.from} to ${at.to} and stayed master`,
    explanation: `${at.router} lowered its priority for ${describe(at.virtualRouter)} from ${at.from} to ${at.to}, as keepalived does when a tracked script or interface fails, and nobody took over. ${whyNobody(at)}`,
    advice:
      at.higher.length > 0
        ? `On ${list(at.higher.map(({ address }) => address))}: does keepalived run, out of FAULT (systemctl status keepalived)? Is nopreempt set? tcpdump -ni IFACE vrrp shows whether the advertisements of the master arrive there.`
        : `The weight must take the master below the backup: ${at.from} − weight < priority of the backup. Check the track_script weight on ${at.router}, and the priority and nopreempt on the others.`,
  }),

  'priority-change': ({ virtualRouter, router, steps }: Speaker & { steps: readonly Step[] }): FindingWords => {
    const told = list(steps.map(({ from, to }) => `${from} → ${to}`));
    return {
      title: `${router} changed its priority ${steps.length === 1 ? told : plural(steps.length, 'time')}`,
      explanation: `${router} advertised ${describe(virtualRouter)} with priority ${told}.`,
      advice: 'A tracked script, interface or file changed state, or the configuration was reloaded.',
    };
  },

  'bad-checksum': ({ virtualRouter, router, count }: Counted): FindingWords => ({
    title: `${plural(count, 'advertisement')} of ${router} with a wrong checksum`,
    explanation: `The VRRP checksum of ${plural(count, 'advertisement')} of ${router} for ${describe(virtualRouter)} fits no known rule; receivers discard them.`,
    advice: `Were they captured on ${router} itself, transmit checksum offload may explain it (ethtool -K IFACE tx off). Elsewhere something on the way changes packets.`,
  }),

  'bad-ttl': ({ virtualRouter, router, count, ttl }: Counted & { ttl: number }): FindingWords => ({
    title: `Advertisements of ${router} arrive with TTL ${ttl}`,
    explanation: `${plural(count, 'advertisement')} of ${router} for ${describe(virtualRouter)} did not have TTL 255; receivers discard them (RFC 5798 §7.1).`,
    advice: 'Multicast advertisements must not be routed: find the router, tunnel or proxy that forwards them.',
  }),

  'wrong-virtual-mac': (at: Speaker & { mac: string; expected: string }): FindingWords => ({
    title: `${at.router} sends VRID ${at.virtualRouter.vrid} from the virtual MAC of another VRID`,
    explanation: `${at.router} advertises ${describe(at.virtualRouter)} from ${at.mac}; the virtual MAC of this virtual router is ${at.expected}.`,
    advice: 'Check the macvlan interface (ip -d link) and use_vmac or the FRR macvlan of this VRID.',
  }),

  'router-address-conflict': ({
    virtualRouter,
    router,
    macs,
  }: Speaker & { macs: readonly string[] }): FindingWords => ({
    title: `${plural(macs.length, 'host')} advertise from the address ${router}`,
    explanation: `Advertisements of ${router} for ${describe(virtualRouter)} come from ${list(macs)} by turns: machines that have the same address, as a clone of one has. None takes the other's advertisements for those of a rival, so all are master at once and hold the virtual addresses. What else is told of ${router} mixes them.`,
    advice: `Find the ports of ${list(macs)} (bridge fdb show; show mac address-table), and give all but one of the machines another address, or take them off the network. arping -D -I IFACE ${router} shows who answers now.`,
  }),

  'reflected-advertisement': ({ router, count }: { router: string; count: number }): FindingWords => ({
    title: `${router} receives its own advertisements`,
    explanation: `${plural(count, 'advertisement')} that ${router} sent came back to it on the same interface.`,
    advice: 'Look for a loop, a bond whose switch side is no LAG, or a virtual switch that reflects multicast.',
  }),

  'vlan-leak': ({ virtualRouter, router, from, into, count }: Leak): FindingWords => ({
    title: `Advertisements of ${router} leak from VLAN ${from} into VLAN ${into}`,
    explanation: `${plural(count, 'advertisement')} of ${router} for ${describe(virtualRouter)} ${count === 1 ? 'was' : 'were'} seen in VLAN ${from} and, the very same packet, in VLAN ${into} right after it. Routers with VRID ${virtualRouter.vrid} in VLAN ${into} take it for a master of theirs.`,
    advice: `Find what joins the two VLANs: a port that is untagged in both, a wrong native VLAN on a trunk, a bridge across two VLAN interfaces (bridge vlan show; bridge link), a virtual switch in promiscuous or VLAN 4095 mode. If VLAN ${into} is the one that a mirror session copies into (RSPAN), this is only the mirror.`,
  }),

  'protocol-unreachable': {
    noProtocol: ({ advertiser, refuser, vrid, count, resigned, isBrief }: Refusal): FindingWords => ({
      title: isBrief
        ? `${refuser} ran no VRRP for a moment: it refused the advertisements of ${advertiser}`
        : `${refuser} runs no VRRP: it refuses the advertisements of ${advertiser}`,
      explanation: `${refuser} answered advertisements of ${advertiser} for VRID ${vrid} with ${plural(count, 'ICMP error')} that ${count === 1 ? 'says' : 'say'} "protocol unreachable": the host lives and gets them, but nothing on it listens to VRRP. ${isBrief ? 'Then it refused no more, as after a restart of keepalived; meanwhile it could not take over.' : resigned ? 'It had resigned before; since then the cluster has had one node less.' : 'It cannot take over.'}`,
      advice: `On ${refuser}: systemctl status keepalived. Does it run there, with this VRID on this interface, and out of FAULT? A firewall rule that rejects with icmp-proto-unreachable says the same: nft list ruleset. If ${refuser} is no node of this cluster, remove it from unicast_peer on ${advertiser}.`,
    }),

    prohibited: ({ advertiser, refuser, vrid, count, protocol }: Prohibition): FindingWords => ({
      title: `A firewall on ${refuser} rejects the advertisements of ${advertiser}`,
      explanation: `${refuser} answered advertisements of ${advertiser} for VRID ${vrid} with ${plural(count, 'ICMP error')} that ${count === 1 ? 'says' : 'say'} that they are not let in, as only a firewall does. As soon as VRRP runs behind it, both are master.`,
      advice: `On ${refuser}: let IP protocol ${protocol} in from the other nodes (nft list ruleset; iptables -S). If it is no node of this cluster, remove it from unicast_peer on ${advertiser}.`,
    }),
  },

  'duplicate-packets': ({ router, count }: { router: string; count: number }): FindingWords => ({
    title: `${plural(count, 'advertisement')} of ${router} ${count === 1 ? 'was' : 'were'} captured twice`,
    explanation: 'Copies of one packet, as a capture on all interfaces or a mirror port shows them, are counted once.',
    advice: 'Nothing; capture on one interface to avoid them.',
  }),

  'cleartext-password': (at: { virtualRouter: Subject; passwords: readonly string[] }): FindingWords => ({
    title: `The password of VRID ${at.virtualRouter.vrid} travels in clear text`,
    explanation: `${describe(at.virtualRouter)} uses authentication type 1: everyone on the segment can read the password${at.passwords.length === 0 ? '' : ` ${list(at.passwords.map((password) => JSON.stringify(password)))}`}. It protects against mistakes, not against attackers.`,
    advice: 'Treat it as a label; RFC 3768 removed it. Filter protocol 112 to the known nodes instead.',
  }),

  'configuration-reloaded': ({ virtualRouter, router }: Speaker): FindingWords => ({
    title: `${router} reloaded its configuration`,
    explanation: `${router} went on as master of ${describe(virtualRouter)}, but its identifications began at 1 again: keepalived read its configuration anew.`,
    advice: 'Nothing, if somebody changed the configuration then.',
  }),
};

function whyMissed({ lost, otherwise }: NearFailover): string {
  if (lost > 0) {
    return `Its identifications jumped: ${lost} of them ${lost === 1 ? 'was' : 'were'} sent and lost before this capture point.`;
  }
  switch (otherwise) {
    case 'restarted':
      return 'Its identifications began at 1 again: keepalived was restarted or reloaded meanwhile.';
    case 'not-sent':
      return 'Its identifications went on without a jump: it did not send them.';
    case 'unknown':
      return 'Whether they were sent cannot be told.';
  }
}

function whyNobody({ to, others, higher }: Drop): string {
  const named = (routers: readonly Advertised[]) =>
    list(routers.map(({ address, priority }) => `${address} (${priority})`));
  if (higher.length > 0) {
    return `${named(higher)} had advertised more, so it was down, does not hear, has nopreempt set, or waits for its vrrp_sync_group, which takes over as a whole or not at all.`;
  }
  return others.length > 0
    ? `Of the other routers none had advertised more than ${to}: ${named(others)}. The weight of the check is too small to fail over.`
    : 'There was no backup, or it has nopreempt, or its priority is not above this one: in the last case the weight of the check is too small to fail over.';
}
