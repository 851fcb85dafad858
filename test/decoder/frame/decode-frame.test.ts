import { describe, expect, it, test } from 'vitest';
import { FrameDecoder } from '../../../decoder/frame/decode-frame.ts';
import { linkTypeName } from '../../../decoder/frame/link-types.ts';
import { PROBLEM_KINDS } from '../../../decoder/problem.ts';
import {
  codes,
  decodePacket,
  expectArp,
  expectNd,
  expectOther,
  expectVrrp,
  fieldsOf,
  fieldValues,
} from '../../support/decode-packet.ts';
import {
  advertisement,
  arp,
  arpPayload,
  authenticationHeader,
  captureRecord,
  concat,
  ETHER_TYPE,
  ethernet,
  glbp,
  hex,
  hsrp1,
  hsrp2,
  ipv4,
  ipv6,
  LINK_TYPE,
  linuxCooked,
  linuxCooked2,
  loopback,
  mac,
  neighborAdvertisement,
  neighborSolicitation,
  u16,
  u32,
  udp,
  type Vlan,
  vrrp,
} from '../../support/packet-builders.ts';

const ip4 = ipv4({ payload: vrrp() });
const ip6 = ipv6({ payload: vrrp({ version: 3, addresses: ['fe80::100'] }) });

describe('Ethernet', () => {
  const tagged: { name: string; vlans: Vlan[]; expected: number[] }[] = [
    { name: 'no tag', vlans: [], expected: [] },
    { name: '802.1Q', vlans: [20], expected: [20] },
    { name: 'a priority tag, which is no VLAN', vlans: [{ id: 0, priority: 6 }], expected: [] },
    { name: 'a priority beside the identifier', vlans: [{ id: 4094, priority: 7 }], expected: [4094] },
    { name: '802.1ad around 802.1Q, outermost first', vlans: [{ tpid: 0x88a8, id: 100 }, 20], expected: [100, 20] },
    { name: 'the older QinQ type', vlans: [{ tpid: 0x9100, id: 100 }, 20], expected: [100, 20] },
    { name: 'a priority tag inside a VLAN', vlans: [100, 0], expected: [100] },
    { name: 'eight tags', vlans: [1, 2, 3, 4, 5, 6, 7, 8], expected: [1, 2, 3, 4, 5, 6, 7, 8] },
  ];
  test.each(tagged)('with $name', ({ vlans, expected }) => {
    const packet = advertisement({ vlans });
    expect(expectVrrp(packet).vlans).toEqual(expected);
    const ids = vlans.map((vlan) => String(typeof vlan === 'number' ? vlan : vlan.id));
    expect(fieldValues(packet, 'vlan.id')).toEqual(ids);
  });

  it('with nine tags is not read', () => {
    expect(decodePacket(advertisement({ vlans: [1, 2, 3, 4, 5, 6, 7, 8, 9] }))).toBeUndefined();
  });

  it('keeps telling thousands of VLAN stacks apart', () => {
    const decoder = new FrameDecoder(0);
    for (let outer = 1; outer <= 70; outer++) {
      for (let inner = 1; inner <= 70; inner++) {
        const message = decoder.decode(captureRecord(arp({ vlans: [outer, inner] })), 0);
        expect(message?.vlans).toEqual([outer, inner]);
      }
    }
  });

  it('with LLC and SNAP', () => {
    expect(expectVrrp(ethernet({ snap: true, payload: ip4 }))).toMatchObject({ vrid: 51, checksum: 'good' });
    expect(expectVrrp(ethernet({ snap: true, vlans: [9], payload: ip4 })).vlans).toEqual([9]);
    expect(expectArp(ethernet({ snap: true, type: ETHER_TYPE.arp, payload: arpPayload() })).kind).toBe('arp');
  });

  it('with the bridge-tunnel organisation code of SNAP', () => {
    const body = concat([0xaa, 0xaa, 3, 0, 0, 0xf8], u16(ETHER_TYPE.ipv4), ip4);
    expect(expectVrrp(ethernet({ type: body.length, payload: body })).vrid).toBe(51);
  });

  test.each([
    ['spanning tree (LLC 42)', ethernet({ type: 38, payload: hex('42 42 03 00 00 00 00 00') })],
    [
      'SNAP of another organisation',
      ethernet({ type: 30, payload: concat([0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0], ip4) }),
    ],
    ['LLC cut short', ethernet({ type: 30, payload: hex('aa aa 03 00') })],
    ['a tag cut short', ethernet({ type: 0x8100, payload: hex('00 05') })],
    ['LLDP', ethernet({ type: 0x88cc, payload: ip4 })],
    ['a cut header', new Uint8Array(13)],
    ['nothing', new Uint8Array(0)],
  ])('%s is no message', (_, packet) => {
    expect(decodePacket(packet)).toBeUndefined();
  });
});

