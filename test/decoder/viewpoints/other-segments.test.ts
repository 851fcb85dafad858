import { describe, expect, it } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { firings, randomNumbers } from '../../support/jitter.ts';
import { reportOfViews, seenFrom } from '../../support/places.ts';
import { pair, Story } from '../../support/story.ts';

/** A master whose timer is late by chance, by up to 200 µs; each segment has its own chance. */
function segment(seed: number, { srcMac = '02:00:00:00:00:01', count = 60, dst = '224.0.0.18' } = {}): Story {
  const story = new Story();
  const master = story.node(1, 100, { srcMac, dst });
  for (const time of firings(0, count, 2e-4, seed)) master.advertise(time);
  return story;
}

function placements({ views = [] }: Report): string[] {
  return views.map(({ placement }) => placement);
}

function titles({ findings }: Report): string[] {
  return findings.map(({ title }) => title);
}

describe('a clone of a segment, with the same addresses, VRIDs and numbers', () => {
  it('is told by its MAC addresses', async () => {
    const clone = segment(2, { srcMac: '02:00:00:00:99:01', count: 10 });
    const report = await reportOfViews({ lb01: seenFrom(segment(1, { count: 10 })), clone: seenFrom(clone) });
    expect(placements(report)).toEqual(['first', 'left-out']);
    expect(titles(report)).toEqual(['View clone shows another segment and was left out']);
    expect(report.findings[0]?.explanation).toContain('other MAC addresses');
  });

  it('is told by its timers where even the MAC addresses are the same', async () => {
    for (const ahead of [0, 0.4, -30, 7200]) {
      const report = await reportOfViews({
        lb01: seenFrom(segment(1)),
        clone: seenFrom(segment(2), { ahead, drift: 30 }),
      });
      expect(placements(report)).toEqual(['first', 'left-out']);
      expect(report.findings[0]?.explanation).toContain("another host's timer sent them");
    }
  });

  it('is told by its history, which no clock that was set explains', async () => {
    const tell = (failsAt: number) => {
      const story = new Story();
      const [a, b] = [story.node(1, 100), story.node(2, 50)];
      a.advertiseFrom(0, failsAt);
      b.advertiseFrom(failsAt + 3.6, 90);
      return seenFrom(story);
    };
    const report = await reportOfViews({ lb01: tell(40), clone: tell(20) });
    expect(placements(report)).toEqual(['first', 'left-out']);
    expect(titles(report)[0]).toBe('View clone contradicts the others and was left out');
    expect(report.virtualRouters[0]?.splitBrains).toEqual([]);
  });

  it('does not keep views of the same segment apart', async () => {
    const story = segment(1);
    const views = { lb01: seenFrom(story), clone: seenFrom(segment(2)), lb02: seenFrom(story, { ahead: 500 }) };
    expect(placements(await reportOfViews(views))).toEqual(['first', 'left-out', 'matched']);
  });
});

describe('the same segment', () => {
  it('is known by what its timers do, however much packets are delayed on the way', async () => {
    for (const most of [1e-5, 5e-4, 5e-3]) {
      const random = randomNumbers(7);
      const delay = () => most * random();
      const report = await reportOfViews({
        lb01: seenFrom(segment(1, { count: 200 })),
        lb02: seenFrom(segment(1, { count: 200 }), { ahead: 900, drift: 70, delay }),
      });
      expect(placements(report)).toEqual(['first', 'matched']);
      expect(report.findings).toEqual([]);
    }
  });

  it('may show unicast advertisements from the MAC address of a router on the way', async () => {
    const views = {
      lb01: seenFrom(segment(1, { dst: '192.0.2.2' })),
      lb02: seenFrom(segment(1, { dst: '192.0.2.2', srcMac: '02:00:00:00:00:fe' }), { ahead: 4 }),
    };
    expect(placements(await reportOfViews(views))).toEqual(['first', 'matched']);
  });
});

it('numbers drawn at random that meet by chance are no packets that both saw', async () => {
  const tell = (seed: number) => {
    const random = randomNumbers(seed);
    const story = new Story();
    const master = story.node(1, 100);
    const ids = Array.from({ length: 300 }, () => 10_000 + Math.floor(random() * 20_000));
    ids[5] = 7;
    ids[9] = 8;
    ids.forEach((id, time) => {
      master.advertise(time, { id });
    });
    return seenFrom(story);
  };
  const report = await reportOfViews({ lb01: tell(3), clone: tell(4) });
  expect(placements(report)).toEqual(['first', 'left-out']);
});

describe('a view that shares nothing', () => {
  it('is left out where it holds no packet, from the beginning of what the others show', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 20);
    const empty = seenFrom(story, { misses: () => true });
    const report = await reportOfViews({ quiet: empty, heard: seenFrom(story) });
    expect(titles(report)).toEqual(['View quiet shows no advertisement and was left out']);
    expect(report.findings).toMatchObject([{ start: report.start, end: null, evidence: [] }]);
    expect((await reportOfViews({ quiet: empty, still: empty })).findings).toEqual([]);
  });

  it('is left out where it shows no advertisement: nothing tells when its announcements were made', async () => {
    const story = segment(1);
    const quiet = new Story();
    for (let time = 0; time < 20; time++) quiet.node(1, 100).announce(time);
    const report = await reportOfViews({ lb01: seenFrom(story), quiet: seenFrom(quiet, { ahead: 5000 }) });
    expect(placements(report)).toEqual(['first', 'left-out']);
    expect(titles(report)).toEqual(['View quiet shows no advertisement and was left out']);
  });

  it('is left out where its own clock says that it is of another time', async () => {
    const other = new Story();
    other.node(2, 100).advertiseFrom(0, 60);
    const placed = (ahead: number) => reportOfViews({ lb01: seenFrom(segment(1)), lb02: seenFrom(other, { ahead }) });
    expect(placements(await placed(10))).toEqual(['first', 'own-clock']);
    const report = await placed(7200);
    expect(placements(report)).toEqual(['first', 'left-out']);
    expect(titles(report)).toEqual(['View lb02 is of another time by its own clock and was left out']);
  });
});
