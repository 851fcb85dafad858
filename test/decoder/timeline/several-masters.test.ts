import { describe, expect, it } from 'vitest';
import { advertisement, refusal } from '../../support/packet-builders.ts';
import { pair, Story } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';
const C = '192.0.2.3';

describe('two masters, and why', () => {
  it('a unicast peer that the master leaves out of its list: the list is to be mended, not the network', async () => {
    const { findings, splitBrains } = await leftOut(true).tell();
    expect(splitBrains).toMatchObject([{ deaf: [C], reason: 'not-addressed' }]);
    expect(findings[0]).toMatchObject({ code: 'split-brain', reason: 'not-addressed' });
    expect(findings[0]?.explanation).toContain(`${A} sends to ${B}, and nothing that was seen here to ${C}.`);
    expect(findings[0]?.advice).toContain(`On ${A}: add ${C} to unicast_peer`);
  });

  it('where what the other sends to it cannot be seen, that the list lacks it is not known', async () => {
    const { findings, splitBrains } = await leftOut(false).tell();
    expect(splitBrains).toMatchObject([{ reason: 'not-received' }]);
    expect(findings[0]?.advice).toContain(`is IP protocol 112 to ${C} dropped?`);
  });

  it('a firewall that says so is the reason', async () => {
    const { findings, splitBrains } = await rejecting(30).tell();
    expect(splitBrains).toMatchObject([{ deaf: [A, B], reason: 'rejected-by-firewall' }]);
    expect(findings.map(({ code, reason }) => [code, reason])).toEqual([['split-brain', 'rejected-by-firewall']]);
    expect(findings[0]?.title).toContain(`a firewall on ${B} rejects the advertisements of ${A}`);
  });

  it('a firewall in front of nobody is told, too', async () => {
    const { findings } = await rejecting(0).tell();
    expect(findings).toMatchObject([{ code: 'protocol-unreachable', severity: 'warning', end: null }]);
    expect(findings[0]?.title).toBe(`A firewall on ${B} rejects the advertisements of ${A}`);
  });

  it('of three, only those that reject each other are said to, and each is named once', async () => {
    const story = new Story();
    const [a, b, c] = [
      story.node(1, 150, PASS('one')),
      story.node(2, 130, PASS('one')),
      story.node(3, 110, PASS('two')),
    ];
    b.id = 500;
    b.advertiseFrom(0, 10);
    c.advertiseFrom(3.3, 30.3);
    a.advertiseFrom(10.4, 20.4);
    b.advertiseFrom(24, 30).advertise(30.2);
    const { findings, splitBrains } = await story.tell();
    const titles = findings.filter(({ code }) => code === 'split-brain').map(({ title }) => title);
    expect(titles).toEqual([
      `Several masters for 17.1 s: ${C} and ${A} reject each other's advertisements`,
      `Two masters for 6.300 s: ${C} and ${B} reject each other's advertisements`,
    ]);
    for (const { routers } of splitBrains) expect(new Set(routers).size).toBe(routers.length);
  });

  it('a deaf usurper that stands still and goes on is one split brain', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 60);
    b.advertiseFrom(20.5, 25.5).announce(20.501).advertiseFrom(35.3, 42.3);
    const { splitBrains, codes } = await story.tell();
    expect(splitBrains).toMatchObject([{ start: 20.5, end: 43, deaf: [A, B], inferred: true }]);
    expect(codes).toEqual(['split-brain', 'stale-announcement']);
  });

  it('one that announces again had yielded, and usurps once more', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 60);
    b.advertiseFrom(20.5, 25.5).announce(20.501).advertiseFrom(35.3, 42.3).announce(35.301);
    expect((await story.tell()).splitBrains).toMatchObject([{ start: 20.5 }, { start: 35.3 }]);
  });

  it('an answer that ends a split brain, or one of another day, is no proof that the master had heard', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 24);
    b.advertiseFrom(20.5, 24.5);
    a.advertiseFrom(24.501, 60.501);
    b.advertiseFrom(50.9, 53.9);
    a.advertise(53.901);
    const { splitBrains, findings } = await story.tell();
    expect(splitBrains).toMatchObject([
      { start: 20.5, end: 24.501, deaf: [A, B] },
      { start: 50.9, deaf: [A, B] },
    ]);
    for (const { explanation } of findings) expect(explanation).not.toContain('so it hears them');
  });

  it('a master that dies beside a deaf usurper is a failover of its own', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 30);
    b.advertiseFrom(20.5, 50.5);
    const { findings } = await story.tell();
    expect(findings).toMatchObject([
      { code: 'split-brain', start: 20.5, end: 30 },
      { code: 'failover', routers: [A, B], start: 30 },
    ]);
    expect(findings[1]?.explanation).toContain(`${A} fell silent; ${B} is the only master left.`);
  });

  it('a usurper that falls silent beside the living master is none', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 60);
    b.advertiseFrom(20.5, 30.5);
    expect((await story.tell()).codes).toEqual(['split-brain']);
  });
});

