import { describe, expect, it } from 'vitest';
import { concat, payload, pcap, readCapture } from '../../support/capture-builders.ts';

const BOTH_ORDERS = [
  ['little-endian', true],
  ['big-endian', false],
] as const;

describe.each(BOTH_ORDERS)('a %s pcap', (_, littleEndian) => {
  it('gives packets with microseconds', () => {
    const { reader, records } = readCapture(
      pcap({
        littleEndian,
        linkType: 113,
        records: [
          { seconds: 1_780_000_000, fraction: 123_456, data: payload(60) },
          { seconds: 1_780_000_001, fraction: 0, data: payload(40, 7), originalLength: 1500 },
        ],
      }),
    );
    expect(records).toEqual([
      {
        packet: 1,
        interfaceIndex: 0,
        linkType: 113,
        seconds: 1_780_000_000,
        nanoseconds: 123_456_000,
        hasTime: true,
        originalLength: 60,
        direction: 'unknown',
        byteOffset: 40,
        data: Array.from(payload(60)),
      },
      {
        packet: 2,
        interfaceIndex: 0,
        linkType: 113,
        seconds: 1_780_000_001,
        nanoseconds: 0,
        hasTime: true,
        originalLength: 1500,
        direction: 'unknown',
        byteOffset: 116,
        data: Array.from(payload(40, 7)),
      },
    ]);
    expect(reader.format).toBe('pcap');
    expect(reader.interfaces).toEqual([{ linkType: 113, timestampResolution: 1e-6 }]);
    expect(reader).toMatchObject({ packets: 2, bytes: 100, problems: [], unreadable: undefined, dropped: undefined });
    expect(reader.observedUntil).toBeUndefined();
    expect(reader.earliest).toEqual({ seconds: 1_780_000_000, nanoseconds: 123_456_000 });
    expect(reader.latest).toEqual({ seconds: 1_780_000_001, nanoseconds: 0 });
  });

  it('gives packets with nanoseconds', () => {
    const file = pcap({ littleEndian, variant: 'nanoseconds', records: [{ seconds: 5, fraction: 999_999_999 }] });
    const { reader, records } = readCapture(file);
    expect(records).toMatchObject([{ seconds: 5, nanoseconds: 999_999_999 }]);
    expect(reader.interfaces).toEqual([{ linkType: 1, timestampResolution: 1e-9 }]);
  });

  it('of the modified variant has longer record headers and knows what was sent', () => {
    const records = [0, 2, 4].map((packetType) => ({ packetType, data: payload(20, packetType) }));
    const read = readCapture(pcap({ littleEndian, variant: 'modified', records }));
    expect(read.records.map(({ direction, data }) => [direction, data[0], data.length])).toEqual([
      ['unknown', 0, 20],
      ['unknown', 2, 20],
      ['outbound', 4, 20],
    ]);
    expect(read.reader.problems).toEqual([]);
  });
});

