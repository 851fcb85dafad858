import { describe, expect, it } from 'vitest';
import { neighborAdvertisement } from '../../support/packet-builders.ts';
import { pair, Story, VIP } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';
const MAC_A = '02:00:00:00:00:01';
const MAC_B = '02:00:00:00:00:02';

describe('announcements', () => {
  it('bursts of a takeover and its repetition are one entry, and the binding follows', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001).announce(5.001).resign(10.2);
    b.advertiseFrom(11.005, 20).announce(11.006);
    const { announcements, ownership, transitions, codes } = await story.tell();
    expect(announcements).toMatchObject([
      { time: 0.001, end: 5.0014, address: VIP, mac: MAC_A, kind: 'garp-request', count: 10, router: A },
      { time: 11.006, mac: MAC_B, count: 5, router: B },
    ]);
    expect(ownership).toEqual([
      { address: VIP, mac: MAC_A, router: A, start: 0.001, end: 11.006, by: 'announcement' },
      { address: VIP, mac: MAC_B, router: B, start: 11.006, end: null, by: 'announcement' },
    ]);
    expect(transitions[1]?.announced).toBe(true);
    expect(codes).toEqual(['planned-handover']);
  });

  it('an announcement just before the advertisement counts, as Cisco sends it', async () => {
    const { story, a, b } = pair();
    b.advertiseFrom(0, 10).announce(0.001).announce(10.95);
    a.advertise(0.5);
    a.announce(10.96).advertiseFrom(11, 20);
    const { transitions } = await story.tell();
    expect(transitions.at(-1)).toMatchObject({ to: A, announced: true });
  });

  it('a new master that does not announce', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001).resign(10.2);
    b.advertiseFrom(11.005, 20);
    const { transitions, findings } = await story.tell();
    expect(transitions[1]?.announced).toBe(false);
    expect(findings[0]).toMatchObject({ code: 'missing-announcement', severity: 'warning', routers: [B] });
  });

  it('a new master whose first burst is lost and whose second, five seconds later, is not', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001).resign(10.2);
    b.advertiseFrom(11.005, 20).announce(16.006);
    const { findings } = await story.tell();
    expect(findings[0]).toMatchObject({
      code: 'missing-announcement',
      title: `${B} became master and announced ${VIP} only 5.001 s later`,
    });
    expect((findings[0]?.end ?? 0) - (findings[0]?.start ?? 0)).toBeCloseTo(5.001);
  });

  it('a master that goes on after it stood still need not announce: nobody else had the address', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10).announce(0.001).advertiseFrom(16, 20);
    const { transitions, codes } = await story.tell();
    expect(transitions[1]).toMatchObject({ from: A, to: A, announced: false });
    expect(codes).not.toContain('missing-announcement');
  });

  it('one of two addresses not announced', async () => {
    const story = new Story();
    const addresses = [VIP, '192.0.2.101'];
    const [a, b] = [story.node(1, 100, { addresses }), story.node(2, 50, { addresses })];
    a.id = 500;
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 20).announce(11.006, 5, VIP);
    const { findings } = await story.tell();
    expect(findings[0]?.title).toBe(`${B} became master and did not announce 192.0.2.101`);
  });

  it('many addresses, announced one by one: slow, as configured', async () => {
    const story = new Story();
    const addresses = [VIP, '192.0.2.101', '192.0.2.102', '192.0.2.103'];
    const [a, b] = [story.node(1, 100, { addresses }), story.node(2, 50, { addresses })];
    a.id = 500;
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 20);
    addresses.forEach((address, index) => {
      b.announce(11.006 + index * 0.5, 1, address);
    });
    const { findings } = await story.tell();
    expect(findings).toMatchObject([{ code: 'planned-handover' }, { code: 'missing-announcement', severity: 'info' }]);
    expect(findings[1]?.title).toBe(`${B} became master and announced 192.0.2.102 and 192.0.2.103 only 1.501 s later`);
  });

  it('one of two addresses announced in time, the other with the second burst: the first was lost', async () => {
    const story = new Story();
    const addresses = [VIP, '192.0.2.101'];
    const [a, b] = [story.node(1, 100, { addresses }), story.node(2, 50, { addresses })];
    a.id = 500;
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 20).announce(11.006, 5, VIP).announce(16.006, 5, VIP).announce(16.007, 5, '192.0.2.101');
    const { findings } = await story.tell();
    expect(findings[0]).toMatchObject({ code: 'missing-announcement', severity: 'warning' });
  });

  it('without any ARP in the capture there is no verdict', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 20);
    expect((await story.tell()).codes).toEqual(['planned-handover']);
  });

  it('a capture that ends before an interval has passed gives none either', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001).resign(10.2);
    b.advertiseFrom(11.005, 11.5);
    const { transitions, codes } = await story.tell();
    expect(transitions[1]?.announced).toBeNull();
    expect(codes).toEqual(['planned-handover']);
  });

  it('periodic refreshes are folded and mean nothing', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 60);
    for (let time = 0; time < 60; time += 5) a.announce(time + 0.5, 1);
    const { announcements, codes } = await story.tell();
    expect(announcements).toMatchObject([{ count: 12 }]);
    expect(codes).toEqual([]);
  });

  it('hundreds without reason are a storm', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 60).announce(0.001);
    for (let i = 0; i < 60; i++) a.announce(30 + i * 0.1, 1);
    expect((await story.tell()).findings).toMatchObject([{ code: 'announcement-storm', severity: 'warning' }]);
  });

  it('whatever ten seconds they fall into, and however long it lasts: one storm', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 100).announce(0.001);
    for (let i = 0; i < 30; i++) a.announce(25 + i * 0.1, 1);
    for (let i = 0; i < 200; i++) a.announce(31 + i * 0.1, 1);
    const { findings } = await story.tell();
    expect(findings).toMatchObject([{ code: 'announcement-storm', start: 25, end: 50.9 }]);
    expect(findings[0]?.title).toContain('230 times');
  });

  it('fifty in ten seconds are not yet one', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 60);
    for (let i = 0; i < 50; i++) a.announce(30 + i * 0.1, 1);
    expect((await story.tell()).codes).toEqual([]);
  });

  it('a takeover in the middle of a long storm explains only its own', async () => {
    const { story, a, b } = pair();
    for (let i = 0; i < 400; i++) a.announce(5 + i * 0.1, 1);
    a.advertiseFrom(0, 60).resign(60.2);
    b.advertiseFrom(61.005, 80).announce(61.006);
    expect((await story.tell()).codes).toEqual(['announcement-storm', 'planned-handover']);
  });

  it('as many after a takeover are not', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).resign(20.2);
    b.advertiseFrom(21.005, 40);
    for (let i = 0; i < 60; i++) b.announce(21.1 + i * 0.1, 1);
    expect((await story.tell()).codes).toEqual(['planned-handover']);
  });

  it('unsolicited neighbour advertisements announce IPv6 addresses', async () => {
    const story = new Story();
    const addresses = ['fe80::100', '2001:db8::100'];
    const a = story.node(1, 100, { version: 3, src: 'fe80::1', addresses });
    const b = story.node(2, 50, { version: 3, src: 'fe80::2', addresses });
    const announce = (time: number, mac: string) => {
      for (const target of addresses) story.add(time, neighborAdvertisement({ target, srcMac: mac }));
    };
    a.advertiseFrom(0, 10).resign(10.2);
    announce(0.001, MAC_A);
    b.advertiseFrom(11.005, 20);
    announce(11.006, MAC_B);
    const { announcements, transitions, codes } = await story.tell();
    expect(announcements.map(({ address, kind, router }) => [address, kind, router])).toEqual([
      ['fe80::100', 'unsolicited-na', 'fe80::1'],
      ['2001:db8::100', 'unsolicited-na', 'fe80::1'],
      ['fe80::100', 'unsolicited-na', 'fe80::2'],
      ['2001:db8::100', 'unsolicited-na', 'fe80::2'],
    ]);
    expect(transitions[1]?.announced).toBe(true);
    expect(codes).toEqual(['planned-handover']);
  });
});

