import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describePacket, FrameDecoder } from '../../../decoder/frame/decode-frame.ts';
import { decodePacket } from '../../support/decode-packet.ts';
import {
  advertisement,
  arp,
  captureRecord,
  carp,
  ethernet,
  glbp,
  hmacTrailer,
  hsrp2,
  ipv4,
  LINK_TYPE,
  linuxCooked,
  linuxCooked2,
  loopback,
  md5Trailer,
  neighborAdvertisement,
  neighborSolicitation,
  udp,
  vrrp,
} from '../../support/packet-builders.ts';
import { TUNNEL_ZOO } from '../../support/tunnel-zoo.ts';

const byte = fc.integer({ min: 0, max: 255 });
const macAddress = fc
  .array(byte, { minLength: 6, maxLength: 6 })
  .map((bytes) => bytes.map((b) => b.toString(16).padStart(2, '0')).join(':'));
const unicast4 = fc.tuple(fc.integer({ min: 1, max: 223 }), byte, byte, byte).map((bytes) => bytes.join('.'));
/** Already in RFC 5952 form: no group is zero, so nothing is compressed. */
const unicast6 = fc
  .array(fc.integer({ min: 1, max: 0xffff }), { minLength: 7, maxLength: 7 })
  .map((groups) => ['fe80', ...groups.map((group) => group.toString(16))].join(':'));
const vlans = fc.array(fc.integer({ min: 1, max: 4095 }), { maxLength: 3 });
const password = fc.string({
  maxLength: 8,
  unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
});

const LINK_TYPES = Object.values(LINK_TYPE);
const payload4 = ipv4({ payload: vrrp({ trailer: hmacTrailer() }) });
const SEEDS: { linkType: number; packet: Uint8Array }[] = [
  advertisement({ vlans: [1, 2], authType: 1, authData: 'secret', addresses: ['192.0.2.1', '192.0.2.2'] }),
  advertisement({ version: 3, addresses: ['fe80::100', '2001:db8::1'], trailer: hmacTrailer() }),
  advertisement({ authType: 254, trailer: md5Trailer(), checksumCoversTrailer: true }),
  advertisement({ ahSequence: 9, authType: 2, padding: 0 }),
  advertisement({ src: 'fe80::1', addresses: ['fe80::100'], ahSequence: 9 }),
  arp(),
  neighborAdvertisement(),
  neighborSolicitation(),
  ethernet({ snap: true, payload: ipv4({ payload: carp() }) }),
  ethernet({ payload: ipv4({ dst: '224.0.0.102', protocol: 17, payload: udp({ dstPort: 1985, payload: hsrp2() }) }) }),
  ethernet({ payload: ipv4({ dst: '224.0.0.102', protocol: 17, payload: udp({ dstPort: 3222, payload: glbp() }) }) }),
]
  .map((packet) => ({ linkType: LINK_TYPE.ethernet as number, packet: packet as Uint8Array }))
  .concat([
    { linkType: LINK_TYPE.sll, packet: linuxCooked({ src: '02:00:00:00:00:01', payload: payload4 }) },
    { linkType: LINK_TYPE.sll2, packet: linuxCooked2({ src: '02:00:00:00:00:01', payload: payload4 }) },
    { linkType: LINK_TYPE.null, packet: loopback(2, payload4, true) },
    { linkType: LINK_TYPE.loop, packet: loopback(2, payload4) },
    { linkType: LINK_TYPE.raw, packet: payload4 },
  ]);

/** Decodes, describes, and checks that everything said lies inside the packet. */
function expectSound(packet: Uint8Array, linkType: number): void {
  const message = decodePacket(packet, { linkType });
  for (const problem of message?.problems ?? []) {
    expect(problem.byteOffset).toBeGreaterThanOrEqual(0);
    expect(problem.byteOffset).toBeLessThan(packet.length);
  }
  for (const field of describePacket(captureRecord(packet, { linkType }, 3))) {
    expect(field.byteOffset).toBeGreaterThanOrEqual(0);
    expect(field.byteLength).toBeGreaterThan(0);
    expect(field.byteOffset + field.byteLength).toBeLessThanOrEqual(packet.length);
  }
}

