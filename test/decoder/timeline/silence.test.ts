import { describe, expect, it } from 'vitest';
import { pair } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

describe('silence here is not silence there: identification numbers', () => {
  it('numbers that jumped over a takeover prove that the old master went on: a split brain', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 19, 1, { lost: true });
    b.advertiseFrom(13.805, 19.805);
    a.advertiseFrom(20, 30);
    const { reigns, transitions, splitBrains, noMaster, lost, codes, findings } = await story.tell();
    expect(reigns).toMatchObject([
      { router: A, start: 0, end: null, ended: 'open' },
      { router: B, start: 13.805, end: 20, began: 'usurpation', ended: 'yielded' },
    ]);
    expect(transitions.map(({ time, cause }) => [time, cause])).toEqual([
      [0, 'initial'],
      [13.805, 'usurpation'],
      [20, 'split-brain-end'],
    ]);
    expect(splitBrains).toMatchObject([
      { start: 13.805, end: 20, deaf: [B], reason: 'not-received', inferred: true, routers: [A, B] },
    ]);
    expect(noMaster).toEqual([]);
    expect(lost).toEqual([{ router: A, start: 10, end: 20, advertisements: 9 }]);
    expect(codes).toEqual(['split-brain']);
    expect(findings[0]?.explanation).toContain(
      `Meanwhile ${A} sent 9 advertisements that did not get to this capture point`,
    );
    expect(findings[0]?.explanation).not.toContain('is inferred');
    expect(findings[0]?.advice).toContain(`Capture on ${A}, too`);
  });

  it('a gap of two with a jump: a near-failover whose advertisements were lost on the way', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 12, 1, { lost: true }).advertiseFrom(13, 20);
    const { nearFailovers, lost, findings } = await story.tell();
    expect(nearFailovers).toEqual([{ router: A, time: 13, gap: 3, missed: 2 }]);
    expect(lost).toEqual([{ router: A, start: 10, end: 13, advertisements: 2 }]);
    expect(findings.map(({ code }) => code)).toEqual(['near-failover']);
    expect(findings[0]?.explanation).toContain('lost before this capture point');
  });

  it('the same gap without a jump: the sender itself was late', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(13, 20);
    const { nearFailovers, lost, findings } = await story.tell();
    expect(nearFailovers).toHaveLength(1);
    expect(lost).toEqual([]);
    expect(findings[0]?.explanation).toContain('did not send them');
  });

  it('a sender whose numbers mean nothing: neither is claimed', async () => {
    const { story, a } = pair();
    for (let time = 0; time <= 20; time++)
      if (time !== 11 && time !== 12) a.advertise(time, { id: (time * 7919) % 65536 });
    const { nearFailovers, lost, findings } = await story.tell();
    expect(nearFailovers).toHaveLength(1);
    expect(lost).toEqual([]);
    expect(findings[0]?.explanation).toContain('cannot be told');
  });

  it('one missing advertisement is no near-failover, and no alarm', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertise(11, { lost: true }).advertiseFrom(12, 20);
    const { nearFailovers, findings } = await story.tell();
    expect(nearFailovers).toEqual([]);
    expect(findings).toMatchObject([{ code: 'advertisements-lost', severity: 'info' }]);
  });

  it('many missing advertisements, one by one, are a warning', async () => {
    const { story, a } = pair();
    for (let time = 0; time <= 30; time++) a.advertise(time, { lost: [11, 15, 19, 23].includes(time) });
    expect((await story.tell()).findings).toMatchObject([{ code: 'advertisements-lost', severity: 'warning' }]);
  });

  it('the wrap of the numbers is neither loss nor restart', async () => {
    const { story, a } = pair();
    a.id = 65_530;
    a.advertiseFrom(0, 4).advertise(5, { id: 40_123 });
    a.id = 0;
    a.advertiseFrom(6, 20);
    const { lost, codes } = await story.tell();
    expect(lost).toEqual([]);
    expect(codes).toEqual([]);
  });

  it('a long silence with a jump and no takeover: never without a master, as far as can be told', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 19, 1, { lost: true }).advertiseFrom(20, 30);
    const { reigns, noMaster, transitions, lost } = await story.tell();
    expect(reigns).toHaveLength(1);
    expect(transitions).toHaveLength(1);
    expect(noMaster).toEqual([]);
    expect(lost).toMatchObject([{ advertisements: 9 }]);
  });

  it('two numbers used up in silence: it resigned, and a dead link kept that from leaving', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(10.2, 10.20001, 0.00001, { lost: true, priority: 0 });
    b.advertiseFrom(13.805, 29.805);
    a.advertiseFrom(30, 40);
    const { splitBrains, lost, findings } = await story.tell();
    expect(splitBrains).toEqual([]);
    expect(lost).toEqual([]);
    expect(findings[0]).toMatchObject({ code: 'failover' });
    expect(findings[0]?.explanation).toContain('lost link');
  });

  it('some numbers used up, too few to have gone on: it sent a little more and stopped', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 14, 1, { lost: true });
    b.advertiseFrom(13.805, 59.805);
    a.advertiseFrom(60, 70);
    const { transitions, findings } = await story.tell();
    expect(transitions[1]).toMatchObject({ cause: 'master-down' });
    expect(findings[0]?.explanation).toContain('sent some advertisements that did not get here');
  });

  it('numbers from 1 soon after a silence: the process died and was started again', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10);
    b.advertiseFrom(13.805, 14.2);
    a.id = 0;
    a.advertiseFrom(14.3, 20);
    expect((await story.tell()).findings).toMatchObject([{ code: 'process-restarted', severity: 'info', start: 10 }]);
  });

  it('numbers from 1 long after a silence: a failover, and a planned return', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10);
    b.advertiseFrom(13.805, 60.805);
    a.id = 0;
    a.advertiseFrom(61, 70);
    const { codes, findings } = await story.tell();
    expect(codes).toEqual(['failover', 'planned-handover']);
    expect(findings[0]?.explanation).toContain('a new process. The old one ended without a resignation');
  });

  it('numbers from 1 without silence: a reload, and the reign goes on', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertise(10.4);
    a.id = 0;
    a.advertiseFrom(10.4027, 20);
    const { reigns, findings } = await story.tell();
    expect(reigns).toHaveLength(1);
    expect(findings).toMatchObject([{ code: 'configuration-reloaded', severity: 'info' }]);
  });

  it('a paused sole master comes back: it stood still, and nobody was master', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(20, 30);
    const { transitions, noMaster, findings } = await story.tell();
    expect(transitions[1]).toMatchObject({ from: A, to: A, cause: 'master-down' });
    expect(noMaster).toMatchObject([{ start: 11, end: 20, atLeast: 9, atMost: 10 }]);
    expect(findings).toMatchObject([{ code: 'no-master', reason: 'sender-stalled', start: 11, end: 20 }]);
    expect(findings[0]?.explanation).toContain('it had sent nothing in between');
  });
});

