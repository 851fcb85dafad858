import { describe, expect, it } from 'vitest';
import { Story } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

function pair() {
  const story = new Story();
  const [a, b] = [story.node(1, 120), story.node(2, 100)];
  a.id = 500;
  return { story, a, b };
}

describe('priorities', () => {
  it('a drop after which nobody takes over: the weight is too small', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 30, 1, { priority: 110 });
    const { findings, priorityChanges, routers } = await story.tell();
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['priority-drop-too-small', 'warning']]);
    expect(findings[0]).toMatchObject({ start: 11, end: 11, routers: [A] });
    expect(findings[0]?.explanation).toContain('or it has nopreempt');
    expect(findings[0]?.explanation).toContain('the weight of the check is too small');
    expect(priorityChanges).toMatchObject([{ time: 11, router: A, from: 120, to: 110 }]);
    expect(routers[0]?.priority).toEqual({ last: 110, min: 110, max: 120 });
  });

  it('a drop below a router that was seen with more: that one was down, deaf, or has nopreempt', async () => {
    const { story, a, b } = pair();
    b.advertiseFrom(0, 5);
    a.advertiseFrom(5.4, 20.4).advertiseFrom(21.4, 40.4, 1, { priority: 60 });
    const { findings } = await story.tell();
    const drop = findings.find(({ code }) => code === 'priority-drop-too-small');
    expect(drop?.explanation).toContain(`${B} (100) had advertised more`);
  });

  it('a drop that is taken back at once is a change, and no failed failover', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 13, 1, { priority: 60 }).advertiseFrom(14, 30);
    const { findings } = await story.tell();
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['priority-change', 'info']]);
    expect(findings[0]).toMatchObject({ start: 11, end: 14 });
  });

  it('a rise is a change', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10, 1, { priority: 60 }).advertiseFrom(11, 20);
    expect((await story.tell()).findings[0]?.title).toBe(`${A} changed its priority 60 → 120`);
  });

  it('a capture that ends too soon after the drop proves nothing', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 14, 1, { priority: 60 });
    expect((await story.tell()).codes).toEqual(['priority-change']);
  });

  it('a drop that ends in a resignation soon after is none either', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 12, 1, { priority: 110 }).resign(12.5);
    b.advertiseFrom(13.109, 30);
    expect((await story.tell()).codes).toEqual(['priority-change', 'planned-handover']);
  });

  it('a drop while two are masters is no question of weights', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20);
    b.advertiseFrom(5.4, 20.4);
    a.advertiseFrom(21, 40, 1, { priority: 110 });
    b.advertiseFrom(21.4, 39.4);
    expect((await story.tell()).codes).toEqual(['split-brain', 'priority-change']);
  });

  it('the owner of the address and its change from 255', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10, 1, { priority: 255 }).advertiseFrom(11, 30, 1, { priority: 254 });
    expect((await story.tell()).codes).toEqual(['priority-change']);
  });

  it('a priority 0 between two equal priorities is no change', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).resign(10.3);
    a.advertiseFrom(12, 20);
    expect((await story.tell()).priorityChanges).toEqual([]);
  });
});
