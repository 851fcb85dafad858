import { describe, expect, it } from 'vitest';
import { analyzeBytes, captureOf, type Packet, pair, relativeTimes, Story, telling } from '../../support/story.ts';

const STEP = 90;
const AT = 20.7;

/** The same packets, by a clock that was set forward at 20.7. */
function stepped(story: Story): Packet[] {
  const late = ({ time }: Packet) => time > AT;
  return story.packets.map((packet) => (late(packet) ? { ...packet, time: packet.time + STEP } : packet));
}

async function told(packets: readonly Packet[]) {
  return relativeTimes(await analyzeBytes(captureOf([...packets].sort((a, b) => a.time - b.time))));
}

/** Masters of two virtual routers, whose rhythms lie 0.4 s apart. */
function twoMasters() {
  const story = new Story();
  const a = story.node(1, 100);
  const b = story.node(2, 100, { vrid: 52, addresses: ['192.0.2.101'] });
  a.id = 500;
  b.id = 70;
  return { story, a, b };
}

describe('the clock of the capturing host is set forward', () => {
  it('two masters went on in their rhythms: nobody was silent, and the clock is told', async () => {
    const { story, a, b } = twoMasters();
    a.advertiseFrom(0, 60);
    b.advertiseFrom(0.4, 60.4);
    const { findings, virtualRouters } = await told(stepped(story));
    expect(findings).toMatchObject([{ code: 'clock-step', severity: 'warning', virtualRouter: null }]);
    expect(findings[0]?.title).toBe("The capture's clock was set forward by 90.0 s");
    for (const { reigns, noMaster, nearFailovers, routers } of virtualRouters) {
      expect(reigns).toMatchObject([{ end: null }]);
      expect(noMaster).toEqual([]);
      expect(nearFailovers).toEqual([]);
      expect(routers[0]?.interval.max).toBeLessThan(1.01);
    }
  });

  it('two masters that stood still wake together: no clock was set', async () => {
    const { story, a, b } = twoMasters();
    a.advertiseFrom(0, 20).advertiseFrom(110.1, 140.1);
    b.advertiseFrom(0.4, 20.4).advertiseFrom(110.101, 140.101);
    const { findings } = await told(story.packets);
    expect(findings.map(({ code }) => code)).toEqual(['no-master', 'no-master']);
  });

  it('a capture that paused has missed numbers', async () => {
    const { story, a, b } = twoMasters();
    a.advertiseFrom(0, 20).advertiseFrom(21, 110, 1, { lost: true }).advertiseFrom(111, 140);
    b.advertiseFrom(0.4, 20.4).advertiseFrom(21.4, 110.4, 1, { lost: true }).advertiseFrom(111.4, 140.4);
    const { findings } = await told(story.packets);
    expect(findings.map(({ code }) => code)).not.toContain('clock-step');
    expect(findings.map(({ code }) => code)).not.toContain('no-master');
  });

  it('any packet in between shows that the clock went on', async () => {
    const { story, a, b } = twoMasters();
    a.advertiseFrom(0, 60);
    b.advertiseFrom(0.4, 60.4);
    const packets = [...stepped(story), { time: 60, frame: new Uint8Array(60), from: '' }];
    const { findings } = await told(packets);
    expect(findings.map(({ code }) => code)).toContain('no-master');
  });

  it('a takeover in the hole is one', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20);
    b.advertiseFrom(23.805, 60.805);
    expect(telling(await story.report()).codes).toEqual(['failover']);
  });

  it('of one master alone both may be, and both are told', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 60);
    const { findings } = await told(stepped(story));
    expect(findings).toMatchObject([{ code: 'no-master', reason: 'sender-stalled' }]);
    expect(findings[0]?.explanation).toContain('clock of the capturing host may have been set forward by 90.0 s');
  });

  it('but not where other packets were captured meanwhile', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 20).advertiseFrom(110, 140);
    for (let time = 0.5; time < 140; time++) story.other(time);
    const { findings } = telling(await story.report());
    expect(findings).toMatchObject([{ code: 'no-master', reason: 'sender-stalled' }]);
    expect(findings[0]?.explanation).not.toContain('set forward');
  });
});
