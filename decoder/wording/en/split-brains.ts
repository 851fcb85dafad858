import type { Nanos } from '../../time.ts';
import type { FindingWords, Subject } from '../finding-words.ts';
import { describe, duration, list, plural, sentences } from './text.ts';

interface SplitBrain {
  virtualRouter: Subject;
  routers: readonly string[];
  length: Nanos;
  isOver: boolean;
  headline: string;
  explanation: string;
  advice: string;
}

interface NoMaster {
  virtualRouter: Subject;
  router: string;
  after: 'resignation' | 'silence';
  length: Nanos;
  atMost: Nanos;
  isOver: boolean;
  /** What its return tells about why it fell silent. */
  silence: string;
}

interface LostHere {
  router: string;
  /** Proven sent and not captured. */
  advertisements: number;
}

interface Filtered {
  routers: readonly string[];
  destination: string | undefined;
  protocol: number;
  tcpdump: string;
}

interface Collision {
  vrid: number;
  /** The addresses of each cluster. */
  lists: readonly (readonly string[])[];
  /** Addresses that lost their owner to the collision. */
  orphaned: readonly string[] | null;
  /** How often a backup took over for a moment because its master was kept from advertising. */
  interruptions: number;
}

interface SyncGroupSplit {
  /** Each member, and who is its master. */
  places: readonly { virtualRouter: Subject; master: string | null }[];
  length: Nanos;
  isOver: boolean;
}

interface Deaf {
  deaf: string;
  others: readonly string[];
}

interface Rejected {
  by: string;
  router: string;
}

/** Two masters, or none. */
export const splitBrains = {
  'split-brain': ({ virtualRouter, routers, length, isOver, ...rest }: SplitBrain): FindingWords => ({
    title: `${routers.length === 2 ? 'Two' : 'Several'} masters for ${duration(length)}: ${rest.headline}`,
    explanation: `${list(routers)} were master of ${describe(virtualRouter)} at once for ${duration(length)}${isOver ? '' : ' so far, and still so when the capture ended'}. ${rest.explanation}`,
    advice: rest.advice,
  }),

  'no-master': (at: NoMaster): FindingWords => {
    const { virtualRouter, router, after, length, atMost, isOver, silence } = at;
    const how = after === 'resignation' ? 'resigned with priority 0' : 'fell silent';
    const bounds =
      after === 'resignation'
        ? `for ${duration(atMost)}`
        : `for at least ${duration(length)} and at most ${duration(atMost)}`;
    return {
      title: `No master was heard for ${duration(length)}${isOver ? '' : ', until the capture ended'}`,
      explanation: sentences(
        `${router} ${how} and no other router claimed ${describe(virtualRouter)} ${bounds}${isOver ? '' : ' (until the capture ended)'}: as far as this capture shows, the addresses had no owner.`,
        silence,
      ),
      advice: sentences(
        'Does a backup run at all? It is silent on the wire: check keepalived on every node (systemctl status keepalived; journalctl -u keepalived), a FAULT state, vrrp_startup_delay, and that the VRID is configured there.',
        after === 'resignation'
          ? ''
          : 'Or did all nodes lose the network at once? Compare when their links went down and came back (journalctl -k; ip -s link), and look at the switch: its uptime, its port log, spanning tree (ports that block for 30 s after every link-up want portfast).',
      ),
    };
  },

  'vrid-collision': ({ vrid, lists, orphaned, interruptions }: Collision): FindingWords => ({
    title: `Two clusters use VRID ${vrid}${orphaned ? ', and one lost its address to that' : ''}`,
    explanation: sentences(
      `Routers on one segment advertise VRID ${vrid} with address lists that share nothing: ${against(lists)}. Each takes the other's advertisements for its own virtual router's.`,
      orphaned
        ? `${list(orphaned, 3)} had no owner: its master yielded to the stranger.`
        : 'keepalived before 2.3.3 rejects them, and both go on as masters; later versions let the lower priority yield, and its address loses its owner.',
      interruptions > 0
        ? `${interruptions === 1 ? 'Once' : `${interruptions} times`} a backup took over because the other cluster's advertisements kept its own master from sending.`
        : '',
    ),
    advice: 'Give one of the clusters another virtual_router_id; the VRIDs in use are listed in this report.',
  }),

  'sync-group-split': ({ places, length, isOver }: SyncGroupSplit): FindingWords => ({
    title: `A sync group came apart: ${list(places.map(({ virtualRouter: { vrid }, master }) => (master === null ? `VRID ${vrid} has no master` : `VRID ${vrid} is with ${master}`)))}`,
    explanation: `${list(places.map(({ virtualRouter }) => describe(virtualRouter)))} had moved as one before, as a vrrp_sync_group does. For ${duration(length)}${isOver ? '' : ', and still so when the capture ended,'} they were not with one node. What comes in through one node and has to go out through another is lost.`,
    advice:
      'On every node: does one vrrp_sync_group still name all of these instances, and which of them is in FAULT? journalctl -u keepalived. A group on one node only, or lost by a reload, leaves the others to move alone; a backup whose group may not move as a whole takes over nothing. ip -br link shows which link is down.',
  }),
};

