import { afterEach, describe, expect, test, vi } from 'vitest';
import { addressOptions, numberList, parseTime, resolveTime } from '../../../main/commands/report-options.ts';

/** 2026-03-01 03:12:05 UTC */
const MOMENT = 1_772_334_725;

describe('TIME', () => {
  afterEach(() => vi.unstubAllEnvs());
  const resolve = (text: string, utc = true) => resolveTime(parseTime(text), utc, 1000.5);

  test.each([
    ['2026-03-01T03:12:05Z', MOMENT],
    ['2026-03-01 03:12:05', MOMENT],
    ['2026-03-01T03:12:05.25', MOMENT + 0.25],
    ['2026-03-01T03:12:05,25', MOMENT + 0.25],
    ['2026-03-01T04:12:05+01:00', MOMENT],
    ['2026-02-28T22:12:05-0500', MOMENT],
    ['2026-03-01T08:57:05+05:45', MOMENT],
    ['2026-03-01T03:12', MOMENT - 5],
    ['2026-03-01', MOMENT - 5 - 3 * 3600 - 12 * 60],
    ['1772334725.5', MOMENT + 0.5],
    ['+20.25', 1020.75],
  ])('%s', (text, seconds) => {
    expect(resolve(text)).toBe(seconds);
  });

  test('without a zone is local time, unless --utc', () => {
    vi.stubEnv('TZ', 'America/New_York');
    expect(resolve('2026-02-28T22:12:05', false)).toBe(MOMENT);
    expect(resolve('2026-03-01T03:12:05', true)).toBe(MOMENT);
    expect(resolve('2026-03-01T03:12:05Z', false)).toBe(MOMENT);
  });

  test('from the start of nothing is no time', () => {
    expect(resolveTime(parseTime('+5'), true, null)).toBeUndefined();
  });

  test.each([
    '',
    'now',
    '-5',
    '2026-02-30',
    '2026-13-01',
    '2026-03-01T24:00',
    '2026-03-01T03:60',
    '03:12:05',
    '2026-3-1',
    '1e9',
  ])('%j is refused', (text) => {
    expect(() => parseTime(text)).toThrow('It takes ISO 8601');
  });
});

describe('lists', () => {
  const vrids = numberList(1, 255);

  test('add up over commas and repeated options', () => {
    expect(vrids('255', vrids('1, 51'))).toEqual([1, 51, 255]);
    expect(addressOptions('FE80:0::1', addressOptions('10.0.0.1,10.0.0.2'))).toEqual([
      '10.0.0.1',
      '10.0.0.2',
      'fe80::1',
    ]);
  });

  test.each(['0', '256', '1,,2', '5x', '1.5', ''])('%j is no VRID', (text) => {
    expect(() => vrids(text)).toThrow('whole numbers from 1 to 255');
  });

  test.each(['10.0.0', 'lb01', '', '52:54:00:00:00:01'])('%j is no address', (text) => {
    expect(() => addressOptions(text)).toThrow('IPv4 or IPv6');
  });
});
