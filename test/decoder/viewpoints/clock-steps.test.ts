import { describe, expect, it } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { reportOfViews, type StoryPlace, seenFrom } from '../../support/places.ts';
import { pair, relativeTimes, type Story, telling } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';
const NAMES = { [A]: 'lb01', [B]: 'lb02' };

/** B stops hearing A at 20 and claims at 23.8; it gives up when it hears A again at 41. */
function usurped(): Story {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 60);
  b.advertiseFrom(23.8, 40);
  return story;
}

function lost(from: string): NonNullable<StoryPlace['misses']> {
  return (packet) => packet.from === from && packet.time > 20 && packet.time < 40.5;
}

function steps(report: Report) {
  return report.findings
    .filter(({ code }) => code === 'clock-step')
    .map(({ start, severity, title, evidence: [evidence] }) => ({
      start: Math.round(start),
      severity,
      title,
      evidence,
    }));
}

function tell(place: StoryPlace, other: StoryPlace = {}) {
  const story = usurped();
  const views = {
    lb01: seenFrom(story, { misses: lost(B), ...other }),
    lb02: seenFrom(story, { misses: lost(A), ...place }),
  };
  return reportOfViews(views, NAMES).then(relativeTimes);
}

describe('a clock that is set while a view is captured', () => {
  for (const [what, by] of [
    ['forward by 2.500 s', 2.5],
    ['back by 40.0 s', -40],
    ['forward by 400 ms', 0.4],
  ] as const) {
    it(`${what}, before, in or after the cut, changes nothing but that it is told`, async () => {
      for (const moment of [10.5, 30.3, 50.5]) {
        const report = await tell({ ahead: 7200, drift: 80, sets: [{ at: moment, by }] });
        const even = await tell({ ahead: 7200, drift: 80 });
        expect(report.undelivered).toEqual(even.undelivered);
        expect(telling(report).splitBrains).toMatchObject([{ start: 23.8, end: 40, deaf: [A, B] }]);
        expect(steps(report)).toMatchObject([
          { severity: 'info', title: `The clock of view lb02 was set ${what}`, evidence: { source: 1 } },
        ]);
        expect(Math.abs((steps(report)[0]?.start ?? 0) - moment)).toBeLessThanOrEqual(1);
        expect(report.findings.map(({ code }) => code)).toEqual(['split-brain', 'clock-step']);
      }
    });
  }

  it('may be that of the first view, whose clock as it began then goes on', async () => {
    const report = await tell({}, { sets: [{ at: 10.5, by: 5 }] });
    expect(telling(report).splitBrains).toMatchObject([{ start: 23.8, end: 40 }]);
    expect(steps(report)).toMatchObject([{ title: 'The clock of view lb01 was set forward by 5.000 s' }]);
    expect(report.views?.map(({ clockOffset }) => Math.abs(clockOffset))).toEqual([0, 0]);
  });

  it('may be set twice, and numbers may begin anew meanwhile', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 40);
    a.id = 0;
    a.advertiseFrom(41, 90);
    const sets = [
      { at: 20.5, by: 2.5 },
      { at: 60.5, by: -42.5 },
    ];
    const report = relativeTimes(await reportOfViews({ lb01: seenFrom(story), lb02: seenFrom(story, { sets }) }));
    expect(report.undelivered).toEqual([]);
    expect(steps(report).map(({ start, title }) => [start, title])).toEqual([
      [21, 'The clock of view lb02 was set forward by 2.500 s'],
      [61, 'The clock of view lb02 was set back by 42.5 s'],
    ]);
  });

  it('leaves out aloud what came after it where too little tells by how much', async () => {
    const report = await tell({
      misses: (packet) => lost(A)(packet) || packet.time > 42.5,
      sets: [{ at: 40.9, by: -40 }],
    });
    expect(report.findings.map(({ code }) => code)).toContain('view-clock-uncertain');
    expect(report.findings.find(({ code }) => code === 'view-clock-uncertain')?.title).toBe(
      '2 advertisements of view lb02 could not be put on the clock',
    );
    expect(telling(report).splitBrains).toMatchObject([{ start: 23.8 }]);
    expect(report.undelivered?.every(({ start, end }) => start >= 20 && end <= 40.5)).toBe(true);
  });
});
