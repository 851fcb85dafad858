import { describe, expect, it } from 'vitest';
import { OURS } from '../../../decoder/frame/quick-look.ts';
import { decodePacket, expectRefusal } from '../../support/decode-packet.ts';
import {
  advertisement,
  authenticationHeader,
  captureRecord,
  ethernet,
  ipv4,
  refusal,
  udp,
  vrrp,
} from '../../support/packet-builders.ts';

const [A, B] = ['192.0.2.1', '192.0.2.2'];
const [A6, B6] = ['fe80::1', 'fe80::2'];
const quoted = advertisement({ src: A, dst: B, vrid: 7 }).slice(14);
const quoted6 = advertisement({ version: 3, src: A6, dst: B6, vrid: 7, addresses: ['fe80::100'] }).slice(14);

function look(packet: Uint8Array): boolean {
  const { view, start, end, linkType } = captureRecord(packet);
  return OURS.wants(linkType, view, start, end);
}

describe('a host that refuses VRRP', () => {
  it('says so in ICMP, and quotes the advertisement', () => {
    const packet = refusal({ src: B, dst: A, quoted });
    expect(expectRefusal(packet)).toMatchObject({
      because: 'no-protocol',
      src: B,
      dst: A,
      advertiser: A,
      group: 7,
      family: 'ipv4',
    });
    expect(look(packet)).toBe(true);
  });

  it('and in ICMPv6', () => {
    const packet = refusal({ src: B6, dst: A6, quoted: quoted6 });
    expect(expectRefusal(packet)).toMatchObject({ src: B6, dst: A6, advertiser: A6, group: 7, family: 'ipv6' });
    expect(look(packet)).toBe(true);
  });

  it('an IP header and eight bytes behind it are enough (RFC 792)', () => {
    expect(expectRefusal(refusal({ src: B, dst: A, quoted, quotedLength: 28 }))).toMatchObject({ group: 7 });
  });

  it('an advertisement in an Authentication Header is one', () => {
    const secured = ipv4({
      src: A,
      dst: B,
      protocol: 51,
      payload: authenticationHeader({ payload: vrrp({ vrid: 9 }) }),
    });
    expect(expectRefusal(refusal({ src: B, dst: A, quoted: secured }))).toMatchObject({ group: 9, advertiser: A });
  });

  it.each([
    ['a port that is closed, which VRRP has none of', { code: 3 }],
    ['a prohibited network', { code: 9 }],
    ['a prohibited host', { code: 10 }],
    ['prohibited communication', { code: 13 }],
  ])('%s is a firewall', (_name, parts) => {
    const packet = refusal({ src: B, dst: A, quoted, ...parts });
    expect(expectRefusal(packet)).toMatchObject({ because: 'prohibited', advertiser: A, group: 7 });
    expect(look(packet)).toBe(true);
  });

  it.each([1, 4, 5, 6])('code %d of ICMPv6 unreachable is a firewall', (code) => {
    const packet = refusal({ src: B6, dst: A6, quoted: quoted6, type: 1, code });
    expect(expectRefusal(packet)).toMatchObject({ because: 'prohibited', advertiser: A6, group: 7 });
  });

  it.each([
    [
      'a closed port',
      {
        quoted: ipv4({ src: A, dst: B, protocol: 17, payload: udp({ dstPort: 53, payload: new Uint8Array(4) }) }),
        code: 3,
      },
    ],
    ['host unreachable', { quoted, code: 1 }],
    ['time exceeded', { quoted, type: 11, code: 0 }],
    ['an echo', { quoted, type: 8, code: 0 }],
  ])('%s is nothing to us, and is passed over at a glance', (_name, parts) => {
    const packet = refusal({ src: B, dst: A, ...parts });
    expect(decodePacket(packet)).toBeUndefined();
    expect(look(packet)).toBe(false);
  });

  it.each([
    [
      'another protocol',
      ipv4({ src: A, dst: B, protocol: 17, payload: udp({ dstPort: 53, payload: new Uint8Array(20) }) }),
    ],
    ['a later fragment', ipv4({ src: A, dst: B, fragmentOffset: 10, payload: vrrp() })],
    ['what was sent to the group', advertisement({ src: A }).slice(14)],
    ['a version that is none', ipv4({ src: A, dst: B, payload: new Uint8Array(20) })],
    ['half a header', quoted.slice(0, 12)],
    ['no byte of VRRP', quoted.slice(0, 21)],
  ])('which quotes %s, it is none', (_name, content) => {
    expect(decodePacket(refusal({ src: B, dst: A, quoted: content }))).toBeUndefined();
  });

  it('in a fragment it cannot be read', () => {
    const packet = ethernet({ payload: ipv4({ src: B, dst: A, protocol: 1, fragmentOffset: 3, payload: quoted }) });
    expect(decodePacket(packet)).toBeUndefined();
  });

  it('IPv6 parameter problems of another kind are none', () => {
    expect(decodePacket(refusal({ src: B6, dst: A6, quoted: quoted6, code: 0 }))).toBeUndefined();
    expect(decodePacket(refusal({ src: B6, dst: A6, quoted: quoted6, type: 1, code: 3 }))).toBeUndefined();
  });
});
