/** LINKTYPE_ values of capture files that can be read. */
export const LINK_TYPE = {
  null: 0,
  ethernet: 1,
  rawBsd: 12,
  rawOpenBsd: 14,
  raw: 101,
  loop: 108,
  linuxCooked: 113,
  ipv4: 228,
  ipv6: 229,
  linuxCooked2: 276,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map([
  [LINK_TYPE.null, 'BSD loopback'],
  [LINK_TYPE.ethernet, 'Ethernet'],
  [6, 'Token Ring'],
  [8, 'SLIP'],
  [9, 'PPP'],
  [10, 'FDDI'],
  [LINK_TYPE.rawBsd, 'raw IP'],
  [LINK_TYPE.rawOpenBsd, 'raw IP'],
  [50, 'PPP in HDLC framing'],
  [51, 'PPPoE'],
  [LINK_TYPE.raw, 'raw IP'],
  [104, 'Cisco HDLC'],
  [105, 'IEEE 802.11'],
  [107, 'Frame Relay'],
  [LINK_TYPE.loop, 'OpenBSD loopback'],
  [LINK_TYPE.linuxCooked, 'Linux cooked capture'],
  [117, 'OpenBSD pflog'],
  [119, 'IEEE 802.11 with Prism header'],
  [127, 'IEEE 802.11 with radiotap header'],
  [147, 'user-defined 0'],
  [148, 'user-defined 1'],
  [163, 'IEEE 802.11 with AVS header'],
  [187, 'Bluetooth HCI'],
  [192, 'PPI'],
  [195, 'IEEE 802.15.4'],
  [220, 'USB'],
  [LINK_TYPE.ipv4, 'raw IPv4'],
  [LINK_TYPE.ipv6, 'raw IPv6'],
  [239, 'Linux netfilter log'],
  [240, 'Hilscher netANALYZER'],
  [242, 'IP over InfiniBand'],
  [247, 'InfiniBand'],
  [249, 'USBPcap'],
  [253, 'Linux netlink'],
  [258, 'Apple PKTAP'],
  [LINK_TYPE.linuxCooked2, 'Linux cooked capture v2'],
]);

/** For people: `raw IP (link type 101)`, or `link type 4711` where the number has no common name. */
export function linkTypeName(linkType: number): string {
  const name = NAMES.get(linkType);
  return name === undefined ? `link type ${linkType}` : `${name} (link type ${linkType})`;
}
