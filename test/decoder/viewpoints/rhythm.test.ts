import { describe, expect, it } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { compareRhythm } from '../../../decoder/viewpoints/same-packets.ts';
import { firings, randomNumbers } from '../../support/jitter.ts';
import { reportOfViews, type StoryPlace, seenFrom } from '../../support/places.ts';
import { relativeTimes, Story, telling } from '../../support/story.ts';

const A = 'fe80::1';
const B = 'fe80::2';
const IPV6 = { addresses: ['fe80::51'], version: 3 as const };

interface Cast {
  /** How late timers fire at most, in seconds. */
  late?: number;
  seed?: number;
  changes?: object;
}

/** A is master throughout; B claims at 60 and yields at 80. */
function usurped({ late = 2e-4, seed = 1, changes = IPV6 }: Cast = {}): Story {
  const story = new Story();
  const isIpv6 = changes === IPV6;
  const a = story.node(1, 100, { ...changes, ...(isIpv6 ? { src: A } : {}) });
  const b = story.node(2, 50, { ...changes, ...(isIpv6 ? { src: B } : {}) });
  for (const time of firings(0, 140, late, seed)) a.advertise(time, { id: 0 });
  for (const time of firings(60.4, 20, late, seed + 1)) b.advertise(time, { id: 0 });
  return story;
}

function cut(from: string): NonNullable<StoryPlace['misses']> {
  return (packet) => packet.from === from && packet.time > 57.5 && packet.time < 82;
}

function placements({ views = [] }: Report): string[] {
  return views.map(({ placement }) => placement);
}

describe('packets without a number', () => {
  for (const [what, cast] of [
    ['of IPv6', {}],
    ['of a sender that numbers all alike', { changes: {} }],
  ] as const) {
    it(`${what} are known by when their timers fired`, async () => {
      const story = usurped(cast);
      const [a, b] = what === 'of IPv6' ? [A, B] : ['192.0.2.1', '192.0.2.2'];
      for (const ahead of [0.3, 1, 7200, -40_000]) {
        const random = randomNumbers(5);
        const lb02 = { ahead, drift: 60, misses: cut(a), delay: () => 2e-5 * random() };
        const views = { lb01: seenFrom(story, { misses: cut(b) }), lb02: seenFrom(story, lb02) };
        const report = await reportOfViews(views, { [a]: 'lb01', [b]: 'lb02' });
        expect(report.views?.[1]).toMatchObject({ placement: 'matched' });
        expect(report.views?.[1]?.clockOffset).toBeCloseTo(-ahead, 3);
        expect(report.findings.map(({ code }) => code)).toEqual(['split-brain']);
        expect(telling(report).splitBrains).toMatchObject([{ deaf: [a, b] }]);
        expect(relativeTimes(report).undelivered).toMatchObject([
          { router: a, view: 'lb02', advertisements: 24 },
          { router: b, view: 'lb01', advertisements: 20 },
        ]);
      }
    });
  }

  it('are known, too, where a clock was set, and where a capture shows a part only', async () => {
    const story = usurped();
    const views = {
      lb01: seenFrom(story, { misses: ({ time }) => time < 20 }),
      lb02: seenFrom(story, { ahead: 90, sets: [{ at: 50.5, by: -40 }], misses: ({ time }) => time > 100 }),
    };
    const report = await reportOfViews(views);
    expect(placements(report)).toEqual(['first', 'matched']);
    expect(report.undelivered).toEqual([]);
    expect(report.findings.map(({ title }) => title)).toContain('The clock of view lb02 was set back by 40.0 s');
  });

  it('are not guessed, by whole intervals, where timers are more exact than timestamps or packets are delayed by more', async () => {
    const exact = usurped({ late: 0 });
    const random = randomNumbers(5);
    for (const [story, delay] of [
      [exact, () => 0],
      [usurped(), () => 3e-3 * random()],
    ] as const) {
      const views = {
        lb01: seenFrom(story, { misses: cut(B) }),
        lb02: seenFrom(story, { ahead: 3, misses: cut(A), delay }),
      };
      const report = await reportOfViews(views);
      expect(placements(report)).toEqual(['first', 'left-out']);
      expect(report.findings[0]?.explanation).toContain('gaps between them');
    }
  });

  it('of a clone are not taken for those of the segment', async () => {
    const views = { lb01: seenFrom(usurped()), clone: seenFrom(usurped({ seed: 9 }), { ahead: 0.01 }) };
    expect(placements(await reportOfViews(views))).toEqual(['first', 'left-out']);
  });
});

it('the gaps of a day are compared like those of a minute', () => {
  const times = firings(0, 150_000, 2e-4, 1).map((time) => Math.round(time * 1e9));
  const matches = times.map((time) => ({ one: { sender: A, interval: 1e9, time }, other: { time: time + 7.2e12 } }));
  expect(compareRhythm(matches)).toBe('proven');
});
