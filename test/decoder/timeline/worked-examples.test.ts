import { describe, expect, it } from 'vitest';
import { Story } from '../../support/story.ts';

/** The table of worked examples that defines the report: v2, 1 s, A = .1 priority 100, B = .2 priority 50. */
const A = '192.0.2.1';
const B = '192.0.2.2';

function pair() {
  const story = new Story();
  return { story, a: story.node(1, 100), b: story.node(2, 50) };
}

describe('worked examples of the report', () => {
  it('A stops: a resignation, and B takes over after its Skew_Time', async () => {
    const { story, a, b } = pair();
    a.id = 500;
    a.advertiseFrom(0, 20).resign(20.3);
    b.advertiseFrom(21.105, 30.105);
    const { reigns, transitions, noMaster, splitBrains, codes } = await story.tell();
    expect(reigns).toMatchObject([
      { router: A, start: 0, end: 20.3, began: 'running', ended: 'resigned', priority: 100, advertisements: 22 },
      { router: B, start: 21.105, end: null, began: 'resignation', ended: 'open', priority: 50 },
    ]);
    expect(transitions).toMatchObject([
      { time: 0, from: null, to: A, cause: 'initial', lastHeard: null, duration: null },
      { time: 21.105, from: A, to: B, cause: 'resignation', lastHeard: 20.3, duration: 0.805 },
    ]);
    expect(noMaster).toEqual([{ start: 20.3, end: 21.105, atLeast: 0.805, atMost: 0.805, after: 'resignation' }]);
    expect(splitBrains).toEqual([]);
    expect(codes).toEqual(['planned-handover']);
  });

  it('kill -9: A falls silent, and B takes over after its Master_Down_Interval', async () => {
    const { story, a, b } = pair();
    a.id = 500;
    a.advertiseFrom(0, 20);
    b.advertiseFrom(23.805, 33.805);
    const { reigns, transitions, noMaster, codes } = await story.tell();
    expect(reigns).toMatchObject([
      { router: A, end: 20, ended: 'silent' },
      { router: B, start: 23.805, end: null, began: 'master-down' },
    ]);
    expect(transitions[1]).toMatchObject({ time: 23.805, cause: 'master-down', lastHeard: 20, duration: 3.805 });
    expect(noMaster).toEqual([{ start: 21, end: 23.805, atLeast: 2.805, atMost: 3.805, after: 'silence' }]);
    expect(codes).toEqual(['failover']);
  });

  it('kill -9 with the address left behind: the answer of the dead router takes the place of the failover', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).announce(0.001).answer(27);
    b.advertiseFrom(23.805, 33.805).announce(23.806);
    const { codes, findings } = await story.tell();
    expect(codes).toEqual(['vip-held-by-non-master']);
    expect(findings[0]).toMatchObject({ severity: 'critical', start: 27, end: null, routers: [B, A] });
  });

  it('B is deaf: a usurpation, a split brain, and its end when B hears again', async () => {
    const { story, a, b } = pair();
    a.id = 500;
    b.id = 7;
    a.advertiseFrom(0, 20);
    for (let beat = 0; beat <= 12; beat++) {
      b.advertise(20.5 + beat);
      a.advertise(20.5004 + beat);
    }
    a.advertiseFrom(33.5004, 40);
    const { reigns, transitions, splitBrains, noMaster, codes } = await story.tell();
    expect(reigns).toMatchObject([
      { router: A, start: 0, end: null, began: 'running', ended: 'open' },
      { router: B, start: 20.5, end: 32.5004, began: 'usurpation', ended: 'yielded', advertisements: 13 },
    ]);
    expect(transitions.map(({ time, from, to, cause }) => [time, from, to, cause])).toEqual([
      [0, null, A, 'initial'],
      [20.5, A, B, 'usurpation'],
      [32.5004, B, A, 'split-brain-end'],
    ]);
    expect(splitBrains).toMatchObject([
      { start: 20.5, end: 32.5004, routers: [A, B], deaf: [B], reason: 'not-received', inferred: false },
    ]);
    expect(noMaster).toEqual([]);
    expect(codes).toEqual(['split-brain']);
  });

  it('A is paused: one stalled sender, no failover and no split brain', async () => {
    const { story, a, b } = pair();
    a.id = 500;
    a.advertiseFrom(0, 20);
    b.advertiseFrom(23.805, 39.805);
    a.advertiseFrom(40, 50);
    const { reigns, transitions, handoverRaces, splitBrains, codes, findings } = await story.tell();
    expect(transitions.map(({ time, from, to, cause }) => [time, from, to, cause])).toEqual([
      [0, null, A, 'initial'],
      [23.805, A, B, 'master-down'],
      [40, B, A, 'preemption'],
    ]);
    expect(reigns.map(({ router, ended }) => [router, ended])).toEqual([
      [A, 'silent'],
      [B, 'yielded'],
      [A, 'open'],
    ]);
    expect(handoverRaces).toEqual([{ start: 40, end: 40, routers: [B, A] }]);
    expect(splitBrains).toEqual([]);
    expect(codes).toEqual(['sender-stalled']);
    expect(findings[0]).toMatchObject({ start: 20, end: 40 });
  });

  it.each([
    ['to its own priority 0', 40.2, { end: 40.2, ended: 'resigned' }, { start: 20.4, end: 40.2 }],
    ['to the end', null, { end: null, ended: 'open' }, { start: 20.4, end: null }],
  ])('passwords differ and B sends one advertisement: its claim lasts %s', async (_name, resigned, reign, split) => {
    const story = new Story();
    const a = story.node(1, 100, { authType: 1, authData: 'secret-a' });
    const b = story.node(2, 50, { authType: 1, authData: 'secret-b' });
    a.id = 500;
    a.advertiseFrom(0, 50);
    b.advertise(20.4);
    if (resigned !== null) b.resign(resigned);
    const told = await story.tell();
    expect(told.reigns[1]).toMatchObject({ router: B, start: 20.4, ...reign });
    expect(told.splitBrains).toMatchObject([
      { ...split, deaf: [A, B], reason: 'authentication-mismatch', inferred: true },
    ]);
    expect(told.noMaster).toEqual([]);
    expect(told.findings.filter(({ severity }) => severity !== 'info')).toMatchObject([
      { code: 'split-brain', reason: 'authentication-mismatch', ...split },
    ]);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('the capture ends in the middle of a split brain: everything is still open', async () => {
    const { story, a, b } = pair();
    a.id = 500;
    a.advertiseFrom(0, 30);
    b.advertiseFrom(20.5, 29.5);
    const { reigns, splitBrains, transitions, findings } = await story.tell();
    expect(reigns.map(({ end, ended }) => [end, ended])).toEqual([
      [null, 'open'],
      [null, 'open'],
    ]);
    expect(splitBrains).toMatchObject([{ start: 20.5, end: null }]);
    expect(findings).toMatchObject([{ code: 'split-brain', start: 20.5, end: null }]);
    expect(transitions.map(({ cause }) => cause)).toEqual(['initial', 'usurpation']);
  });

  it('equal priorities fire together: one transition, to the higher address', async () => {
    const story = new Story();
    const [a, b, c] = [story.node(1, 150), story.node(2, 100), story.node(3, 100)];
    a.id = 500;
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertise(10.809);
    c.advertiseFrom(10.8095, 20.8095);
    const { transitions, reigns, handoverRaces, findings } = await story.tell();
    expect(transitions.map(({ from, to, cause }) => [from, to, cause])).toEqual([
      [null, A, 'initial'],
      [A, '192.0.2.3', 'resignation'],
    ]);
    expect(reigns.map(({ router, began, ended }) => [router, began, ended])).toEqual([
      [A, 'running', 'resigned'],
      [B, 'resignation', 'yielded'],
      ['192.0.2.3', 'resignation', 'open'],
    ]);
    expect(handoverRaces).toEqual([{ start: 10.8095, end: 10.8095, routers: [B, '192.0.2.3'] }]);
    expect(findings.every(({ severity }) => severity === 'info')).toBe(true);
  });

  it('a sync group waits a whole Master_Down_Interval after a resignation: no finding but the handover', async () => {
    const { story, a, b } = pair();
    a.id = 500;
    a.advertiseFrom(0, 20).resign(20.1);
    b.advertiseFrom(23.9, 33.9);
    const { transitions, codes } = await story.tell();
    expect(transitions[1]).toMatchObject({ cause: 'resignation', duration: 3.8 });
    expect(codes).toEqual(['planned-handover']);
  });

  it('v3 with 10 ms: every threshold counts in intervals', async () => {
    const story = new Story();
    const a = story.node(1, 100, { version: 3, interval: 1 });
    const b = story.node(2, 50, { version: 3, interval: 1 });
    a.id = 500;
    a.advertiseFrom(0, 1, 0.01);
    b.advertiseFrom(1.038, 2.038, 0.01);
    const { transitions, noMaster, codes } = await story.tell();
    expect(transitions[1]).toMatchObject({ cause: 'master-down', lastHeard: 1, duration: 0.038 });
    expect(noMaster).toMatchObject([{ start: 1.01, end: 1.038, atLeast: 0.028, atMost: 0.038 }]);
    expect(codes).toEqual(['failover']);
  });
});
