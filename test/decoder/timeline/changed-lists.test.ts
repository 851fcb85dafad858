import { describe, expect, it } from 'vitest';
import { type Node, pair, Story, VIP } from '../../support/story.ts';

/** Operators change virtual_ipaddress on one node, reload it, and then do the same on the other. */
const A = '192.0.2.1';
const B = '192.0.2.2';
const OTHER = '192.0.2.200';

/** keepalived numbers from 1 again after a reload, with an advertisement out of turn. */
function reload(node: Node, time: number, addresses: string[]): Node {
  node.id = 0;
  node.settings.addresses = addresses;
  return node.advertise(time);
}

const CHANGES: [string, string[], string[]][] = [
  ['one replaced by another', [VIP], [OTHER]],
  ['one added', [VIP], [VIP, OTHER]],
  ['one removed', [VIP, OTHER], [VIP]],
];

describe.each(CHANGES)('the address list changes on both nodes: %s', (_name, before, after) => {
  function running() {
    const { story, a, b } = pair();
    for (const { settings } of [a, b]) settings.addresses = before;
    return { story, a, b };
  }

  it('both accept it, as keepalived does since 2.3.3: nothing but a reload', async () => {
    const { story, a } = running();
    reload(a.advertiseFrom(0, 10), 10.4, after).advertiseFrom(11.4, 30.4);
    const { id, findings, noMaster, reigns } = await story.tell();
    expect(id).toBe('ipv4/51');
    expect(reigns).toMatchObject([{ router: A, end: null }]);
    expect(noMaster).toEqual([]);
    expect(findings).toMatchObject([{ code: 'configuration-reloaded', routers: [A], severity: 'info' }]);
  });

  it.each([
    ['the backup', 'first'],
    ['the master', 'first'],
  ])('%s is reloaded %s, and the old keepalived rejects it: a split brain until lists are equal again', async (who) => {
    const { story, a, b } = running();
    a.advertiseFrom(0, 10);
    if (who === 'the backup') {
      b.settings.addresses = after;
      b.advertiseFrom(14.2, 19.2);
      a.advertiseFrom(11, 19);
      reload(a, 19.5, after).advertiseFrom(20.5, 40.5);
    } else {
      reload(a, 10.4, after).advertiseFrom(11.4, 19.4);
      b.advertiseFrom(14.1, 18.1);
      reload(b, 18.5, after);
      a.advertiseFrom(19.9, 40);
    }
    const { id, findings, noMaster, splitBrains, transitions, reigns } = await story.tell();
    expect(id).toBe('ipv4/51');
    expect(noMaster).toEqual([]);
    expect(transitions.map(({ cause }) => cause)).toEqual(['initial', 'usurpation', 'split-brain-end']);
    expect(splitBrains).toMatchObject([{ routers: [A, B], deaf: [A, B], reason: 'address-mismatch' }]);
    expect(splitBrains[0]?.end).toBeLessThan(20);
    expect(reigns).toMatchObject([
      { router: A, end: null },
      { router: B, ended: 'yielded' },
    ]);
    expect(findings.filter(({ severity }) => severity !== 'info')).toMatchObject([
      { code: 'split-brain', reason: 'address-mismatch' },
    ]);
    expect(findings.map(({ code }) => code)).toContain('configuration-reloaded');
  });

  it('with a failover between: the lists differ until the second node is reloaded', async () => {
    const { story, a, b } = running();
    reload(a.advertiseFrom(0, 10), 10.4, after).advertiseFrom(11.4, 15.4).resign(15.6);
    b.advertiseFrom(16.405, 25.405);
    reload(b, 25.7, after).advertiseFrom(26.7, 40.7);
    const { findings, noMaster } = await story.tell();
    expect(noMaster).toMatchObject([{ end: 16.405 }]);
    expect(findings.filter(({ severity }) => severity !== 'info')).toMatchObject([
      { code: 'address-mismatch', routers: [A, B], start: 16.405, end: 25.7 },
    ]);
    expect(findings[0]?.explanation).toContain('That was so for 9.295 s');
  });
});

describe('address lists that are not changed in turn', () => {
  it('a backup that spoke long ago may have been reloaded in silence: no mismatch is known', async () => {
    const { story, a, b } = pair();
    b.id = 700;
    b.advertiseFrom(0, 5).resign(5.2);
    a.id = 0;
    a.advertiseFrom(5.9, 15.9);
    reload(a, 16.2, [VIP, OTHER]).advertiseFrom(17.2, 40.2);
    const { codes } = await story.tell();
    expect(codes).not.toContain('address-mismatch');
  });

  it('lists that differ to the end do so to the end', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 5).resign(5.2);
    b.settings.addresses = [VIP, OTHER];
    b.advertiseFrom(6.005, 20.005);
    const { findings } = await story.tell();
    expect(findings.find(({ code }) => code === 'address-mismatch')).toMatchObject({ start: 6.005, end: null });
  });

  it('two clusters that share nothing and change nothing still collide', async () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50, { addresses: [OTHER] })];
    a.advertiseFrom(0, 20);
    b.advertiseFrom(0.5, 20.5);
    const report = await story.report();
    expect(report.virtualRouters.map(({ id }) => id)).toEqual(['ipv4/51', 'ipv4/51/2']);
    expect(report.findings.map(({ code }) => code)).toEqual(['vrid-collision']);
  });

  it('questions for an address that a reload took from the list accuse nobody', async () => {
    const { story, a } = pair();
    const asker = { senderMac: '02:00:00:00:00:fa', senderAddress: '192.0.2.250', targetAddress: VIP };
    a.advertiseFrom(0, 10).answer(5.5);
    reload(a, 10.4, [OTHER]).advertiseFrom(11.4, 40.4);
    for (let time = 20; time < 30; time++) a.arp(time + 0.2, asker);
    story.node(9, 0).arp(32, { senderAddress: VIP });
    expect((await story.tell()).codes).toEqual(['configuration-reloaded']);
  });
});
