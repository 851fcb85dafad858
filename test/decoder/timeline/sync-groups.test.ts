import { describe, expect, it } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { type Node, relativeTimes, Story } from '../../support/story.ts';

const OUTER = '192.0.2.100';
const INNER = '198.51.100.100';

interface Cast {
  story: Story;
  outer: { a: Node; b: Node };
  inner: { a: Node; b: Node };
}

/** A (100) and B (50) on two segments: VRID 51 outside, VRID 52 inside. */
function twoSegments(): Cast {
  const story = new Story();
  const node = (number: number, priority: number, inside: boolean) =>
    story.node(
      number,
      priority,
      inside
        ? { vrid: 52, src: `198.51.100.${number}`, srcMac: `02:00:00:00:01:0${number}`, addresses: [INNER] }
        : { addresses: [OUTER] },
    );
  const segment = (inside: boolean) => ({ a: node(1, 100, inside), b: node(2, 50, inside) });
  const [outer, inner] = [segment(false), segment(true)];
  outer.a.id = 500;
  inner.a.id = 500;
  return { story, outer, inner };
}

/** The inner link of A fails at 10: A resigns outside, and B waits with both until the inner timer has run. */
function movedAsOne(cast: Cast, backAt = 30): void {
  const { outer, inner } = cast;
  outer.a.advertiseFrom(0, 10).resign(10.2);
  inner.a.advertiseFrom(0, 10);
  outer.b.advertiseFrom(13.806, backAt);
  inner.b.advertiseFrom(13.805, backAt);
  outer.a.id = 800;
  inner.a.id = 800;
}

async function told(story: Story): Promise<Report> {
  return relativeTimes(await story.report());
}

function splits({ findings }: Report) {
  return findings.filter(({ code }) => code === 'sync-group-split');
}

describe('sync-group-split', () => {
  it('a group that moved as one is with two nodes', async () => {
    const cast = twoSegments();
    const { story, outer, inner } = cast;
    movedAsOne(cast);
    outer.a.advertiseFrom(30.4, 80.4);
    inner.a.advertiseFrom(30.4001, 50.4001).resign(50.6);
    inner.b.advertiseFrom(51.405, 80.405);
    const report = await told(story);
    expect(splits(report)).toMatchObject([
      {
        severity: 'critical',
        virtualRouter: 'ipv4/52',
        start: 50.6,
        end: null,
        routers: ['192.0.2.1', '198.51.100.2'],
      },
    ]);
    expect(splits(report)[0]?.title).toBe(
      'A sync group came apart: VRID 51 is with 192.0.2.1 and VRID 52 is with 198.51.100.2',
    );
  });

  it('a group that is stuck: one member has its master, for the other nobody may take over', async () => {
    const cast = twoSegments();
    const { story, outer, inner } = cast;
    movedAsOne(cast);
    outer.a.advertiseFrom(30.4, 80.4);
    inner.a.advertiseFrom(30.4001, 50.4001).resign(50.6).advertiseFrom(70.5, 80.5);
    const report = await told(story);
    expect(splits(report)).toMatchObject([{ start: 50.6, end: 70.5, routers: ['192.0.2.1'] }]);
    expect(splits(report)[0]?.title).toContain('VRID 52 has no master');
    expect(report.findings.map(({ code }) => code)).not.toContain('no-master');
  });

  it('the priority 0 of siblings shows the group, too', async () => {
    const { story, outer, inner } = twoSegments();
    outer.a.advertiseFrom(0, 10).resign(10.2004);
    inner.a.advertiseFrom(0, 10).resign(10.2).resign(10.20005);
    outer.b.advertiseFrom(11.006, 30.006);
    inner.b.advertiseFrom(11.005, 30.005);
    outer.a.advertiseFrom(30.4, 80.4);
    inner.a.advertiseFrom(30.4001, 50.4001).resign(50.6);
    inner.b.advertiseFrom(51.405, 80.405);
    expect(splits(await told(story))).toHaveLength(1);
  });

  it('a group that moves as one, and back, is none', async () => {
    const cast = twoSegments();
    movedAsOne(cast);
    cast.outer.a.advertiseFrom(30.4, 60.4);
    cast.inner.a.advertiseFrom(30.4001, 60.4001);
    expect(splits(await told(cast.story))).toEqual([]);
  });

  it('apart for no longer than a timer runs', async () => {
    const cast = twoSegments();
    const { story, outer, inner } = cast;
    movedAsOne(cast);
    outer.a.advertiseFrom(30.4, 53.4);
    inner.a.advertiseFrom(30.4001, 50.4001).resign(50.6);
    inner.b.advertiseFrom(51.405, 80.405);
    outer.b.advertiseFrom(53.9, 80.9);
    expect(splits(await told(story))).toEqual([]);
  });

  it('two virtual routers that a stopped node gave up together are no group: one may well move alone later', async () => {
    const { story, outer, inner } = twoSegments();
    for (const { a, b } of [outer, inner]) {
      a.advertiseFrom(0, 10).resign(10.2);
      b.advertiseFrom(11.005, 30.005);
      a.id = 0;
    }
    outer.a.advertiseFrom(30.4, 80.4);
    inner.a.advertiseFrom(30.4, 50.4).resign(50.6);
    inner.b.advertiseFrom(51.405, 80.405);
    expect(splits(await told(story))).toEqual([]);
  });

  it('a third node that is master of both is one node, by whatever addresses', async () => {
    const cast = twoSegments();
    const { story, outer, inner } = cast;
    movedAsOne(cast);
    const inside = { vrid: 52, src: '198.51.100.3', srcMac: '02:00:00:00:01:03', addresses: [INNER] };
    story.node(3, 200, { addresses: [OUTER] }).advertiseFrom(30.3, 80.3);
    story.node(3, 200, inside).advertiseFrom(30.3002, 80.3002);
    expect(splits(await told(story))).toEqual([]);
    expect(outer.a.id + inner.a.id).toBe(1600);
  });
});
