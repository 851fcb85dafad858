import { describe, expect, it } from 'vitest';
import { ascii, concat, Pcapng, payload, readCapture } from '../../support/capture-builders.ts';

const le = new Pcapng(true);
const be = new Pcapng(false);

function codes(problems: readonly { code: string }[]): string[] {
  return problems.map(({ code }) => code);
}

describe.each([
  ['little-endian', le],
  ['big-endian', be],
] as const)('a %s pcapng', (_, ng) => {
  it('gives enhanced packets of its interfaces', () => {
    const { reader, records } = readCapture(
      concat(
        ng.section(),
        ng.interface({ name: 'eth0' }),
        ng.interface({ name: 'any', linkType: 276, tsresol: 9 }),
        ng.enhanced({ units: 1_780_000_000_123_456n, data: payload(61), originalLength: 1500 }),
        ng.enhanced({ interfaceId: 1, units: 1_780_000_000_123_456_789n, data: payload(30, 9) }),
      ),
    );
    expect(reader.format).toBe('pcapng');
    expect(reader.interfaces).toEqual([
      { name: 'eth0', linkType: 1, timestampResolution: 1e-6 },
      { name: 'any', linkType: 276, timestampResolution: 1e-9 },
    ]);
    expect(records).toMatchObject([
      {
        packet: 1,
        interfaceIndex: 0,
        linkType: 1,
        seconds: 1_780_000_000,
        nanoseconds: 123_456_000,
        hasTime: true,
        originalLength: 1500,
        direction: 'unknown',
        data: Array.from(payload(61)),
      },
      { packet: 2, interfaceIndex: 1, linkType: 276, nanoseconds: 123_456_789, data: Array.from(payload(30, 9)) },
    ]);
    expect(reader).toMatchObject({ packets: 2, bytes: 91, problems: [], dropped: undefined, unreadable: undefined });
  });

  it('tells where the bytes of a packet stand in the file', () => {
    const file = concat(ng.section(), ng.interface(), ng.enhanced({ data: payload(40, 200) }));
    const offset = readCapture(file).records[0]?.byteOffset ?? 0;
    expect(Array.from(file.subarray(offset, offset + 3))).toEqual([200, 201, 202]);
  });

  it('knows the direction of packets', () => {
    const packets = [0, 1, 2, 3, undefined].map((flags) => ng.enhanced(flags === undefined ? {} : { flags }));
    const { records } = readCapture(concat(ng.section(), ng.interface(), ...packets));
    expect(records.map(({ direction }) => direction)).toEqual(['unknown', 'inbound', 'outbound', 'unknown', 'unknown']);
  });

  it('adds a signed offset to its times', () => {
    const early = ng.interface({ tsoffset: -5 });
    const late = ng.interface({ tsoffset: 1_700_000_000, tsresol: 3 });
    const packets = [ng.enhanced({ units: 1_500_000n }), ng.enhanced({ interfaceId: 1, units: 1500n })];
    const { reader, records } = readCapture(concat(ng.section(), early, late, ...packets));
    expect(records.map(({ seconds, nanoseconds }) => [seconds, nanoseconds])).toEqual([
      [-4, 500_000_000],
      [1_700_000_001, 500_000_000],
    ]);
    expect(reader.earliest?.seconds).toBe(-4);
  });

  it('reads the obsolete Packet Block', () => {
    const file = concat(ng.section(), ng.interface(), ng.packet({ drops: 3, data: payload(33) }), ng.packet());
    const { reader, records } = readCapture(file);
    expect(records).toMatchObject([
      { packet: 1, seconds: 1_780_000_000, data: Array.from(payload(33)) },
      { packet: 2 },
    ]);
    expect(reader.dropped).toBe(3);
  });

  it('reads names of both families', () => {
    const { reader } = readCapture(
      concat(
        ng.section(),
        ng.names(
          { type: 1, value: concat([192, 0, 2, 1], ascii('lb01.example\0lb01\0')) },
          { type: 2, value: concat([0xfe, 0x80], new Uint8Array(13), [2], ascii('lb02\0')) },
          { type: 99, value: payload(9) },
          { type: 1, value: payload(4) },
          { type: 1, value: concat([192, 0, 2, 9], [0]) },
          { type: 0, value: payload(0) },
          { type: 1, value: concat([192, 0, 2, 8], ascii('behind the end\0')) },
        ),
      ),
    );
    expect([...reader.names]).toEqual([
      ['192.0.2.1', 'lb01.example'],
      ['fe80::2', 'lb02'],
    ]);
    expect(reader.problems).toEqual([]);
  });

  it('sums drops: the last statistics of each interface, and those told by packets', () => {
    const { reader } = readCapture(
      concat(
        ng.section(),
        ng.interface(),
        ng.interface(),
        ng.statistics({ ifdrop: 5n }),
        ng.enhanced({ dropCount: 2n }),
        ng.statistics({ interfaceId: 1, osdrop: 100n, end: 1_780_000_099_000_000n }),
        ng.statistics({ ifdrop: 7n, osdrop: 1n, end: 1_780_000_050_000_000n }),
        ng.statistics({ interfaceId: 1 }),
      ),
    );
    expect(reader.dropped).toBe(7 + 1 + 100 + 2);
    expect(reader.observedUntil).toEqual({ seconds: 1_780_000_099, nanoseconds: 0 });
    expect(reader.problems).toEqual([]);
  });
});

