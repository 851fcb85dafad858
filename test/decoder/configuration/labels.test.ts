import { describe, expect, it } from 'vitest';
import { Analysis } from '../../../decoder/analyze.ts';
import type { Report } from '../../../decoder/report.ts';
import { pseudonymizeReport } from '../../../main/output/pseudonyms.ts';
import { configurationOf, instance, reportWith } from '../../support/configured.ts';
import { pair, Story, seenAt, sourceOf } from '../../support/story.ts';

/** Routers by address, as they are called. */
function namesIn({ virtualRouters }: Report): Record<string, string | undefined> {
  const routers = virtualRouters.flatMap((virtualRouter) => virtualRouter.routers);
  return Object.fromEntries(routers.map(({ address, name }) => [address, name]));
}

/** Both have the same priority, so that it tells nothing. */
function equals(vrid = 51, addresses = ['192.0.2.100'], story = new Story()): Story {
  story.node(1, 100, { vrid, addresses }).advertiseFrom(0, 10);
  story.node(2, 100, { vrid, addresses }).advertiseFrom(13.6, 20.6);
  return story;
}

describe('routers are called as their nodes are', () => {
  it('by the address that a configuration names', async () => {
    const report = await reportWith(equals().capture(), {
      lb01: instance(100, { lines: ['mcast_src_ip 192.0.2.2'] }),
      lb02: instance(100, { lines: ['mcast_src_ip 192.0.2.1'] }),
    });
    expect(namesIn(report)).toEqual({ '192.0.2.1': 'lb02', '192.0.2.2': 'lb01' });
  });

  it('by the peers that the others list', async () => {
    const peers = (address: string) => instance(100, { lines: ['unicast_peer {', address, '}'] });
    const report = await reportWith(equals().capture(), { lb01: peers('192.0.2.2'), lb02: peers('192.0.2.1') });
    expect(namesIn(report)).toEqual({ '192.0.2.1': 'lb01', '192.0.2.2': 'lb02' });
  });

  it('by a hosts file that has the same names', async () => {
    const names = new Map([['192.0.2.1', 'lb02']]);
    const texts = { lb01: instance(100), lb02: instance(100) };
    expect(namesIn(await reportWith(equals().capture(), texts, { names }))['192.0.2.1']).toBe('lb02');
  });

  it('by their priority, or what scripts make of it', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).advertiseFrom(11, 13, 1, { priority: 40 });
    b.advertiseFrom(13.6, 24);
    const script = 'vrrp_script chk {\n script /bin/true\n weight -60\n}\n';
    const track = { lines: ['track_script {', 'chk', '}'] };
    const texts = { lb01: script + instance(100, track), lb02: script + instance(50, track) };
    const report = await reportWith(story.capture(), texts);
    expect(namesIn(report)).toEqual({ '192.0.2.1': 'lb01', '192.0.2.2': 'lb02' });
    expect(report.findings.filter(({ code }) => code.startsWith('config-'))).toEqual([]);
  });

  it('by what is known of the same address elsewhere', async () => {
    const story = equals(52, ['192.0.2.101'], pairOf(51));
    const both = (priority: number) =>
      instance(priority) + instance(100, { name: 'VI_2', vrid: 52, addresses: ['192.0.2.101'] });
    const report = await reportWith(story.capture(), { lb01: both(100), lb02: both(50) });
    expect(report.virtualRouters.map(({ routers }) => routers.map(({ name }) => name))).toEqual([
      ['lb01', 'lb02'],
      ['lb01', 'lb02'],
    ]);
  });

  it('not at all where nothing tells', async () => {
    const report = await reportWith(equals().capture(), { lb01: instance(100), lb02: instance(100) });
    expect(namesIn(report)).toEqual({ '192.0.2.1': undefined, '192.0.2.2': undefined });
  });
});

describe('the report of what is configured', () => {
  const SECRET = ['authentication {', 'auth_type PASS', 'auth_pass verysecret', '}'];

  it('names instances, where they were heard and who speaks, and no password', async () => {
    const text = `global_defs {\n router_id first\n}\n${instance(100, { lines: SECRET })}`;
    const report = await reportWith(seenAt(0), { lb01: text, lb02: instance(50, { lines: SECRET }) });
    expect(report.configurations?.[0]).toMatchObject({
      name: 'lb01',
      files: ['lb01.conf'],
      routerId: 'first',
      instances: [
        {
          name: 'VI_1',
          vrid: 51,
          interface: 'eth0',
          priority: 100,
          interval: 1,
          authentication: 'simple',
          virtualRouters: [report.virtualRouters[0]?.id],
          router: '192.0.2.1',
          knownBy: 'priority',
        },
      ],
    });
    expect(JSON.stringify(report)).not.toMatch(/verysec/);
  });

  it('names passwords where that is asked for', async () => {
    const texts = { lb01: instance(100, { lines: SECRET }), lb02: instance(50, { lines: SECRET }) };
    const report = await reportWith(seenAt(0), texts, { showPasswords: true });
    expect(JSON.stringify(report.findings)).not.toMatch(/verysecret/);
    const other = { ...texts, lb02: texts.lb02.replace('verysecret', 'othersecret') };
    expect(JSON.stringify(await reportWith(seenAt(0), other, { showPasswords: true }))).toMatch(
      /verysecr\b.*othersec\b/,
    );
  });

  it('is there only where configurations are', async () => {
    expect(await reportWith(seenAt(0), {})).not.toHaveProperty('configurations');
  });

  it('tells nothing twice where captures are kept apart', async () => {
    const configurations = [configurationOf('lb01', instance(100, { lines: ['noreempt'] }))];
    const analysis = new Analysis([sourceOf(seenAt(0)), sourceOf(seenAt(3.3))], { configurations });
    await analysis.run();
    const { findings, virtualRouters, configurations: told } = analysis.report();
    expect(virtualRouters).toHaveLength(2);
    expect(findings.filter(({ code }) => code === 'config-unknown-keyword')).toHaveLength(1);
    expect(told?.[0]?.instances[0]?.virtualRouters).toEqual(virtualRouters.map(({ id }) => id));
  });

  it('hides names under pseudonyms', async () => {
    const text = `global_defs {\n router_id frankfurt\n}\n${instance(100, { name: 'BANK', lines: ['noreempt'] })}`;
    const hidden = pseudonymizeReport(
      await reportWith(seenAt(0), { berlin: text, lb02: instance(50, { name: 'BANK' }) }),
    );
    expect(JSON.stringify(hidden)).not.toMatch(/frankfurt|berlin|BANK|lb02/);
    expect(JSON.stringify(hidden)).toMatch(/noreempt/);
  });
});

function pairOf(vrid: number): Story {
  const { story } = pair();
  story.node(1, 100, { vrid }).advertiseFrom(0, 10);
  story.node(2, 50, { vrid }).advertiseFrom(13.8, 20.8);
  return story;
}
