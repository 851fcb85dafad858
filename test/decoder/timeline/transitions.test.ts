import { describe, expect, it } from 'vitest';
import { Story } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

/** [time, from, to, cause] of each. */
function causes(transitions: readonly { time: number; from: string | null; to: string; cause: string }[]) {
  return transitions.map(({ time, from, to, cause }) => [time, from, to, cause]);
}

describe('transitions', () => {
  it('an elected master is told from one that was running', async () => {
    const early = new Story();
    early.other(0);
    early.node(1, 100).advertiseFrom(0.5, 10);
    expect((await early.tell()).reigns[0]).toMatchObject({ began: 'elected' });
    const late = new Story();
    late.other(0);
    const router = late.node(1, 100);
    router.id = 7;
    router.advertiseFrom(4.1, 10);
    expect((await late.tell()).reigns[0]).toMatchObject({ began: 'elected' });
    const running = new Story();
    running.other(0);
    const old = running.node(1, 100);
    old.id = 7;
    old.advertiseFrom(0.9, 10);
    expect((await running.tell()).reigns[0]).toMatchObject({ began: 'running' });
  });

  it('a returning superior router preempts, and that is planned', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    b.id = 300;
    b.advertiseFrom(0, 10);
    a.advertiseFrom(10.4, 20.4);
    const { transitions, reigns, handoverRaces, splitBrains, codes } = await story.tell();
    expect(causes(transitions)).toEqual([
      [0, null, B, 'initial'],
      [10.4, B, A, 'preemption'],
    ]);
    expect(reigns[0]).toMatchObject({ end: 10.4, ended: 'yielded' });
    expect(splitBrains).toEqual([]);
    expect(handoverRaces).toHaveLength(1);
    expect(codes).toEqual(['planned-handover']);
  });

  it('a master that lowers its priority is overtaken: priority-drop, and one failover', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 120), story.node(2, 100)];
    a.id = 300;
    a.advertiseFrom(0, 10);
    a.advertiseFrom(11, 13, 1, { priority: 60 });
    b.advertiseFrom(13.6, 24);
    const { transitions, priorityChanges, findings } = await story.tell();
    expect(transitions[1]).toMatchObject({ time: 13.6, from: A, to: B, cause: 'priority-drop', lastHeard: 13 });
    expect(priorityChanges).toMatchObject([{ time: 11, router: A, from: 120, to: 60 }]);
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['failover', 'warning']]);
  });

  it('a drop longer ago than a Master_Down_Interval is not the cause', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 120), story.node(2, 100)];
    a.id = 300;
    a.advertiseFrom(0, 10);
    a.advertiseFrom(11, 20, 1, { priority: 60 });
    b.advertiseFrom(20.4, 30);
    const { transitions, codes } = await story.tell();
    expect(transitions[1]).toMatchObject({ cause: 'preemption' });
    expect(codes).toEqual(['priority-change', 'planned-handover']);
  });

  it('a usurper beaten back at once raises nothing above info', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 300;
    a.advertiseFrom(0, 10);
    b.advertise(10.5);
    a.advertiseFrom(10.5004, 20);
    const { transitions, handoverRaces, splitBrains, findings, reigns } = await story.tell();
    expect(causes(transitions)).toEqual([
      [0, null, A, 'initial'],
      [10.5, A, B, 'usurpation'],
      [10.5004, B, A, 'split-brain-end'],
    ]);
    expect(reigns).toHaveLength(2);
    expect(handoverRaces).toEqual([{ start: 10.5, end: 10.5004, routers: [A, B] }]);
    expect(splitBrains).toEqual([]);
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['handover-race', 'info']]);
  });

  it('a takeover before it was due, after which the old master is never heard again, is a usurpation', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 300;
    a.advertiseFrom(0, 10);
    b.advertiseFrom(12, 30);
    const { transitions, splitBrains, noMaster, codes } = await story.tell();
    expect(transitions[1]).toMatchObject({ cause: 'usurpation' });
    expect(splitBrains).toEqual([]);
    expect(noMaster).toEqual([]);
    expect(codes).toEqual(['usurpation']);
  });

  it('a sole master that stops and comes back: from itself to itself', async () => {
    const story = new Story();
    const a = story.node(1, 100);
    a.id = 300;
    a.advertiseFrom(0, 10).resign(10.2);
    a.id = 0;
    a.advertiseFrom(13.9, 20);
    const { transitions, noMaster } = await story.tell();
    expect(causes(transitions)).toEqual([
      [0, null, A, 'initial'],
      [13.9, A, A, 'resignation'],
    ]);
    expect(noMaster).toMatchObject([{ start: 10.2, end: 13.9 }]);
  });

  it('two priority 0 within a millisecond are keepalived entering FAULT: a failover', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 300;
    a.advertiseFrom(0, 10).resign(10.2).resign(10.20005);
    b.advertiseFrom(11.005, 20);
    const { transitions, reigns, findings } = await story.tell();
    expect(reigns[0]).toMatchObject({ end: 10.2, ended: 'resigned' });
    expect(transitions[1]).toMatchObject({ cause: 'resignation' });
    expect(findings).toMatchObject([{ code: 'failover', reason: 'fault' }]);
  });

  it('a busy host takes some milliseconds between the two', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 300;
    a.advertiseFrom(0, 10).resign(10.2).resign(10.2032);
    b.advertiseFrom(11.005, 20);
    expect((await story.tell()).findings).toMatchObject([{ code: 'failover', reason: 'fault' }]);
  });

  it('two priority 0 half a second apart are no FAULT', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 300;
    a.advertiseFrom(0, 10).resign(10.2).resign(10.7);
    b.advertiseFrom(11.005, 20);
    const { reigns, codes } = await story.tell();
    expect(reigns).toHaveLength(2);
    expect(codes).toEqual(['planned-handover']);
  });

  it('a first packet with priority 0: a reign of no length and an initial transition', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 300;
    a.resign(0.3);
    b.advertiseFrom(1.105, 10);
    const { reigns, transitions, routers, noMaster } = await story.tell();
    expect(reigns[0]).toMatchObject({ router: A, start: 0.3, end: 0.3, began: 'running', ended: 'resigned' });
    expect(causes(transitions)).toEqual([
      [0.3, null, A, 'initial'],
      [1.105, A, B, 'resignation'],
    ]);
    expect(routers[0]).toMatchObject({ address: A, priority: { last: 0, min: 0, max: 0 } });
    expect(noMaster).toMatchObject([{ start: 0.3, end: 1.105 }]);
  });

  it('a priority 0 of a router that was thought to be gone proves that it had been master all the time', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 300;
    a.advertiseFrom(0, 10);
    b.advertiseFrom(13.805, 30);
    a.id = 330;
    a.resign(20.2);
    const { reigns, transitions, splitBrains, noMaster } = await story.tell();
    expect(reigns[0]).toMatchObject({ router: A, end: 20.2, ended: 'resigned' });
    expect(transitions[1]).toMatchObject({ cause: 'usurpation' });
    expect(splitBrains).toMatchObject([{ start: 13.805, end: 20.2, inferred: true }]);
    expect(noMaster).toEqual([]);
  });

  it('four moves within ten minutes are flapping, and raise no finding each', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 300;
    for (let round = 0; round < 3; round++) {
      const from = round * 100;
      a.advertiseFrom(from, from + 50)
        .resign(from + 50.2)
        .resign(from + 50.20005);
      b.advertiseFrom(from + 51.005, from + 99.005);
    }
    const { findings } = await story.tell();
    expect(findings.filter(({ severity }) => severity !== 'info')).toMatchObject([
      { code: 'flapping', start: 51.005, end: 251.005, routers: [B, A] },
    ]);
  });

  it('a node restarted twice for maintenance is not flapping', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 300;
    for (let round = 0; round < 2; round++) {
      const from = round * 100;
      a.advertiseFrom(from, from + 50).resign(from + 50.2);
      b.advertiseFrom(from + 50.805 + 0.2, from + 99.005);
      a.id = 0;
    }
    a.advertiseFrom(200, 210);
    const { findings } = await story.tell();
    expect(findings.every(({ severity }) => severity === 'info')).toBe(true);
  });

  it.each([
    ['VRRPv2 every second', {}, 1, 3.805],
    ['VRRPv2 every 5 s: skew stays in seconds', { interval: 5 }, 5, 15.805],
    ['VRRPv3 every second', { version: 3 }, 1, 3.805],
    ['VRRPv3 every 5 s: skew grows with the interval', { version: 3, interval: 500 }, 5, 19.024],
    ['VRRPv3 every half second', { version: 3, interval: 50 }, 0.5, 1.903],
  ])('%s: a takeover when the Master_Down_Interval ran out', async (_name, settings, interval, wait) => {
    const due = new Story();
    const a = due.node(1, 100, settings);
    a.id = 300;
    a.advertiseFrom(0, 10 * interval, interval);
    due.node(2, 50, settings).advertiseFrom(10 * interval + wait, 20 * interval + wait, interval);
    expect((await due.tell()).transitions[1]).toMatchObject({ cause: 'master-down' });
    const early = new Story();
    const other = early.node(1, 100, settings);
    other.id = 300;
    other.advertiseFrom(0, 10 * interval, interval);
    const before = 10 * interval + wait - 0.15 * interval;
    early.node(2, 50, settings).advertiseFrom(before, before + 10 * interval, interval);
    expect((await early.tell()).transitions[1]).toMatchObject({ cause: 'usurpation' });
  });

  it('three routers: the next one takes over from whoever was master', async () => {
    const story = new Story();
    const [a, b, c] = [story.node(1, 150), story.node(2, 100), story.node(3, 50)];
    a.id = 300;
    a.advertiseFrom(0, 10).resign(10.5);
    b.advertiseFrom(11.109, 20.109).resign(20.5);
    c.advertiseFrom(21.305, 30.305);
    a.id = 0;
    a.advertiseFrom(30.5, 40);
    expect(causes((await story.tell()).transitions)).toEqual([
      [0, null, A, 'initial'],
      [11.109, A, B, 'resignation'],
      [21.305, B, '192.0.2.3', 'resignation'],
      [30.5, '192.0.2.3', A, 'preemption'],
    ]);
  });

  it('IPv6 link-locals elect by their numeric order, not by their text', async () => {
    const story = new Story();
    const settings = { version: 3, addresses: ['fe80::100', '2001:db8::1'] };
    const low = story.node(1, 100, { ...settings, src: 'fe80::9' });
    const high = story.node(2, 100, { ...settings, src: 'fe80::10' });
    low.advertise(1);
    high.advertiseFrom(1.0004, 10.0004);
    const { transitions } = await story.tell();
    expect(causes(transitions)).toEqual([[1.0004, null, 'fe80::10', 'initial']]);
  });
});
