import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildReport } from '../../../decoder/build-report.ts';
import { MessageStream } from '../../../decoder/message-stream.ts';
import type { Report } from '../../../decoder/report.ts';
import { Timeline } from '../../../decoder/timeline/timeline.ts';
import { STORY_START, Story, sourceOf } from '../../support/story.ts';

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

/** The report of an engine to which time is told again and again between messages, as in live capture. */
async function report(ticks: readonly number[]): Promise<Report> {
  const stream = new MessageStream(sourceOf(eventful()));
  await stream.open();
  stream.startAt(EPOCH, 0);
  const timeline = new Timeline();
  timeline.sourceStarted(0, 0);
  let tick = 0;
  for (let step = stream.step(); step !== 'ended'; step = stream.step()) {
    if (step === 'needs-bytes') {
      await stream.fill();
      continue;
    }
    const gap = step.time - Math.max(0, timeline.now);
    const parts = ticks.length === 0 ? 0 : (ticks[tick++ % ticks.length] ?? 0);
    for (let part = 1; part <= parts; part++) timeline.advance(step.time - gap + (gap * part) / (parts + 1));
    timeline.push(step);
  }
  const { start = 0, end = 0 } = stream.span ?? {};
  timeline.finish([{ source: 0, start, end }]);
  const tool = { name: 'vrrpscope', version: '' };
  const rest = { unreadable: [], epochSeconds: EPOCH, showPasswords: false, language: 'en' as const };
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
