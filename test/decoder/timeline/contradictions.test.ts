import { describe, expect, it } from 'vitest';
import { pair, relativeTimes, Story, VIP } from '../../support/story.ts';

/** Situations in which the report once said what was not so. */
const A = '192.0.2.1';
const B = '192.0.2.2';

describe('one finding must not swallow or contradict another', () => {
  it('a router that stood still, yielded, and takes over much later was a listening backup: two failovers', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20);
    b.advertiseFrom(23.805, 79.805);
    a.advertiseFrom(83.5, 99.5);
    const { transitions, findings } = await story.tell();
    expect(transitions.map(({ cause }) => cause)).toEqual(['initial', 'master-down', 'master-down']);
    expect(findings.map(({ code }) => code)).toEqual(['failover', 'failover']);
    expect(findings[0]?.explanation).toContain('it had sent nothing in between');
  });

  it('a drop that led to a failover after all, later, was not too small', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).advertiseFrom(21, 27, 1, { priority: 40 });
    b.advertiseFrom(27.4, 60.4);
    expect((await story.tell()).codes).toEqual(['priority-change', 'planned-handover']);
  });

  it('a usurper whose victim comes back later does not say that it never did', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20);
    b.advertiseFrom(20.4, 40.4);
    a.advertiseFrom(41, 60);
    const { findings } = await story.tell();
    const usurpation = findings.find(({ code }) => code === 'usurpation');
    expect(usurpation?.explanation).toContain(`${A} was silent until 20.6 s later`);
  });

  it('a newcomer is beaten back by a master that had stood still long before', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).advertiseFrom(40, 60);
    b.advertise(60.5);
    a.advertiseFrom(60.5005, 80.5005);
    expect((await story.tell()).codes).toEqual(['no-master', 'handover-race']);
  });

  it('a priority lowered by a reload is planned, and one lowered by a check is not', async () => {
    const lowered = async (reloads: boolean) => {
      const { story, a, b } = pair();
      a.advertiseFrom(0, 20);
      if (reloads) a.id = 0;
      a.advertiseFrom(21, 23, 1, { priority: 40 });
      b.advertiseFrom(23.6, 40.6);
      return (await story.tell()).findings.map(({ code, severity }) => [code, severity]);
    };
    expect(await lowered(true)).toEqual([
      ['configuration-reloaded', 'info'],
      ['planned-handover', 'info'],
    ]);
    expect(await lowered(false)).toEqual([['failover', 'warning']]);
  });

  it('what was sent for longer than any backup waits was lost here, and nearly led to nothing', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 20).advertiseFrom(21, 26, 1, { lost: true }).advertiseFrom(27, 40);
    expect((await story.tell()).codes).toEqual(['advertisements-lost']);
  });

  it('a resignation in the last packet is no time without a master yet', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 20).resign(20.2);
    expect((await story.tell()).noMaster).toEqual([]);
  });

  it('equal priorities are no election when one of them had been master for long', async () => {
    const story = new Story();
    const [low, high] = [story.node(1, 100), story.node(2, 100)];
    high.id = 500;
    high.advertiseFrom(0, 20);
    low.advertise(20.5);
    high.advertiseFrom(20.501, 40);
    expect((await story.tell()).codes).toEqual(['handover-race']);
  });

  it('a near-failover over a restart is no proof that nothing was sent', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10);
    a.id = 0;
    a.advertiseFrom(13, 30);
    const near = (await story.tell()).findings.find(({ code }) => code === 'near-failover');
    expect(near?.explanation).toContain('restarted or reloaded');
  });
});