describe('Linux cooked capture', () => {
  const station = '02:00:00:00:00:0b';

  it('version 1 gives the sender, no destination, and the direction', () => {
    const sent = expectVrrp(linuxCooked({ src: station, packetType: 4, payload: ip4 }), { linkType: LINK_TYPE.sll });
    expect(sent).toMatchObject({ srcMac: station, dstMac: null, direction: 'outbound', linkInterface: 0, vrid: 51 });
    const heard = expectVrrp(linuxCooked({ src: station, packetType: 2, payload: ip4 }), { linkType: LINK_TYPE.sll });
    expect(heard.direction).toBe('inbound');
  });

  it('version 2 gives the interface index too', () => {
    const packet = linuxCooked2({ src: station, packetType: 4, interfaceIndex: 7, payload: ip4 });
    const message = expectVrrp(packet, { linkType: LINK_TYPE.sll2 });
    expect(message).toMatchObject({ srcMac: station, dstMac: null, direction: 'outbound', linkInterface: 7 });
    expect(fieldValues(packet, 'sll.ifindex', { linkType: LINK_TYPE.sll2 })).toEqual(['7']);
  });

  it('leaves the direction that the file states', () => {
    const overrides = { linkType: LINK_TYPE.sll, direction: 'inbound' } as const;
    expect(expectVrrp(linuxCooked({ packetType: 4, payload: ip4 }), overrides).direction).toBe('inbound');
  });

  it('has no sender where the link has no Ethernet address', () => {
    expect(expectVrrp(linuxCooked({ payload: ip4 }), { linkType: LINK_TYPE.sll }).srcMac).toBeNull();
    expect(expectVrrp(linuxCooked2({ payload: ip4 }), { linkType: LINK_TYPE.sll2 }).srcMac).toBeNull();
  });

  it('carries VLAN tags, ARP and LLC', () => {
    const tag = concat(u16(30), u16(ETHER_TYPE.ipv4), ip4);
    expect(expectVrrp(linuxCooked({ protocol: 0x8100, payload: tag }), { linkType: LINK_TYPE.sll }).vlans).toEqual([
      30,
    ]);
    const question = linuxCooked({
      src: station,
      protocol: ETHER_TYPE.arp,
      payload: arpPayload({ senderMac: station }),
    });
    expect(expectArp(question, { linkType: LINK_TYPE.sll })).toMatchObject({
      srcMac: station,
      dstMac: null,
      problems: [],
    });
    const snap = concat([0xaa, 0xaa, 3, 0, 0, 0], u16(ETHER_TYPE.ipv4), ip4);
    expect(expectVrrp(linuxCooked({ protocol: 4, payload: snap }), { linkType: LINK_TYPE.sll }).vrid).toBe(51);
  });

  it('of netlink is not read: its protocol is no EtherType', () => {
    const parts = { hardwareType: 824, payload: ip4 };
    expect(decodePacket(linuxCooked(parts), { linkType: LINK_TYPE.sll })).toBeUndefined();
    expect(decodePacket(linuxCooked2(parts), { linkType: LINK_TYPE.sll2 })).toBeUndefined();
  });

  it('cut short is no message', () => {
    expect(decodePacket(linuxCooked({ payload: ip4 }).slice(0, 15), { linkType: LINK_TYPE.sll })).toBeUndefined();
    expect(decodePacket(linuxCooked2({ payload: ip4 }).slice(0, 19), { linkType: LINK_TYPE.sll2 })).toBeUndefined();
  });
});

