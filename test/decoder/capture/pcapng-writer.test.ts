import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  sectionHeader,
} from '../../../decoder/capture/pcapng-writer.ts';
import { concat, Pcapng, payload, readCapture } from '../../support/capture-builders.ts';

const packet = {
  interfaceIndex: 0,
  seconds: 1_780_000_000,
  nanoseconds: 123_456_789,
  data: payload(61),
  originalLength: 90,
  direction: 'unknown',
} as const;

describe('the pcapng writer', () => {
  it('writes the bytes that the specification draws', () => {
    const ng = new Pcapng();
    const application = new TextEncoder().encode('vrrpscope');
    expect(sectionHeader('vrrpscope')).toEqual(ng.section({ options: [{ code: 4, value: application }] }));
    expect(interfaceDescription({ linkType: 1, snapLength: 96, name: 'eth0' })).toEqual(
      ng.interface({ linkType: 1, snapLength: 96, name: 'eth0', tsresol: 9 }),
    );
    expect(enhancedPacket({ ...packet, direction: 'outbound' })).toEqual(
      ng.enhanced({ units: 1_780_000_000_123_456_789n, data: packet.data, originalLength: 90, flags: 2 }),
    );
  });

  it('writes what the reader reads', () => {
    const { reader, records } = readCapture(
      concat(
        sectionHeader('vrrpscope'),
        interfaceDescription({ linkType: 1, name: 'eth0' }),
        interfaceDescription({ linkType: 276 }),
        enhancedPacket(packet),
        enhancedPacket({ ...packet, interfaceIndex: 1, direction: 'inbound', data: payload(4) }),
        interfaceStatistics({
          interfaceIndex: 0,
          time: { seconds: 1_780_000_009, nanoseconds: 5 },
          received: 2 ** 33,
          dropped: 2 ** 33 + 1,
        }),
        interfaceStatistics({ interfaceIndex: 1, time: { seconds: 1_780_000_001, nanoseconds: 0 } }),
      ),
    );
    expect(reader.problems).toEqual([]);
    expect(reader.interfaces).toEqual([
      { name: 'eth0', linkType: 1, timestampResolution: 1e-9 },
      { linkType: 276, timestampResolution: 1e-9 },
    ]);
    expect(records).toMatchObject([
      { seconds: 1_780_000_000, nanoseconds: 123_456_789, originalLength: 90, direction: 'unknown', linkType: 1 },
      { interfaceIndex: 1, direction: 'inbound', linkType: 276, data: [1, 2, 3, 4] },
    ]);
    expect(records[0]?.data).toEqual(Array.from(packet.data));
    expect(reader.dropped).toBe(2 ** 33 + 1);
    expect(reader.observedUntil).toEqual({ seconds: 1_780_000_009, nanoseconds: 5 });
  });

  it('keeps every nanosecond of the years 1970 to 2554', () => {
    const time = fc.record({ seconds: fc.integer({ min: 0, max: 18_446_744_072 }), nanoseconds: fc.nat(999_999_999) });
    fc.assert(
      fc.property(time, ({ seconds, nanoseconds }) => {
        const file = [sectionHeader(''), interfaceDescription({ linkType: 1 })];
        const { records } = readCapture(concat(...file, enhancedPacket({ ...packet, seconds, nanoseconds })));
        expect(records).toMatchObject([{ seconds, nanoseconds }]);
      }),
    );
  });

  it('writes times before 1970, which the format cannot hold, as 1970', () => {
    const file = [sectionHeader(''), interfaceDescription({ linkType: 1 }), enhancedPacket({ ...packet, seconds: -5 })];
    expect(readCapture(concat(...file)).records).toMatchObject([{ seconds: 0, nanoseconds: 0 }]);
  });
});