describe('who holds the address', () => {
  it('an answer in the moment of the takeover is the removal race, not a second holder', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001).resign(10.2);
    b.advertiseFrom(11.005, 20).announce(11.006);
    a.answer(11.0065);
    expect((await story.tell()).codes).toEqual(['planned-handover']);
  });

  it('a killed router that answers until it is back: the finding ends with its return', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001).answer(15).answer(16);
    b.advertiseFrom(13.805, 39.805).announce(13.806);
    a.id = 0;
    a.advertiseFrom(40, 50).announce(40.001);
    const { findings } = await story.tell();
    expect(findings).toMatchObject([
      { code: 'vip-held-by-non-master', start: 15, end: 40, routers: [B, A] },
      { code: 'planned-handover' },
    ]);
  });

  it('a master that announces a new address just before it first advertises it, as after a reload, holds what is its own', async () => {
    const { story, a, b } = pair();
    const changed = { addresses: ['192.0.2.177'] };
    a.advertiseFrom(0, 12);
    b.advertise(7.8, changed).announce(7.801, 5, '192.0.2.177').advertise(8.8, changed);
    a.id = 0;
    a.announce(12.1, 5, '192.0.2.177').advertiseFrom(12.1007, 20, 1, changed);
    const codes = (await story.report()).findings.map(({ code }) => code);
    expect(codes).toContain('split-brain');
    expect(codes).not.toContain('vip-held-by-non-master');
  });

  it('a MAC that is no router: a duplicate address', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 20).announce(0.001);
    a.arp(10, { senderAddress: VIP, senderMac: '02:00:00:00:00:99', operation: 2, targetAddress: '192.0.2.250' });
    expect((await story.tell()).findings).toMatchObject([
      { code: 'address-conflict', severity: 'critical', start: 10 },
    ]);
  });

  it('a process that stood still while its host answered: one finding, which says both', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001);
    b.advertiseFrom(13.805, 29.805).announce(13.806);
    a.answer(18).answer(22).advertiseFrom(30, 40).announce(30.001);
    const { codes, findings } = await story.tell();
    expect(codes).toEqual(['sender-stalled']);
    expect(findings[0]?.explanation).toContain('its host went on answering for the address');
  });

  it('a router that is heard only later is no stranger', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).announce(0.001).advertise(16.0004);
    b.announce(5).advertise(16);
    const { codes, findings } = await story.tell();
    expect(codes).not.toContain('address-conflict');
    expect(findings[0]).toMatchObject({ code: 'vip-held-by-non-master', routers: [A, B], start: 5, end: 16 });
  });

  it('one that announces unasked is likely a second master that is not heard; one that answers is not called so', async () => {
    const told = async (asked: boolean) => {
      const { story, a, b } = pair();
      a.advertiseFrom(0, 40).announce(0.001);
      b.announce(10).announce(15);
      if (asked) b.answer(17);
      b.advertise(30);
      return (await story.tell()).findings.find(({ code }) => code === 'vip-held-by-non-master');
    };
    const [announcing, answering] = [await told(false), await told(true)];
    expect(announcing?.title).toContain('most likely a second master that is not heard here');
    expect(announcing?.advice).toContain('--view');
    expect(announcing?.advice).not.toContain('ip addr del');
    expect(answering?.advice).toContain('ip addr del');
  });

  it('a probe or a question for the address claims nothing', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 20).announce(0.001);
    const stranger = { senderMac: '02:00:00:00:00:99', targetAddress: VIP, targetMac: '00:00:00:00:00:00' };
    a.arp(10, { ...stranger, senderAddress: '0.0.0.0' });
    a.arp(11, { ...stranger, senderAddress: '192.0.2.99' });
    const { codes, ownership } = await story.tell();
    expect(codes).toEqual([]);
    expect(ownership).toHaveLength(1);
  });

  it('the virtual MAC is shared: told apart by who advertised last, and never a conflict', async () => {
    const story = new Story();
    const vmac = '00:00:5e:00:01:33';
    const [a, b] = [story.node(1, 100, { srcMac: vmac }), story.node(2, 50, { srcMac: vmac })];
    a.id = 500;
    a.advertiseFrom(0, 10).announce(0.001).resign(10.2);
    b.advertiseFrom(11.005, 20).announce(11.006);
    const { ownership, codes } = await story.tell();
    expect(ownership.map(({ router, mac }) => [router, mac])).toEqual([
      [A, vmac],
      [B, vmac],
    ]);
    expect(codes).toEqual(['planned-handover']);
  });

  it('with vmac_xmit_base advertisements come from the own MAC and announcements from the virtual one', async () => {
    const { story, a, b } = pair();
    const vmac = '00:00:5e:00:01:33';
    const ofVirtual = { senderAddress: VIP, senderMac: vmac };
    a.advertiseFrom(0, 10).arp(0.001, ofVirtual).resign(10.2);
    b.advertiseFrom(11.005, 20).arp(11.006, ofVirtual);
    const { ownership, codes, transitions } = await story.tell();
    expect(codes).toEqual(['planned-handover']);
    expect(transitions[1]?.announced).toBe(true);
    expect(ownership).toMatchObject([
      { router: A, mac: vmac },
      { router: B, mac: vmac },
    ]);
  });

  it.each([
    ['use_vmac', { srcMac: '00:00:5e:00:01:33' }],
    ['vmac_xmit_base', {}],
  ])(
    '%s: a killed master whose host answers the announcements of the new one from the same MAC',
    async (_name, from) => {
      const story = new Story();
      const vmac = '00:00:5e:00:01:33';
      const [a, b] = [story.node(1, 100, from), story.node(2, 50, from)];
      const ofVirtual = { senderAddress: VIP, senderMac: vmac };
      const answer = { ...ofVirtual, operation: 2, targetAddress: VIP, targetMac: vmac, ethernetDst: vmac };
      a.id = 500;
      a.advertiseFrom(0, 10).arp(0.001, ofVirtual);
      b.advertiseFrom(13.805, 30).arp(13.806, ofVirtual).arp(18.806, ofVirtual);
      a.arp(13.80603, answer).arp(18.80603, answer);
      const { findings, codes } = await story.tell();
      expect(codes).toEqual(['vip-held-by-non-master']);
      expect(findings[0]).toMatchObject({ severity: 'critical', routers: [B, A], start: 18.806, end: null });
      expect(findings[0]?.explanation).toContain('no host answers itself');
      expect(findings[0]?.explanation).toContain('most likely');
    },
  );

  /** A client asks for the address six times after B, which shares the virtual MAC with A, took over. */
  const asked = (end: 'killed' | 'resigned', answers: number, questions = 1) => {
    const { story, a, b } = pair();
    const vmac = '00:00:5e:00:01:33';
    const ofVirtual = { senderAddress: VIP, senderMac: vmac };
    const client = { senderAddress: '192.0.2.250', senderMac: '02:00:00:00:00:fa' };
    const answer = { ...ofVirtual, operation: 2, targetAddress: client.senderAddress, targetMac: client.senderMac };
    a.advertiseFrom(0, 10).arp(0.001, ofVirtual);
    if (end === 'resigned') a.resign(10.2);
    b.advertiseFrom(13.805, 30).arp(13.806, ofVirtual);
    for (let time = 20; time < 26; time++) {
      for (let i = 0; i < questions; i++) b.arp(time + i * 1e-5, { ...client, targetAddress: VIP });
      for (let i = 0; i < answers; i++) a.arp(time + 4e-5 + i * 1e-5, { ...answer, ethernetDst: client.senderMac });
    }
    return story.tell();
  };

  it('with the virtual MAC, two answers to each question are two hosts', async () => {
    const { findings, codes } = await asked('killed', 2);
    expect(codes).toEqual(['vip-held-by-non-master']);
    expect(findings[0]?.explanation).toContain('were answered twice from the virtual MAC');
  });

  it.each([
    ['one answer to each', 'killed', 1, 1],
    ['where the questions were captured twice, too', 'killed', 2, 2],
    ['and nobody had been killed', 'resigned', 2, 1],
  ] as const)('%s: that is nothing', async (_name, end, answers, questions) => {
    expect((await asked(end, answers, questions)).codes).not.toContain('vip-held-by-non-master');
  });

  it('with the virtual MAC an old master that answers while it gives the address up holds nothing', async () => {
    const { story, a, b } = pair();
    const vmac = '00:00:5e:00:01:33';
    const ofVirtual = { senderAddress: VIP, senderMac: vmac };
    a.advertiseFrom(0, 10).arp(0.001, ofVirtual).resign(10.2);
    b.advertiseFrom(11.005, 30).arp(11.006, ofVirtual).arp(16.006, ofVirtual);
    a.arp(11.00603, { ...ofVirtual, operation: 2, targetAddress: VIP, targetMac: vmac, ethernetDst: vmac });
    expect((await story.tell()).codes).toEqual(['planned-handover']);
  });

  it('with the virtual MAC the survivor of a split brain owns the address, without announcing it again', async () => {
    const story = new Story();
    const vmac = '00:00:5e:00:01:33';
    const [a, b] = [story.node(1, 100, { srcMac: vmac }), story.node(2, 50, { srcMac: vmac })];
    a.id = 500;
    a.advertiseFrom(0, 40).announce(0.001);
    b.advertiseFrom(10.4, 20.4).announce(10.401);
    const { ownership, codes } = await story.tell();
    expect(codes).toEqual(['split-brain']);
    expect(ownership.map(({ router, start, end }) => [router, start, end])).toEqual([
      [A, 0.001, 10.401],
      [B, 10.401, 21],
      [A, 21, null],
    ]);
  });

  it('the virtual MAC of another VRID is a mistake', async () => {
    const story = new Story();
    story.node(1, 100, { srcMac: '00:00:5e:00:01:34' }).advertiseFrom(0, 10);
    expect((await story.tell()).codes).toEqual(['wrong-virtual-mac']);
  });

  it('announcements before the first advertisement are kept', async () => {
    const { story, a } = pair();
    a.announce(0.5).advertiseFrom(3, 10);
    const { announcements, ownership } = await story.tell();
    expect(announcements).toMatchObject([{ time: 0.5, count: 5, router: A }]);
    expect(ownership).toMatchObject([{ start: 0.5, router: A }]);
  });
});

