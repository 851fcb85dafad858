import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laneLines } from '../../../main/output/lanes.ts';
import { textStyle } from '../../../main/output/text-style.ts';
import { TimeScale, timeAxis } from '../../../main/output/time-axis.ts';
import { reign, report, router, START, virtualRouter } from '../../support/report-builders.ts';

const [A, B] = ['10.0.0.1', '10.0.0.2'];
const DAY = 86_400;

function lanes(fields: Parameters<typeof virtualRouter>[0], end: number, width = 80): string[] {
  const of = virtualRouter({ routers: [router(A, 100), router(B, 50)], ...fields });
  const whole = report({ end, virtualRouters: [of] });
  const style = textStyle(whole, { width, color: false, unicode: true, utc: true, all: false, now: START });
  return laneLines(of, whole, style);
}

const laneOf = (lines: string[], label: string) => lines.find((line) => line.trimStart().startsWith(label)) ?? '';
const count = (line: string, glyph: string) => line.split(glyph).length - 1;

describe('however short, it is seen', () => {
  const at = START + DAY / 2;

  test('a split brain of 10 ms in 24 h', () => {
    const lines = lanes(
      {
        reigns: [reign(A, START, null), reign(B, at, at + 0.01)],
        splitBrains: [
          { start: at, end: at + 0.01, routers: [A, B], deaf: [B], reason: 'unknown', inferred: false, evidence: [] },
        ],
      },
      START + DAY,
    );
    expect(count(laneOf(lines, 'two masters'), '╳')).toBe(1);
    expect(laneOf(lines, 'two masters')).toContain('10 ms');
    expect(count(laneOf(lines, B), '▒')).toBe(1);
    expect(laneOf(lines, B).indexOf('▒')).toBe(laneOf(lines, 'two masters').indexOf('╳'));
  });

  test('no master for 1 ms in 24 h', () => {
    const lines = lanes(
      {
        reigns: [reign(A, START, at), reign(B, at + 0.001, null)],
        noMaster: [{ start: at, end: at + 0.001, atLeast: 0.001, atMost: 0.001, after: 'resignation' }],
      },
      START + DAY,
    );
    expect(count(laneOf(lines, 'no master'), '░')).toBe(1);
  });

  test('at the very last moment of the capture', () => {
    const end = START + 100;
    const lines = lanes(
      {
        reigns: [reign(A, START, null), reign(B, end, null)],
        splitBrains: [
          { start: end, end: null, routers: [A, B], deaf: [], reason: 'unknown', inferred: false, evidence: [] },
        ],
      },
      end,
    );
    expect(count(laneOf(lines, 'two masters'), '╳')).toBe(1);
    expect(count(laneOf(lines, B), '▒')).toBe(1);
  });

  test('a reign without length in a capture without length', () => {
    const lines = lanes({ reigns: [reign(A, START, START)] }, START);
    expect(laneOf(lines, A)).toContain('▒');
    expect(lines[0]).toContain('03:10:00');
  });

  test('any of them, anywhere, on any terminal', () => {
    const anywhere = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anywhere, anywhere, fc.integer({ min: 40, max: 300 }), (from, length, width) => {
        const start = START + from * DAY;
        const end = start + length * (START + DAY - start);
        const lines = lanes(
          {
            reigns: [reign(A, START, null)],
            splitBrains: [{ start, end, routers: [A, B], deaf: [], reason: 'unknown', inferred: false, evidence: [] }],
            noMaster: [{ start, end, atLeast: 1, atMost: 1, after: 'silence' }],
          },
          START + DAY,
          width,
        );
        expect(count(laneOf(lines, 'two masters'), '╳')).toBeGreaterThan(0);
        expect(count(laneOf(lines, 'no master'), '░')).toBeGreaterThan(0);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

test('a bar takes the share of the width that the reign takes of the time', () => {
  const lines = lanes({ reigns: [reign(A, START, START + 75), reign(B, START + 75, null)] }, START + 100, 118);
  expect(count(laneOf(lines, A), '█')).toBe(75);
  expect(count(laneOf(lines, B), '█')).toBe(25);
  expect(laneOf(lines, B).indexOf('█')).toBe(laneOf(lines, A).lastIndexOf('█') + 1);
});

test('a priority that changed is shown as a range', () => {
  const lines = lanes(
    { routers: [router(A, 100, { priority: { last: 60, min: 60, max: 120 } })], reigns: [reign(A, START, null)] },
    START + 10,
  );
  expect(laneOf(lines, A)).toContain(' 60–120 █');
});

test('what lasts to the end says so', () => {
  const lines = lanes(
    {
      reigns: [reign(A, START, START + 40)],
      noMaster: [{ start: START + 41, end: null, atLeast: 19, atMost: 20, after: 'silence' }],
    },
    START + 60,
  );
  expect(laneOf(lines, 'no master')).toContain('19.0 s to the end ░');
});

describe('axis', () => {
  const axis = (start: number, end: number, columns = 60) => timeAxis(new TimeScale(start, end, columns), true, '|');

  test.each([
    ['milliseconds', START, START + 0.08, '|03:10:00.020'],
    ['seconds', START, START + 40, '|03:10:10'],
    ['minutes', START, START + 1800, '|03:20'],
    ['hours, with the date at midnight', START, START + 2 * DAY, '|03-02'],
    ['days', START, START + 40 * DAY, '|2026-03-'],
  ])('%s', (_name, start, end, label) => {
    expect(axis(start, end)).toContain(label);
  });

  test('a tick stands over the column of its time', () => {
    const line = axis(START, START + 60);
    expect(line.indexOf('|03:10:15')).toBe(15);
    expect(line.indexOf('|03:10:30')).toBe(30);
  });

  test('always has a label and never leaves its columns', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5e8, noNaN: true }),
        fc.integer({ min: 16, max: 250 }),
        (length, columns) => {
          const line = axis(START, START + length, columns);
          expect(line).toContain('|');
          expect(line.length).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});
