import { describe, expect, it } from 'vitest';
import { type Node, pair, type Story, VIP } from '../../support/story.ts';

const A = '192.0.2.1';
const CLIENT = '02:00:00:00:00:fa';

/** The client asks for an address, once a second. */
function asks(story: { node: Node }, from: number, times: number, address = VIP, step = 1): void {
  for (let i = 0; i < times; i++) {
    story.node.arp(from + i * step, {
      operation: 1,
      senderMac: CLIENT,
      senderAddress: '192.0.2.250',
      targetAddress: address,
      targetMac: '00:00:00:00:00:00',
      ethernetDst: 'ff:ff:ff:ff:ff:ff',
    });
  }
}

function scene(): { story: Story; a: Node; b: Node } {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 40).announce(0.001);
  return { story, a, b };
}

describe('vip-unanswered', () => {
  it('three questions a second apart stay unanswered while the master goes on', async () => {
    const { story, a } = scene();
    asks({ node: a }, 5.5, 1);
    a.answer(5.501);
    asks({ node: a }, 20.5, 4);
    const { findings } = await story.tell();
    expect(findings).toMatchObject([
      { code: 'vip-unanswered', severity: 'warning', start: 20.5, end: null, routers: [A] },
    ]);
    expect(findings[0]?.explanation).toContain('4 questions for 192.0.2.100');
  });

  it('ends with the answer', async () => {
    const { story, a } = scene();
    a.answer(5.501);
    asks({ node: a }, 20.5, 4);
    a.answer(30);
    expect((await story.tell()).findings).toMatchObject([{ code: 'vip-unanswered', start: 20.5, end: 30 }]);
  });

  it('long after the last question nobody knows: it ends with that', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 200).answer(5.501);
    asks({ node: a }, 20.5, 4);
    expect((await story.tell()).findings).toMatchObject([{ code: 'vip-unanswered', start: 20.5, end: 23.5 }]);
  });

  it('two questions are not enough', async () => {
    const { story, a } = scene();
    a.answer(5.501);
    asks({ node: a }, 20.5, 2);
    expect((await story.tell()).codes).toEqual([]);
  });

  it('three questions at once, and then the answer, are a crowd', async () => {
    const { story, a } = scene();
    a.answer(5.501);
    asks({ node: a }, 20.5, 3, VIP, 0.0002);
    a.answer(20.502);
    expect((await story.tell()).codes).toEqual([]);
  });

  it('a capture point that sees no answers at all proves nothing', async () => {
    const { story, a } = scene();
    asks({ node: a }, 20.5, 6);
    expect((await story.tell()).codes).toEqual([]);
  });

  it('a master that died does not answer, and is no master', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).announce(0.001).answer(5.5);
    asks({ node: a }, 20.5, 4, VIP, 0.9);
    b.advertiseFrom(23.805, 40).announce(23.806).answer(25);
    expect((await story.tell()).codes).toEqual(['failover']);
  });

  it('a question of the master itself goes to nobody', async () => {
    const { story, a } = scene();
    a.answer(5.501);
    for (let i = 0; i < 5; i++) a.arp(20.5 + i, { operation: 1, senderAddress: A, targetAddress: VIP });
    expect((await story.tell()).codes).toEqual([]);
  });

  it('nor does one for another address', async () => {
    const { story, a } = scene();
    a.answer(5.501);
    asks({ node: a }, 20.5, 5, '192.0.2.77');
    expect((await story.tell()).codes).toEqual([]);
  });
});
