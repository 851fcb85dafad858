import { describe, expect, it, test } from 'vitest';
import { FrameDecoder } from '../../../decoder/frame/decode-frame.ts';
import { codes, decodePacket, expectOther, expectVrrp, fieldsOf, fieldValues } from '../../support/decode-packet.ts';
import {
  type AdvertisementParts,
  advertisement,
  captureRecord,
  carp,
  concat,
  ethernet,
  hex,
  hmacTrailer,
  ipv4,
  md5Trailer,
  vrrp,
} from '../../support/packet-builders.ts';

describe('an advertisement written out byte by byte', () => {
  it('is read as RFC 3768 §5.3 draws it', () => {
    // keepalived 2.2.7, as tcpdump -xx prints it: VRRPv2, vrid 51, prio 150, authtype simple "secret", intvl 2s
    const packet = hex(`
      0100 5e00 0012 0200 0000 000a 0800
      45c0 0028 1234 0000 ff70 0000 c000 020a e000 0012
      2133 9601 0102 3a8d c000 0264
      7365 6372 6574 0000`);
    expect(expectVrrp(packet)).toMatchObject({
      kind: 'vrrp',
      srcMac: '02:00:00:00:00:0a',
      dstMac: '01:00:5e:00:00:12',
      src: '192.0.2.10',
      dst: '224.0.0.18',
      version: 2,
      family: 'ipv4',
      vrid: 51,
      priority: 150,
      interval: 2e9,
      addresses: ['192.0.2.100'],
      authentication: 'simple',
      authenticationNumber: 1,
      password: 'secret',
      ttl: 255,
      ipId: 0x1234,
      sequence: null,
      vlans: [],
    });
  });

  it('is read as RFC 5798 §5.2 draws it', () => {
    // reserved bits set: they are ignored on receipt
    const packet = hex(`
      3333 0000 0012 0000 5e00 0205 86dd
      6c00 0000 0028 70ff fe80 0000 0000 0000 0000 0000 0000 0001 ff02 0000 0000 0000 0000 0000 0000 0012
      3105 c802 f00a 0000
      fe80 0000 0000 0000 0000 0000 0000 0064
      2001 0db8 0000 0000 0000 0000 0000 0064`);
    expect(expectVrrp(packet)).toMatchObject({
      srcMac: '00:00:5e:00:02:05',
      src: 'fe80::1',
      dst: 'ff02::12',
      version: 3,
      family: 'ipv6',
      vrid: 5,
      priority: 200,
      interval: 1e8,
      addresses: ['fe80::64', '2001:db8::64'],
      authentication: 'none',
      authenticationNumber: -1,
      password: null,
      checksum: 'bad',
      ttl: 255,
      ipId: null,
    });
  });
});

interface Row {
  name: string;
  parts: AdvertisementParts;
  expected: object;
  problems?: string[];
}

const eightAddresses = Array.from({ length: 8 }, (_, i) => `192.0.2.${100 + i}`);