describe('no master', () => {
  it('a resignation that nobody follows lasts to the end', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).resign(10.5);
    story.other(20);
    const { noMaster, findings } = await story.tell();
    expect(noMaster).toEqual([{ start: 10.5, end: null, atLeast: 9.5, atMost: 9.5, after: 'resignation' }]);
    expect(findings).toMatchObject([{ code: 'no-master', severity: 'critical', start: 10.5, end: null }]);
  });

  it('a capture that ends right after a resignation raises no alarm', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).resign(10.5);
    story.other(11);
    const { noMaster, findings } = await story.tell();
    expect(noMaster).toMatchObject([{ end: null, atLeast: 0.5 }]);
    expect(findings).toEqual([]);
  });

  it('a silence that has not reached the Master_Down_Interval is no window yet', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10);
    story.other(13.5);
    const { noMaster, reigns } = await story.tell();
    expect(noMaster).toEqual([]);
    expect(reigns[0]).toMatchObject({ end: null, ended: 'open' });
  });

  it.each([
    ['the master is back first', 1, 40],
    ['the backup is back first', 2, 40.6],
  ])(
    'all fell silent and came back, as when their switch is restarted: one alarm (%s)',
    async (_name, first, start) => {
      const { story, a, b } = pair();
      a.advertiseFrom(0, 20);
      a.id += 2;
      (first === 1 ? a : b).advertiseFrom(start, 60);
      const { findings } = await story.tell();
      expect(findings).toMatchObject([{ code: 'no-master', start: 21, end: start }]);
      expect(findings[0]?.advice).toContain('did all nodes lose the network at once');
    },
  );

  it('two that stood still at once, on one host perhaps, and woke in the same moment: one alarm', async () => {
    const { story, a, b } = pair();
    b.id = 70;
    b.advertiseFrom(0, 5).resign(5.2);
    a.advertiseFrom(5.9, 20.9);
    b.advertise(40);
    a.advertiseFrom(40.001, 60.001);
    const { findings } = await story.tell();
    expect(findings.filter(({ severity }) => severity !== 'info')).toMatchObject([
      { code: 'no-master', reason: 'sender-stalled', start: 21.9, end: 40 },
    ]);
  });

  it('a process that died, with nobody to take over, is one alarm', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10);
    a.id = 0;
    a.advertiseFrom(15.5, 30);
    expect((await story.tell()).findings).toMatchObject([{ code: 'no-master', reason: 'process-restarted' }]);
  });

  it('a silence to the end beyond it is one', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10);
    story.other(13.7);
    const { noMaster, reigns, codes } = await story.tell();
    expect(reigns[0]).toMatchObject({ end: 10, ended: 'silent' });
    expect(noMaster).toEqual([{ start: 11, end: null, atLeast: 2.7, atMost: 3.7, after: 'silence' }]);
    expect(codes).toEqual(['no-master']);
  });

  it.each([
    ['within 4.4 intervals', 4.3, ['planned-handover']],
    ['later', 4.5, ['no-master', 'planned-handover']],
  ])('a takeover %s after a resignation', async (_name, wait, codes) => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).resign(10.5);
    b.advertiseFrom(10.5 + wait, 30);
    expect((await story.tell()).codes).toEqual(codes);
  });
});