describe('the end of a capture', () => {
  const packet = le.enhanced({ units: 1_780_000_000_000_000_000n });
  it.each([
    ['is counted like its packets', 1_780_000_009_000_000_000n, 1_780_000_009],
    ['may stand before the last packet', 1_779_999_999_000_000_000n, 1_779_999_999],
    ['is believed to be in microseconds where dumpcap wrote them', 1_780_000_009_000_000n, 1_780_000_009],
    ['is not believed to be years away', 1_980_000_009_000_000n, 1_980_000],
    ['is not believed to be in the past', 1_700_000_009_000_000n, 1_700_000],
  ])('%s', (_, end, seconds) => {
    const file = concat(le.section(), le.interface({ tsresol: 9 }), packet, le.statistics({ end }));
    expect(readCapture(file).reader.observedUntil?.seconds).toBe(seconds);
  });

  it('is told even where there are no packets', () => {
    const file = concat(le.section(), le.interface(), le.statistics({ end: 5_000_000n }));
    expect(readCapture(file).reader.observedUntil).toEqual({ seconds: 5, nanoseconds: 0 });
  });
});

describe('simple packets', () => {
  it('carry no time and are cut by the snap length', () => {
    const { reader, records } = readCapture(
      concat(
        le.section(),
        le.interface({ snapLength: 20 }),
        le.simple({ data: payload(20), originalLength: 900 }),
        le.simple({ data: payload(11) }),
      ),
    );
    expect(records).toMatchObject([
      { packet: 1, hasTime: false, seconds: 0, originalLength: 900, data: Array.from(payload(20)) },
      { packet: 2, hasTime: false, originalLength: 11, data: Array.from(payload(11)) },
    ]);
    expect(reader.earliest).toBeUndefined();
    expect(reader).toMatchObject({ packets: 2, bytes: 31, problems: [] });
  });

  it('without a snap length are cut by their block', () => {
    const file = concat(le.section(), le.interface(), le.simple({ data: payload(24), originalLength: 900 }));
    expect(readCapture(file).records[0]?.data.length).toBe(24);
  });

  it('larger than any packet are passed over', () => {
    const huge = le.simple({ data: new Uint8Array(262_148) });
    const { reader, records } = readCapture(concat(le.section(), le.interface(), huge, le.simple()));
    expect(records.map(({ packet }) => packet)).toEqual([2]);
    expect(codes(reader.problems)).toEqual(['damaged-packet']);
  });

  it('need an interface', () => {
    const { reader, records } = readCapture(concat(le.section(), le.simple()));
    expect(records).toEqual([]);
    expect(codes(reader.problems)).toEqual(['undeclared-interface']);
  });
});