describe('two machines that have one address', () => {
  const told = async (mac: string, ids: 'alike' | 'of its own') => {
    const { story, a } = pair();
    const clone = story.node(1, 100, { srcMac: mac });
    clone.id = ids === 'alike' ? a.id : 7000;
    a.advertiseFrom(0, 20);
    clone.advertiseFrom(0.003, 20.003);
    return (await story.tell()).codes;
  };

  it('are no copies of one packet, though each counts alike', async () => {
    expect(await told('02:00:00:00:00:0c', 'alike')).toEqual(['router-address-conflict']);
    expect(await told('02:00:00:00:00:0c', 'of its own')).toEqual(['router-address-conflict']);
  });

  it('the same packets from one are copies', async () => {
    expect(await told('02:00:00:00:00:01', 'alike')).toEqual(['duplicate-packets']);
  });

  it('copies that come late, as out of a tunnel, are copies all the same', async () => {
    const { story, a } = pair();
    for (let beat = 0; beat < 30; beat++) a.advertise(beat).advertise(beat + 0.3, { id: a.id });
    const { codes, routers } = await story.tell();
    expect(codes).toEqual(['duplicate-packets']);
    expect(routers[0]?.interval.max).toBeCloseTo(1, 6);
  });

  it('a bond that moves to its other card, and back later, is one machine', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 20, 1, { srcMac: '02:00:00:00:00:0c' }).advertiseFrom(21, 30);
    expect((await story.tell()).codes).toEqual([]);
  });
});

describe('a master that was not heard', () => {
  it('after a silence: two masters for as long as its advertisements fit, not since it fell silent', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).advertiseFrom(28, 41, 1, { lost: true }).advertiseFrom(42, 60);
    b.advertiseFrom(23.805, 41.805);
    const { splitBrains, reigns, transitions, codes } = await story.tell();
    expect(reigns[0]).toMatchObject({ router: A, end: 20, ended: 'silent' });
    expect(transitions[1]).toMatchObject({ cause: 'master-down', to: B });
    expect(splitBrains).toMatchObject([{ start: 30, end: 42, routers: [B, A], inferred: true }]);
    expect(codes).toEqual(['split-brain', 'failover']);
  });

  it('after it was started again: it counted from 1 while its port did not forward yet', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20);
    b.advertiseFrom(23.805, 61.805);
    a.id = 0;
    a.advertiseFrom(42, 61, 1, { lost: true }).advertiseFrom(62, 80);
    const { splitBrains, findings } = await story.tell();
    expect(splitBrains).toMatchObject([{ start: 42, end: 62, routers: [B, A], inferred: true }]);
    expect(findings.map(({ code }) => code)).toEqual(['split-brain', 'failover']);
    expect(findings[1]?.explanation).toContain('a new process, which had sent 20 advertisements that did not get here');
  });

  it('a number that it cannot have counted to in that time proves nothing', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20);
    b.advertiseFrom(23.805, 41.805);
    a.id = 100;
    a.advertiseFrom(42, 60);
    expect((await story.tell()).splitBrains).toEqual([]);
  });

  it('a newcomer that is beaten back may have been one: it counted on, and announces nothing', async () => {
    const race = async (begunAt: number, announces: boolean) => {
      const { story, a, b } = pair();
      a.advertiseFrom(0, 30).announce(0.001);
      b.advertise(30.5, { id: begunAt });
      if (announces) b.announce(30.5002);
      a.advertiseFrom(30.501, 40.501);
      return (await story.tell()).findings.find(({ code }) => code === 'handover-race')?.explanation;
    };
    expect(await race(11, false)).toContain('may have been master before');
    expect(await race(11, true)).not.toContain('may have been');
    expect(await race(1, false)).not.toContain('may have been');
    expect(await race(3000, false)).not.toContain('may have been');
  });

  it('what it sent may have been before the other took over: no two masters', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).advertiseFrom(21, 25, 1, { lost: true });
    b.advertiseFrom(23.805, 60.805);
    a.advertiseFrom(61, 80);
    expect((await story.tell()).splitBrains).toEqual([]);
  });
});

describe('a resignation', () => {
  it('of a process that went on was no restart', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).resign(20.2);
    b.advertiseFrom(21.005, 30.005);
    a.advertiseFrom(30.4, 50.4);
    const [first] = (await story.tell()).findings;
    expect(first?.explanation).toContain('its process had not been stopped');
    expect(first?.advice).not.toContain('Nothing');
  });

  it('of a process that went on and came back by itself is a fault, as when its address is removed', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 20).resign(20.2).advertiseFrom(20.6, 40.6);
    const { findings } = await story.tell();
    expect(findings).toMatchObject([{ code: 'fault', severity: 'warning' }]);
    expect(findings[0]?.title).toContain('gave up mastership for 400 ms');
  });

  it('of one that began anew may have been', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).resign(20.2);
    b.advertiseFrom(21.005, 30.005);
    a.id = 0;
    a.advertiseFrom(30.4, 50.4);
    const [first] = (await story.tell()).findings;
    expect(first?.explanation).not.toContain('process');
    expect(first?.advice).toContain('Nothing, if somebody stopped or restarted keepalived');
  });
});

const PASS = (password: string) => ({ authType: 1, authData: password });

/** Unicast between three: A lists B only; whether this place sees what C sends to A. */
function leftOut(seesAll: boolean): Story {
  const story = new Story();
  const a = story.node(1, 150, { dst: B });
  const c = story.node(3, 110, { dst: B });
  a.id = 500;
  a.advertiseFrom(0, 40);
  for (let time = 3.7; time < 30; time++) {
    c.advertise(time);
    if (seesAll) c.advertise(time + 0.0001, { dst: A, id: c.id });
    a.advertise(time + 0.001, { id: a.id });
  }
  return story;
}

/** B's firewall rejects what A sends; B claims for so many seconds. */
function rejecting(claims: number): Story {
  const story = new Story();
  const a = story.node(1, 150, { dst: B });
  const b = story.node(2, 130, { dst: A });
  a.id = 500;
  a.advertiseFrom(0, 40);
  const quoted = advertisement({ src: A, dst: B, id: 1 }).slice(14);
  for (let time = 0; time <= 40; time++) story.add(time + 0.0002, refusal({ src: B, dst: A, quoted, code: 13 }));
  b.advertiseFrom(3.6, claims);
  return story;
}