describe('links without addresses', () => {
  test.each([
    ['raw IPv4, 101', LINK_TYPE.raw, ip4, 'ipv4'],
    ['raw IPv6, 101', LINK_TYPE.raw, ip6, 'ipv6'],
    ['raw, BSD number 12', 12, ip4, 'ipv4'],
    ['raw, OpenBSD number 14', 14, ip6, 'ipv6'],
    ['IPv4, 228', LINK_TYPE.ipv4, ip4, 'ipv4'],
    ['IPv6, 229', LINK_TYPE.ipv6, ip6, 'ipv6'],
    ['BSD null, big-endian', LINK_TYPE.null, loopback(2, ip4), 'ipv4'],
    ['BSD null, little-endian', LINK_TYPE.null, loopback(2, ip4, true), 'ipv4'],
    ['BSD null, NetBSD IPv6', LINK_TYPE.null, loopback(24, ip6, true), 'ipv6'],
    ['BSD null, FreeBSD IPv6', LINK_TYPE.null, loopback(28, ip6), 'ipv6'],
    ['BSD null, macOS IPv6', LINK_TYPE.null, loopback(30, ip6, true), 'ipv6'],
    ['BSD null, Linux IPv6', LINK_TYPE.null, loopback(10, ip6, true), 'ipv6'],
    ['loop', LINK_TYPE.loop, loopback(2, ip4), 'ipv4'],
  ])('%s', (_, linkType, packet, family) => {
    const message = expectVrrp(packet, { linkType });
    expect(message).toMatchObject({ family, srcMac: null, dstMac: null, direction: 'unknown', vlans: [] });
  });

  test.each([
    ['loop in the wrong byte order', LINK_TYPE.loop, loopback(2, ip4, true)],
    ['BSD null of another family', LINK_TYPE.null, loopback(7, ip4)],
    ['BSD null cut short', LINK_TYPE.null, hex('02 00 00')],
    ['loop cut short', LINK_TYPE.loop, hex('00 00 00')],
    ['raw IP of version 5', LINK_TYPE.raw, concat([0x55], ip4.slice(1))],
    ['raw IP with nothing in it', LINK_TYPE.raw, hex('')],
  ])('%s is no message', (_, linkType, packet) => {
    expect(decodePacket(packet, { linkType })).toBeUndefined();
  });

  it('of kinds that are not read are counted by number', () => {
    const decoder = new FrameDecoder(0);
    for (const linkType of [105, 105, 4711]) decoder.decode(captureRecord(ip4, { linkType }), 0);
    expect([...decoder.unreadLinkTypes]).toEqual([
      [105, 2],
      [4711, 1],
    ]);
    expect([...decoder.unreadLinkTypes.keys()].map(linkTypeName)).toEqual([
      'IEEE 802.11 (link type 105)',
      'link type 4711',
    ]);
  });
});

