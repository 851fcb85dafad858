import { describe, expect, it } from 'vitest';
import { type Node, pair } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

function alarms(findings: { code: string; severity: string; reason: string | null }[]) {
  return findings.filter(({ severity }) => severity !== 'info').map(({ code, reason }) => [code, reason]);
}

/** A is stopped and started again, so that B is master meanwhile; `round` seconds later the next time. */
function restartedBySomebody(a: Node, b: Node, times: number, round: number): void {
  for (let time = 0; time < times; time++) {
    const from = time * round;
    a.advertiseFrom(from, from + round / 2).resign(from + round / 2 + 0.2);
    b.advertiseFrom(from + round / 2 + 1.005, from + round - 0.4);
    a.id = 0;
  }
  a.advertiseFrom(times * round, times * round + 5);
}

describe('flapping', () => {
  it('fifty orderly handovers in eight minutes are one finding', async () => {
    const { story, a, b } = pair();
    restartedBySomebody(a, b, 25, 19.2);
    const { findings, transitions } = await story.tell();
    expect(transitions).toHaveLength(51);
    expect(findings).toMatchObject([{ code: 'flapping', severity: 'warning', reason: null, routers: [B, A] }]);
    expect(findings[0]?.title).toContain('50 times');
    expect(findings[0]?.explanation).toContain('every 19.2 s, as regularly as something scheduled');
    expect(findings[0]?.explanation).toContain('25 × resignation and 25 × preemption');
  });

  it('three returns in ten minutes are enough, two are maintenance', async () => {
    const often = pair();
    restartedBySomebody(often.a, often.b, 3, 100);
    expect(alarms((await often.story.tell()).findings)).toEqual([['flapping', null]]);
    const twice = pair();
    restartedBySomebody(twice.a, twice.b, 2, 100);
    expect(alarms((await twice.story.tell()).findings)).toEqual([]);
  });

  it('a check near its limit: whose priority went up and down is told once', async () => {
    const { story, a, b } = pair();
    for (const from of [0, 20, 40]) {
      a.advertiseFrom(from, from + 7).advertiseFrom(from + 8, from + 10, 1, { priority: 40 });
      b.advertiseFrom(from + 10.6, from + 16.6);
      a.advertise(from + 17.4);
      a.advertiseFrom(from + 18, from + 19);
    }
    const { findings, codes } = await story.tell();
    expect(codes).toEqual(['flapping']);
    expect(findings[0]).toMatchObject({ reason: 'priority-drop', routers: [B, A] });
    expect(findings[0]?.explanation).toContain(`Each time ${A} had lowered its priority`);
    expect(findings[0]?.advice).toContain(`On ${A}: which track_script`);
  });

  it('the same once an hour is not', async () => {
    const { story, a, b } = pair();
    for (const from of [0, 3600, 7200, 10_800]) {
      a.advertiseFrom(from, from + 5).resign(from + 5.2);
      b.advertiseFrom(from + 6.005, from + 3599.2, 1);
    }
    expect(alarms((await story.tell()).findings)).toEqual([]);
  });

  it('four moves with two failures among them', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 50).advertiseFrom(51, 53, 1, { priority: 40 });
    b.advertiseFrom(53.6, 99.6);
    a.advertiseFrom(100, 300).resign(300.2).resign(300.20004);
    b.advertiseFrom(301.005, 320.005);
    a.id = 0;
    a.advertiseFrom(320.4, 330);
    const { findings } = await story.tell();
    expect(alarms(findings)).toEqual([['flapping', null]]);
    expect(findings[0]?.explanation).toContain('not regularly');
  });

  it('one failure between a planned stop and a planned start keeps its own finding', async () => {
    const { story, a, b } = pair();
    restartedBySomebody(a, b, 1, 60);
    a.advertiseFrom(66, 70);
    b.advertiseFrom(73.805, 99.805);
    a.id = 0;
    a.advertiseFrom(100.4, 110);
    expect((await story.tell()).transitions).toHaveLength(5);
    expect(alarms((await story.tell()).findings)).toEqual([['failover', null]]);
  });

  it('a machine that is paused again and again is flapping because of that', async () => {
    const { story, a, b } = pair();
    for (const from of [0, 60, 120]) {
      a.advertiseFrom(from, from + 30);
      b.advertiseFrom(from + 33.805, from + 59.805);
    }
    a.advertiseFrom(180, 190);
    const { findings } = await story.tell();
    expect(alarms(findings)).toEqual([['flapping', 'sender-stalled']]);
    expect(findings[0]?.explanation).toContain('its sender had stood still');
  });

  it('twice is two pauses', async () => {
    const { story, a, b } = pair();
    for (const from of [0, 60]) {
      a.advertiseFrom(from, from + 30);
      b.advertiseFrom(from + 33.805, from + 59.805);
    }
    a.advertiseFrom(120, 130);
    expect(alarms((await story.tell()).findings)).toEqual([
      ['sender-stalled', null],
      ['sender-stalled', null],
    ]);
  });

  it('a process that crashes again and again', async () => {
    const { story, a, b } = pair();
    for (const from of [0, 60, 120]) {
      a.advertiseFrom(from, from + 30);
      b.advertiseFrom(from + 33.805, from + 34.1);
      a.id = 0;
      a.advertiseFrom(from + 34.4, from + 59.4);
    }
    expect(alarms((await story.tell()).findings)).toEqual([['flapping', 'process-restarted']]);
  });
});

describe('process-restarted', () => {
  it('tells for how long nobody was master', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 30);
    b.advertiseFrom(33.805, 34.1);
    a.id = 0;
    a.advertiseFrom(34.4, 50.4);
    const { findings } = await story.tell();
    expect(findings).toMatchObject([{ code: 'process-restarted', severity: 'info', start: 30, end: 34.4 }]);
    expect(findings[0]?.explanation).toContain('nobody was master for at least 2.805 s and at most 3.805 s');
  });
});

describe('fault', () => {
  it('FAULT without anybody to take over', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).resign(10.2).resign(10.20005).advertiseFrom(14, 30);
    expect((await story.tell()).findings).toMatchObject([{ code: 'fault', severity: 'warning', start: 10.2, end: 14 }]);
  });

  it('is the reason of having no master to the end', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).resign(10.2).resign(10.20005);
    story.other(30);
    expect((await story.tell()).findings).toMatchObject([{ code: 'no-master', reason: 'fault', end: null }]);
  });
});
