import { describe, expect, it } from 'vitest';
import { pair } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

/** A (100) stood by under B (50) until B fell silent at 30. */
function standBy() {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 10).resign(10.2);
  b.advertiseFrom(11.005, 30.005);
  a.id = 0;
  // Its Master_Down_Interval after B's last advertisement: 3.609 s
  a.advertiseFrom(33.614, 50.614).resign(51);
  b.id = 0;
  b.advertiseFrom(51.805, 79.805);
  return { story, a, b };
}

describe('nopreempt-takeover', () => {
  it('a router that left the lower master alone takes over from the living one', async () => {
    const { story, a } = standBy();
    a.id = 0;
    a.advertiseFrom(80.3, 95.3);
    const { findings, transitions } = await story.tell();
    expect(transitions.at(-1)).toMatchObject({ cause: 'preemption', from: B, to: A });
    const [first] = findings;
    expect(first).toMatchObject({ code: 'failover' });
    expect(findings[1]).toMatchObject({
      code: 'nopreempt-takeover',
      severity: 'warning',
      routers: [A, B],
      start: 80.3,
    });
    expect(findings[1]?.explanation).toContain('heard nobody');
  });

  it('a router that only ever preempted is expected to', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 30.005);
    a.id = 0;
    a.advertiseFrom(30.4, 50.4);
    expect((await story.tell()).codes).toEqual(['planned-handover', 'planned-handover']);
  });

  it('one that took over when the lower one resigned may just have started: once proves nothing', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 30.005).resign(30.2);
    a.id = 0;
    a.advertiseFrom(30.81, 700.81).resign(701);
    b.id = 0;
    b.advertiseFrom(701.805, 720.805);
    a.id = 0;
    a.advertiseFrom(721.3, 740.3);
    expect(new Set((await story.tell()).codes)).toEqual(new Set(['planned-handover']));
  });

  it('a takeover that is too early after silence was not waiting for that', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 30.005);
    a.id = 0;
    a.advertiseFrom(34.4, 700.4).resign(701);
    b.id = 0;
    b.advertiseFrom(701.805, 720.805);
    a.id = 0;
    a.advertiseFrom(721.3, 740.3);
    expect((await story.tell()).codes).not.toContain('nopreempt-takeover');
  });
});