describe('IPv4', () => {
  it('with options', () => {
    const packet = ethernet({ payload: ipv4({ options: hex('94 04 00 00'), payload: vrrp() }) });
    expect(expectVrrp(packet)).toMatchObject({ vrid: 51, checksum: 'good' });
    expect(fieldValues(packet, 'ip.options')).toEqual(['4 bytes']);
  });

  test.each([
    ['version 6 under the IPv4 type', concat([0x65], ip4.slice(1))],
    ['header length 4', concat([0x44], ip4.slice(1))],
    ['options beyond the packet', concat([0x4f], ip4.slice(1))],
    ['total length 0', ipv4({ totalLength: 0, payload: vrrp() })],
    ['a cut header', ip4.slice(0, 19)],
  ])('with %s is malformed', (_, payload) => {
    const decoder = new FrameDecoder(0);
    expect(decoder.decode(captureRecord(ethernet({ payload })), 0)).toBeUndefined();
    expect(decoder.counts.malformed).toBe(1);
  });

  it('in later fragments holds no header: counted, no message', () => {
    const decoder = new FrameDecoder(0);
    const plain = ipv4({ fragmentOffset: 2, payload: vrrp() });
    const wrapped = ipv4({ fragmentOffset: 2, protocol: 51, payload: authenticationHeader({ payload: vrrp() }) });
    for (const payload of [plain, wrapped]) {
      expect(decoder.decode(captureRecord(ethernet({ payload })), 0)).toBeUndefined();
    }
    expect(decoder.counts).toEqual({ malformed: 0, fragments: 2, macsec: 0, unknownVersion: 0 });
  });

  it('quoting an advertisement in ICMP is no advertisement', () => {
    const icmp = concat([3, 2, 0, 0, 0, 0, 0, 0], ip4);
    expect(decodePacket(ethernet({ payload: ipv4({ protocol: 1, payload: icmp }) }))).toBeUndefined();
  });

  it('counts IGMP, whose absence says something about queriers', () => {
    const decoder = new FrameDecoder(0);
    decoder.decode(captureRecord(ethernet({ payload: ipv4({ protocol: 2, payload: new Uint8Array(8) }) })), 0);
    decoder.decode(captureRecord(arp()), 0);
    decoder.decode(captureRecord(neighborAdvertisement()), 0);
    expect(decoder.seen).toEqual({ arp: 1, icmpv6: 1, igmp: 1 });
  });
});

describe('the Authentication Header', () => {
  const wrap = (payload: Uint8Array) => ethernet({ payload: ipv4({ protocol: 51, payload }) });

  it('may hold a longer integrity check value', () => {
    const packet = wrap(authenticationHeader({ icv: new Uint8Array(16), sequence: 3, payload: vrrp({ authType: 2 }) }));
    expect(expectVrrp(packet)).toMatchObject({
      authentication: 'ah',
      sequence: 3,
      addresses: ['192.0.2.100'],
      problems: [],
    });
    expect(fieldValues(packet, 'ah.icv')).toEqual(['16 bytes']);
  });

  it('may hold none', () => {
    const packet = wrap(authenticationHeader({ icv: new Uint8Array(0), payload: vrrp() }));
    expect(expectVrrp(packet).authentication).toBe('ah');
  });

  it('of another protocol is not VRRP', () => {
    expect(decodePacket(wrap(authenticationHeader({ nextHeader: 6, payload: vrrp() })))).toBeUndefined();
  });

  test.each([
    ['shorter than its own fields', concat([112, 0, 0, 0], new Uint8Array(40))],
    ['longer than the packet', concat([112, 255, 0, 0], new Uint8Array(40))],
    ['cut', new Uint8Array(11)],
  ])('%s is malformed', (_, payload) => {
    const decoder = new FrameDecoder(0);
    expect(decoder.decode(captureRecord(wrap(payload)), 0)).toBeUndefined();
    expect(decoder.counts.malformed).toBe(1);
  });
});