/** Parts of what a split brain says. */
export const splitBrainParts = {
  sentences,
  rejectEachOther: (routers: readonly string[]) => `${list(routers)} reject each other's advertisements`,
  doesNotHear: ({ deaf, others }: Deaf) => `${deaf} does not hear ${list(others)}`,
  doNotHearEachOther: (routers: readonly string[]) => `${list(routers)} do not hear each other`,
  onlyNamed: (routers: readonly string[]) => list(routers),

  inferred: 'For a part of the time one of them was not on the wire here; that it stayed master is inferred.',
  isRejected: ({ by, router }: Rejected) => `a firewall on ${by} rejects the advertisements of ${router}`,
  rejected: ({ by, router, count }: Rejected & { count: number }) =>
    `${by} answered advertisements of ${router} with ${plural(count, 'ICMP error')} that ${count === 1 ? 'says' : 'say'} that they are not let in, as only a firewall does.`,
  letIn: ({ on, protocol }: { on: readonly string[]; protocol: number }) =>
    `On ${list(on)}: let IP protocol ${protocol} in from the other nodes. nft list ruleset; iptables -S; with firewalld: firewall-cmd --add-protocol=${protocol === 112 ? 'vrrp' : 'ah'} --permanent, then firewall-cmd --reload`,
  leftOut: ({ router, sendsTo, missing }: { router: string; sendsTo: readonly string[]; missing: string }) =>
    `${router} sends to ${list(sendsTo)}, and nothing that was seen here to ${missing}.`,
  addPeer: ({ router, missing }: { router: string; missing: string }) =>
    `On ${router}: add ${missing} to unicast_peer and reload. Every node must list all others.`,
  woke: (router: string) => `${router} had stood still and woke as a second master.`,
  doesNotReceive: ({ deaf, others }: Deaf) =>
    `${deaf} went on advertising under the superior advertisements of ${list(others)}, so it does not receive them.`,
  answered: ({ deaf, others }: Deaf) => `${list(others)} answered advertisements of ${deaf} at once, so it hears them.`,
  nothingPasses: (routers: number) =>
    `While it lasted, ${routers === 2 ? "neither yielded to nor answered the other's" : "none yielded to or answered the others'"} advertisements: nothing seems to pass between them in either direction (a superior master with vrrp_strict or lower_prio_no_advert would hear and stay silent, too).`,
  unknown: (newcomer = 'the newcomer', master = 'the master') =>
    `What kept ${newcomer} from hearing ${master} cannot be told from this capture.`,

  advice: {
    'authentication-mismatch':
      'Give both nodes the same auth_type and auth_pass (only the first 8 characters count), then reload both.',
    'version-mismatch': 'Give both nodes the same vrrp_version (FRR: vrrp N version), then reload both.',
    'interval-mismatch': 'Give both nodes the same advert_int: VRRPv2 discards advertisements with another interval.',
    'address-mismatch':
      'Give both nodes the same virtual_ipaddress list, in number and content; keepalived before 2.3.3 rejects any other.',
    'checksum-form-mismatch':
      'Let both sum VRRPv3 alike: v3_checksum_as_v2 of keepalived 2.2.8 and later, checksum-with-ipv4-pseudoheader of FRR.',
    'destination-mismatch': 'Let both nodes use the same group (vrrp_mcast_group4, mcast_dst_ip) or both unicast_peer.',
    'bad-checksum':
      'Something on the way changes the packets, or the sender sums them wrongly: compare a capture on the sender with one on the receiver. Without checksum offload on the sender its network card is ruled out: ethtool -K IFACE tx off',
    'bad-ttl': 'Advertisements must arrive with TTL 255: remove what routes or rewrites them between the nodes.',
  },
  findWhatStopped: (router: string) =>
    `Find what stopped ${router}: snapshots, live migration, CPU steal, a frozen disk.`,
  lostOnTheWay: ({ router, advertisements }: LostHere) =>
    `Meanwhile ${router} sent ${plural(advertisements, 'advertisement')} that did not get to this capture point: its identifications went on counting. So it was master, and they were lost on the way from it.`,
  findWhereLost: ({ router, tcpdump }: { router: string; tcpdump: string }) =>
    `Capture on ${router}, too: ${tcpdump}. If its advertisements leave it, the way from there to here drops them: its switch port (spanning tree blocks it for 30 s after a link-up without portfast), cable or link aggregation, IGMP snooping without a querier, storm control; else its own firewall: nft list ruleset. --view with both captures shows which arrived where.`,
  findWhatDrops: (at: Filtered) =>
    `On ${list(at.routers)}: is IP protocol ${at.protocol}${at.destination === undefined ? '' : ` to ${at.destination}`} dropped? ` +
    `nft list ruleset; ${at.tcpdump} (it taps before the firewall: if the advertisements arrive there, ` +
    'the host drops them, else the network does; then look at IGMP snooping without a querier, port filters and cloud security groups).',
};

function against(lists: Collision['lists']): string {
  return lists.map((addresses) => list(addresses, 3)).join(' against ');
}
