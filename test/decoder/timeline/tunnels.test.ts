import { describe, expect, it, test } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { carp, ethernet, ipv4 } from '../../support/packet-builders.ts';
import { pair, relativeTimes, Story, VIP } from '../../support/story.ts';
import { erspan2, geneve, gre, mpls, vxlan } from '../../support/tunnel-builders.ts';

type Carrier = (frame: Uint8Array) => Uint8Array;

/** A failover as the wire has it: A resigns, B takes over and announces. */
function failover(): Story {
  const { story, a, b } = pair();
  a.announce(0.1).advertiseFrom(0, 10).resign(10.2);
  b.advertiseFrom(11.005, 30).announce(11.006);
  return story;
}

/** The same packets a little later in `carrier`, beside the story's own where `beside`. */
function carried(story: Story, carrier: Carrier, { beside = false, delay = 0.0004 } = {}): Story {
  const both = new Story();
  for (const { time, frame, from } of story.packets) {
    if (beside) both.add(time, frame, from);
    both.add(time + delay, carrier(frame), from);
  }
  return both;
}

async function told(story: Story): Promise<Report> {
  return relativeTimes(await story.report());
}

function codesOf({ findings }: Report): string[] {
  return findings.map(({ code }) => code);
}

const mirror: Carrier = (frame) => erspan2(frame);

describe('a virtual router in a tunnel', () => {
  it('has the history that it would have outside', async () => {
    const outside = await told(failover());
    const inside = await told(carried(failover(), (frame) => vxlan(frame), { delay: 0 }));
    const [one] = outside.virtualRouters;
    const [other] = inside.virtualRouters;
    expect(other).toEqual({ ...one, id: 'vxlan-100/ipv4/51', tunnel: 'VXLAN 100' });
    expect(codesOf(inside)).toEqual(codesOf(outside));
  });

  it('is not the one outside, nor the one in another tunnel', async () => {
    const story = new Story();
    const nodes = [1, 2, 3].map((number) => story.node(number, 100).advertiseFrom(number / 10, 10));
    const carriers: Carrier[] = [(frame) => frame, (frame) => vxlan(frame), (frame) => vxlan(frame, { vni: 200 })];
    const apart = new Story();
    for (const { time, frame, from } of story.packets) {
      const index = nodes.findIndex(({ settings }) => settings.src === from);
      apart.add(time, carriers[index]?.(frame) ?? frame, from);
    }
    const report = await told(apart);
    expect(report.virtualRouters.map(({ id }) => id)).toEqual(['ipv4/51', 'vxlan-100/ipv4/51', 'vxlan-200/ipv4/51']);
    expect(report.virtualRouters.map(({ routers }) => routers.length)).toEqual([1, 1, 1]);
    expect(codesOf(report)).toEqual([]);
  });

  it('is one, whichever endpoints its packets are sent between', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 20);
    const both = new Story();
    for (const { time, frame, from } of story.packets) {
      const outer = from.endsWith('.1') ? {} : { src: '198.51.100.2', dst: '198.51.100.1' };
      both.add(time, geneve(frame, { vni: 7, ...outer }), from).add(time, gre(frame, outer), from);
    }
    const { virtualRouters } = await told(both);
    expect(virtualRouters.map(({ tunnel, reigns }) => [tunnel, reigns.length])).toEqual([
      ['Geneve 7', 2],
      ['GRE 198.51.100.1-198.51.100.2', 2],
    ]);
  });

  it('is not accused of silence that the capture could not hear: no ARP came through that tunnel', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 20);
    const inside = carried(story, mirror);
    const other = inside.node(9, 1);
    for (let time = 0; time < 20; time++) other.arp(time, { senderAddress: '192.0.2.9', targetAddress: '192.0.2.8' });
    expect(codesOf(await told(inside))).toEqual(['planned-handover']);
  });
});