describe('advertisement timing', () => {
  it('gaps are counted inside reigns only', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 3).advertise(4.2).resign(4.5);
    b.advertiseFrom(5.305, 8.305);
    a.id = 0;
    a.advertiseFrom(8.5, 10.5);
    const { routers } = await story.tell();
    expect(routers[0]?.interval).toMatchObject({ advertised: 1, min: 1, max: 1.2 });
    expect(routers[0]?.timing.buckets.reduce((sum, [count]) => sum + count, 0)).toBe(6);
    expect(routers[1]?.interval).toEqual({ advertised: 1, mean: 1, min: 1, max: 1 });
  });

  it('a single advertisement has no interval', async () => {
    const { story, b } = pair();
    b.advertise(1);
    const { routers } = await story.tell();
    expect(routers[0]).toMatchObject({
      address: B,
      advertisements: 1,
      first: 1,
      last: 1,
      interval: { mean: null, min: null, max: null },
      timing: { buckets: [] },
    });
  });

  it('buckets double their width and lose no gap', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 3000);
    const { routers } = await story.tell();
    const { step, buckets } = routers[0]?.timing ?? { step: 0, buckets: [] };
    expect(step).toBe(4);
    expect(buckets.length).toBeLessThanOrEqual(1024);
    expect(buckets.reduce((sum, [count]) => sum + count, 0)).toBe(3000);
    expect(buckets[100]).toEqual([4, 1, 1, 1]);
  });
});
