import { describe, expect, it } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import type { AdvertisementParts } from '../../support/packet-builders.ts';
import { relativeTimes, Story, sourceOf, VIP } from '../../support/story.ts';

const A = '192.0.2.1';
const B = '192.0.2.2';

/** Both send on, which keepalived does not do but others do: each discards what the other sends. */
async function bothSendOn(a: AdvertisementParts, b: AdvertisementParts, step = 1) {
  const story = new Story();
  const [one, two] = [story.node(1, 100, a), story.node(2, 50, b)];
  one.id = 500;
  one.advertiseFrom(0, 30, step);
  two.advertiseFrom(10.4, 29.4, step);
  return story.tell();
}

describe('routers that do not accept each other', () => {
  it.each<[string, AdvertisementParts, AdvertisementParts, string]>([
    ['authentication types', { authType: 1, authData: 'abc' }, {}, 'authentication-mismatch'],
    ['versions', { version: 2 }, { version: 3 }, 'version-mismatch'],
    ['groups', { dst: '224.0.0.18' }, { dst: '224.0.0.141' }, 'destination-mismatch'],
    ['group and unicast', { dst: '224.0.0.18' }, { dst: A }, 'destination-mismatch'],
    ['checksum forms', { version: 3 }, { version: 3, checksum: 'no-pseudo-header' }, 'checksum-form-mismatch'],
    ['address lists', { addresses: [VIP] }, { addresses: [VIP, '192.0.2.101'] }, 'address-mismatch'],
  ])('different %s: one split brain with that reason, both deaf', async (_name, a, b, reason) => {
    const { splitBrains, findings, codes } = await bothSendOn(a, b);
    expect(splitBrains).toMatchObject([{ start: 10.4, end: null, deaf: [A, B], reason }]);
    expect(codes.filter((code) => code !== 'cleartext-password')).toEqual(['split-brain']);
    expect(findings[0]).toMatchObject({ reason, severity: 'critical' });
  });

  it('passwords are named only when asked for, and compared in either case', async () => {
    const story = new Story();
    const [a, b] = [
      story.node(1, 100, { authType: 1, authData: 'letmein' }),
      story.node(2, 50, { authType: 1, authData: 'opensesa' }),
    ];
    a.advertiseFrom(0, 30);
    b.advertiseFrom(10.4, 29.4);
    const explanations = async (showPasswords: boolean) =>
      (await analyze([sourceOf(story.capture())], { showPasswords })).findings
        .map(({ explanation }) => explanation)
        .join('\n');
    const masked = await explanations(false);
    expect(masked).toContain('send different passwords');
    expect(masked).not.toMatch(/letmein|opensesa/);
    const shown = await explanations(true);
    expect(shown).toContain(`${A} sends the password "letmein" and ${B} sends the password "opensesa"`);
  });

  it('different VRRPv2 intervals reject each other', async () => {
    const { splitBrains } = await bothSendOn({ interval: 1 }, { interval: 2 });
    expect(splitBrains).toMatchObject([{ reason: 'interval-mismatch', deaf: [A, B] }]);
  });

  it.each<[string, AdvertisementParts, string]>([
    ['a TTL that is not 255', { ttl: 254 }, 'bad-ttl'],
    ['a wrong checksum', { checksum: 'bad' }, 'bad-checksum'],
  ])('%s of the superior: only the other does not accept it', async (_name, a, reason) => {
    const { splitBrains, codes } = await bothSendOn(a, {});
    expect(splitBrains).toMatchObject([{ reason, deaf: [B] }]);
    expect(codes).toEqual(['split-brain']);
  });

  it('a wrong checksum of a sole master is told by itself', async () => {
    const story = new Story();
    story.node(1, 100, { checksum: 'bad' }).advertiseFrom(0, 10);
    expect((await story.tell()).findings).toMatchObject([{ code: 'bad-checksum', severity: 'warning' }]);
  });

  it('masters that sign with AH and keep each other from sending reject each other: the passwords most likely differ', async () => {
    const story = new Story();
    const ah = { authType: 2, ahSequence: 0 };
    const [a, b] = [story.node(1, 150, ah), story.node(2, 100, ah)];
    a.advertise(0).announce(0.001);
    b.advertise(0.2).announce(0.201).advertise(1.201);
    a.advertise(1.20103);
    b.advertise(2.2016).advertise(3.2017).announce(5.2);
    a.advertiseFrom(4.2025, 25.2025);
    b.advertiseFrom(26.203, 40);
    const { splitBrains, findings, reigns } = await story.tell();
    expect(splitBrains).toMatchObject([
      { start: 0.2, end: null, reason: 'authentication-mismatch', deaf: [A, B], inferred: true },
    ]);
    expect(reigns.map(({ router, end }) => [router, end])).toEqual([
      [A, null],
      [B, null],
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.explanation).toContain('most likely the passwords differ');
  });

  it('a master that signs with AH and answers one that does not hear it shares its password', async () => {
    const story = new Story();
    const ah = { authType: 2, ahSequence: 0 };
    const [a, b] = [story.node(1, 150, ah), story.node(2, 100, ah)];
    a.id = 500;
    a.advertiseFrom(0, 10);
    for (let second = 10; second < 20; second++) {
      b.advertise(second + 0.4);
      a.advertise(second + 0.4005);
    }
    a.advertiseFrom(20.5, 30);
    const { splitBrains, codes, findings } = await story.tell();
    expect(findings[0]?.advice).toContain(
      "is IP protocol 51 to 224.0.0.18 dropped? nft list ruleset; tcpdump -ni IFACE 'ip proto 51 and",
    );
    expect(splitBrains).toMatchObject([{ start: 10.4, end: 19.4005, reason: 'not-received', deaf: [B] }]);
    expect(codes).toEqual(['split-brain']);
  });

  it('numbers of AH that were used already are rejected, too: who announces anew when challenged has the same password', async () => {
    const story = new Story();
    const ah = { authType: 2, ahSequence: 0 };
    const [a, b] = [story.node(1, 150, ah), story.node(2, 100, ah)];
    a.id = 500;
    a.advertiseFrom(0, 10).announce(0.001);
    b.advertise(10.6).announce(10.601);
    a.advertise(11.6);
    b.advertise(11.601).advertise(12.6).advertise(13.6).advertise(14.6);
    a.advertise(14.6006).announce(14.601);
    b.advertise(15.6).announce(15.6001).advertise(16.6);
    a.advertise(16.6005).announce(16.601).advertiseFrom(17.6, 40);
    const { splitBrains, codes, reigns } = await story.tell();
    expect(splitBrains).toMatchObject([{ start: 10.6, end: 16.6005, reason: 'not-received', deaf: [B] }]);
    expect(reigns).toMatchObject([
      { router: A, ended: 'open' },
      { router: B, ended: 'yielded' },
    ]);
    expect(codes).toEqual(['split-brain']);
  });

  it('a failover and a return with AH are as without', async () => {
    const story = new Story();
    const ah = { authType: 2, ahSequence: 0 };
    const [a, b] = [story.node(1, 150, ah), story.node(2, 100, ah)];
    a.id = 500;
    a.advertiseFrom(0, 10).announce(0.001);
    b.advertiseFrom(13.609, 33.609).announce(13.61);
    a.advertise(34.0, { id: 1 }).announce(34.001).advertiseFrom(35, 50);
    const { codes, reigns } = await story.tell();
    expect(codes).toEqual(['failover', 'planned-handover']);
    expect(reigns.map(({ router, ended }) => [router, ended])).toEqual([
      [A, 'silent'],
      [B, 'yielded'],
      [A, 'open'],
    ]);
  });

  it('a TTL below 255 to a unicast peer is none', async () => {
    const story = new Story();
    story.node(1, 100, { ttl: 64, dst: B }).advertiseFrom(0, 10);
    expect((await story.tell()).codes).toEqual([]);
  });

  it('a mismatch without double mastership stands alone', async () => {
    const story = new Story();
    const a = story.node(1, 100, { authType: 1, authData: 'abc' });
    const b = story.node(2, 50, { authType: 1, authData: 'abd' });
    a.id = 500;
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 20);
    const { findings } = await story.tell();
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['authentication-mismatch', 'warning'],
      ['cleartext-password', 'info'],
      ['planned-handover', 'info'],
    ]);
  });

  it('different VRRPv3 intervals are legal: info', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100, { version: 3 }), story.node(2, 50, { version: 3, interval: 200 })];
    a.id = 500;
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 30, 2);
    const { findings } = await story.tell();
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['planned-handover', 'info'],
      ['interval-mismatch', 'info'],
    ]);
  });

  it('a router that speaks both versions migrates, and mismatches nobody', async () => {
    const story = new Story();
    const a = story.node(1, 100, { version: 2 });
    const b = story.node(2, 50, { version: 3 });
    a.id = 500;
    a.advertiseFrom(0, 5);
    a.advertiseFrom(6, 10, 1, { version: 3 });
    a.advertise(11, { version: 2 }).resign(11.2);
    b.advertiseFrom(12.005, 20);
    expect((await story.tell()).codes).toEqual(['planned-handover']);
  });

  it('two that reject each other take turns in stretches: still one split brain and no near-failover', async () => {
    const story = new Story();
    const a = story.node(1, 100, { authType: 1, authData: 'abc' });
    const b = story.node(2, 50, { authType: 1, authData: 'xyz' });
    a.id = 500;
    a.advertiseFrom(0, 10);
    b.advertiseFrom(10.5, 20.5);
    a.advertiseFrom(21, 30);
    b.advertiseFrom(30.5, 34.5);
    a.advertiseFrom(35, 40);
    const { splitBrains, reigns, noMaster, nearFailovers, codes } = await story.tell();
    expect(reigns.map(({ end }) => end)).toEqual([null, null]);
    expect(splitBrains).toMatchObject([{ start: 10.5, end: null, inferred: true, reason: 'authentication-mismatch' }]);
    expect(noMaster).toEqual([]);
    expect(nearFailovers).toEqual([]);
    expect(codes).toEqual(['split-brain', 'cleartext-password']);
  });

  it('when the one that muted it stops, the muted one must be heard, or it was gone', async () => {
    const story = new Story();
    const a = story.node(1, 100, { authType: 1, authData: 'abc' });
    const b = story.node(2, 50, { authType: 1, authData: 'xyz' });
    a.id = 500;
    a.advertiseFrom(0, 20).resign(20.2);
    b.advertise(10.5);
    story.other(40);
    const { reigns } = await story.tell();
    expect(reigns[1]).toMatchObject({ router: B, end: 10.5, ended: 'silent' });
  });

  it('lists that differ, and the newcomer falls silent under a superior: it yielded, for all that can be seen', async () => {
    const story = new Story();
    const a = story.node(1, 100);
    const b = story.node(2, 50, { addresses: [VIP, '192.0.2.101'] });
    a.id = 500;
    b.advertise(10.5).announce(10.501);
    a.advertiseFrom(0, 30);
    const { reigns, codes } = await story.tell();
    expect(reigns[1]).toMatchObject({ router: B, ended: 'yielded' });
    expect(codes).toContain('address-mismatch');
  });

  it('but announcements five seconds later show that it had not', async () => {
    const story = new Story();
    const a = story.node(1, 100);
    const b = story.node(2, 50, { addresses: [VIP, '192.0.2.101'] });
    a.id = 500;
    b.advertise(10.5).announce(10.501).announce(15.6);
    a.advertiseFrom(0, 30).announce(0.001);
    const { reigns, splitBrains } = await story.tell();
    expect(reigns[1]).toMatchObject({ router: B, end: null, ended: 'open' });
    expect(splitBrains).toMatchObject([{ start: 10.5, end: null, reason: 'address-mismatch', inferred: true }]);
  });

  it('one that sends on with the next number under such a superior rejects it, from then on', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 150, { addresses: [VIP, '192.0.2.101'] })];
    a.id = 500;
    a.advertiseFrom(0, 10);
    b.advertiseFrom(10.2, 21.2);
    a.advertise(21.20005).advertise(22.2004);
    b.advertise(22.2005).resign(23.1);
    a.advertiseFrom(24.1, 30);
    const { reigns, splitBrains, transitions, noMaster } = await story.tell();
    expect(reigns).toMatchObject([
      { router: A, start: 0, end: null, ended: 'open' },
      { router: B, start: 10.2, end: 23.1, ended: 'resigned' },
    ]);
    expect(splitBrains).toMatchObject([{ start: 10.2, end: 23.1, reason: 'address-mismatch', inferred: true }]);
    expect(transitions.map(({ cause }) => cause)).toEqual(['initial', 'preemption', 'split-brain-end']);
    expect(noMaster).toEqual([]);
  });

  it('an answer of the superior proves that it accepts the other list: the network is deaf, not the configuration', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50, { addresses: [VIP, '192.0.2.101'] })];
    a.id = 500;
    a.advertiseFrom(0, 10);
    for (let beat = 0; beat < 6; beat++) {
      b.advertise(10.5 + beat);
      a.advertise(10.5004 + beat);
    }
    a.advertiseFrom(16.5, 20.5);
    expect((await story.tell()).splitBrains).toMatchObject([{ reason: 'not-received', deaf: [B] }]);
  });
});

