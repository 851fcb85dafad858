import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildReport } from '../../../decoder/build-report.ts';
import { MessageStream } from '../../../decoder/message-stream.ts';
import type { Report } from '../../../decoder/report.ts';
import type { History } from '../../../decoder/timeline/history.ts';
import { Timeline } from '../../../decoder/timeline/timeline.ts';
import { pair, STORY_START, Story, sourceOf } from '../../support/story.ts';

const EPOCH = STORY_START;

function eventful(): Uint8Array {
  const story = new Story();
  const [a, b] = [story.node(1, 100), story.node(2, 50)];
  a.id = 500;
  a.advertiseFrom(0, 10);
  b.advertiseFrom(13.805, 19.805);
  a.advertiseFrom(20, 30).resign(30.2);
  b.advertiseFrom(31.005, 35.005);
  a.advertiseFrom(35.3, 39.3).advertiseFrom(40.3, 42.3, 1, { lost: true }).advertiseFrom(43.3, 50.3);
  return story.other(60).capture();
}

/** The report of an engine to which time is told, or which is looked at, again and again between messages. */
async function report(ticks: readonly number[], looks: readonly number[] = []): Promise<Report> {
  const stream = new MessageStream(sourceOf(eventful()));
  await stream.open();
  stream.startAt(EPOCH, 0);
  const timeline = new Timeline();
  timeline.sourceStarted(0, 0);
  let tick = 0;
  let seen = 0;
  for (let step = stream.step(); step !== 'ended'; step = stream.step()) {
    if (step === 'needs-bytes') {
      await stream.fill();
      continue;
    }
    const gap = step.time - Math.max(0, timeline.now);
    const parts = ticks.length === 0 ? 0 : (ticks[tick++ % ticks.length] ?? 0);
    for (let part = 1; part <= parts; part++) timeline.advance(step.time - gap + (gap * part) / (parts + 1));
    const ahead = looks[seen++ % Math.max(1, looks.length)];
    // However far silence was presumed to last: the packets that come after all are as if nobody had looked.
    if (ahead !== undefined) timeline.lookAt(Math.max(0, timeline.now) + ahead * 1e9, () => timeline.histories());
    timeline.push(step);
  }
  const { start = 0, end = 0 } = stream.span ?? {};
  timeline.finish([{ source: 0, start, end }]);
  const tool = { name: 'vrrpscope', version: '' };
  const rest = {
    unreadable: [],
    epochSeconds: EPOCH,
    showPasswords: false,
    language: 'en' as const,
    timing: true,
    views: [],
  };
  return buildReport({ tool, streams: [stream], timeline, start, end, ...rest });
}

it('how often time is told makes no difference: live equals file', async () => {
  const file = await report([]);
  expect(file.virtualRouters[0]?.transitions.length).toBeGreaterThan(4);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 12 }), async (ticks) => {
      expect(await report(ticks)).toEqual(file);
    }),
    { numRuns: 50 },
  );
});

it('looking ahead into silence concludes nothing for good', async () => {
  const file = await report([]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 }), async (looks) => {
      expect(await report([], looks)).toEqual(file);
    }),
    { numRuns: 50 },
  );
});

/** What looks at the story show: each at seconds from its start. */
async function looks<T>(story: Story, seconds: readonly number[], show: (history: History) => T): Promise<T[]> {
  const stream = new MessageStream(sourceOf(story.capture()));
  await stream.open();
  stream.startAt(EPOCH, 0);
  const timeline = new Timeline();
  const shown: T[] = [];
  const lookUntil = (time: number) => {
    for (let next = seconds[shown.length]; next !== undefined && next * 1e9 < time; next = seconds[shown.length]) {
      shown.push(...timeline.lookAt(next * 1e9, () => timeline.histories().map(show)));
    }
  };
  for (let step = stream.step(); step !== 'ended'; step = stream.step()) {
    if (step === 'needs-bytes') {
      await stream.fill();
      continue;
    }
    lookUntil(step.time);
    timeline.push(step);
  }
  lookUntil(Infinity);
  return shown;
}

it('a look shows what silence means by then', async () => {
  const story = new Story();
  story.node(1, 100).advertiseFrom(0, 10);
  // Master_Down_Interval of priority 100: 3 s and 156/256 s
  const ends = await looks(story, [13.6, 13.61], ({ reigns }) => reigns.map(({ end }) => end?.how ?? 'open'));
  expect(ends).toEqual([['open'], ['silent']]);
});

it('a usurper that was answered has not given up before its next advertisement is due', async () => {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 10).advertise(10.5004).advertiseFrom(11, 20);
  b.advertise(10.5);
  const shown = await looks(story, [10.6, 11.7, 11.8], ({ transitions, reigns, races, splitBrains }) => ({
    causes: transitions.map(({ cause }) => cause),
    open: reigns.filter(({ end }) => end === null).length,
    overlaps: [races.length, splitBrains.length],
  }));
  expect(shown).toEqual([
    { causes: ['initial', 'usurpation'], open: 2, overlaps: [0, 0] },
    { causes: ['initial', 'usurpation'], open: 2, overlaps: [0, 0] },
    { causes: ['initial', 'usurpation', 'split-brain-end'], open: 1, overlaps: [1, 0] },
  ]);
});

it('a split brain is one as soon as the usurper goes on', async () => {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 10).advertise(10.5004).advertise(11.5004).advertise(12.5004);
  b.advertiseFrom(10.5, 12.5);
  const shown = await looks(story, [11.4, 11.51], ({ splitBrains }) => splitBrains.length);
  expect(shown).toEqual([0, 1]);
});
