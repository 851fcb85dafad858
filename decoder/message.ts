import type { Direction } from './capture/capture-record.ts';
import type { Problem } from './problem.ts';
import type { AuthenticationType } from './report.ts';
import type { Nanos } from './time.ts';

/** What every message says about the packet that carried it. */
export interface Envelope {
  /** Index of the source and the packet's number in it, from 1. */
  source: number;
  packet: number;
  time: Nanos;
  /** Index into the source's capture interfaces. */
  interfaceIndex: number;
  linkType: number;
  /** Interface number that the packet itself carries (ifindex of Linux cooked v2 or of a netfilter log), else 0. */
  linkInterface: number;
  direction: Direction;
  /** What carried the packet, such as `VXLAN 100`; the message itself is in there. Null for what was captured as it is. */
  tunnel: string | null;
  /** 802.1Q / 802.1ad identifiers, outermost first; priority tags (VID 0) left out. */
  vlans: readonly number[];
  /** Null on link types without link-layer addresses. */
  srcMac: string | null;
  dstMac: string | null;
  /** IP source and destination; for ARP the sender and target protocol address. */
  src: string;
  dst: string;
  problems: readonly Problem[];
}

/**
 * Which rule the checksum fits (vrrp-facts: RFC 3768, RFC 5798 §5.2.8, RFC 9568 §5.2.8):
 * `good` is the form usual for the version, `no-pseudo-header` is VRRPv3 over IPv4 summed like VRRPv2,
 * `multicast-pseudo-header` was summed for the group although sent to a unicast peer.
 */
export type ChecksumVerdict = 'good' | 'bad' | 'no-pseudo-header' | 'multicast-pseudo-header' | 'unverified';

export interface VrrpMessage extends Envelope {
  kind: 'vrrp';
  version: 2 | 3;
  family: 'ipv4' | 'ipv6';
  vrid: number;
  /** 0 resigns, 255 owns the address. */
  priority: number;
  /** Advertisement interval as advertised: VRRPv2 whole seconds, VRRPv3 centiseconds. */
  interval: Nanos;
  addresses: readonly string[];
  authentication: AuthenticationType;
  /** VRRPv2 authentication type as sent; 51 stands for an AH header, -1 for none (VRRPv3). */
  authenticationNumber: number;
  /** Simple text of authentication type 1, zero padding removed; else null. Secret: mask before showing. */
  password: string | null;
  checksum: ChecksumVerdict;
  /** TTL or hop limit. */
  ttl: number;
  /** IPv4 identification; null in IPv6. */
  ipId: number | null;
  /** AH sequence number or auth_hmac counter and clock, where present: grows by each advertisement. */
  sequence: number | null;
  /** Hash of header without checksum, addresses and authentication data: equal for copies of one advertisement. */
  payloadHash: number;
}

export type ArpRole = 'gratuitous-request' | 'gratuitous-reply' | 'probe' | 'request' | 'reply';
export type NdRole = 'unsolicited-na' | 'solicited-na' | 'probe' | 'request';

/** IPv4 over Ethernet ARP (RFC 826). Sender address is `src`, target address is `dst`. */
export interface ArpMessage extends Envelope {
  kind: 'arp';
  /** 1 request, 2 reply. */
  operation: number;
  senderMac: string;
  senderAddress: string;
  targetMac: string;
  targetAddress: string;
  role: ArpRole;
}

/** Neighbour solicitation or advertisement (RFC 4861 §4.3, §4.4). */
export interface NdMessage extends Envelope {
  kind: 'nd';
  /** ICMPv6 type: 135 solicitation, 136 advertisement. */
  operation: number;
  /** NS: source link-layer option, else the link-layer source. NA: the target link-layer option, else the link-layer source. */
  senderMac: string | null;
  /** NS: the asker. NA: the address that is announced (the Target Address). */
  senderAddress: string;
  /** Link-layer destination. */
  targetMac: string | null;
  /** NS: the address asked for. NA: the IPv6 destination. */
  targetAddress: string;
  role: NdRole;
}

/** A neighbouring first-hop redundancy protocol: counted, never decoded further. */
export interface OtherProtocolMessage extends Envelope {
  kind: 'other';
  protocol: 'carp' | 'hsrp' | 'glbp';
  /** VHID or group number. */
  group: number;
}

/** A host's word that it runs no VRRP, or a firewall's that it lets none in: an ICMP error that quotes an advertisement. Counted, never one. */
export interface RefusalMessage extends Envelope {
  kind: 'other';
  protocol: 'icmp';
  because: 'no-protocol' | 'prohibited';
  family: 'ipv4' | 'ipv6';
  /** Source of the quoted advertisement. */
  advertiser: string;
  /** The quoted VRID. */
  group: number;
}

export type Message = VrrpMessage | ArpMessage | NdMessage | OtherProtocolMessage | RefusalMessage;

/** Takes in an advertisement that is sent again and again. */
export interface Follower {
  /**
   * The same bytes once more, but for the identification. The time is in two whole numbers, as it was captured: a sum of them
   * would be an object for each packet. False if that may be something else than one more advertisement of
   * a steady master: then nothing was taken in.
   */
  repeats(packet: number, seconds: number, nanoseconds: number, ipId: number | null): boolean;
}
