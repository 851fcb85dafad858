/** What the report uses or counts, as one BPF expression. */
const WANTED = [
  'ip proto 112',
  'ip6 proto 112',
  'ip proto 51',
  'ip6 proto 51',
  'arp',
  // Neighbour solicitation and advertisement
  '(icmp6 and (ip6[40] == 135 or ip6[40] == 136))',
  // Errors that quote advertisements: no such protocol, or a firewall
  '(icmp and icmp[0] == 3 and (icmp[17] == 112 or icmp[17] == 51))',
  '(icmp6 and (ip6[40] == 1 or ip6[40] == 4) and (ip6[54] == 112 or ip6[54] == 51))',
  'igmp',
  // HSRP, HSRP for IPv6, GLBP
  'udp dst port 1985',
  'udp dst port 2029',
  'udp dst port 3222',
].join(' or ');

/** `vlan` moves the offsets of all that stands behind it, even outside of its brackets: the tagged forms come last. */
const WITH_TAGS = `${WANTED} or (vlan and (${WANTED} or (vlan and (${WANTED}))))`;

/**
 * Filters that a capture program may be given, the best first: what it captures may be of a link type for which `vlan` is
 * no word, and then it refuses the first.
 */
export const CAPTURE_FILTERS: readonly [withTags: string, plain: string] = [WITH_TAGS, WANTED];

/** Linux' pseudo-interface that is all of them; its packets have lost their Ethernet headers, and with them their tags. */
export const ANY_INTERFACE = 'any';

export function filtersFor(interfaceName: string): readonly string[] {
  return interfaceName === ANY_INTERFACE ? CAPTURE_FILTERS.slice(1) : CAPTURE_FILTERS;
}

/** What programs say of a filter that the link type does not know. */
export function isFilterRefusal(text: string): boolean {
  return /no VLAN support|valid capture filter/i.test(text);
}
