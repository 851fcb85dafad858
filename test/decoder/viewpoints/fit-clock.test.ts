import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClockPair, fitClock } from '../../../decoder/viewpoints/fit-clock.ts';

const S = 1e9;

/** What one clock shows each second, and the other, which is behind by `shift` and too slow by `ppm`. */
function pairs(count: number, shift: number, ppm: number, noise: (index: number) => number = () => 0): ClockPair[] {
  return Array.from({ length: count }, (_, i) => ({ x: i * S, y: i * S * (1 + ppm / 1e6) + shift + noise(i) }));
}

describe('fitClock', () => {
  it('finds offset and drift', () => {
    const fit = fitClock(pairs(1000, 7200 * S, 37));
    expect(fit?.matched).toBe(1000);
    expect((fit?.rate ?? 0) * 1e6 - 1e6).toBeCloseTo(37, 5);
    expect(fit?.shift).toBeCloseTo(7200 * S, -1);
  });

  it('finds them under jitter, to within it', () => {
    const jitter = (i: number) =>
      2e5 * Math.abs(Math.sin(i * 12.9898) * 43758.5453 - Math.floor(Math.sin(i * 12.9898) * 43758.5453));
    const fit = fitClock(pairs(600, -3 * S, -120, jitter));
    expect((fit?.rate ?? 0) * 1e6 - 1e6).toBeCloseTo(-120, 0);
    expect(Math.abs((fit?.shift ?? 0) + 3 * S - 1e5)).toBeLessThan(5e4);
  });

  it('is not led astray by pairs that are none', () => {
    const wrong = (i: number) => (i % 3 === 0 ? -65_535 * S : 0);
    const fit = fitClock(pairs(900, 10 * S, 55, wrong));
    expect(fit).toMatchObject({ matched: 600, outliers: 300 });
    expect((fit?.rate ?? 0) * 1e6 - 1e6).toBeCloseTo(55, 3);
  });

  it('finds nothing where the pairs are on two lines as much as on one, or on none', () => {
    expect(fitClock(pairs(2, 0, 0, (i) => i * 5 * S))).toBeNull();
    expect(fitClock(pairs(100, 0, 0, (i) => (i % 2) * 60 * S))).toBeNull();
    expect(fitClock([])).toBeNull();
  });

  it('takes no drift from two pairs, nor from pairs that lie close together', () => {
    expect(fitClock(pairs(2, S, 150))).toMatchObject({ rate: 1, matched: 2 });
    const close = Array.from({ length: 10 }, (_, i) => ({ x: i * 1e6, y: i * 1e6 + S + (i % 2) * 1e5 }));
    expect(fitClock(close)).toMatchObject({ rate: 1, matched: 10 });
  });

  it('gives a line that is finite and near its pairs, whatever they are', () => {
    const number = fc.double({ min: -1e15, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.record({ x: number, y: number }), { maxLength: 60 }), (given) => {
        const fit = fitClock(given);
        if (!fit) return;
        expect(Number.isFinite(fit.shift)).toBe(true);
        expect(Math.abs(fit.rate - 1)).toBeLessThanOrEqual(2.001e-3);
        expect(fit.matched + fit.outliers).toBe(given.length);
      }),
    );
  });
});
