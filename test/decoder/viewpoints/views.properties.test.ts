import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report, VirtualRouter } from '../../../decoder/report.ts';
import { reportOfViews, seenFrom } from '../../support/places.ts';
import { pair, relativeTimes, type Story } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

/** What happens next to a pair; in intervals. */
const phase = fc.record({
  what: fc.constantFrom('steady', 'stopped', 'killed', 'split') as fc.Arbitrary<
    'steady' | 'stopped' | 'killed' | 'split'
  >,
  length: fc.integer({ min: 6, max: 14 }),
});

const clock = fc.record({
  ahead: fc.double({ min: -40_000, max: 40_000, noNaN: true }),
  drift: fc.double({ min: -200, max: 200, noNaN: true }),
});

/** A is master between the phases; B's times are its own, so that no two packets meet. */
function play(phases: readonly { what: 'steady' | 'stopped' | 'killed' | 'split'; length: number }[]): Story {
  const { story, a, b } = pair();
  let now = 0;
  for (const { what, length } of [{ what: 'steady', length: 8 } as const, ...phases]) {
    const end = now + length;
    if (what === 'steady') a.advertiseFrom(now, end - 1);
    if (what === 'stopped') {
      a.resign(now - 0.8);
      b.advertiseFrom(now + 0.005, end - 0.9);
    }
    if (what === 'killed') b.advertiseFrom(now + 2.805, end - 0.9);
    if (what === 'split') {
      a.advertiseFrom(now, end - 1);
      b.advertiseFrom(now + 2.805, end - 1);
    }
    now = end;
  }
  a.advertiseFrom(now, now + 8);
  return story;
}

/** By a number of its own each packet is lost in one place, in the other, or in neither; the first and last few in none. */
function lossesOf(story: Story, chances: readonly number[], rate: number) {
  const end = Math.max(...story.packets.map(({ time }) => time));
  const isSafe = (time: number) => time < 7 || time > end - 7;
  const fate = new Map(
    story.packets.map(({ time }, index) => [time, isSafe(time) ? 0.5 : (chances[index % chances.length] ?? 0.5)]),
  );
  return {
    one: ({ time }: { time: number }) => (fate.get(time) ?? 1) < rate,
    other: ({ time }: { time: number }) => (fate.get(time) ?? 0) > 1 - rate,
  };
}

function historyOf({ virtualRouters, ...report }: Report) {
  const [only] = virtualRouters;
  if (!only) throw new Error('no virtual router');
  const { reigns, transitions, splitBrains, noMaster, lost, nearFailovers, routers } = only;
  return {
    start: report.start,
    reigns,
    transitions: transitions.map(({ evidence, announced, explanation, ...rest }) => rest),
    splitBrains: splitBrains.map(({ evidence, deaf, reason, ...rest }) => rest),
    noMaster,
    lost,
    nearFailovers,
    sent: routers.map(({ address, advertisements }) => ({ address, advertisements })).sort(byAddress),
  };
}

function byAddress(one: Pick<VirtualRouter['routers'][number], 'address'>, other: typeof one): number {
  return one.address < other.address ? -1 : 1;
}

/** Stretches that one place misses of a router's advertisements, within what it captured. */
function missing(story: Story, misses: (packet: { time: number }) => boolean, router: string) {
  const seen = story.packets.filter((packet) => !misses(packet)).map(({ time }) => time);
  const [first, last] = [Math.min(...seen), Math.max(...seen)];
  const stretches: { start: number; end: number; advertisements: number }[] = [];
  let open: (typeof stretches)[number] | undefined;
  for (const packet of story.packets.filter(({ from }) => from === router).sort((a, b) => a.time - b.time)) {
    const { time } = packet;
    if (!misses(packet) || time < first + 0.02 || time > last - 0.02) {
      open = undefined;
      continue;
    }
    if (open) Object.assign(open, { end: time, advertisements: open.advertisements + 1 });
    else {
      open = { start: time, end: time, advertisements: 1 };
      stretches.push(open);
    }
  }
  return stretches.map((stretch) => ({ ...stretch, router }));
}

const millis = (time: number) => Math.round(time * 1e3);

describe('a story that two places see, each with gaps of its own and a clock of its own', () => {
  const story = fc.array(phase, { minLength: 1, maxLength: 5 }).map(play);
  const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 120 });

  it('is the story as told, and what is undelivered is what was taken', async () => {
    await fc.assert(
      fc.asyncProperty(story, chances, fc.double({ min: 0, max: 0.35 }), clock, async (told, fates, rate, wrong) => {
        const losses = lossesOf(told, fates, rate);
        const report = relativeTimes(
          await reportOfViews({
            one: seenFrom(told, { misses: losses.one }),
            other: seenFrom(told, { misses: losses.other, ...wrong }),
          }),
        );
        expect(report.views?.[1]?.placement).toBe('matched');
        expect(report.views?.[1]?.clockDrift).toBeCloseTo(-wrong.drift / (1 + wrong.drift / 1e6), -0.5);
        expect(rounded(historyOf(report))).toEqual(rounded(historyOf(relativeTimes(await told.report()))));
        const wanted = [losses.one, losses.other].map((misses) =>
          [A, B].flatMap((router) => missing(told, misses, router)),
        );
        const found = ['one', 'other'].map((name) => (report.undelivered ?? []).filter(({ view }) => view === name));
        const spans = (all: readonly (readonly Omit<(typeof wanted)[number][number], never>[])[]) =>
          all.map((each) =>
            each
              .map(
                ({ router, start, end, advertisements }) =>
                  `${router} ${millis(start)} ${millis(end)} ${advertisements}`,
              )
              .sort(),
          );
        expect(spans(found)).toEqual(spans(wanted));
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

/** Times to the millisecond: clocks are matched to within microseconds, and end nowhere near a half. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) => (typeof part === 'number' ? Math.round(part * 1e3 + 0.01) : part)),
  );
}
