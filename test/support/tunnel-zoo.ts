/** A packet of every kind of tunnel, mirror and provider network, and of the rarer link types. */
import {
  advertisement,
  arp,
  ETHER_TYPE,
  ethernet,
  hex,
  hsrp1,
  ipv4,
  ipv6,
  neighborAdvertisement,
  udp,
  vrrp,
} from './packet-builders.ts';
import type { ZooPacket } from './packet-zoo.ts';
import {
  backboneService,
  broadcomPrepended,
  broadcomTagged,
  ciscoHdlc,
  dsaTagged,
  erspan1,
  erspan2,
  erspan3,
  extendedDsaTagged,
  geneve,
  gre,
  ipInIp,
  mpls,
  netfilterLog,
  pktap,
  ppp,
  pppoe,
  tzsp,
  vxlan,
} from './tunnel-builders.ts';

export interface CarriedPacket extends ZooPacket {
  tunnel: string | null;
  vlans: number[];
}

const inner = advertisement({ id: 9 });
const tagged = advertisement({ vlans: [20], id: 9 });
const packet4 = ipv4({ payload: vrrp() });
const packet6 = ipv6({ payload: vrrp({ version: 3, addresses: ['fe80::100'] }) });
const hello = ethernet({
  payload: ipv4({ dst: '224.0.0.2', protocol: 17, payload: udp({ dstPort: 1985, payload: hsrp1() }) }),
});

const TUNNELS: [name: string, packet: Uint8Array, tunnel: string, vlans?: number[]][] = [
  ['VXLAN', vxlan(inner), 'VXLAN 100'],
  ['VXLAN with a tag inside', vxlan(tagged, { vni: 0xffffff }), 'VXLAN 16777215', [20]],
  ['VXLAN ARP', vxlan(arp()), 'VXLAN 100'],
  ['VXLAN NA', vxlan(neighborAdvertisement()), 'VXLAN 100'],
  ['VXLAN HSRP', vxlan(hello), 'VXLAN 100'],
  ['VXLAN on the port Linux had', vxlan(inner, { port: 8472 }), 'VXLAN 100'],
  ['Geneve', geneve(inner), 'Geneve 100'],
  ['Geneve with options', geneve(tagged, { vni: 5, options: hex('01 02 80 01 aa bb cc dd') }), 'Geneve 5', [20]],
  ['Geneve with IP', geneve(packet4, { type: ETHER_TYPE.ipv4 }), 'Geneve 100'],
  ['GRE with Ethernet', gre(inner), 'GRE 198.51.100.1-198.51.100.2'],
  [
    'GRE with Ethernet, the other way',
    gre(inner, { src: '198.51.100.2', dst: '198.51.100.1' }),
    'GRE 198.51.100.1-198.51.100.2',
  ],
  [
    'GRE with a key and a checksum',
    gre(inner, { key: 4711, checksum: true }),
    'GRE 198.51.100.1-198.51.100.2 key 4711',
  ],
  ["GRE of VMware's mirror, outgoing", gre(inner, { key: 0x02000000 }), 'GRE 198.51.100.1-198.51.100.2 key 0'],
  ['GRE with IPv4', gre(packet4, { type: ETHER_TYPE.ipv4 }), 'GRE 198.51.100.1-198.51.100.2'],
  ['GRE with IPv6', gre(packet6, { type: ETHER_TYPE.ipv6 }), 'GRE 198.51.100.1-198.51.100.2'],
  ['ERSPAN I', erspan1(inner), 'ERSPAN 198.51.100.1'],
  ['ERSPAN II', erspan2(inner, { session: 1023 }), 'ERSPAN 198.51.100.1 session 1023'],
  ['ERSPAN II of a trunk', erspan2(tagged, { vlan: 20 }), 'ERSPAN 198.51.100.1 session 7', [20]],
  [
    'ERSPAN II of an access port',
    erspan2(inner, { vlan: 20, encapsulation: 0 }),
    'ERSPAN 198.51.100.1 session 7',
    [20],
  ],
  [
    'ERSPAN II of a QinQ port',
    erspan2(tagged, { vlan: 300, encapsulation: 2 }),
    'ERSPAN 198.51.100.1 session 7',
    [300, 20],
  ],
  ['ERSPAN III', erspan3(arp()), 'ERSPAN 198.51.100.1 session 7'],
  ['ERSPAN III with a subheader', erspan3(inner, { subheader: true, vlan: 30 }), 'ERSPAN 198.51.100.1 session 7', [30]],
  ['IP in IP', ipInIp(packet4), 'IP in IP 198.51.100.1-198.51.100.2'],
  ['IPv6 in IPv4', ipInIp(packet6, {}, 41), 'IP in IP 198.51.100.1-198.51.100.2'],
  ['802.1ah', backboneService(inner, { service: 0x123456 }), 'I-SID 1193046'],
  ['802.1ah with a customer tag', backboneService(tagged), 'I-SID 100', [20]],
  ['MPLS with Ethernet', mpls(inner, { labels: [200] }), 'MPLS 200'],
  ['MPLS with a control word', mpls(inner, { labels: [77], controlWord: true }), 'MPLS 77'],
  ['MPLS with a tagged frame', mpls(tagged, { controlWord: true }), 'MPLS 100', [20]],
  ['MPLS with IPv4', mpls(packet4), 'MPLS 100'],
  ['MPLS with IPv6', mpls(packet6), 'MPLS 100'],
  ['MPLS with an entropy label', mpls(packet4, { labels: [16_001, 100, 7, 99_999] }), 'MPLS 100'],
  ['PPPoE', pppoe(packet4), 'PPPoE 17'],
  ['PPPoE with IPv6 in a VLAN', pppoe(packet6, { protocol: 0x57, vlans: [40] }), 'PPPoE 17', [40]],
  ['TZSP', tzsp(inner), 'TZSP 198.51.100.1'],
  ['VXLAN in ERSPAN', erspan2(vxlan(tagged), { vlan: 5 }), 'ERSPAN 198.51.100.1 session 7 / VXLAN 100', [20]],
];

const LINKS: [name: string, linkType: number, packet: Uint8Array, vlans?: number[]][] = [
  ['netfilter log', 239, netfilterLog(packet4)],
  ['netfilter log, big-endian', 239, netfilterLog(packet6, { type: ETHER_TYPE.ipv6, littleEndian: false })],
  ['PPP', 9, ppp(packet4)],
  ['PPP without address and control', 9, ppp(packet6, { protocol: 0x57, framed: false })],
  ['Cisco HDLC', 104, ciscoHdlc(packet4)],
  ['Broadcom switch tag', 281, broadcomTagged(inner)],
  ['Broadcom switch tag in front', 282, broadcomPrepended(tagged), [20]],
  ['DSA', 284, dsaTagged(inner)],
  ['DSA in place of a tag', 284, dsaTagged(inner, { vlan: 20, tagged: true }), [20]],
  ['EtherType DSA', 285, extendedDsaTagged(inner)],
  ['EtherType DSA in place of a tag', 285, extendedDsaTagged(inner, { vlan: 20, tagged: true }), [20]],
  ['PKTAP with Ethernet', 258, pktap(inner)],
  ['PKTAP with raw IP', 258, pktap(packet6, { linkType: 12 })],
];

export const TUNNEL_ZOO: readonly CarriedPacket[] = [
  ...TUNNELS.map(([name, packet, tunnel, vlans = []]) => ({ name, linkType: 1, packet, tunnel, vlans })),
  ...LINKS.map(([name, linkType, packet, vlans = []]) => ({ name, linkType, packet, tunnel: null, vlans })),
];