describe('which side is deaf', () => {
  it('a keepalived master that never answers does not hear either', async () => {
    const { splitBrains, findings } = await bothSendOn({}, {});
    expect(splitBrains).toMatchObject([{ deaf: [A, B], reason: 'not-received', inferred: false }]);
    expect(findings[0]?.explanation).toContain('nothing seems to pass between them in either direction');
  });

  it('of a master that does not number its advertisements silence says nothing', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    for (let time = 0; time <= 30; time++) a.advertise(time, { id: (time * 7919) % 65536 });
    for (let time = 10; time < 30; time++) b.advertise(time + 0.4, { id: (time * 104729) % 65536 });
    expect((await story.tell()).splitBrains).toMatchObject([{ deaf: [B] }]);
  });

  it('equal priorities: the lower address is the one that should have yielded', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 100)];
    a.id = 500;
    for (let time = 0; time <= 30; time++) a.advertise(time, { id: (time * 7919) % 65536 });
    for (let time = 10; time < 30; time++) b.advertise(time + 0.4, { id: (time * 104729) % 65536 });
    const { splitBrains, transitions } = await story.tell();
    expect(transitions[1]).toMatchObject({ cause: 'usurpation' });
    expect(splitBrains).toMatchObject([{ deaf: [A] }]);
  });

  it('three masters: one split brain until one is left', async () => {
    const story = new Story();
    const [a, b, c] = [story.node(1, 150), story.node(2, 100), story.node(3, 50)];
    a.id = 500;
    a.advertiseFrom(0, 40);
    b.advertiseFrom(10.3, 30.3).resign(30.4);
    c.advertiseFrom(15.6, 25.6).resign(25.7);
    const { splitBrains, transitions } = await story.tell();
    expect(splitBrains).toMatchObject([{ start: 10.3, end: 30.4, routers: [A, B, '192.0.2.3'] }]);
    expect(transitions.map(({ cause, to }) => [cause, to])).toEqual([
      ['initial', A],
      ['usurpation', B],
      ['usurpation', '192.0.2.3'],
      ['split-brain-end', A],
    ]);
  });

  it('a split brain that was there when the capture began: both were running', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 500;
    b.id = 900;
    a.advertiseFrom(0.2, 20.2);
    b.advertiseFrom(0.7, 20.7);
    const { reigns, splitBrains } = await story.tell();
    expect(reigns.map(({ began }) => began)).toEqual(['running', 'running']);
    expect(splitBrains).toMatchObject([{ start: 0.7, end: null }]);
  });
});

