/** These bytes break a rule. Decoding goes on as far as it can. */
export interface Problem {
  code: string;
  message: string;
  /** Of the first offending byte, from the start of the packet. */
  byteOffset: number;
}

interface ProblemKind {
  meaning: string;
  /** Where the rule stands. */
  reference: string;
}

/** Everything that can be wrong with a packet that still is a message. What it means over time is for findings to say. */
export const PROBLEM_KINDS = {
  'ipv4.fragment': {
    meaning: 'The IPv4 packet is the first of several fragments; the rest of the message is missing here',
    reference: 'RFC 791 §3.2',
  },
  'ipv6.fragment': {
    meaning: 'The IPv6 packet is the first of several fragments; the rest of the message is missing here',
    reference: 'RFC 8200 §4.5',
  },
  'vrrp.truncated': {
    meaning: 'The capture holds fewer bytes than the IP header says; the message was cut by the snap length',
    reference: 'IP length field',
  },
  'vrrp.length': {
    meaning: 'The message is shorter than its address count requires',
    reference: 'RFC 3768 §7.1, RFC 5798 §7.1',
  },
  'vrrp.trailing-bytes': {
    meaning: 'Bytes follow the message that no known trailer explains',
    reference: 'RFC 3768 §5.3, RFC 5798 §5.2',
  },
  'vrrp.missing-authentication-data': {
    meaning: 'The eight bytes of authentication data are missing; keepalived and FRR reject this',
    reference: 'RFC 3768 §5.3.10',
  },
  'vrrp.missing-authentication-header': {
    meaning: 'Authentication type 2 without an IP Authentication Header',
    reference: 'RFC 2338 §5.3.6',
  },
  'vrrp.bad-checksum': {
    meaning: 'The checksum fits no known rule',
    reference: 'RFC 3768 §5.3.8, RFC 5798 §5.2.8, RFC 9568 §5.2.8',
  },
  'vrrp.bad-ttl': {
    meaning: 'The TTL or hop limit of a multicast advertisement is not 255; receivers discard it',
    reference: 'RFC 3768 §5.2.3, RFC 5798 §5.1.1.3, §5.1.2.3',
  },
  'vrrp.vrid-zero': { meaning: 'VRID 0 does not exist', reference: 'RFC 3768 §5.3.3, RFC 5798 §5.2.3' },
  'vrrp.interval-zero': {
    meaning: 'The advertisement interval is zero',
    reference: 'RFC 3768 §5.3.7, RFC 9568 §7.1 (erratum 8301)',
  },
  'vrrp.no-addresses': { meaning: 'A VRRPv3 advertisement names no address', reference: 'RFC 5798 §5.2.5' },
  'vrrp.version-2-over-ipv6': { meaning: 'VRRPv2 is not defined for IPv6', reference: 'RFC 3768 §5.2' },
  'vrrp.first-address-not-link-local': {
    meaning: 'The first address of an IPv6 advertisement is not link-local',
    reference: 'RFC 5798 §5.2.9',
  },
  'arp.sender-mac-mismatch': {
    meaning: 'The sender hardware address is not the one that the frame came from',
    reference: 'RFC 826',
  },
  'nd.bad-hop-limit': {
    meaning: 'The hop limit of a neighbour discovery message is not 255; receivers discard it',
    reference: 'RFC 4861 §7.1',
  },
  'nd.option-length': {
    meaning: 'A neighbour discovery option has length zero or reaches beyond the packet',
    reference: 'RFC 4861 §4.6',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEM_KINDS;

export function problem(code: ProblemCode, byteOffset: number): Problem {
  return { code, message: PROBLEM_KINDS[code].meaning, byteOffset };
}
