import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clusterMarks,
  isDense,
  thinBars,
  timelineOf,
  visibleItems,
  wideBands,
} from '../../../renderer/model/thinning.ts';

interface Item {
  start: number;
  end: number;
}

const timeline = (items: readonly Item[]) =>
  timelineOf(
    items,
    ({ start }) => start,
    ({ end }) => end,
  );
const anyItems = fc
  .array(
    fc.record({
      start: fc.double({ min: 0, max: 1000, noNaN: true }),
      length: fc.double({ min: 0, max: 50, noNaN: true }),
    }),
    { maxLength: 200 },
  )
  .map((items) => items.map(({ start, length }) => ({ start, end: start + length })));
const anyDrawn = fc
  .record({
    from: fc.double({ min: -100, max: 1000, noNaN: true }),
    length: fc.double({ min: 1e-3, max: 2000, noNaN: true }),
    width: fc.integer({ min: 10, max: 3000 }),
  })
  .map(({ from, length, width }) => ({ from, to: from + length, width }));

describe('bands that must never vanish', () => {
  test('every one in view is inside of a band of at least three pixels, at any zoom', () => {
    fc.assert(
      fc.property(anyItems, anyDrawn, (items, drawn) => {
        const bands = wideBands(timeline(items), drawn);
        const perSecond = drawn.width / (drawn.to - drawn.from);
        const inView = items.filter(({ start, end }) => end >= drawn.from && start <= drawn.to);
        for (const { start, end } of inView) {
          const middle = (Math.max(start, drawn.from) + Math.min(end, drawn.to)) / 2;
          const x = (middle - drawn.from) * perSecond;
          const band = bands.find(({ x1, x2 }) => x1 <= x + 1e-6 && x <= x2 + 1e-6);
          expect(band).toBeDefined();
          expect((band?.x2 ?? 0) - (band?.x1 ?? 0)).toBeGreaterThanOrEqual(3 - 1e-6);
        }
        expect(bands.reduce((sum, { count }) => sum + count, 0)).toBe(inView.length);
      }),
    );
  });

  test('bands do not cover each other, so that their number has a limit', () => {
    fc.assert(
      fc.property(anyItems, anyDrawn, (items, drawn) => {
        const bands = wideBands(timeline(items), drawn);
        for (const [i, { x1 }] of bands.entries()) {
          if (i > 0) expect(x1).toBeGreaterThanOrEqual((bands[i - 1]?.x2 ?? 0) - 1e-9);
        }
        expect(bands.length).toBeLessThanOrEqual(drawn.width / 3 + 12);
      }),
    );
  });
});

describe('bars', () => {
  const drawn = { from: 0, to: 100, width: 1000 };
  test('those with pixels of their own stay as they are', () => {
    const bars = thinBars(
      timeline([
        { start: 10, end: 20 },
        { start: 30, end: 40 },
      ]),
      drawn,
    );
    expect(bars).toMatchObject([
      { x1: 100, x2: 200, count: 1, first: 0 },
      { x1: 300, x2: 400, count: 1, first: 1 },
    ]);
  });
  test('turns shorter than a pixel are one bar that says so', () => {
    const turns = Array.from({ length: 1000 }, (_, i) => ({ start: i * 0.1, end: i * 0.1 + 0.05 }));
    const bars = thinBars(timeline(turns), drawn);
    expect(bars).toHaveLength(1);
    expect(bars[0]).toMatchObject({ count: 1000 });
    expect(bars.map(isDense)).toEqual([true]);
  });
  test('20,000 reigns and 10,000 windows are reduced in less than 10 ms', () => {
    const reigns = timeline(Array.from({ length: 20_000 }, (_, i) => ({ start: i * 5, end: i * 5 + 4.9 })));
    const windows = timeline(Array.from({ length: 10_000 }, (_, i) => ({ start: i * 10, end: i * 10 + 0.1 })));
    const all = { from: -10_000, to: 110_000, width: 2400 };
    const times = Array.from({ length: 9 }, () => {
      const began = performance.now();
      thinBars(reigns, all);
      wideBands(windows, all);
      return performance.now() - began;
    });
    expect(Math.min(...times)).toBeLessThan(10);
  });
});

test('what can be seen is found without a look at the rest', () => {
  fc.assert(
    fc.property(anyItems, anyDrawn, (items, { from, to }) => {
      const seen = visibleItems(timeline(items), from, to);
      const expected = items.filter(({ start, end }) => end >= from && start <= to);
      expect(seen.toSorted((a, b) => a.start - b.start)).toEqual(expected.toSorted((a, b) => a.start - b.start));
    }),
  );
});

test('marks that would cover each other become one with a count', () => {
  const marks = [0, 5, 13, 20, 50].map((x) => ({ x, mark: x }));
  expect(clusterMarks(marks, 14)).toEqual([
    { x: 0, members: [0, 5, 13] },
    { x: 20, members: [20] },
    { x: 50, members: [50] },
  ]);
});
