import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CaptureReader } from '../../../decoder/capture/capture-reader.ts';
import type { PacketTest } from '../../../decoder/capture/capture-record.ts';
import { concat, Pcapng, pcap, readCapture } from '../../support/capture-builders.ts';

/** What a packet's first byte says of it. */
const [WANTED, UNWANTED] = [9, 8];
const firstByte = (view: DataView, start: number, end: number) => (start < end ? view.getUint8(start) : WANTED);
const wants: PacketTest = (_, view, start, end) => firstByte(view, start, end) === WANTED;
const rulesOut: PacketTest = (_, view, start, end) => firstByte(view, start, end) < UNWANTED;

/** Mostly a little later than the one before; also at once, in another second, after a hole, or earlier. */
const step = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 2000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 400_000, max: 3_000_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -2_000_000, max: -1 }) },
);
const packets = fc.array(
  fc.record({
    step,
    data: fc
      .tuple(fc.integer({ min: 0, max: 9 }), fc.uint8Array({ maxLength: 20 }))
      .map(([kind, rest]) => [kind, ...rest]),
    interfaceId: fc.oneof(
      { weight: 12, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) },
    ),
    flags: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(1) }),
  }),
  { maxLength: 60 },
);
/** In microseconds; the words of a time need all of their bits. */
const begin = fc.constantFrom(1_780_000_000e6, 0x7fff_ffffe6, 0xffff_fff0e6, 2 ** 50 - 1e6, 3e6);
type Packet = typeof packets extends fc.Arbitrary<(infer P)[]> ? P : never;

function told(steps: readonly Packet[], start: number) {
  let time = start;
  return steps.map(({ step: by, data, interfaceId, flags }) => {
    time = Math.max(0, time + by);
    return { time, data: Uint8Array.from(data), interfaceId, flags };
  });
}

function pcapOf(steps: readonly Packet[], start: number, littleEndian: boolean): Uint8Array {
  const records = told(steps, start).map(({ time, data }) => {
    return { seconds: Math.floor(time / 1e6) >>> 0, fraction: time % 1e6, data };
  });
  return pcap({ littleEndian, records });
}

function pcapngOf(steps: readonly Packet[], start: number, littleEndian: boolean): Uint8Array {
  const ng = new Pcapng(littleEndian);
  const blocks = told(steps, start).map(({ time, data, interfaceId, flags }) => {
    return ng.enhanced({ units: BigInt(time), data, interfaceId, ...(flags === undefined ? {} : { flags }) });
  });
  return concat(ng.section(), ng.interface(), ng.interface({ linkType: 113 }), ...blocks);
}

/** The wanted packets, what the reader sums up, and the holes between packets. */
function read(file: Uint8Array, sizes: readonly number[], rulesOutOrNot: PacketTest) {
  const holes: unknown[] = [];
  const reader: CaptureReader = new CaptureReader({ rulesOut: rulesOutOrNot, wants }, () => {
    holes.push(reader.takeHole(), reader.packets);
    return false;
  });
  const { records } = readCapture(file, sizes, reader);
  const { packets: count, bytes, earliest, latest, problems } = reader;
  return { records, holes, count, bytes, earliest, latest, problems, hole: reader.takeHole() };
}

it('packets that are passed over at once count as if each had been looked at', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      packets,
      begin,
      fc.boolean(),
      fc.constantFrom(pcapOf, pcapngOf),
      sizes,
      (steps, start, little, of, by) => {
        const file = of(steps, start, little);
        expect(read(file, by, rulesOut)).toEqual(read(file, by, () => false));
      },
    ),
    { numRuns: 2000 },
  );
});
