/** One packet of every kind that the decoder knows, for comparing it with others. */
import { enhancedPacket, interfaceDescription, sectionHeader } from '../../decoder/capture/pcapng-writer.ts';
import {
  advertisement,
  arp,
  arpPayload,
  authenticationHeader,
  carp,
  concat,
  ETHER_TYPE,
  ethernet,
  glbp,
  hex,
  hmacTrailer,
  hsrp1,
  hsrp2,
  ipv4,
  ipv6,
  LINK_TYPE,
  linuxCooked,
  linuxCooked2,
  loopback,
  md5Trailer,
  neighborAdvertisement,
  neighborSolicitation,
  udp,
  vrrp,
} from './packet-builders.ts';

export interface ZooPacket {
  name: string;
  linkType: number;
  packet: Uint8Array;
}

const v3over6 = vrrp({ version: 3, addresses: ['fe80::100', '2001:db8::100'] });
const hopByHop = { type: 0, body: [0, 1, 4, 0, 0, 0, 0] };
const icmpQuote = concat([3, 2, 0, 0, 0, 0, 0, 0], ipv4({ payload: vrrp() }));

const ETHERNET: Record<string, Uint8Array> = {
  VRRPv2: advertisement({ id: 1 }),
  'VRRPv2 resigning': advertisement({ priority: 0, id: 2 }),
  'VRRPv2 owner, three addresses': advertisement({
    priority: 255,
    addresses: ['192.0.2.100', '192.0.2.101', '192.0.2.102'],
  }),
  'VRRPv2 without addresses': advertisement({ addresses: [] }),
  'VRRPv2 password': advertisement({ authType: 1, authData: 'secret' }),
  'VRRPv2 bad checksum': advertisement({ checksum: 'bad' }),
  'VRRPv2 TTL 64': advertisement({ ttl: 64 }),
  'VRRPv2 unicast': advertisement({ dst: '192.0.2.2', ttl: 64 }),
  'VRRPv2 in an Authentication Header': advertisement({ authType: 2, ahSequence: 77 }),
  'VRRPv2 Cisco MD5': advertisement({ authType: 254, trailer: md5Trailer(), checksumCoversTrailer: true }),
  'VRRPv2 auth_hmac': advertisement({ trailer: hmacTrailer() }),
  'VRRPv2 tagged': advertisement({ vlans: [20] }),
  'VRRPv2 tagged twice': advertisement({ vlans: [{ tpid: 0x88a8, id: 100 }, 20] }),
  'VRRPv2 priority tag': advertisement({ vlans: [{ id: 0, priority: 6 }] }),
  'VRRPv2 padded': advertisement({ padding: 0 }),
  'VRRPv2 in SNAP': ethernet({ snap: true, payload: ipv4({ payload: vrrp() }) }),
  'VRRPv2 behind IP options': ethernet({ payload: ipv4({ options: hex('94 04 00 00'), payload: vrrp() }) }),
  VRRPv3: advertisement({ version: 3, interval: 1 }),
  'VRRPv3 reserved bits': advertisement({ version: 3, interval: 0xf064 }),
  'VRRPv3 without pseudo-header': advertisement({ version: 3, checksum: 'no-pseudo-header' }),
  'VRRPv3 unicast': advertisement({ version: 3, dst: '192.0.2.2' }),
  'VRRPv3 unicast for the group': advertisement({ version: 3, dst: '192.0.2.2', checksum: 'multicast-pseudo-header' }),
  'VRRPv3 bad checksum': advertisement({ version: 3, checksum: 'bad' }),
  'VRRPv3 auth_hmac': advertisement({ version: 3, trailer: hmacTrailer() }),
  'VRRPv3 over IPv6': advertisement({ version: 3, addresses: ['fe80::100', '2001:db8::100'] }),
  'VRRPv3 over IPv6 bad checksum': advertisement({ version: 3, addresses: ['fe80::100'], checksum: 'bad' }),
  'VRRPv3 over IPv6 auth_hmac': advertisement({
    version: 3,
    addresses: ['fe80::100'],
    trailer: hmacTrailer(),
    checksumCoversTrailer: true,
  }),
  'VRRPv3 behind extension headers': ethernet({
    type: ETHER_TYPE.ipv6,
    payload: ipv6({ extensions: [hopByHop], payload: v3over6 }),
  }),
  'VRRPv3 over IPv6 in an Authentication Header': ethernet({
    type: ETHER_TYPE.ipv6,
    payload: ipv6({ nextHeader: 51, payload: authenticationHeader({ payload: v3over6 }) }),
  }),
  'VRRP of version 4': advertisement({ version: 4 }),
  'VRRP quoted in ICMP': ethernet({ payload: ipv4({ dst: '192.0.2.1', protocol: 1, payload: icmpQuote }) }),
  'VRRP later fragment': ethernet({ payload: ipv4({ fragmentOffset: 3, payload: vrrp() }) }),
  CARP: ethernet({ payload: ipv4({ payload: carp() }) }),
  'HSRP 1': ethernet({
    payload: ipv4({ dst: '224.0.0.2', protocol: 17, payload: udp({ dstPort: 1985, payload: hsrp1() }) }),
  }),
  'HSRP 2': ethernet({
    payload: ipv4({ dst: '224.0.0.102', protocol: 17, payload: udp({ dstPort: 1985, payload: hsrp2() }) }),
  }),
  'HSRP over IPv6': ethernet({
    type: ETHER_TYPE.ipv6,
    payload: ipv6({
      dst: 'ff02::66',
      nextHeader: 17,
      payload: udp({ dstPort: 2029, payload: hsrp2({ address: 'fe80::9' }) }),
    }),
  }),
  GLBP: ethernet({
    payload: ipv4({ dst: '224.0.0.102', protocol: 17, payload: udp({ dstPort: 3222, payload: glbp() }) }),
  }),
  'ARP gratuitous request': arp(),
  'ARP announcement': arp({ targetMac: '00:00:00:00:00:00' }),
  'ARP gratuitous reply': arp({ operation: 2 }),
  'ARP probe': arp({ senderAddress: '0.0.0.0', targetAddress: '192.0.2.100', targetMac: '00:00:00:00:00:00' }),
  'ARP request': arp({ senderAddress: '192.0.2.7', targetAddress: '192.0.2.100', vlans: [20] }),
  'ARP reply': arp({ operation: 2, targetMac: '02:00:00:00:00:07', targetAddress: '192.0.2.7', padding: 0 }),
  'NA unsolicited': neighborAdvertisement(),
  'NA solicited': neighborAdvertisement({ flags: 0xe0, dst: 'fe80::7' }),
  'NA without option': neighborAdvertisement({ linkLayerAddress: null }),
  NS: neighborSolicitation(),
  'NS of duplicate address detection': neighborSolicitation({ src: '::', linkLayerAddress: null }),
};