const ROWS: Row[] = [
  {
    name: 'plain VRRPv2',
    parts: {},
    expected: { version: 2, checksum: 'good', authentication: 'none', password: null },
  },
  { name: 'priority 0 resigns', parts: { priority: 0 }, expected: { priority: 0 } },
  { name: 'priority 255 owns the address', parts: { priority: 255 }, expected: { priority: 255 } },
  { name: 'VRRPv2 interval of 255 s', parts: { interval: 255 }, expected: { interval: 255e9 } },
  { name: 'VRRPv3 interval of 10 ms', parts: { version: 3, interval: 1 }, expected: { interval: 1e7 } },
  { name: 'VRRPv3 longest interval', parts: { version: 3, interval: 4095 }, expected: { interval: 40.95e9 } },
  {
    name: 'password of eight bytes without a terminator',
    parts: { authType: 1, authData: '12345678' },
    expected: { password: '12345678' },
  },
  {
    name: 'empty password',
    parts: { authType: 1, authData: '' },
    expected: { password: '', authentication: 'simple' },
  },
  { name: 'password with a zero inside', parts: { authType: 1, authData: 'a\0b' }, expected: { password: 'a\0b' } },
  {
    name: 'password bytes beyond ASCII',
    parts: { authType: 1, authData: 'p\xe4ss' },
    expected: { password: 'p\xe4ss' },
  },
  {
    name: 'no password where the type is none, whatever the bytes say',
    parts: { authType: 0, authData: 'leftover' },
    expected: { authentication: 'none', password: null },
  },
  {
    name: 'VRRP in an Authentication Header',
    parts: { authType: 2, ahSequence: 0xfffffff0 },
    expected: {
      authentication: 'ah',
      authenticationNumber: 51,
      sequence: 0xfffffff0,
      checksum: 'good',
      password: null,
    },
  },
  {
    name: 'authentication type 2 without that header',
    parts: { authType: 2 },
    expected: { authentication: 'unknown', authenticationNumber: 2 },
    problems: ['vrrp.missing-authentication-header'],
  },
  {
    name: 'unregistered authentication type',
    parts: { authType: 7 },
    expected: { authentication: 'unknown', authenticationNumber: 7, password: null },
  },
  {
    name: 'Cisco MD5 with its trailer under the checksum',
    parts: { authType: 254, trailer: md5Trailer(), checksumCoversTrailer: true },
    expected: { authentication: 'md5', authenticationNumber: 254, checksum: 'good', sequence: null },
  },
  {
    name: 'Cisco MD5 without its trailer',
    parts: { authType: 254 },
    expected: { authentication: 'md5', checksum: 'good' },
  },
  {
    name: 'keepalived auth_hmac behind VRRPv2, outside the checksum',
    parts: { trailer: hmacTrailer() },
    expected: { authentication: 'hmac', authenticationNumber: 0, checksum: 'good', addresses: ['192.0.2.100'] },
  },
  {
    name: 'keepalived auth_hmac behind VRRPv2 with a password',
    parts: { authType: 1, authData: 'secret', trailer: hmacTrailer() },
    expected: { authentication: 'hmac', authenticationNumber: 1, password: 'secret' },
  },
  {
    name: 'keepalived auth_hmac behind VRRPv3 over IPv4',
    parts: { version: 3, trailer: hmacTrailer() },
    expected: { authentication: 'hmac', checksum: 'good' },
  },
  {
    name: 'keepalived auth_hmac behind VRRPv3 over IPv6, under the kernel checksum',
    parts: { version: 3, addresses: ['fe80::100'], trailer: hmacTrailer(), checksumCoversTrailer: true },
    expected: { authentication: 'hmac', authenticationNumber: -1, checksum: 'good', addresses: ['fe80::100'] },
  },
  {
    name: '28 trailing bytes that are no auth_hmac',
    parts: { trailer: new Uint8Array(28).fill(9) },
    expected: { authentication: 'none', sequence: null, checksum: 'good' },
    problems: ['vrrp.trailing-bytes'],
  },
  {
    name: '28 trailing bytes whose reserved bytes are not zero',
    parts: { trailer: concat([1, 1, 0, 1], new Uint8Array(24)) },
    expected: { authentication: 'none' },
    problems: ['vrrp.trailing-bytes'],
  },
  {
    name: '30 trailing bytes behind another authentication type',
    parts: { authType: 0, trailer: md5Trailer() },
    expected: { authentication: 'none' },
    problems: ['vrrp.trailing-bytes'],
  },
  {
    name: '30 trailing bytes behind VRRPv3 whose interval byte is 254',
    parts: { version: 3, interval: 0xe64, trailer: md5Trailer() },
    expected: { authentication: 'none', interval: 0xe64 * 1e7 },
    problems: ['vrrp.trailing-bytes'],
  },
  {
    name: 'authentication bytes missing',
    parts: { authData: new Uint8Array(0) },
    expected: { addresses: ['192.0.2.100'], checksum: 'good', password: null },
    problems: ['vrrp.missing-authentication-data'],
  },
  {
    name: 'type says password, bytes missing',
    parts: { authType: 1, authData: new Uint8Array(0) },
    expected: { authentication: 'simple', password: null },
    problems: ['vrrp.missing-authentication-data'],
  },
  {
    name: 'VRRPv2 without addresses, as keepalived sends when all are excluded',
    parts: { addresses: [] },
    expected: { addresses: [], checksum: 'good' },
  },
  {
    name: 'VRRPv3 without addresses',
    parts: { version: 3, addresses: [] },
    expected: { addresses: [], checksum: 'good' },
    problems: ['vrrp.no-addresses'],
  },
  { name: 'eight addresses', parts: { addresses: eightAddresses }, expected: { addresses: eightAddresses } },
  {
    name: 'forty addresses',
    parts: { version: 3, addresses: Array.from({ length: 40 }, (_, i) => `192.0.2.${i}`) },
    expected: { addresses: Array.from({ length: 40 }, (_, i) => `192.0.2.${i}`), checksum: 'good' },
  },
  {
    name: 'VRRPv2 over IPv6, which keepalived can be made to send',
    parts: { src: 'fe80::1', addresses: ['fe80::100', '2001:db8::100'] },
    expected: {
      version: 2,
      family: 'ipv6',
      addresses: ['fe80::100', '2001:db8::100'],
      interval: 1e9,
      checksum: 'good',
      password: null,
    },
    problems: ['vrrp.version-2-over-ipv6'],
  },
  {
    name: 'password type over IPv6, where there are no authentication bytes',
    parts: { src: 'fe80::1', addresses: ['fe80::100'], authType: 1 },
    expected: { authentication: 'simple', password: null },
    problems: ['vrrp.version-2-over-ipv6'],
  },
  {
    name: 'count says more addresses than there is room for',
    parts: { version: 3, addresses: ['192.0.2.100', '192.0.2.101'], count: 200 },
    expected: { addresses: ['192.0.2.100', '192.0.2.101'], vrid: 51, priority: 100, checksum: 'good' },
    problems: ['vrrp.length'],
  },
  { name: 'VRID 0', parts: { vrid: 0 }, expected: { vrid: 0 }, problems: ['vrrp.vrid-zero'] },
  { name: 'VRRPv2 interval 0', parts: { interval: 0 }, expected: { interval: 0 }, problems: ['vrrp.interval-zero'] },
  {
    name: 'VRRPv3 interval 0 (erratum 8301)',
    parts: { version: 3, interval: 0xf000 },
    expected: { interval: 0 },
    problems: ['vrrp.interval-zero'],
  },
  {
    name: 'IPv6 whose first address is not link-local',
    parts: { version: 3, addresses: ['2001:db8::100'] },
    expected: { addresses: ['2001:db8::100'] },
    problems: ['vrrp.first-address-not-link-local'],
  },
  { name: 'multicast with TTL 254', parts: { ttl: 254 }, expected: { ttl: 254 }, problems: ['vrrp.bad-ttl'] },
  {
    name: 'IPv6 multicast with hop limit 1',
    parts: { version: 3, addresses: ['fe80::100'], ttl: 1 },
    expected: { ttl: 1 },
    problems: ['vrrp.bad-ttl'],
  },
  { name: 'unicast with TTL 64', parts: { dst: '192.0.2.2', ttl: 64 }, expected: { ttl: 64, dst: '192.0.2.2' } },
  {
    name: 'own multicast group',
    parts: { dst: '224.0.0.141' },
    expected: { dst: '224.0.0.141', dstMac: '01:00:5e:00:00:8d' },
  },
];