describe('IPv6', () => {
  const message = vrrp({ version: 3, addresses: ['fe80::100'] });
  const options = { type: 0, body: concat([0], [1, 4, 0, 0, 0, 0]) };
  const routing = { type: 43, body: concat([1], new Uint8Array(14)) };
  const destination = { type: 60, body: concat([0], [1, 4, 0, 0, 0, 0]) };
  const wrap = (parts: Parameters<typeof ipv6>[0]) => ethernet({ type: ETHER_TYPE.ipv6, payload: ipv6(parts) });
  const fragment = (offset: number, more: boolean) => ({
    type: 44,
    body: [0, ...u16((offset << 3) | Number(more)), ...u32(7)],
  });

  it('behind extension headers', () => {
    const packet = wrap({ extensions: [options, destination, routing, fragment(0, false)], payload: message });
    expect(expectVrrp(packet)).toMatchObject({ vrid: 51, checksum: 'good', problems: [] });
    expect(fieldsOf(packet).filter((field) => field.layer === 'ipv6.ext')).toHaveLength(6);
  });

  it('behind an Authentication Header and another extension header', () => {
    const inner = concat([112, 0, 1, 4, 0, 0, 0, 0], message);
    const payload = authenticationHeader({ nextHeader: 60, sequence: 8, payload: inner });
    expect(expectVrrp(wrap({ nextHeader: 51, payload }))).toMatchObject({ authentication: 'ah', sequence: 8 });
  });

  it('in a first fragment says so', () => {
    expect(codes(expectVrrp(wrap({ extensions: [fragment(0, true)], payload: message })))).toEqual(['ipv6.fragment']);
  });

  it('in a later fragment is counted', () => {
    const decoder = new FrameDecoder(0);
    const packet = wrap({ extensions: [fragment(3, false)], payload: message });
    expect(decoder.decode(captureRecord(packet), 0)).toBeUndefined();
    expect(decoder.counts.fragments).toBe(1);
    const behind = wrap({ extensions: [fragment(3, false)], nextHeader: 60, payload: message });
    expect(decodePacket(behind)).toBeUndefined();
  });

  test.each([
    ['version 4', ethernet({ type: ETHER_TYPE.ipv6, payload: concat([0x45], ip6.slice(1)) })],
    ['a cut header', ethernet({ type: ETHER_TYPE.ipv6, payload: ip6.slice(0, 39) })],
    [
      'an extension header longer than the packet',
      wrap({ extensions: [{ type: 0, body: concat([200], new Uint8Array(6)) }], payload: message }),
    ],
    ['a cut extension header', wrap({ nextHeader: 60, payload: new Uint8Array(7) })],
    [
      'seventeen extension headers',
      wrap({ extensions: Array.from({ length: 17 }, () => destination), payload: message }),
    ],
  ])('with %s is malformed', (_, packet) => {
    const decoder = new FrameDecoder(0);
    expect(decoder.decode(captureRecord(packet), 0)).toBeUndefined();
    expect(decoder.counts.malformed).toBe(1);
  });

  it('with another next header is no message', () => {
    expect(decodePacket(wrap({ nextHeader: 6, payload: message }))).toBeUndefined();
  });
});

