import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Analysis } from '../../decoder/analyze.ts';
import type { Report } from '../../decoder/report.ts';
import { type Node, STORY_START, Story, sourceOf, VIP } from '../support/story.ts';

/** Who observes gets a message of each packet; else repetitions are taken in without one. */
async function report(bytes: Uint8Array, observed: boolean): Promise<Report> {
  const analysis = new Analysis([sourceOf(bytes)]);
  await analysis.run(observed ? () => {} : undefined);
  return analysis.report();
}

/** The last report of many, one after each chunk, with silence that counts up to some time after it. */
async function lastReport(bytes: Uint8Array, chunk: number): Promise<Report> {
  const source = sourceOf(bytes, 'story.pcap', [chunk]);
  const read = (into: Uint8Array) => {
    analysis.report('en', { until: { seconds: STORY_START + chunk, nanoseconds: 0 } });
    return source.read(into);
  };
  const analysis = new Analysis([{ ...source, read }]);
  await analysis.run();
  return analysis.report();
}

/** What a router of the story does next, most often: advertise on time. */
const STEPS = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ what: fc.constant('steady' as const), count: fc.integer({ min: 1, max: 12 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('late' as const), by: fc.double({ min: 0, max: 6, noNaN: true }) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('lost' as const), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('copy' as const), by: fc.constantFrom(0, 1e-4, 0.05, 0.2) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('resign' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('announce' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('priority' as const), to: fc.constantFrom(60, 100, 150) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('other' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('wrap' as const) }) },
);
type Step = typeof STEPS extends fc.Arbitrary<infer S> ? S : never;

const WORLDS = fc.record({
  version: fc.constantFrom(2, 3),
  vlans: fc.constantFrom([], [10]),
  numbers: fc.boolean(),
  steps: fc.array(STEPS, { minLength: 3, maxLength: 40 }),
});

function tell({ version, vlans, numbers, steps }: typeof WORLDS extends fc.Arbitrary<infer W> ? W : never): Uint8Array {
  const story = new Story();
  const nodes: [Node, Node] = [story.node(1, 100, { version, vlans }), story.node(2, 50, { version, vlans })];
  // The same router in another VLAN: its packets may be copies.
  const elsewhere = story.node(1, 100, { version, vlans: vlans.length === 0 ? [] : [20] });
  let [speaker, time, priority] = [0, 0, 100];
  const say = (node: Node | undefined, at: number) => {
    if (node && !numbers) node.id = -1;
    node?.advertise(at, { priority });
  };
  const act = (step: Step) => {
    const node = nodes[speaker % 2];
    if (!node) return;
    switch (step.what) {
      case 'steady':
        for (let i = 0; i < step.count; i++) say(node, time++);
        break;
      case 'late':
        time += step.by;
        break;
      case 'lost':
        if (numbers) node.id += step.count;
        time += step.count;
        break;
      case 'copy':
        elsewhere.id = node.id - 1;
        say(elsewhere, Math.max(0, time - 1 + step.by));
        break;
      case 'resign':
        node.resign(time);
        speaker++;
        time += 0.6;
        break;
      case 'restart':
        node.id = 0;
        break;
      case 'announce':
        node.announce(time - 0.5);
        break;
      case 'priority':
        priority = step.to;
        break;
      case 'other':
        say(nodes[(speaker + 1) % 2], time - 0.3);
        break;
      case 'wrap':
        node.id = 0xfffa;
    }
  };
  for (const step of steps) act(step);
  return story.capture();
}

it('repetitions that are taken in without a message make the same history', async () => {
  await fc.assert(
    fc.asyncProperty(WORLDS, fc.integer({ min: 10, max: 400 }), async (world, chunk) => {
      const bytes = tell(world);
      const observed = await report(bytes, true);
      expect(await report(bytes, false)).toEqual(observed);
      expect(await lastReport(bytes, chunk)).toEqual(observed);
    }),
    { numRuns: 50 },
  );
});

it('however many senders there are, none is taken for another', async () => {
  const story = new Story();
  const nodes = Array.from({ length: 6000 }, (_, at) =>
    story.node(1 + (at % 3), 100, { vrid: 1 + (at % 250), vlans: [1 + Math.floor(at / 250)], addresses: [VIP] }),
  );
  for (let second = 0; second < 4; second++) {
    nodes.forEach((node, at) => {
      if (second < 3 || at % 10 > 0) node.advertise(second + at * 1e-4);
    });
  }
  const bytes = story.capture();
  const told = await report(bytes, false);
  expect(told.virtualRouters.map(({ routers }) => routers[0]?.advertisements)).toEqual(
    nodes.map((_, at) => (at % 10 > 0 ? 4 : 3)),
  );
  expect(told).toEqual(await report(bytes, true));
});
