import { describe, expect, test } from 'vitest';
import {
  isSameSpan,
  panSpan,
  pixelToTime,
  spanAround,
  spanBetween,
  timeToPixel,
  wholeSpan,
  zoomSpan,
} from '../../../renderer/model/time-scale.ts';

const WHOLE = { start: 1000, end: 1100 };
const SCALE = { span: { start: 1000, end: 1010 }, left: 8, right: 1008 };

test.each([
  [1000, 8],
  [1005, 508],
  [1010, 1008],
  [995, -492],
])('time %d stands at pixel %d', (time, pixel) => {
  expect(timeToPixel(SCALE, time)).toBeCloseTo(pixel, 6);
  expect(pixelToTime(SCALE, pixel)).toBeCloseTo(time, 6);
});

describe('zooming', () => {
  test('keeps the moment under the pointer where it is', () => {
    expect(zoomSpan({ start: 1000, end: 1100 }, 2, 1040, WHOLE)).toEqual({ start: 1020, end: 1070 });
  });
  test('ends with the whole observation', () => {
    expect(zoomSpan({ start: 1020, end: 1070 }, 0.1, 1040, WHOLE)).toEqual(WHOLE);
  });
  test('stays inside of the observation', () => {
    expect(zoomSpan({ start: 1090, end: 1100 }, 0.5, 1091, WHOLE)).toEqual({ start: 1080, end: 1100 });
  });
  test('ends at a millisecond', () => {
    const { start, end } = zoomSpan({ start: 1050, end: 1050.002 }, 100, 1050.001, WHOLE);
    expect(end - start).toBeCloseTo(0.001, 6);
  });
});

test.each([
  [5, { start: 1025, end: 1035 }],
  [-500, { start: 1000, end: 1010 }],
  [500, { start: 1090, end: 1100 }],
])('panning by %d s keeps the length and the observation', (by, expected) => {
  expect(panSpan({ start: 1020, end: 1030 }, by, WHOLE)).toEqual(expected);
});

test('a span is chosen in either direction', () => {
  expect(spanBetween(1030, 1020, WHOLE)).toEqual({ start: 1020, end: 1030 });
  expect(spanBetween(1095, 1200, WHOLE)).toEqual({ start: 1000, end: 1100 });
});

test('an event comes into the middle', () => {
  expect(spanAround(1050, { start: 1000, end: 1010 }, WHOLE)).toEqual({ start: 1045, end: 1055 });
});

test('a single packet, or none, has a time that can be shown', () => {
  expect(wholeSpan(1000, 1000)).toEqual({ start: 999.5, end: 1000.5 });
  expect(wholeSpan(null, null)).toEqual({ start: -0.5, end: 0.5 });
});

test('rounding makes no other span', () => {
  expect(isSameSpan({ start: 1000.0000001, end: 1100 }, WHOLE)).toBe(true);
  expect(isSameSpan({ start: 1001, end: 1100 }, WHOLE)).toBe(false);
});