describe('ARP', () => {
  const router = '02:00:00:00:00:01';
  const rows = [
    ['GARP request of keepalived and FRR', { operation: 1 }, 'gratuitous-request'],
    ['announcement of RFC 5227', { operation: 1, targetMac: '00:00:00:00:00:00' }, 'gratuitous-request'],
    ['GARP reply of Cisco', { operation: 2 }, 'gratuitous-reply'],
    ['GARP reply with its own MAC as target', { operation: 2, targetMac: router }, 'gratuitous-reply'],
    ['probe of RFC 5227', { operation: 1, senderAddress: '0.0.0.0', targetAddress: '192.0.2.100' }, 'probe'],
    ['question', { operation: 1, senderAddress: '192.0.2.7', targetAddress: '192.0.2.100' }, 'request'],
    ['answer', { operation: 2, targetAddress: '192.0.2.7' }, 'reply'],
    ['nobody asking for nobody', { operation: 1, senderAddress: '0.0.0.0', targetAddress: '0.0.0.0' }, 'probe'],
    ['answer from nobody', { operation: 2, senderAddress: '0.0.0.0', targetAddress: '192.0.2.7' }, 'reply'],
  ] as const;
  test.each(rows)('%s', (_, parts, role) => {
    expect(expectArp(arp(parts))).toMatchObject({ role, operation: parts.operation, senderMac: router, problems: [] });
  });

  it('gives every address and MAC', () => {
    const packet = arp({
      operation: 2,
      senderMac: '00:00:5e:00:01:33',
      senderAddress: '192.0.2.100',
      targetMac: '02:00:00:00:00:07',
      targetAddress: '192.0.2.7',
      ethernetDst: '02:00:00:00:00:07',
      vlans: [12],
      padding: 0,
    });
    expect(expectArp(packet)).toMatchObject({
      senderMac: '00:00:5e:00:01:33',
      senderAddress: '192.0.2.100',
      targetMac: '02:00:00:00:00:07',
      targetAddress: '192.0.2.7',
      src: '192.0.2.100',
      dst: '192.0.2.7',
      srcMac: '00:00:5e:00:01:33',
      dstMac: '02:00:00:00:00:07',
      vlans: [12],
    });
  });

  it('sent from another MAC than it names says so', () => {
    const message = expectArp(arp({ ethernetSrc: '02:00:00:00:00:99' }));
    expect(message.problems).toEqual([
      expect.objectContaining({ code: 'arp.sender-mac-mismatch', byteOffset: 14 + 8 }),
    ]);
  });

  test.each([
    ['of InfiniBand hardware', arp({ hardwareType: 32 })],
    ['of another protocol', arp({ protocolType: 0x0806 })],
    ['inverse', arp({ operation: 8 })],
    ['operation 0', arp({ operation: 0 })],
    ['with other lengths', ethernet({ type: ETHER_TYPE.arp, payload: concat([0, 1, 8, 0, 8, 4], new Uint8Array(22)) })],
    ['cut', arp().slice(0, 14 + 27)],
    ['reversed (RARP)', ethernet({ type: 0x8035, payload: arpPayload({ operation: 3 }) })],
  ])('%s is no message', (_, packet) => {
    expect(decodePacket(packet)).toBeUndefined();
  });
});