describe('VRID collisions', () => {
  const OTHER = ['192.0.2.200'];

  it('lists that share nothing are two virtual routers', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50, { addresses: OTHER })];
    a.id = 500;
    a.advertiseFrom(0, 30);
    b.advertiseFrom(10.5, 29.5);
    const report = relativeTimes(await story.report());
    expect(report.virtualRouters.map(({ addresses }) => addresses)).toEqual([[VIP], OTHER]);
    expect(new Set(report.virtualRouters.map(({ id }) => id)).size).toBe(2);
    expect(report.virtualRouters.flatMap(({ splitBrains }) => splitBrains)).toEqual([]);
    expect(report.findings).toMatchObject([{ code: 'vrid-collision', severity: 'warning', start: 10.5 }]);
  });

  it('a cluster that yields to a stranger leaves its address without an owner: critical', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50, { addresses: OTHER })];
    b.id = 500;
    b.advertiseFrom(0, 10);
    a.advertiseFrom(10.4, 40.4);
    const report = relativeTimes(await story.report());
    expect(report.virtualRouters[0]).toMatchObject({
      reigns: [{ router: B, end: 10.4, ended: 'yielded' }],
      noMaster: [{ start: 11, end: null }],
    });
    expect(report.findings.map(({ code, severity }) => [code, severity])).toEqual([['vrid-collision', 'critical']]);
  });

  it('a backup that takes over because the other cluster keeps its master from sending: the collision explains it', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 150), story.node(2, 100)];
    const c = story.node(3, 120, { addresses: OTHER });
    c.advertiseFrom(0, 41);
    a.advertise(1.5).announce(1.5005);
    for (const start of [5.115, 14.73]) {
      b.advertise(start);
      a.advertise(start + 0.0007)
        .announce(start + 0.001)
        .advertiseFrom(start + 1.0007, start + 6.0007);
    }
    for (const start of [24.346, 27.962, 31.578, 35.194, 38.81]) {
      b.advertise(start);
      a.advertise(start + 0.0007);
    }
    const report = relativeTimes(await story.report());
    expect(report.findings.map(({ code }) => code)).toEqual(['vrid-collision']);
    expect(report.findings[0]?.explanation).toContain("7 times a backup took over because the other cluster's");
    const explanations = report.virtualRouters.flatMap(({ transitions }) => transitions.map((one) => one.explanation));
    expect(explanations.join(' ')).not.toContain('did not hear or accept it');
  });

  it('a master among strangers that leaves its own backup unanswered is gone, and not muted', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 150), story.node(2, 100)];
    const c = story.node(3, 120, { addresses: OTHER });
    c.advertiseFrom(0, 41);
    a.id = 500;
    a.advertiseFrom(0.5, 9.5).announce(0.501);
    b.advertise(13.115).announce(13.116).advertiseFrom(15.4, 41);
    const report = relativeTimes(await story.report());
    expect(report.virtualRouters[1]).toMatchObject({
      reigns: [
        { router: A, end: 9.5, ended: 'silent' },
        { router: B, end: null },
      ],
      splitBrains: [],
    });
    expect(report.findings.map(({ code }) => code)).toEqual(['vrid-collision', 'failover']);
  });

  it('one VRID on two interfaces is no collision', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100, { vlans: [10] }), story.node(2, 50, { addresses: OTHER, vlans: [20] })];
    a.advertiseFrom(0, 10);
    b.advertiseFrom(0.5, 10);
    const report = await story.report();
    expect(report.virtualRouters.map(({ vlans }) => vlans)).toEqual([[10], [20]]);
    expect(report.findings).toEqual([]);
  });

  it('a router that changes its own list stays in its virtual router', async () => {
    const story = new Story();
    const a = story.node(1, 100);
    a.advertiseFrom(0, 10);
    a.advertiseFrom(11, 20, 1, { addresses: OTHER });
    const { addresses, codes } = await story.tell();
    expect(addresses).toEqual([VIP, ...OTHER]);
    expect(codes).toEqual([]);
  });

  it('an empty list never collides', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50, { addresses: [], src: B })];
    a.id = 500;
    a.advertiseFrom(0, 10).resign(10.2);
    b.advertiseFrom(11.005, 20);
    expect((await story.tell()).routers.map(({ address }) => address)).toEqual([A, B]);
  });
});