describe('encode, then decode', () => {
  it('VRRPv2', () => {
    const parts = fc.record({
      src: unicast4,
      dst: fc.oneof(fc.constant('224.0.0.18'), unicast4),
      srcMac: macAddress,
      vlans,
      vrid: byte,
      priority: byte,
      interval: byte,
      id: fc.integer({ min: 0, max: 0xffff }),
      ttl: byte,
      addresses: fc.array(unicast4, { maxLength: 40 }),
      authData: password,
    });
    fc.assert(
      fc.property(parts, (sent) => {
        const packet = advertisement({ ...sent, authType: 1 });
        expect(decodePacket(packet)).toMatchObject({
          kind: 'vrrp',
          version: 2,
          family: 'ipv4',
          src: sent.src,
          dst: sent.dst,
          srcMac: sent.srcMac,
          vlans: sent.vlans,
          vrid: sent.vrid,
          priority: sent.priority,
          interval: sent.interval * 1e9,
          ipId: sent.id,
          ttl: sent.ttl,
          addresses: sent.addresses,
          password: sent.authData,
          authentication: 'simple',
          checksum: 'good',
        });
      }),
    );
  });

  it('VRRPv3', () => {
    const of = (address: typeof unicast4, group: string) =>
      fc.record({
        src: address,
        dst: fc.oneof(fc.constant(group), address),
        vrid: byte,
        priority: byte,
        interval: fc.integer({ min: 0, max: 4095 }),
        addresses: fc.array(address, { maxLength: 40 }),
      });
    fc.assert(
      fc.property(fc.oneof(of(unicast4, '224.0.0.18'), of(unicast6, 'ff02::12')), (sent) => {
        const { interval, ...same } = sent;
        const expected = { kind: 'vrrp', version: 3, interval: interval * 1e7, checksum: 'good', ...same };
        expect(decodePacket(advertisement({ ...sent, version: 3 }))).toMatchObject(expected);
      }),
    );
  });

  it('ARP', () => {
    const parts = fc.record({
      operation: fc.constantFrom(1, 2),
      senderMac: macAddress,
      senderAddress: unicast4,
      targetMac: macAddress,
      targetAddress: unicast4,
      vlans,
    });
    fc.assert(
      fc.property(parts, (sent) => {
        expect(decodePacket(arp(sent))).toMatchObject({ kind: 'arp', problems: [], ...sent });
      }),
    );
  });

  it('neighbour discovery', () => {
    const parts = fc.record({ src: unicast6, dst: unicast6, target: unicast6, linkLayerAddress: macAddress });
    fc.assert(
      fc.property(parts, fc.boolean(), ({ src, dst, target, linkLayerAddress }, isAdvertisement) => {
        const build = isAdvertisement ? neighborAdvertisement : neighborSolicitation;
        expect(decodePacket(build({ src, dst, target, linkLayerAddress }))).toMatchObject({
          kind: 'nd',
          src,
          dst,
          senderMac: linkLayerAddress,
          senderAddress: isAdvertisement ? target : src,
          targetAddress: isAdvertisement ? dst : target,
        });
      }),
    );
  });
});

describe('whatever the bytes say', () => {
  it('random packets never throw', () => {
    const packet = fc.uint8Array({ maxLength: 200 });
    const linkType = fc.oneof(fc.constantFrom(...LINK_TYPES), fc.integer({ min: 0, max: 0xffff }));
    fc.assert(fc.property(packet, linkType, expectSound), { numRuns: 500 });
  });

  it('changed packets never throw', () => {
    const changes = fc.array(fc.tuple(fc.nat(120), byte), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...SEEDS), changes, (seed, edits) => {
        const packet = Uint8Array.from(seed.packet);
        for (const [at, value] of edits) packet[at % packet.length] = value;
        expectSound(packet, seed.linkType);
      }),
      { numRuns: 1000 },
    );
  });

  it('packets cut at any byte never throw', () => {
    for (const { linkType, packet } of [...SEEDS, ...TUNNEL_ZOO]) {
      for (let length = 0; length <= packet.length; length++) expectSound(packet.slice(0, length), linkType);
    }
  });

  it('a packet like one seen before is read as what it is, whatever byte has changed', () => {
    const identification = 14 + 4;
    const advertisements = [
      advertisement({ authType: 1, authData: 'secret' }),
      advertisement({ version: 3, addresses: ['fe80::100'] }),
      advertisement({ vlans: [5], padding: 0 }),
    ];
    for (const packet of advertisements) {
      for (let at = 0; at < packet.length; at++) {
        const decoder = new FrameDecoder(0);
        decoder.decode(captureRecord(packet), 1);
        const changed = Uint8Array.from(packet);
        changed[at] = (changed[at] ?? 0) ^ 0x01;
        const record = captureRecord(changed, { packet: 2, interfaceIndex: 1, direction: 'inbound' });
        const message = decoder.decode(record, 2);
        expect(message).toEqual(new FrameDecoder(0).decode(record, 2));
        if (packet === advertisements[0] && at === identification) expect(message).toMatchObject({ ipId: 0x0101 });
      }
      const decoder = new FrameDecoder(0);
      decoder.decode(captureRecord(packet, { linkType: LINK_TYPE.ethernet }), 1);
      for (const overrides of [{ linkType: LINK_TYPE.raw }, { end: packet.length - 1 }]) {
        const record = captureRecord(packet, overrides);
        expect(decoder.decode(record, 2)).toEqual(new FrameDecoder(0).decode(record, 2));
      }
    }
  });

  it('one decoder gives for each packet what a fresh one gives', () => {
    const choice = fc.array(fc.tuple(fc.constantFrom(...SEEDS), fc.nat(120), byte), { maxLength: 30 });
    fc.assert(
      fc.property(choice, (edits) => {
        const decoder = new FrameDecoder(0);
        for (const [seed, at, value] of edits) {
          const packet = Uint8Array.from(seed.packet);
          packet[at % packet.length] = value;
          const record = captureRecord(packet, { linkType: seed.linkType });
          expect(decoder.decode(record, 0)).toEqual(new FrameDecoder(0).decode(record, 0));
        }
      }),
    );
  });
});
