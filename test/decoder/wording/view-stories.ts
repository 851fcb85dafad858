import { seenFrom } from '../../support/places.ts';
import { pair, type Story } from '../../support/story.ts';

/** Captures from several places that together raise what only they can, in each of its variants. */
export const viewStories: Record<string, Record<string, Uint8Array>> = {
  'advertisements that left one node and never arrived at the other': views(({ story }) => ({
    '192.0.2.1': seenFrom(story, { ahead: 3600 }),
    '192.0.2.2': seenFrom(story, { misses: ({ from, time }) => from === '192.0.2.1' && time > 20 && time < 40.5 }),
  })),
  'advertisements seen in one place and not in another': views(({ story }) => ({
    one: seenFrom(story),
    other: seenFrom(story, { misses: ({ from, time }) => from === '192.0.2.1' && time > 20 && time < 40.5 }),
  })),
  'advertisements that left a node and were not seen elsewhere': views(({ story }) => ({
    '192.0.2.1': seenFrom(story),
    mirror: seenFrom(story, { misses: ({ from, time }) => from === '192.0.2.1' && time > 20 && time < 40.5 }),
  })),
  'advertisements seen elsewhere that never arrived at a node': views(({ story }) => ({
    mirror: seenFrom(story),
    '192.0.2.2': seenFrom(story, { misses: ({ from, time }) => from === '192.0.2.1' && time > 20 && time < 40.5 }),
  })),
  'a local filter': views(({ story }) => ({ '192.0.2.1': seenFrom(story), '192.0.2.2': seenFrom(story) })),
  'a local filter on nobody knows which node': views(({ story }) => ({ one: seenFrom(story), other: seenFrom(story) })),
  'single packets that did not arrive': views(({ story }) => ({
    one: seenFrom(story),
    other: seenFrom(story, { misses: ({ time }) => time === 5 || time === 10 }),
  })),
  'two packets in a row that did not arrive': views(({ story }) => ({
    one: seenFrom(story),
    other: seenFrom(story, { misses: ({ time }) => time === 5 || time === 6 }),
  })),
  'a master that stopped, seen on itself': failover(({ story }) => ({
    '192.0.2.1': seenFrom(story),
    '192.0.2.2': seenFrom(story, { ahead: 5 }),
  })),
  'a master of which nothing was seen in two places': failover(({ story }) => ({
    one: seenFrom(story),
    other: seenFrom(story, { ahead: 5 }),
  })),
  'places that share nothing': views(({ story }) => ({
    one: seenFrom(story, { misses: ({ from }) => from !== '192.0.2.1' }),
    other: seenFrom(story, { misses: ({ from }) => from !== '192.0.2.2' }),
  })),
  'places that share very little': views(({ story }) => ({
    one: seenFrom(story),
    other: seenFrom(story, { misses: ({ time }) => time > 1 }),
  })),
  'a clock that was set': views(({ story }) => ({
    one: seenFrom(story),
    other: seenFrom(story, { delay: ({ time }) => (time > 50 ? 0.4 : 0) }),
  })),
  'packets that cannot be told apart': views(() => {
    const { story, a } = pair();
    a.advertiseFrom(0, 30, 1, { id: 0 });
    return { one: seenFrom(story), other: seenFrom(story, { ahead: 1 }) };
  }),
};

/** B stops hearing A at 20, claims, and gives up at 41. */
function views(see: (cast: { story: Story }) => Record<string, Uint8Array>): Record<string, Uint8Array> {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 60);
  b.advertiseFrom(23.8, 40);
  return see({ story });
}

function failover(see: (cast: { story: Story }) => Record<string, Uint8Array>): Record<string, Uint8Array> {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 20);
  b.advertiseFrom(23.8, 40);
  return see({ story });
}
