import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLater, type Timestamp, TimestampScale } from '../../../decoder/capture/timestamp.ts';

const NANOS = 1_000_000_000n;

function read(tsresol: number, offset: number, units: bigint, littleEndian = false): Timestamp {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, Number(units >> 32n), littleEndian);
  view.setUint32(4, Number(units & 0xffffffffn), littleEndian);
  const time = { seconds: Number.NaN, nanoseconds: Number.NaN };
  new TimestampScale(tsresol, offset).read(view, 0, littleEndian, time);
  return time;
}

/** The definition, in whole numbers: units · 10^9 / units per second, rounded down. */
function expected(unitsPerSecond: bigint, units: bigint, offset = 0): Timestamp {
  const nanos = (units * NANOS) / unitsPerSecond;
  return { seconds: Number(nanos / NANOS) + offset, nanoseconds: Number(nanos % NANOS) };
}

describe('pcapng timestamps', () => {
  it.each([
    ['microseconds', 6, 1_780_000_000_123_456n, 0, 1_780_000_000, 123_456_000],
    ['nanoseconds', 9, 1_780_000_000_123_456_789n, 0, 1_780_000_000, 123_456_789],
    ['whole seconds', 0, 1_780_000_000n, 0, 1_780_000_000, 0],
    ['milliseconds', 3, 1_780_000_000_999n, 0, 1_780_000_000, 999_000_000],
    ['picoseconds round down', 12, 1_000_000_001_999n, 0, 1, 1],
    ['the finest decimal that spans a second', 19, 15_000_000_000_000_000_000n, 0, 1, 500_000_000],
    ['finer than 64 bits can fill', 40, 2n ** 64n - 1n, 0, 0, 0],
    ['2^-20', 0x94, 3n * 2n ** 20n + 2n ** 19n, 0, 3, 500_000_000],
    ['2^-32', 0xa0, 7n * 2n ** 32n + 1n, 0, 7, 0],
    ['2^-64', 0xc0, 2n ** 63n, 0, 0, 500_000_000],
    ['2^-66 is always less than a second', 0xc2, 2n ** 64n - 1n, 0, 0, 249_999_999],
    ['whole seconds in binary', 0x80, 1_780_000_000n, 0, 1_780_000_000, 0],
    ['the epoch itself', 6, 0n, 0, 0, 0],
    ['2106, behind 32 bits of seconds', 6, 4_294_967_296_000_001n, 0, 4_294_967_296, 1000],
    ['the year 2500', 9, 16_725_225_600_000_000_001n, 0, 16_725_225_600, 1],
    ['an offset', 6, 1_500_000n, 1_700_000_000, 1_700_000_001, 500_000_000],
    ['a negative offset before 1970', 6, 1_500_000n, -10, -9, 500_000_000],
  ])('%s', (_, tsresol, units, offset, seconds, nanoseconds) => {
    expect(read(tsresol, offset, units)).toEqual({ seconds, nanoseconds });
    expect(read(tsresol, offset, units, true)).toEqual({ seconds, nanoseconds });
  });

  it('are exact for any microsecond and finer decimal count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 30 }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (exponent, units) => {
        expect(read(exponent, 0, units)).toEqual(expected(10n ** BigInt(exponent), units));
      }),
      { numRuns: 3000 },
    );
  });

  it('are exact around whole seconds', () => {
    const near = fc.tuple(fc.bigInt({ min: 0n, max: 18_446_744_072n }), fc.bigInt({ min: -2n, max: 2n }));
    fc.assert(
      fc.property(near, ([second, distance]) => {
        const units = second * NANOS + distance < 0n ? 0n : second * NANOS + distance;
        expect(read(9, 0, units)).toEqual(expected(NANOS, units));
      }),
      { numRuns: 3000 },
    );
  });

  it('are exact for coarse decimal counts of any sane time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }), (exponent, units) => {
        expect(read(exponent, 0, units)).toEqual(expected(10n ** BigInt(exponent), units));
      }),
    );
  });

  it('stay whole and in range for coarse counts of absurd times', () => {
    const time = read(3, 0, 2n ** 64n - 1n);
    expect(time.seconds).toBeCloseTo(18_446_744_073_709_552, -2);
    expect(time.nanoseconds).toBe(0);
  });

  it('are exact for binary counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 127 }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (exponent, units) => {
        expect(read(0x80 | exponent, 0, units)).toEqual(expected(2n ** BigInt(exponent), units));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    [6, 1e-6],
    [9, 1e-9],
    [0, 1],
    [0x8a, 1 / 1024],
  ])('resolution byte %i is %f seconds', (tsresol, seconds) => {
    expect(new TimestampScale(tsresol, 0).resolution).toBe(seconds);
  });
});

describe('isLater', () => {
  it.each([
    [1, 5, 0, 9, true],
    [0, 9, 1, 5, false],
    [1, 6, 1, 5, true],
    [1, 5, 1, 5, false],
  ])('%i.%i after %i.%i: %s', (seconds, nanoseconds, otherSeconds, otherNanoseconds, later) => {
    const other = { seconds: otherSeconds, nanoseconds: otherNanoseconds };
    expect(isLater({ seconds, nanoseconds }, other)).toBe(later);
  });
});