describe('neighbour discovery', () => {
  const router = '02:00:00:00:00:01';

  it('unsolicited advertisement, as keepalived announces an address', () => {
    const packet = neighborAdvertisement();
    expect(expectNd(packet)).toMatchObject({
      role: 'unsolicited-na',
      operation: 136,
      src: '2001:db8::100',
      dst: 'ff02::1',
      senderMac: router,
      senderAddress: '2001:db8::100',
      targetMac: '33:33:00:00:00:01',
      targetAddress: 'ff02::1',
      problems: [],
    });
    expect(fieldValues(packet, 'icmpv6.nd.na.flag.o')).toEqual(['1']);
    expect(fieldValues(packet, 'icmpv6.opt.linkaddr')).toEqual([router]);
  });

  it('solicited advertisement, as an answer', () => {
    const packet = neighborAdvertisement({ flags: 0xe0, dst: 'fe80::7', linkLayerAddress: '02:00:00:00:00:55' });
    expect(expectNd(packet)).toMatchObject({
      role: 'solicited-na',
      senderMac: '02:00:00:00:00:55',
      targetAddress: 'fe80::7',
    });
    expect(fieldValues(packet, 'icmpv6.nd.na.flag.r')).toEqual(['1']);
    expect(fieldValues(packet, 'icmpv6.nd.na.flag.s')).toEqual(['1']);
  });

  it('solicitation', () => {
    const packet = neighborSolicitation({ linkLayerAddress: '02:00:00:00:00:56' });
    expect(expectNd(packet)).toMatchObject({
      role: 'request',
      operation: 135,
      senderMac: '02:00:00:00:00:56',
      senderAddress: 'fe80::1',
      targetAddress: '2001:db8::100',
      dst: 'ff02::1:ff00:100',
    });
    expect(fieldValues(packet, 'icmpv6.nd.ns.target_address')).toEqual(['2001:db8::100']);
  });

  it('duplicate address detection is a probe', () => {
    const message = expectNd(neighborSolicitation({ src: '::', linkLayerAddress: null }));
    expect(message).toMatchObject({
      role: 'probe',
      senderAddress: '::',
      senderMac: router,
      targetAddress: '2001:db8::100',
    });
  });

  it('takes the MAC of the frame without an option, and skips other options', () => {
    expect(expectNd(neighborAdvertisement({ linkLayerAddress: null })).senderMac).toBe(router);
    const nonce = hex('0e 01 01 02 03 04 05 06');
    const message = expectNd(neighborAdvertisement({ options: nonce, linkLayerAddress: '02:00:00:00:00:57' }));
    expect(message).toMatchObject({ senderMac: '02:00:00:00:00:57', problems: [] });
  });

  it('has no MAC at all on a link without', () => {
    const message = expectNd(neighborAdvertisement({ linkLayerAddress: null }).slice(14), { linkType: LINK_TYPE.raw });
    expect(message).toMatchObject({ senderMac: null, targetMac: null });
  });

  it('ignores a link-layer option of another length', () => {
    const long = concat([2, 2], mac('02:00:00:00:00:58'), new Uint8Array(8));
    expect(expectNd(neighborAdvertisement({ options: long, linkLayerAddress: null })).senderMac).toBe(router);
  });

  test.each([
    ['of length zero', hex('02 00 00 00 00 00 00 00')],
    ['longer than the packet', hex('02 09 00 00 00 00 00 00')],
  ])('reports an option %s', (_, options) => {
    const message = expectNd(neighborAdvertisement({ options, linkLayerAddress: null }));
    expect(message.problems).toEqual([expect.objectContaining({ code: 'nd.option-length', byteOffset: 14 + 40 + 25 })]);
    expect(message.senderMac).toBe(router);
  });

  it('reads no option that the snap length cut', () => {
    const packet = neighborAdvertisement({ linkLayerAddress: '02:00:00:00:00:59' });
    expect(expectNd(packet.slice(0, -1))).toMatchObject({ senderMac: router, problems: [] });
  });

  it('with another hop limit than 255 says so', () => {
    const message = expectNd(neighborAdvertisement({ hopLimit: 64 }));
    expect(message.problems).toEqual([expect.objectContaining({ code: 'nd.bad-hop-limit', byteOffset: 14 + 7 })]);
  });

  test.each([
    ['another code', neighborAdvertisement({ code: 1 })],
    ['a cut target', neighborAdvertisement().slice(0, 14 + 40 + 23)],
    [
      'a router advertisement',
      ethernet({
        type: ETHER_TYPE.ipv6,
        payload: ipv6({ nextHeader: 58, payload: concat([134], new Uint8Array(30)) }),
      }),
    ],
    ['ICMPv6 inside IPv4', ethernet({ payload: ipv4({ protocol: 58, payload: concat([136], new Uint8Array(30)) }) })],
    [
      'a later fragment',
      ethernet({
        type: ETHER_TYPE.ipv6,
        payload: ipv6({
          nextHeader: 58,
          extensions: [{ type: 44, body: [0, 0, 8, 0, 0, 0, 1] }],
          payload: concat([136], new Uint8Array(30)),
        }),
      }),
    ],
  ])('%s is no message', (_, packet) => {
    expect(decodePacket(packet)).toBeUndefined();
  });
});