describe('pcap oddities', () => {
  it('leaves frame check sequence bits out of the link type', () => {
    expect(readCapture(pcap({ linkType: 0x2400_0001 })).reader.interfaces[0]?.linkType).toBe(1);
  });

  it.each([
    ['snap length 0', { snapLength: 0 }],
    ['more captured than the snap length', { snapLength: 20 }],
  ])('reads a file with %s', (_, parts) => {
    const { reader, records } = readCapture(pcap({ ...parts, records: [{ data: payload(90) }] }));
    expect(records[0]?.data.length).toBe(90);
    expect(reader.problems).toEqual([]);
  });

  it('keeps a packet that claims to have been shorter on the wire than in the file', () => {
    const { records } = readCapture(pcap({ records: [{ data: payload(90), originalLength: 12 }] }));
    expect(records).toMatchObject([{ originalLength: 12 }]);
    expect(records[0]?.data.length).toBe(90);
  });

  it('reads packets without bytes', () => {
    const { reader } = readCapture(pcap({ records: [{ data: payload(0) }, { data: payload(0) }] }));
    expect(reader).toMatchObject({ packets: 2, bytes: 0, problems: [] });
  });

  it.each([
    ['time 0', 0, 0, { seconds: 0, nanoseconds: 0 }],
    ['2106, in unsigned seconds', 0xffffffff, 1, { seconds: 4_294_967_295, nanoseconds: 1000 }],
    ['more than a million microseconds', 10, 2_500_000, { seconds: 12, nanoseconds: 500_000_000 }],
  ])('reads %s', (_, seconds, fraction, time) => {
    const { reader, records } = readCapture(pcap({ records: [{ seconds, fraction }] }));
    expect(records).toMatchObject([time]);
    expect(reader.earliest).toEqual(time);
    expect(reader.latest).toEqual(time);
  });

  it('finds the smallest and the largest time wherever they stand', () => {
    const records = [30, 10, 50, 20].map((seconds) => ({ seconds, fraction: seconds }));
    const { reader } = readCapture(pcap({ records }));
    expect(reader.earliest).toEqual({ seconds: 10, nanoseconds: 10_000 });
    expect(reader.latest).toEqual({ seconds: 50, nanoseconds: 50_000 });
  });

  it('reads the largest packet there can be', () => {
    const { reader, records } = readCapture(pcap({ records: [{ data: payload(262_144) }, {}] }), [70_000]);
    expect(records.map(({ data }) => data.length)).toEqual([262_144, 60]);
    expect(reader.problems).toEqual([]);
  });

  it('has no packets where there is only a header', () => {
    const { reader, records } = readCapture(pcap());
    expect(records).toEqual([]);
    expect(reader).toMatchObject({ format: 'pcap', packets: 0, problems: [], unreadable: undefined });
    expect(reader.earliest).toBeUndefined();
  });
});

describe('a broken pcap', () => {
  const whole = pcap({ records: [{}, {}] });

  it('that stops inside a packet says where, and how much is missing', () => {
    const { reader, records } = readCapture(whole.subarray(0, whole.length - 10));
    expect(records.map(({ packet }) => packet)).toEqual([1]);
    expect(reader.problems).toEqual([
      {
        code: 'truncated',
        offset: 100,
        packet: 2,
        message: 'the file ends in packet 2: at least 10 of 76 bytes are missing',
      },
    ]);
  });

  it('that stops inside a record header says so', () => {
    const { reader } = readCapture(whole.subarray(0, 105));
    expect(reader.problems).toEqual([
      {
        code: 'truncated',
        offset: 100,
        packet: 2,
        message: 'the file ends in the header of packet 2: at least 11 of 16 bytes are missing',
      },
    ]);
  });

  it.each([
    ['too large to be true', { capturedLength: 262_145 }],
    ['too large to be true, though all of it is there', { data: payload(262_145) }],
  ])('is read up to a record that is %s', (_, large) => {
    const { reader, records: read } = readCapture(pcap({ records: [{}, large, {}] }));
    expect(read.length).toBe(1);
    expect(reader.problems).toMatchObject([{ code: 'damaged', offset: 100, packet: 2 }]);
    expect(reader.problems[0]?.message).toContain('262145');
  });

  it('tells its problem once, however often it is asked', () => {
    const { reader } = readCapture(whole.subarray(0, 105));
    expect(reader.next()).toBeUndefined();
    expect(reader.problems.length).toBe(1);
  });
});

describe('what is no capture', () => {
  const swapped = Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1);
  it.each([
    ['an empty file', new Uint8Array(0), 'empty'],
    ['one byte', Uint8Array.of(0xd4), 'not-a-capture'],
    ['text', new Uint8Array(100).fill(65), 'not-a-capture'],
    ['a short text', new Uint8Array(5).fill(65), 'not-a-capture'],
    ['half a pcap header', pcap().subarray(0, 12), 'truncated-header'],
    ['a pcap magic and nothing else', swapped, 'truncated-header'],
    ['a section header without byte-order magic', concat([10, 13, 13, 10], new Uint8Array(40)), 'not-a-capture'],
  ])('%s', (_, bytes, code) => {
    const { reader, records } = readCapture(bytes, [1]);
    expect(records).toEqual([]);
    expect(reader.unreadable?.code).toBe(code);
    expect(reader.unreadable?.message).not.toBe('');
    expect(reader.format).toBeUndefined();
    expect(reader.next()).toBeUndefined();
  });
});