const ip4 = ipv4({ payload: vrrp() });
const OTHER_LINKS: ZooPacket[] = [
  {
    name: 'Linux cooked',
    linkType: LINK_TYPE.sll,
    packet: linuxCooked({ src: '02:00:00:00:00:01', packetType: 4, payload: ip4 }),
  },
  {
    name: 'Linux cooked ARP',
    linkType: LINK_TYPE.sll,
    packet: linuxCooked({ src: '02:00:00:00:00:01', protocol: ETHER_TYPE.arp, payload: arpPayload() }),
  },
  {
    name: 'Linux cooked v2',
    linkType: LINK_TYPE.sll2,
    packet: linuxCooked2({ src: '02:00:00:00:00:01', payload: ip4 }),
  },
  { name: 'raw IPv4', linkType: LINK_TYPE.raw, packet: ip4 },
  { name: 'raw IPv6', linkType: LINK_TYPE.raw, packet: ipv6({ payload: v3over6 }) },
  { name: 'raw IPv4 only', linkType: LINK_TYPE.ipv4, packet: ip4 },
  { name: 'raw IPv6 only', linkType: LINK_TYPE.ipv6, packet: ipv6({ payload: v3over6 }) },
  { name: 'BSD null', linkType: LINK_TYPE.null, packet: loopback(2, ip4, true) },
  { name: 'BSD null IPv6', linkType: LINK_TYPE.null, packet: loopback(30, ipv6({ payload: v3over6 }), true) },
  { name: 'loop', linkType: LINK_TYPE.loop, packet: loopback(2, ip4) },
];

export const ZOO: readonly ZooPacket[] = [
  ...Object.entries(ETHERNET).map(([name, packet]) => ({ name, linkType: LINK_TYPE.ethernet as number, packet })),
  ...OTHER_LINKS,
];

/** A pcapng file of these packets, a second apart from 2023-11-14 22:13:20 UTC on, each link type on its own interface. */
export function pcapngOf(packets: readonly ZooPacket[]): Uint8Array<ArrayBuffer> {
  const linkTypes = [...new Set(packets.map((packet) => packet.linkType))];
  return concat(
    sectionHeader('packet-zoo'),
    ...linkTypes.map((linkType) => interfaceDescription({ linkType, name: `link${linkType}` })),
    ...packets.map(({ linkType, packet }, i) =>
      enhancedPacket({
        interfaceIndex: linkTypes.indexOf(linkType),
        seconds: 1_700_000_000 + i,
        nanoseconds: 123_456_789,
        data: packet,
        originalLength: packet.length,
        direction: 'unknown',
      }),
    ),
  );
}