describe('neighbouring protocols', () => {
  const wrap = (port: number, payload: Uint8Array, dst = '224.0.0.102') =>
    ethernet({ payload: ipv4({ dst, protocol: 17, ttl: 1, payload: udp({ dstPort: port, payload }) }) });
  const wrap6 = (port: number, payload: Uint8Array) =>
    ethernet({
      type: ETHER_TYPE.ipv6,
      payload: ipv6({ dst: 'ff02::66', nextHeader: 17, payload: udp({ dstPort: port, payload }) }),
    });

  test.each([
    ['HSRP version 1', wrap(1985, hsrp1({ group: 10 }), '224.0.0.2'), 'hsrp', 10, 'hsrp.group'],
    ['HSRP version 1 coup', wrap(1985, hsrp1({ group: 255, opcode: 1 }), '224.0.0.2'), 'hsrp', 255, 'hsrp.group'],
    ['HSRP version 2', wrap(1985, hsrp2({ group: 4095 })), 'hsrp', 4095, 'hsrp2.group'],
    [
      'HSRP version 2 behind another TLV',
      wrap(1985, concat([2, 4, 0, 0, 0, 1], hsrp2({ group: 17 }))),
      'hsrp',
      17,
      'hsrp2.group',
    ],
    ['HSRP over IPv6', wrap6(2029, hsrp2({ group: 300, address: 'fe80::5' })), 'hsrp', 300, 'hsrp2.group'],
    ['GLBP', wrap(3222, glbp({ group: 1023 })), 'glbp', 1023, 'glbp.group'],
    ['GLBP over IPv6', wrap6(3222, glbp({ group: 20 })), 'glbp', 20, 'glbp.group'],
  ])('%s is counted by group', (_, packet, protocol, group, field) => {
    expect(expectOther(packet)).toMatchObject({ kind: 'other', protocol, group });
    expect(fieldValues(packet, field)).toEqual([String(group)]);
  });

  test.each([
    ['HSRP version 1 interface advertisement, which has no group', wrap(1985, hsrp1({ opcode: 3 }), '224.0.0.2')],
    ['HSRP version 2 without a group', wrap(1985, concat(...Array.from({ length: 9 }, () => [2, 4, 0, 0, 0, 1])))],
    ['HSRP cut short', wrap(1985, hsrp1().slice(0, 7))],
    ['GLBP of another version', wrap(3222, concat([2], glbp().slice(1)))],
    ['GLBP cut short', wrap(3222, glbp().slice(0, 11))],
    ['UDP cut short', ethernet({ payload: ipv4({ protocol: 17, payload: new Uint8Array(7) }) })],
    ['an answer to a client that happens to use port 1985', wrap(1985, hsrp1(), '192.0.2.9')],
    [
      'a later fragment',
      ethernet({
        payload: ipv4({ protocol: 17, fragmentOffset: 1, payload: udp({ dstPort: 1985, payload: hsrp1() }) }),
      }),
    ],
    ['other multicast UDP', wrap(5353, hsrp1(), '224.0.0.251')],
  ])('%s is no message', (_, packet) => {
    expect(decodePacket(packet)).toBeUndefined();
  });
});

describe('the envelope', () => {
  it('says where the packet came from', () => {
    const decoder = new FrameDecoder(3);
    const record = captureRecord(advertisement(), { packet: 42, interfaceIndex: 2, direction: 'outbound' });
    const place = { source: 3, packet: 42, time: 123_456_789, interfaceIndex: 2, linkType: 1, direction: 'outbound' };
    expect(decoder.decode(record, 123_456_789)).toMatchObject(place);
  });

  it('holds after the reader has used its buffer again', () => {
    const decoder = new FrameDecoder(0);
    const record = captureRecord(advertisement({ vlans: [5], addresses: ['192.0.2.100', '192.0.2.101'] }));
    const message = decoder.decode(record, 0);
    const before = structuredClone(message);
    record.bytes.fill(0xff);
    decoder.decode(captureRecord(advertisement({ vlans: [6], addresses: ['192.0.2.102'] })), 1);
    expect(message).toEqual(before);
  });
});

it('names a rule for every problem', () => {
  for (const kind of Object.values(PROBLEM_KINDS)) {
    expect(kind.meaning).not.toBe('');
    expect(kind.reference).not.toBe('');
  }
});
