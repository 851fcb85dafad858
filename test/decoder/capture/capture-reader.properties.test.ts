import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, concat, Pcapng, payload, pcap, readCapture } from '../../support/capture-builders.ts';

const data = fc.uint8Array({ maxLength: 120 });
const chunkSizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });
const u32 = fc.integer({ min: 0, max: 0xffffffff });

const pcapFile = fc
  .record({
    littleEndian: fc.boolean(),
    variant: fc.constantFrom('microseconds', 'nanoseconds', 'modified'),
    records: fc.array(fc.record({ seconds: u32, fraction: u32, data, originalLength: u32 }), { maxLength: 12 }),
  })
  .map(pcap);

function blockOf(ng: Pcapng): fc.Arbitrary<Uint8Array> {
  const interfaceId = fc.integer({ min: 0, max: 2 });
  const units = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const drops = fc.bigInt({ min: 0n, max: 1000n });
  return fc.oneof(
    fc.record({ interfaceId, units, data, flags: u32, dropCount: drops }).map((parts) => ng.enhanced(parts)),
    fc.record({ interfaceId, units, data }).map((parts) => ng.enhanced(parts)),
    fc
      .record({ interfaceId, units, data, drops: fc.integer({ min: 0, max: 0xffff }) })
      .map((parts) => ng.packet(parts)),
    data.map((bytes) => ng.simple({ data: bytes })),
    fc
      .record({ linkType: fc.integer({ min: 0, max: 300 }), tsresol: fc.integer({ min: 0, max: 255 }) })
      .map((parts) => ng.interface({ ...parts, name: 'eth0' })),
    fc.record({ interfaceId, ifdrop: drops, end: units }).map((parts) => ng.statistics(parts)),
    fc.constant(ng.names({ type: 1, value: concat([192, 0, 2, 1], ascii('lb01\0')) })),
    fc.record({ type: u32, body: data }).map(({ type, body }) => ng.block({ type: type | 0x100, body })),
  );
}

const section = fc.boolean().chain((littleEndian) => {
  const ng = new Pcapng(littleEndian);
  return fc.array(blockOf(ng), { maxLength: 12 }).map((blocks) => concat(ng.section(), ng.interface(), ...blocks));
});
const pcapngFile = fc.array(section, { minLength: 1, maxLength: 3 }).map((sections) => concat(...sections));
const captureFile = fc.oneof(pcapFile, pcapngFile);

/** Everything a reader says at the end. */
function outcome(bytes: Uint8Array, sizes?: number[]) {
  const { reader, records } = readCapture(bytes, sizes);
  const { format, interfaces, names, problems, packets, bytes: captured, dropped, unreadable } = reader;
  const times = [reader.earliest, reader.latest, reader.observedUntil];
  return { records, format, interfaces, names: [...names], problems, packets, captured, dropped, unreadable, times };
}

describe('any capture', () => {
  it('reads the same in chunks of any size', () => {
    fc.assert(
      fc.property(captureFile, chunkSizes, (file, sizes) => {
        expect(outcome(file, sizes)).toEqual(outcome(file));
      }),
      { numRuns: 300 },
    );
  });

  it('cut anywhere gives the first of its packets, and says that it is cut', () => {
    fc.assert(
      fc.property(captureFile, fc.double({ min: 0, max: 1, noNaN: true }), (file, where) => {
        const whole = outcome(file);
        const cut = outcome(file.subarray(0, Math.floor(where * (file.length - 1))));
        expect(cut.records).toEqual(whole.records.slice(0, cut.records.length));
        expect(cut.records.length).toBeLessThanOrEqual(whole.records.length);
        const truncated = cut.problems.filter(({ code }) => code === 'truncated');
        expect(truncated.length).toBeLessThanOrEqual(1);
        for (const { offset } of truncated) expect(offset).toBeLessThan(file.length);
        const others = cut.problems.filter(({ code }) => code !== 'truncated');
        expect(others).toEqual(whole.problems.slice(0, others.length));
      }),
      { numRuns: 300 },
    );
  });

  it('cut at each byte of its end says how many bytes are missing', () => {
    const ng = new Pcapng();
    const files = [
      pcap({ records: [{}, { data: payload(30) }] }),
      concat(ng.section(), ng.interface(), ng.enhanced(), ng.enhanced({ data: payload(30) })),
    ];
    for (const file of files) {
      const start = file.length - (file[0] === 0x0a ? 64 : 46);
      for (let length = start + 1; length < file.length; length++) {
        const { records, problems } = outcome(file.subarray(0, length));
        expect(records.length).toBe(1);
        expect(problems).toMatchObject([{ code: 'truncated', packet: 2, offset: start }]);
      }
      expect(outcome(file.subarray(0, start)).problems).toEqual([]);
    }
  });
});

describe('hostile bytes', () => {
  const looksLikeCapture = fc.constantFrom(
    pcap(),
    pcap({ littleEndian: false, variant: 'nanoseconds' }),
    pcap({ variant: 'modified' }),
    concat(new Pcapng().section(), new Pcapng().interface()),
    concat(new Pcapng(false).section(), new Pcapng(false).interface()),
    new Uint8Array(0),
  );

  function expectSane(file: Uint8Array): void {
    const { records, problems, packets, captured } = outcome(file, [997]);
    expect(packets).toBeGreaterThanOrEqual(records.length);
    expect(captured).toBe(records.reduce((sum, record) => sum + record.data.length, 0));
    for (const { offset } of problems) expect(offset).toBeLessThanOrEqual(file.length);
    for (const { nanoseconds, byteOffset, data: bytes } of records) {
      expect(nanoseconds).toBeGreaterThanOrEqual(0);
      expect(nanoseconds).toBeLessThan(1e9);
      expect(Array.from(file.subarray(byteOffset, byteOffset + bytes.length))).toEqual(bytes);
    }
  }

  it('never throw, and packets lie inside the file', () => {
    fc.assert(
      fc.property(looksLikeCapture, fc.uint8Array({ maxLength: 600 }), (head, tail) => {
        expectSane(concat(head, tail));
      }),
      { numRuns: 500 },
    );
  });

  it('made of whole captures with some bytes changed never throw either', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(captureFile, changes, (file, edits) => {
        const changed = file.slice();
        for (const [at, value] of edits) changed[at % changed.length] = value;
        expectSane(changed);
      }),
      { numRuns: 500 },
    );
  });
});

describe('memory', () => {
  it('does not grow with the number of packets', () => {
    const records = Array.from({ length: 500 }, (_, i) => ({ seconds: i, data: payload(1400) }));
    const file = pcap({ records });
    const body = file.subarray(24);
    const { reader } = readCapture(concat(file, ...Array(8).fill(body)), [65_536]);
    expect(reader.packets).toBe(4500);
    expect(reader.room().length).toBe(1 << 20);
  });
});