describe('after a split brain', () => {
  /** B is deaf from 10.5 to 20.5; `heal` decides who announces when. */
  async function split(heal: (a: ReturnType<typeof pair>['a'], b: ReturnType<typeof pair>['b']) => void) {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001);
    b.announce(10.5005);
    for (let beat = 0; beat <= 10; beat++) {
      b.advertise(10.5 + beat);
      a.advertise(10.5004 + beat);
    }
    a.advertiseFrom(21.5004, 40);
    heal(a, b);
    return story.tell();
  }

  it('hosts keep the MAC of the loser when the survivor says nothing', async () => {
    const { codes, findings } = await split(() => {});
    expect(codes).toEqual(['split-brain', 'stale-announcement']);
    expect(findings[1]).toMatchObject({ severity: 'critical', start: 20.5004, end: null, routers: [A, B] });
  });

  it('until it announces, however late', async () => {
    const { findings } = await split((a) => a.announce(30));
    expect(findings[1]).toMatchObject({ code: 'stale-announcement', start: 20.5004, end: 30 });
  });

  it('an announcement within the Master_Down_Interval is soon enough', async () => {
    const { codes } = await split((a) => a.announce(20.501));
    expect(codes).toEqual(['split-brain']);
  });
});

describe('a master that stood still and woke', () => {
  function woken() {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 20).announce(0.001);
    b.advertiseFrom(23.805, 39.805).announce(23.806);
    a.advertiseFrom(40, 60);
    return { story, a };
  }

  it('announces when it is challenged, be it a little late', async () => {
    const { story, a } = woken();
    a.announce(41.5);
    expect((await story.tell()).codes).toEqual(['sender-stalled']);
  });

  it('and leaves hosts with the MAC of its successor where it never does', async () => {
    expect((await woken().story.tell()).codes).toContain('missing-announcement');
  });
});