describe('a mirror beside what it mirrors', () => {
  test.each([
    ['a failover', failover, 0.0004],
    ['a failover, seen late', failover, 0.05],
    ['two masters', split, 0.0004],
    ['a split brain of IPv6, which numbers nothing', () => split({ version: 3, addresses: ['fe80::100'] }), 0.003],
    ['a death', death, 0.0004],
  ])('shows %s, which is told once', async (_, tell, delay) => {
    const story = tell();
    const alone = await told(tell());
    const report = await told(carried(story, mirror, { beside: true, delay }));
    expect(report.virtualRouters.map(({ tunnel }) => tunnel)).toEqual([undefined, 'ERSPAN 198.51.100.1 session 7']);
    expect(codesOf(report)).toEqual(codesOf(alone));
    expect(report.findings.map(({ virtualRouter }) => virtualRouter)).toEqual(
      alone.findings.map(({ virtualRouter }) => virtualRouter),
    );
    expect(report.incidents).toHaveLength(alone.incidents.length);
    const [original, copy] = report.virtualRouters.map(({ reigns }) => reigns.map(({ router }) => router));
    expect(copy).toEqual(original);
  });

  it('is known as such although it began late, and only one master ever spoke', async () => {
    const alone = pair();
    alone.a.advertiseFrom(0, 200).advertise(201, { lost: true }).advertiseFrom(203, 300);
    const { story } = alone;
    const both = new Story();
    for (const { time, frame, from } of story.packets) {
      both.add(time, frame, from);
      if (time > 100) both.add(time + 4e-4, erspan2(frame), from);
    }
    const expected = codesOf(await told(story));
    expect(expected).toHaveLength(1);
    expect(codesOf(await told(both))).toEqual(expected);
  });

  it('and of two mirrors, the first is what happened', async () => {
    const story = failover();
    const both = new Story();
    for (const { time, frame } of story.packets) {
      both.add(time, erspan2(frame, { session: 1 })).add(time + 1e-4, erspan2(frame, { session: 2 }));
    }
    expect(codesOf(await told(both))).toEqual(codesOf(await told(failover())));
  });

  it('makes no second neighbour of a CARP speaker', async () => {
    const story = pair().story;
    for (let time = 0; time < 10; time++) {
      story.add(time, ethernet({ payload: ipv4({ src: '192.0.2.9', payload: carp({ counter: time }) }) }));
    }
    expect(codesOf(await told(carried(story, mirror, { beside: true })))).toEqual(['other-protocol']);
    expect(codesOf(await told(carried(story, mirror)))).toEqual(['other-protocol']);
  });

  it('tells what only it shows', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 30);
    b.advertiseFrom(10.5, 20.5);
    const both = carried(story, mirror);
    for (const { time, frame, from } of story.packets) if (from.endsWith('.1')) both.add(time - 4e-4, frame, from);
    const report = await told(both);
    expect(codesOf(report)).toContain('split-brain');
    expect(report.findings[0]?.virtualRouter).toBe('erspan-198.51.100.1-session-7/ipv4/51');
  });

  it('makes no sync group with what it mirrors', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).resign(10.2).resign(10.20001);
    b.advertiseFrom(11.005, 20);
    a.advertiseFrom(22, 40);
    const report = await told(carried(story, mirror, { beside: true }));
    expect(codesOf(report)).not.toContain('sync-group-split');
  });
});

describe('a tunnel that shows one direction', () => {
  /** Behind an MPLS label each: what A sends, and what B sends. */
  function labelled(story: Story): Story {
    const apart = new Story();
    for (const { time, frame, from } of story.packets) {
      apart.add(time, mpls(frame, { labels: [from.endsWith('.1') ? 200 : 300] }), from);
    }
    return apart;
  }

  it('is not without a master while the other side has one', async () => {
    const report = await told(labelled(failover()));
    expect(report.virtualRouters.map(({ tunnel }) => tunnel)).toEqual(['MPLS 200', 'MPLS 300']);
    expect(codesOf(report).filter((code) => code === 'no-master')).toEqual([]);
    expect(report.virtualRouters.flatMap(({ noMaster }) => noMaster)).toEqual([]);
  });

  it('is without one if nobody took over, whatever others of that VRID do', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).resign(10.2);
    story.node(7, 100, { addresses: [VIP] }).advertiseFrom(0.5, 30);
    expect(codesOf(await told(labelled(story)))).toContain('no-master');
  });
});

function split(changes = {}): Story {
  const story = new Story();
  const v6 = 'version' in changes;
  const a = story.node(1, 100, { ...changes, ...(v6 ? { src: 'fe80::1' } : {}) });
  const b = story.node(2, 50, { ...changes, ...(v6 ? { src: 'fe80::2' } : {}) });
  a.id = 500;
  a.advertiseFrom(0, 30);
  b.advertiseFrom(10.5, 20.5);
  return story;
}

function death(): Story {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 10);
  b.advertiseFrom(13.805, 30).announce(13.806);
  return story;
}