describe('VRRP as routers send it', () => {
  test.each(ROWS)('$name', ({ parts, expected, problems = [] }) => {
    const message = expectVrrp(advertisement(parts));
    expect(message).toMatchObject(expected);
    expect(codes(message)).toEqual(problems);
  });
});

describe('checksum', () => {
  const forms: { name: string; parts: AdvertisementParts; verdict: string }[] = [
    { name: 'VRRPv2 sums the message only', parts: {}, verdict: 'good' },
    { name: 'VRRPv2 bad', parts: { checksum: 'bad' }, verdict: 'bad' },
    { name: 'VRRPv3 over IPv4 with pseudo-header (RFC 5798, keepalived, FRR)', parts: { version: 3 }, verdict: 'good' },
    {
      name: 'VRRPv3 over IPv4 without (RFC 9568, Cisco, Juniper)',
      parts: { version: 3, checksum: 'no-pseudo-header' },
      verdict: 'no-pseudo-header',
    },
    { name: 'VRRPv3 over IPv4 bad', parts: { version: 3, checksum: 'bad' }, verdict: 'bad' },
    { name: 'VRRPv3 unicast', parts: { version: 3, dst: '192.0.2.2' }, verdict: 'good' },
    {
      name: 'VRRPv3 unicast summed for the group (keepalived up to 1.3.6)',
      parts: { version: 3, dst: '192.0.2.2', checksum: 'multicast-pseudo-header' },
      verdict: 'multicast-pseudo-header',
    },
    { name: 'VRRPv3 unicast bad', parts: { version: 3, dst: '192.0.2.2', checksum: 'bad' }, verdict: 'bad' },
    {
      name: 'summed for the standard group, sent to another group',
      parts: { version: 3, dst: '224.0.0.141', checksum: 'multicast-pseudo-header' },
      verdict: 'bad',
    },
    { name: 'VRRPv3 over IPv6', parts: { version: 3, addresses: ['fe80::100'] }, verdict: 'good' },
    { name: 'VRRPv3 over IPv6 bad', parts: { version: 3, addresses: ['fe80::100'], checksum: 'bad' }, verdict: 'bad' },
    {
      name: 'VRRPv3 over IPv6 unicast',
      parts: { version: 3, addresses: ['fe80::100'], dst: 'fe80::2' },
      verdict: 'good',
    },
    { name: 'never filled in', parts: { checksum: 0 }, verdict: 'bad' },
  ];

  test.each(forms)('$name: $verdict', ({ parts, verdict }) => {
    const message = expectVrrp(advertisement(parts));
    expect(message.checksum).toBe(verdict);
    expect(codes(message)).toEqual(verdict === 'bad' ? ['vrrp.bad-checksum'] : []);
  });

  it('points at the checksum field', () => {
    expect(expectVrrp(advertisement({ checksum: 'bad', vlans: [5] })).problems[0]?.byteOffset).toBe(14 + 4 + 20 + 6);
  });

  it('is unverified where the snap length cut the message, and good where it only cut a trailer', () => {
    const whole = advertisement({ addresses: eightAddresses });
    const cut = expectVrrp(whole.slice(0, whole.length - 1), { originalLength: whole.length });
    expect(cut).toMatchObject({ checksum: 'unverified', vrid: 51, priority: 100, addresses: eightAddresses });
    expect(codes(cut)).toEqual(['vrrp.truncated']);
    const trailed = advertisement({ trailer: new Uint8Array(40) });
    expect(expectVrrp(trailed.slice(0, trailed.length - 5)).checksum).toBe('good');
  });

  it('is unverified where a trailer under the checksum is cut', () => {
    const whole = advertisement({ authType: 254, trailer: md5Trailer(), checksumCoversTrailer: true });
    expect(expectVrrp(whole.slice(0, -1)).checksum).toBe('unverified');
  });
});