describe("after a split brain the last announcement was the loser's", () => {
  /** B is deaf from 20.5 to 32.5, announces, and yields when it hears A, which says nothing. */
  function healed() {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 90.2, 1).announce(0.3);
    b.advertiseFrom(20.5, 32.5).announce(20.501).announce(25.501);
    const told = async () => (await story.tell()).findings.filter(({ code }) => code === 'stale-announcement');
    return { story, a, b, told };
  }

  it('that lasts to the end where nobody announces, and hosts may hold the wrong MAC', async () => {
    const [stale] = await healed().told();
    expect(stale).toMatchObject({ severity: 'critical', start: 33, end: null, routers: [A, B] });
    expect(stale?.title).toBe(
      `Hosts may hold the MAC of ${B} for ${VIP}: no announcement put it right for 57.0 s, until the capture ended`,
    );
  });

  it('a host that asks and is answered is put right, and no other', async () => {
    const { a, told } = healed();
    a.answer(60);
    const [stale] = await told();
    expect(stale).toMatchObject({ start: 33, end: null });
    expect(stale?.explanation).toContain('192.0.2.250 (after 27.0 s) asked and got the answer of 192.0.2.1');
  });

  it('a host that asks the MAC it holds proves that it does, and blames the master for no silence', async () => {
    const { story, a, told } = healed();
    a.answer(59.9);
    const host = { senderMac: '02:00:00:00:00:fa', senderAddress: '192.0.2.250', targetAddress: VIP };
    for (let time = 62; time < 67; time++) {
      a.arp(time, { ...host, ethernetDst: MAC_B });
    }
    const [stale] = await told();
    expect(stale?.explanation).toContain('192.0.2.250 (last after 33.0 s) asked that MAC alone');
    expect((await story.tell()).codes).not.toContain('vip-unanswered');
  });

  it('an answer from before says nothing', async () => {
    const { a, told } = healed();
    a.answer(10);
    expect((await told())[0]?.explanation).not.toContain('192.0.2.250');
  });

  it('an announcement ends it, also after an answer', async () => {
    const { a, told } = healed();
    a.answer(60).announce(70);
    const [stale] = await told();
    expect(stale).toMatchObject({ start: 33, end: 70 });
    expect(stale?.explanation).toContain('Then an announcement put all of them right');
  });

  it('an address that a reload took from the list meanwhile leaves nothing stale', async () => {
    const { story, a, b } = pair();
    const changed = { addresses: ['192.0.2.200'] };
    a.advertiseFrom(0, 20).advertiseFrom(21, 60, 1, changed);
    b.advertiseFrom(30.5, 35.5).announce(30.501).advertiseFrom(36.5, 36.6, 1, changed);
    expect((await story.tell()).codes).not.toContain('stale-announcement');
  });

  it('a deaf router that stood still and went on with the next number never gave the address up', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 50).announce(0.3);
    b.advertiseFrom(20.5, 25.5).announce(20.501).advertiseFrom(34.5, 40.5);
    expect((await story.tell()).codes).not.toContain('missing-announcement');
  });
});
