import { describe, expect, it, test } from 'vitest';
import { FrameDecoder } from '../../../decoder/frame/decode-frame.ts';
import { OURS } from '../../../decoder/frame/quick-look.ts';
import { decodePacket, expectVrrp, fieldValues } from '../../support/decode-packet.ts';
import { advertisement, captureRecord, concat, ethernet, ipv4, udp } from '../../support/packet-builders.ts';
import { dsaTagged, erspan2, geneve, gre, mpls, netfilterLog, pktap, vxlan } from '../../support/tunnel-builders.ts';
import { TUNNEL_ZOO } from '../../support/tunnel-zoo.ts';

const inner = advertisement({ id: 9 });
const tcp = ethernet({ payload: ipv4({ dst: '192.0.2.9', protocol: 6, payload: new Uint8Array(40) }) });

function looksInteresting(packet: Uint8Array): boolean {
  const { view, start, end } = captureRecord(packet);
  return OURS.wants(1, view, start, end);
}

describe('carried packets', () => {
  test.each(TUNNEL_ZOO)('$name', ({ packet, linkType, tunnel, vlans }) => {
    expect(decodePacket(packet, { linkType })).toMatchObject({ tunnel, vlans });
    if (linkType === 1) expect(looksInteresting(packet)).toBe(true);
  });

  it('are told with the addresses of what is carried, and no direction of the carrier', () => {
    expect(expectVrrp(vxlan(inner), { direction: 'inbound' })).toMatchObject({
      src: '192.0.2.1',
      dst: '224.0.0.18',
      srcMac: '02:00:00:00:00:01',
      dstMac: '01:00:5e:00:00:12',
      ttl: 255,
      ipId: 9,
      checksum: 'good',
      direction: 'unknown',
      problems: [],
    });
  });

  it('keep their direction where the link type says it', () => {
    const packet = ipv4({ payload: advertisement().subarray(34) });
    expect(expectVrrp(netfilterLog(packet), { linkType: 239 })).toMatchObject({
      direction: 'inbound',
      srcMac: '02:00:00:00:00:01',
    });
    expect(expectVrrp(netfilterLog(packet, { outgoing: true }), { linkType: 239 })).toMatchObject({
      direction: 'outbound',
      srcMac: null,
    });
    expect(expectVrrp(pktap(inner, { outgoing: true }), { linkType: 258 }).direction).toBe('outbound');
  });

  it('of a netfilter log are as old as the kernel says, and on the interface that it names', () => {
    const packet = netfilterLog(ipv4({ payload: advertisement().subarray(34) }), {
      seconds: 999,
      microseconds: 250_000,
    });
    const record = captureRecord(packet, { linkType: 239, seconds: 1000, nanoseconds: 100 });
    expect(new FrameDecoder(0).decode(record, 5e9)).toMatchObject({ time: 4.25e9 - 100, linkInterface: 3 });
  });

  it('have their bytes where the packet has them', () => {
    const bad = advertisement({ checksum: 'bad' });
    const [problem] = expectVrrp(bad).problems;
    const carrier = vxlan(bad).length - bad.length;
    expect(expectVrrp(vxlan(bad)).problems[0]?.byteOffset).toBe((problem?.byteOffset ?? 0) + carrier);
  });

  it('end where their carrier says, whatever padding follows', () => {
    const short = advertisement({ addresses: [] });
    expect(expectVrrp(concat(vxlan(short), new Uint8Array(20).fill(0xff)))).toMatchObject({ checksum: 'good' });
  });

  it('may be in four tunnels, and in no more', () => {
    const four = [100, 200, 300, 400].reduce((packet, vni) => vxlan(packet, { vni }), inner);
    expect(expectVrrp(four).tunnel).toBe('VXLAN 400 / VXLAN 300 / VXLAN 200 / VXLAN 100');
    expect(decodePacket(vxlan(four))).toBeUndefined();
  });

  it('show the numbers of their tunnel among the fields', () => {
    expect(fieldValues(vxlan(inner), 'vxlan.vni')).toEqual(['100']);
    expect(fieldValues(geneve(inner), 'geneve.vni')).toEqual(['100']);
    expect(fieldValues(erspan2(inner, { session: 12 }), 'erspan.spanid')).toEqual(['12']);
    expect(fieldValues(gre(inner, { key: 5 }), 'gre.key')).toEqual(['5']);
    expect(fieldValues(mpls(inner, { labels: [9, 8] }), 'mpls.label')).toEqual(['9', '8']);
    expect(fieldValues(vxlan(inner), 'eth.src')).toEqual(['02:00:00:00:0c:01', '02:00:00:00:00:01']);
  });

  it('do not mix: one decoder gives for each what a fresh one gives', () => {
    const decoder = new FrameDecoder(0);
    for (const { packet, linkType } of [...TUNNEL_ZOO, ...TUNNEL_ZOO]) {
      const record = captureRecord(packet, { linkType });
      expect(decoder.decode(record, 0)).toEqual(new FrameDecoder(0).decode(record, 0));
    }
  });
});

describe('what only looks like a tunnel', () => {
  const toPort = (dstPort: number, payload: Uint8Array) =>
    ethernet({ payload: ipv4({ dst: '192.0.2.9', protocol: 17, payload: udp({ srcPort: 53, dstPort, payload }) }) });

  test.each([
    ['VXLAN without a VNI', toPort(4789, concat([0, 0, 0, 0, 0, 0, 100, 0], inner))],
    ['OTV on its own port', toPort(8472, concat([8, 0, 0, 1, 0, 0, 100, 0], inner))],
    ['another version of Geneve', toPort(6081, concat([0x40, 0, 0x65, 0x58, 0, 0, 100, 0], inner))],
    ['a cut VXLAN header', toPort(4789, new Uint8Array(7))],
    ['TZSP without an end', toPort(37_008, concat([1, 0, 0, 1, 10, 1, 0xaa]))],
    ['another UDP port', toPort(4790, concat([8, 0, 0, 0, 0, 0, 100, 0], inner))],
    ['MPLS with neither IP nor Ethernet', mpls(new Uint8Array(60).fill(0x99))],
    ['MPLS without a bottom of the stack', ethernet({ type: 0x8847, payload: new Uint8Array(60) })],
  ])('%s', (_, packet) => {
    expect(decodePacket(packet)).toBeUndefined();
  });

  it('an untagged frame has no VLAN, whatever number a switch used inside', () => {
    expect(expectVrrp(dsaTagged(inner, { vlan: 1337 }), { linkType: 284 }).vlans).toEqual([]);
  });
});

describe('carried traffic that is none of ours', () => {
  test.each([
    ['VXLAN', vxlan(tcp)],
    ['GRE with Ethernet', gre(tcp, { key: 1 })],
    ['GRE with IPv4', gre(tcp.subarray(14), { type: 0x0800 })],
    ['ERSPAN II', erspan2(tcp)],
  ])('in %s is seen not to concern us before it is decoded', (_, packet) => {
    expect(looksInteresting(packet)).toBe(false);
  });
});