describe('the snap length', () => {
  it('leaves VRID, priority and the addresses before the cut', () => {
    const whole = advertisement({ addresses: eightAddresses });
    const message = expectVrrp(whole.slice(0, 14 + 20 + 8 + 4 * 3 + 2));
    expect(message).toMatchObject({ vrid: 51, priority: 100, addresses: eightAddresses.slice(0, 3) });
    expect(message.problems).toEqual([expect.objectContaining({ code: 'vrrp.truncated', byteOffset: 14 + 2 })]);
  });

  it('leaves no password that is half there', () => {
    const whole = advertisement({ authType: 1, authData: 'secret12' });
    expect(expectVrrp(whole.slice(0, -1)).password).toBeNull();
  });

  it('leaves no message where the header is cut', () => {
    expect(decodePacket(advertisement().slice(0, 14 + 20 + 7))).toBeUndefined();
  });
});

describe('lengths', () => {
  it('come from the IP header: Ethernet padding is no part of the message', () => {
    const message = expectVrrp(advertisement({ version: 3, padding: 0xaa }));
    expect(message).toMatchObject({ checksum: 'good', addresses: ['192.0.2.100'], problems: [] });
  });

  it('of seven bytes are no VRRP, and are counted', () => {
    const decoder = new FrameDecoder(0);
    const packet = ethernet({ payload: ipv4({ payload: vrrp().slice(0, 7) }), padding: 0 });
    expect(decoder.decode(captureRecord(packet), 0)).toBeUndefined();
    expect(decoder.counts.malformed).toBe(1);
  });

  it('that end inside an address say so and keep the whole ones', () => {
    const payload = vrrp({ version: 3, addresses: ['192.0.2.100', '192.0.2.101'] }).slice(0, 14);
    const message = expectVrrp(ethernet({ payload: ipv4({ payload }) }));
    expect(message).toMatchObject({ addresses: ['192.0.2.100'], checksum: 'bad' });
    expect(message.problems[0]).toMatchObject({ code: 'vrrp.length', byteOffset: 14 + 20 + 3 });
  });

  it('of an odd number of bytes are summed with a zero behind', () => {
    const message = expectVrrp(advertisement({ trailer: Uint8Array.of(0x37), checksumCoversTrailer: true }));
    expect(message.checksum).toBe('good');
    expect(codes(message)).toEqual(['vrrp.trailing-bytes']);
  });

  it('of a first fragment leave no verdict', () => {
    const payload = vrrp({ version: 3, addresses: eightAddresses }).slice(0, 16);
    const message = expectVrrp(ethernet({ payload: ipv4({ payload, moreFragments: true }) }));
    expect(message).toMatchObject({ checksum: 'unverified', addresses: eightAddresses.slice(0, 2) });
    expect(codes(message)).toEqual(['ipv4.fragment', 'vrrp.length']);
  });
});