describe('sections', () => {
  it('bring their own byte order and interfaces, which are listed together', () => {
    const { reader, records } = readCapture(
      concat(
        le.section(),
        le.interface({ name: 'a', tsresol: 9 }),
        le.enhanced({ units: 1_000_000_000n }),
        be.section({ length: 1000n }),
        be.interface({ name: 'b', linkType: 113 }),
        be.enhanced({ units: 2_000_000n }),
        be.enhanced({ interfaceId: 1 }),
        le.section(),
        le.interface({ name: 'c' }),
        le.enhanced({ units: 3_000_000n }),
      ),
    );
    expect(
      records.map(({ packet, interfaceIndex, linkType, seconds }) => [packet, interfaceIndex, linkType, seconds]),
    ).toEqual([
      [1, 0, 1, 1],
      [2, 1, 113, 2],
      [4, 2, 1, 3],
    ]);
    expect(reader.interfaces.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(reader.problems).toMatchObject([{ code: 'undeclared-interface', packet: 3 }]);
    expect(reader.packets).toBe(4);
  });

  it('of another major version stop the reading', () => {
    const file = concat(le.section(), le.interface(), le.enhanced(), le.section({ major: 2 }), le.interface());
    const { reader, records } = readCapture(file);
    expect(records.length).toBe(1);
    expect(reader.problems).toMatchObject([{ code: 'unsupported-version', packet: 2 }]);
  });

  it.each([
    ['without byte-order magic', le.section({ magic: 7 })],
    ['that are too short', le.block({ type: 0x0a0d0d0a, body: concat(le.u32(0x1a2b3c4d), payload(8)) })],
  ])('%s stop the reading', (_, header) => {
    const { reader, records } = readCapture(concat(le.section(), le.interface(), le.enhanced(), header, le.enhanced()));
    expect(records.length).toBe(1);
    expect(reader.problems).toMatchObject([{ code: 'damaged', packet: 2 }]);
  });

  it('cut inside the first header are no capture', () => {
    expect(readCapture(le.section().subarray(0, 20)).reader.unreadable?.code).toBe('truncated-header');
  });
});

describe('blocks', () => {
  const unknown = [0x0a, 0xbad, 0x40000bad, 9, 0x7fffffff].map((type) => le.block({ type, body: payload(24) }));

  it('that Wireshark lists among the packets take a number, and are no packets', () => {
    const { reader, records } = readCapture(
      concat(le.section(), ...unknown, le.interface(), le.enhanced(), le.enhanced()),
    );
    expect(records.map(({ packet }) => packet)).toEqual([4, 5]);
    expect(reader.packets).toBe(2);
  });

  it('that nobody knows are skipped', () => {
    const file = concat(le.section(), ...unknown, le.interface(), ...unknown, le.enhanced(), ...unknown);
    const { reader, records } = readCapture(file);
    expect(records.length).toBe(1);
    expect(reader.problems).toEqual([]);
  });

  it('that nobody knows are skipped even where they are larger than any buffer', () => {
    const large = le.block({ type: 0xbad, body: new Uint8Array(3_000_000) });
    const file = concat(le.section(), le.interface(), large, le.enhanced(), large);
    const { reader, records } = readCapture(file, [100_000]);
    expect(records).toMatchObject([{ packet: 2, byteOffset: 28 + 20 + large.length + 28 }]);
    expect(reader.problems).toEqual([]);
    expect(reader.room().length).toBeLessThanOrEqual(1 << 20);
    const cut = readCapture(file.subarray(0, file.length - 7), [100_000]);
    expect(cut.reader.problems).toMatchObject([{ code: 'truncated', packet: 4 }]);
    expect(cut.reader.problems[0]?.message).toContain('7 of 3000012 bytes are missing');
  });

  it('skipped in pieces are checked by their second length', () => {
    const large = le.block({ type: 0xbad, body: new Uint8Array(2_000_000), trailingLength: 12 });
    const { reader, records } = readCapture(concat(le.section(), le.interface(), large, le.enhanced()));
    expect(records).toEqual([]);
    expect(reader.problems).toMatchObject([{ code: 'damaged', offset: 48, packet: 2 }]);
  });

  it('of many names may be larger than the buffer', () => {
    const records = Array.from({ length: 9000 }, (_, i) => ({
      type: 1,
      value: concat([10, 0, i >> 8, i & 0xff], ascii(`${'x'.repeat(150)}${i}\0`)),
    }));
    const { reader } = readCapture(concat(le.section(), le.names(...records)), [65_536]);
    expect(reader.names.size).toBe(9000);
    expect(reader.names.get('10.0.35.39')).toBe(`${'x'.repeat(150)}8999`);
  });

  it.each([
    ['shorter than a block can be', le.block({ type: 6, length: 8 })],
    ['not a multiple of four', le.block({ type: 6, length: 33, body: payload(40) })],
    ['not the one behind', le.block({ type: 6, body: payload(40), trailingLength: 60 })],
    ['beyond what is sane', le.block({ type: 6, length: 0x7ffffff0, body: payload(40) })],
  ])('whose length is %s stop the reading', (_, block) => {
    const { reader, records } = readCapture(concat(le.section(), le.interface(), le.enhanced(), block, le.enhanced()));
    expect(records.length).toBe(1);
    expect(reader.problems).toMatchObject([{ code: 'damaged', offset: 48 + 92, packet: 2 }]);
  });

  it.each([1, 2, 3, 5, 6])('of type %i that are too short are skipped', (type) => {
    const file = concat(le.section(), le.interface(), le.block({ type }), le.enhanced());
    const { reader, records } = readCapture(file);
    expect(records.length).toBe(1);
    expect(reader.problems).toMatchObject([{ code: 'damaged-block', offset: 48, packet: 1 }]);
  });

  it.each([
    ['more than its block has', { capturedLength: 61 }],
    ['more than any packet has', { data: new Uint8Array(262_148) }],
  ])('with a packet of %s lose only this packet', (_, parts) => {
    const file = concat(le.section(), le.interface(), le.enhanced(), le.enhanced(parts), le.enhanced());
    const { reader, records } = readCapture(file);
    expect(records.map(({ packet }) => packet)).toEqual([1, 3]);
    expect(reader.packets).toBe(3);
    expect(reader.problems).toMatchObject([{ code: 'damaged-packet', offset: 140, packet: 2 }]);
  });

  it.each([
    [5, 'inside a block'],
    [30, 'inside a block'],
  ])('cut after %i bytes say so', (length, words) => {
    const file = concat(le.section(), le.interface(), le.enhanced(), le.enhanced().subarray(0, length));
    const { reader, records } = readCapture(file);
    expect(records.length).toBe(1);
    expect(reader.problems).toMatchObject([{ code: 'truncated', offset: 140, packet: 2 }]);
    expect(reader.problems[0]?.message).toContain(words);
    expect(reader.next()).toBeUndefined();
    expect(reader.problems.length).toBe(1);
  });

  it('of statistics for no interface are a problem', () => {
    const { reader } = readCapture(concat(le.section(), le.statistics({ ifdrop: 5n })));
    expect(codes(reader.problems)).toEqual(['undeclared-interface']);
    expect(reader.dropped).toBeUndefined();
  });
});

describe('options', () => {
  const comment = { code: 1, value: ascii('hello') };
  const lie = { code: 1, value: ascii('hello'), length: 500 };

  it('that nobody knows are passed over', () => {
    const file = concat(
      le.section({ options: [comment] }),
      le.interface({ name: 'eth0', options: [comment, { code: 4711, value: payload(7) }] }),
      le.enhanced({ flags: 2, options: [comment, { code: 2, value: payload(2) }] }),
    );
    const { reader, records } = readCapture(file);
    expect(reader.interfaces[0]?.name).toBe('eth0');
    expect(records).toMatchObject([{ direction: 'outbound' }]);
    expect(reader.problems).toEqual([]);
  });

  it('that lie about their length are a problem, the rest is read', () => {
    const file = concat(
      le.section(),
      le.interface({ options: [lie] }),
      le.enhanced({ options: [lie], flags: 1 }),
      le.statistics({ options: [lie] }),
      le.names({ type: 1, value: payload(8), length: 300 }),
      le.enhanced(),
    );
    const { reader, records } = readCapture(file);
    expect(records.map(({ packet, direction }) => [packet, direction])).toEqual([
      [1, 'unknown'],
      [2, 'unknown'],
    ]);
    expect(codes(reader.problems)).toEqual(Array(4).fill('damaged-options'));
    expect(reader.problems.map(({ packet }) => packet)).toEqual([1, 1, 2, 2]);
  });

  it('may stop without an end mark', () => {
    const body = concat(le.u16(1), le.u16(0), le.u32(0), le.u16(2), le.u16(3), ascii('lan\0'));
    const { reader } = readCapture(concat(le.section(), le.block({ type: 1, body })));
    expect(reader.interfaces).toEqual([{ name: 'lan', linkType: 1, timestampResolution: 1e-6 }]);
  });

  it('of long names are cut, and names need not be ASCII', () => {
    const name = concat(new TextEncoder().encode('Büro-LAN'), [0], ascii('x'));
    const file = concat(
      le.section(),
      le.interface({ name: 'y'.repeat(5000) }),
      le.interface({ options: [{ code: 2, value: name }] }),
    );
    expect(readCapture(file).reader.interfaces.map((one) => one.name)).toEqual(['y'.repeat(255), 'Büro-LAN']);
  });
});

describe('limits', () => {
  it('list 100 problems of a code and count the rest', () => {
    const bad = le.enhanced({ interfaceId: 9, data: payload(0) });
    const file = concat(le.section(), ...Array(250).fill(bad), le.statistics());
    const { reader } = readCapture(file);
    expect(reader.packets).toBe(250);
    expect(reader.problems.length).toBe(101);
    expect(reader.problems[99]).toMatchObject({ code: 'undeclared-interface', packet: 100 });
    expect(reader.problems[99]?.count).toBeUndefined();
    expect(reader.problems[100]).toMatchObject({ code: 'undeclared-interface', packet: 101, count: 151 });
  });

  it('stop at 10,000 interfaces', () => {
    const one = le.interface();
    const file = new Uint8Array(28 + 10_005 * one.length);
    file.set(le.section());
    for (let i = 0; i < 10_005; i++) file.set(one, 28 + i * one.length);
    const { reader, records } = readCapture(
      concat(file, le.enhanced({ interfaceId: 9999 }), le.enhanced({ interfaceId: 10_000 })),
    );
    expect(reader.interfaces.length).toBe(10_000);
    expect(records.map(({ packet }) => packet)).toEqual([1]);
    expect(codes(reader.problems)).toEqual([...Array(5).fill('too-many-interfaces'), 'undeclared-interface']);
  });

  it('stop at 10,000 names', () => {
    const records = Array.from({ length: 10_002 }, (_, i) => ({
      type: 1,
      value: concat([10, 0, i >> 8, i & 0xff], ascii('n\0')),
    }));
    const again = { type: 1, value: concat([10, 0, 0, 0], ascii('renamed\0')) };
    const { reader } = readCapture(concat(le.section(), le.names(...records, again)));
    expect(reader.names.size).toBe(10_000);
    expect(reader.names.get('10.0.0.0')).toBe('renamed');
    expect(codes(reader.problems)).toEqual(['too-many-names', 'too-many-names']);
  });
});