describe('split brains keep their cause', () => {
  it('a mismatch that was mended is still the reason of the split brain that it made', async () => {
    const story = new Story();
    const old = { authType: 1, authData: 'old' };
    const a = story.node(1, 100, old);
    const b = story.node(2, 50, { authType: 1, authData: 'new' });
    a.id = 500;
    a.advertiseFrom(0, 40);
    b.advertiseFrom(3.4, 16.4).advertiseFrom(17.4, 30.4, 1, old);
    const { splitBrains } = await story.tell();
    expect(splitBrains).toMatchObject([{ start: 3.4, end: 31, deaf: [A, B], reason: 'authentication-mismatch' }]);
  });

  it('and it is told as it was then, not as it is after the mending', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 40);
    b.advertiseFrom(3.4, 16.4, 1, { interval: 2 }).advertiseFrom(17.4, 30.4);
    const [split] = (await story.tell()).findings;
    expect(split).toMatchObject({ code: 'split-brain', reason: 'interval-mismatch' });
    expect(split?.explanation).toContain(`${A} advertises an interval of 1 s`);
    expect(split?.explanation).toContain(`${B} advertises an interval of 2 s`);
  });

  it('a master that stood still before is not the reason of a lasting one', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20);
    b.advertiseFrom(23.805, 70.805);
    a.advertiseFrom(40.2, 79.2);
    expect((await story.tell()).splitBrains).toMatchObject([{ start: 40.2, reason: 'not-received' }]);
  });

  it('VRRPv2 intervals that differ: the newcomer did not wait for advertisements it rejects', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100, { interval: 5 }), story.node(2, 50, { interval: 1 })];
    a.id = 500;
    a.advertiseFrom(0, 10, 5);
    b.advertiseFrom(13.8, 60);
    const { reigns, transitions, splitBrains, noMaster, codes } = await story.tell();
    expect(reigns.map(({ ended }) => ended)).toEqual(['open', 'open']);
    expect(transitions[1]).toMatchObject({ cause: 'usurpation' });
    expect(splitBrains).toMatchObject([{ start: 13.8, end: null, reason: 'interval-mismatch', inferred: true }]);
    expect(noMaster).toEqual([]);
    expect(codes).toEqual(['split-brain']);
  });

  it('timers in phase: one that sends again after it was superseded twice is deaf', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 30);
    b.advertiseFrom(10.03, 29.03);
    const { splitBrains, reigns } = await story.tell();
    expect(splitBrains).toMatchObject([{ start: 10.03, end: null, deaf: [A, B], reason: 'not-received' }]);
    expect(reigns[1]).toMatchObject({ router: B, end: null, ended: 'open' });
  });

  it('a late priority 0 with numbers that jumped: it had been sending all the time', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).advertiseFrom(21, 44, 1, { lost: true }).resign(45);
    b.advertiseFrom(23.805, 60.805);
    const { splitBrains, lost } = await story.tell();
    expect(lost).toEqual([{ router: A, start: 20, end: 45, advertisements: 24 }]);
    expect(splitBrains).toMatchObject([{ start: 23.805, end: 45, deaf: [B], reason: 'not-received' }]);
  });

  it('loss that ends with a priority 0 is loss', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).advertiseFrom(21, 22, 1, { lost: true }).resign(22.5);
    b.advertiseFrom(23.305, 40);
    expect((await story.tell()).lost).toEqual([{ router: A, start: 20, end: 22.5, advertisements: 2 }]);
  });

  it('hosts are misled by the loser only until it is rightful master again', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001);
    b.announce(10.5005);
    for (let beat = 0; beat <= 5; beat++) {
      b.advertise(10.5 + beat);
      a.advertise(10.5004 + beat);
    }
    a.advertiseFrom(16.5004, 40.5004).resign(41);
    b.advertiseFrom(41.805, 60);
    const stale = (await story.tell()).findings.find(({ code }) => code === 'stale-announcement');
    expect(stale).toMatchObject({ start: 15.5004, end: 41.805 });
  });
});

describe('odd input', () => {
  it('an interval of 0 is no clock: the cadence counts', async () => {
    const story = new Story();
    const a = story.node(1, 100, { interval: 0 });
    a.id = 500;
    a.advertiseFrom(0, 30, 0.3);
    const { reigns, transitions, nearFailovers, codes } = await story.tell();
    expect(reigns).toHaveLength(1);
    expect(transitions).toHaveLength(1);
    expect(nearFailovers).toEqual([]);
    expect(codes).toEqual([]);
  });

  it('nothing but a priority 0: a router that was running resigned', async () => {
    const { story, a } = pair();
    story.other(0);
    a.resign(30);
    expect((await story.tell()).reigns).toMatchObject([{ start: 30, end: 30, began: 'running', ended: 'resigned' }]);
  });

  it('lists that come to share an address later are no collision of strangers, but one virtual router with two masters', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50, { addresses: ['192.0.2.200'] })];
    a.advertiseFrom(0, 30);
    b.advertiseFrom(5.4, 15.4).advertiseFrom(16.4, 29.4, 1, { addresses: ['192.0.2.200', VIP] });
    const { findings } = relativeTimes(await story.report());
    expect(findings).toMatchObject([{ code: 'split-brain', reason: 'address-mismatch', start: 5.4, end: null }]);
  });

  it('every finding names at least one packet and at most ten', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50, { addresses: ['192.0.2.200'] })];
    b.advertise(3);
    a.advertiseFrom(0, 4.5);
    for (const { evidence } of (await story.report()).findings) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(evidence.length).toBeLessThanOrEqual(10);
    }
  });

  it('routers with one virtual MAC cannot be told apart by their announcements: no verdict on a missing one', async () => {
    const story = new Story();
    const srcMac = '00:00:5e:00:01:33';
    const [a, b] = [story.node(1, 100, { srcMac }), story.node(2, 50, { srcMac })];
    a.id = 500;
    a.advertiseFrom(0, 10).announce(0.001).resign(10.2);
    b.advertiseFrom(11.005, 20);
    const { transitions, codes } = await story.tell();
    expect(transitions[1]?.announced).toBeNull();
    expect(codes).toEqual(['planned-handover']);
  });

  it('speakers beyond every limit are told, and those before it are followed', async () => {
    const story = new Story();
    for (let host = 1; host <= 200; host++) {
      story.node(1, 100, { src: `10.9.${host >> 7}.${(host & 127) + 1}`, vrid: 9 }).advertise(host * 0.01);
    }
    const report = await story.report();
    expect(report.virtualRouters[0]?.routers.length).toBe(128);
    expect(report.findings.map(({ code }) => code)).toContain('too-many-speakers');
  });
});