describe('the auth_hmac sequence', () => {
  const sequence = (parts: Parameters<typeof hmacTrailer>[0]) =>
    expectVrrp(advertisement({ version: 3, trailer: hmacTrailer(parts) })).sequence ?? Number.NaN;

  it('grows with the clock, its fraction, and the counter, and stays exact', () => {
    const seconds = 0xffffffff;
    const steps = [
      sequence({ seconds: seconds - 1, fraction: 0xffff, counter: 9 }),
      sequence({ seconds, fraction: 0, counter: 1 }),
      sequence({ seconds, fraction: 0, counter: 2 }),
      sequence({ seconds, fraction: 1, counter: 0 }),
    ];
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(new Set(steps).size).toBe(4);
    expect(steps.every(Number.isSafeInteger)).toBe(true);
  });
});

describe('the payload hash', () => {
  const hashOf = (parts: AdvertisementParts) => expectVrrp(advertisement(parts)).payloadHash;

  it('is equal for copies, also to several unicast peers', () => {
    const copies = ['192.0.2.2', '192.0.2.3'].map((dst) => hashOf({ version: 3, dst }));
    expect(copies[0]).toBe(copies[1]);
    expect(hashOf({ padding: 0 })).toBe(hashOf({ vlans: [5], srcMac: '02:00:00:00:00:99' }));
  });

  test.each<[string, AdvertisementParts]>([
    ['VRID', { vrid: 52 }],
    ['priority', { priority: 101 }],
    ['interval', { interval: 2 }],
    ['addresses', { addresses: ['192.0.2.101'] }],
    ['password', { authType: 1, authData: 'x' }],
    ['auth_hmac trailer', { trailer: hmacTrailer() }],
  ])('differs with the %s', (_, parts) => {
    expect(hashOf(parts)).not.toBe(hashOf({}));
  });
});

