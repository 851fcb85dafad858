import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { timeTicks } from '../../../renderer/model/time-ticks.ts';
import { formatElapsed, formatMoment, formatSpan, type Times } from '../../../renderer/shared/time-format.ts';

/** 2026-03-01 23:59:58 UTC. */
const NIGHT = 1_772_409_598;

beforeEach(() => vi.stubEnv('TZ', 'Europe/Berlin'));
afterEach(() => vi.unstubAllEnvs());

function labels(start: number, length: number, times: Times = 'utc', origin = NIGHT, width = 600) {
  return timeTicks({ start, end: start + length }, width, times, origin).map(({ label, date }) =>
    date === null ? label : `${date} ${label}`,
  );
}

describe('round moments at every scale', () => {
  test.each([
    ['1 ms', 0.001, ['2026-03-01 23:59:58.000000', '23:59:58.000200', '23:59:58.000400']],
    ['1 s', 1, ['2026-03-01 23:59:58.000', '23:59:58.200', '23:59:58.400']],
    ['4 s over midnight', 4, ['2026-03-01 23:59:58', '23:59:59', '2026-03-02 00:00:00']],
    ['10 min', 600, ['2026-03-02 00:00', '00:02', '00:04']],
    ['1 day', 86_400, ['2026-03-02 00:00', '06:00', '12:00']],
    ['30 days', 30 * 86_400, ['2026-03-05 00:00', '2026-03-12 00:00', '2026-03-19 00:00']],
  ])('%s', (_, length, expected) => {
    expect(labels(NIGHT, length).slice(0, 3)).toEqual(expected);
  });

  test('local days begin at local midnight', () => {
    expect(labels(NIGHT, 3 * 86_400, 'local')).toEqual(['2026-03-03 00:00', '2026-03-04 00:00', '2026-03-05 00:00']);
  });

  test('relative times count from the start of the observation', () => {
    expect(labels(NIGHT + 0.5, 10, 'relative')).toEqual(['+2 s', '+4 s', '+6 s', '+8 s', '+10 s']);
    expect(labels(NIGHT, 7200, 'relative')).toEqual(['+0 s', '+30:00', '+1:00:00', '+1:30:00', '+2:00:00']);
  });

  test.each([0.001, 0.01, 0.1, 1, 7, 60, 333, 3600, 5e4, 86_400, 1e6, 30 * 86_400])(
    'a span of %d s has ticks inside of it, neither crowded nor missing',
    (length) => {
      for (const times of ['utc', 'local', 'relative'] as const) {
        const ticks = timeTicks({ start: NIGHT + 0.1234, end: NIGHT + 0.1234 + length }, 1200, times, NIGHT);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(12);
        for (const { time } of ticks) expect(time >= NIGHT + 0.1234 && time <= NIGHT + 0.1234 + length).toBe(true);
        expect(new Set(ticks.map(({ label, date }) => `${date} ${label}`)).size).toBe(ticks.length);
      }
    },
  );

  test('the clock jumps in spring, and midnight stays midnight', () => {
    /** 2026-03-27 12:00 UTC; Berlin changes on 2026-03-29. */
    const before = 1_774_612_800;
    expect(labels(before, 5 * 86_400, 'local')).toEqual([
      '2026-03-28 00:00',
      '2026-03-29 00:00',
      '2026-03-30 00:00',
      '2026-03-31 00:00',
      '2026-04-01 00:00',
    ]);
  });
});

describe('moments', () => {
  test.each([
    [0, 3, '+0.000 s'],
    [12.3456, 3, '+12.345 s'],
    [302.113, 3, '+5:02.113'],
    [3902.3, 0, '+1:05:02'],
    [180_302, 0, '+2d 02:05:02'],
    [-0.5, 3, '−0.500 s'],
  ] as const)('%d s with %d digits is %s', (seconds, digits, expected) => {
    expect(formatElapsed(seconds, digits)).toBe(expected);
  });
  test('follow the chosen times', () => {
    expect(formatMoment(NIGHT + 0.441234, 'utc', NIGHT)).toBe('23:59:58.441');
    expect(formatMoment(NIGHT + 0.441234, 'local', NIGHT, 6)).toBe('00:59:58.441234');
    expect(formatMoment(NIGHT + 0.441234, 'relative', NIGHT)).toBe('+0.441 s');
  });
  test('a span names the days where they differ', () => {
    expect(formatSpan({ start: NIGHT, end: NIGHT + 1 }, 'utc', NIGHT, 0)).toBe('23:59:58 – 23:59:59');
    expect(formatSpan({ start: NIGHT, end: NIGHT + 2 }, 'utc', NIGHT, 0)).toBe(
      '2026-03-01 23:59:58 – 2026-03-02 00:00:00',
    );
  });
});