describe('what shares protocol 112', () => {
  it('CARP is never VRRP, although its first byte and checksum are', () => {
    const packet = ethernet({ payload: ipv4({ payload: carp({ vhid: 7 }) }) });
    expect(expectOther(packet)).toMatchObject({ protocol: 'carp', group: 7, src: '192.0.2.1' });
    expect(fieldValues(packet, 'carp.vhid')).toEqual(['7']);
    expect(fieldValues(packet, 'vrrp.prio')).toEqual([]);
  });

  it('VRRPv2 with seven addresses, and with five in 36 bytes, is no CARP', () => {
    for (const count of [5, 7]) {
      const addresses = eightAddresses.slice(0, count);
      expect(expectVrrp(advertisement({ addresses })).addresses).toEqual(addresses);
    }
  });

  it('VRRPv3 of 36 bytes with seven addresses is no CARP', () => {
    const addresses = eightAddresses.slice(0, 7);
    expect(expectVrrp(advertisement({ version: 3, addresses })).addresses).toEqual(addresses);
  });

  test.each([
    { name: 'version 1', version: 1, type: 1 },
    { name: 'version 4', version: 4, type: 1 },
    { name: 'type 2', version: 2, type: 2 },
  ])('$name is counted and shown, but is no message', ({ version, type }) => {
    const packet = advertisement({ version, type });
    const decoder = new FrameDecoder(0);
    expect(decoder.decode(captureRecord(packet), 0)).toBeUndefined();
    expect(decoder.counts.unknownVersion).toBe(1);
    expect(fieldValues(packet, 'vrrp.version')).toEqual([String(version)]);
    expect(fieldValues(packet, 'vrrp.type')).toEqual([String(type)]);
  });
});

describe('fields', () => {
  it('of VRRPv2 carry Wireshark names, values and places', () => {
    const packet = advertisement({
      vlans: [7],
      authType: 1,
      authData: 'secret',
      addresses: ['192.0.2.100', '192.0.2.101'],
    });
    const at = 14 + 4 + 20;
    const rows = fieldsOf(packet)
      .filter((field) => field.layer === 'vrrp')
      .map((field) => [field.name, field.value, field.byteOffset - at, field.byteLength]);
    expect(rows).toEqual([
      ['vrrp.version', '2', 0, 1],
      ['vrrp.type', '1', 0, 1],
      ['vrrp.virt_rtr_id', '51', 1, 1],
      ['vrrp.prio', '100', 2, 1],
      ['vrrp.addr_count', '2', 3, 1],
      ['vrrp.auth_type', '1', 4, 1],
      ['vrrp.adver_int', '1', 5, 1],
      ['vrrp.checksum', expect.stringMatching(/^0x[0-9a-f]{4}$/), 6, 2],
      ['vrrp.checksum.status', 'good', 6, 2],
      ['vrrp.ip_addr', '192.0.2.100', 8, 4],
      ['vrrp.ip_addr', '192.0.2.101', 12, 4],
      ['vrrp.auth_string', 'secret', 16, 8],
    ]);
  });

  it('mark authentication data as secret, of whatever type', () => {
    for (const authType of [0, 1, 7, 254]) {
      const fields = fieldsOf(advertisement({ authType, authData: 'secret' }));
      const secret = fields.filter((field) => field.secret);
      expect(secret).toHaveLength(1);
      expect(secret[0]).toMatchObject({ byteOffset: 14 + 20 + 12, byteLength: 8 });
      expect(JSON.stringify(fields.filter((field) => !field.secret))).not.toMatch(/secret|736563726574/);
    }
  });

  it('of VRRPv3 and its trailers', () => {
    const packet = advertisement({
      version: 3,
      interval: 0xf00a,
      addresses: ['fe80::100'],
      trailer: hmacTrailer({ counter: 77 }),
    });
    expect(fieldValues(packet, 'vrrp.short_adver_int')).toEqual(['10']);
    expect(fieldValues(packet, 'vrrp.reserved_mbz')).toEqual(['15']);
    expect(fieldValues(packet, 'vrrp.ipv6_addr')).toEqual(['fe80::100']);
    expect(fieldValues(packet, 'vrrp.hmac.counter')).toEqual(['77']);
    expect(fieldValues(packet, 'vrrp.hmac.time')).toEqual(['1780000000.5']);
    const md5 = advertisement({ authType: 254, trailer: md5Trailer() });
    expect(fieldValues(md5, 'vrrp.md5_auth_data')).toEqual(['99'.repeat(16)]);
    expect(fieldValues(md5.slice(0, -1), 'vrrp.trailing')).toEqual(['29 bytes']);
    expect(fieldValues(advertisement({ trailer: new Uint8Array(5) }), 'vrrp.trailing')).toEqual(['5 bytes']);
  });
});
