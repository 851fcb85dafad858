import { describe, expect, it } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import { withIncidents } from '../../../decoder/incidents/find-incidents.ts';
import type { Finding, Report, VirtualRouter } from '../../../decoder/report.ts';
import { wordsOf } from '../../../decoder/wording/words.ts';
import { pair, relativeTimes, Story, sourceOf } from '../../support/story.ts';

/** A (100) and B (50) in so many virtual routers, a few milliseconds apart. */
function many(count: number, tell: (a: ReturnType<Story['node']>, b: ReturnType<Story['node']>, late: number) => void) {
  const story = new Story();
  for (let i = 0; i < count; i++) {
    const settings = { vrid: 10 + i, addresses: [`192.0.2.${100 + i}`] };
    const [a, b] = [story.node(1, 100, settings), story.node(2, 50, settings)];
    a.id = 500;
    tell(a, b, i * 0.07);
  }
  return story;
}

async function incidentsOf(story: Story) {
  const { incidents, findings } = relativeTimes(await story.report());
  return incidents.map((incident) => ({
    ...incident,
    codes: [...new Set(incident.findings.map((index) => findings[index]?.code))],
  }));
}

describe('incidents', () => {
  it('a node that falls silent in twelve virtual routers is one, in one sentence', async () => {
    const story = many(12, (a, b, late) => {
      a.advertiseFrom(late, 20 + late);
      b.advertiseFrom(23.805 + late, 40 + late);
    });
    const incidents = await incidentsOf(story);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ start: 20, codes: ['failover'], end: 24.575 });
    expect(incidents[0]?.title).toBe('192.0.2.1 fell silent on 12 virtual routers; 192.0.2.2 took over after 3.8 s');
    expect(incidents[0]?.virtualRouters).toHaveLength(12);
  });

  it('what happens later is another', async () => {
    const story = many(2, (a, b, late) => {
      a.advertiseFrom(late, 20 + late).resign(20.5 + late);
      b.advertiseFrom(21.305 + late, 60.305 + late);
      a.id = 0;
      a.advertiseFrom(60.6 + late, 80 + late);
    });
    expect((await incidentsOf(story)).map(({ title }) => title)).toEqual([
      '192.0.2.1 resigned on VRID 10 and VRID 11; 192.0.2.2 took over after 0.81 s',
      '192.0.2.1 took over VRID 10 and VRID 11 from 192.0.2.2 by higher priority',
    ]);
  });

  it('a sync group that moved as one is one move, though each member had its own reason', async () => {
    const story = new Story();
    const inside = { vrid: 52, addresses: ['198.51.100.100'] };
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    const c = story.node(1, 100, { ...inside, src: '198.51.100.1', srcMac: '02:00:00:00:01:01' });
    const d = story.node(2, 50, { ...inside, src: '198.51.100.2', srcMac: '02:00:00:00:01:02' });
    a.id = 500;
    c.id = 500;
    a.advertiseFrom(0, 10).resign(10.2);
    c.advertiseFrom(0, 10);
    b.advertiseFrom(13.806, 30);
    d.advertiseFrom(13.805, 30);
    const incidents = await incidentsOf(story);
    expect(incidents.map(({ title }) => title)).toEqual([
      'VRID 51 and VRID 52 moved together from 192.0.2.1 and 198.51.100.1 to 192.0.2.2 and 198.51.100.2 after 3.6 s to 3.8 s',
    ]);
    expect(incidents[0]?.codes).toEqual(['failover', 'planned-handover']);
  });

  it('addresses of one name are one machine', async () => {
    const story = new Story();
    for (const net of ['192.0.2', '198.51.100']) {
      const node = (number: number, priority: number) =>
        story.node(number, priority, {
          vrid: net.length,
          src: `${net}.${number}`,
          addresses: [`${net}.100`],
          srcMac: `02:00:00:00:${net.length}:0${number}`,
        });
      const [a, b] = [node(1, 100), node(2, 50)];
      a.id = 500;
      a.advertiseFrom(net.length / 100, 20.5);
      b.advertiseFrom(23.8 + net.length / 100, 40);
    }
    const names = new Map([
      ['192.0.2.1', 'lb01'],
      ['198.51.100.1', 'lb01'],
    ]);
    const { incidents } = await analyze([sourceOf(story.capture())], { names });
    expect(incidents[0]?.title).toMatch(/^192\.0\.2\.1 fell silent on VRID 7 and VRID 10; 192\.0\.2\.2 and 198/);
  });

  it('one machine is named once, by whichever of its addresses: one MAC is one machine', async () => {
    const story = new Story();
    for (const vlan of [10, 20]) {
      const node = (number: number, priority: number) =>
        story.node(number, priority, {
          vlans: [vlan],
          src: `10.0.${vlan}.${number}`,
          addresses: [`10.0.${vlan}.100`],
          srcMac: `02:00:00:00:00:0${number}`,
        });
      const [a, b] = [node(1, 100), node(2, 50)];
      a.id = 500;
      a.advertiseFrom(vlan / 100, 20.5);
      b.advertiseFrom(23.9 + vlan / 100, 40);
    }
    expect((await incidentsOf(story))[0]?.title).toMatch(
      /^10\.0\.\d0\.1 fell silent on 2 virtual routers; 10\.0\.\d0\.2 took over after 3\.9 s$/,
    );
  });

  it('the worst is told first, and how much more there was', async () => {
    const story = many(3, (a, b, late) => {
      a.advertiseFrom(late, 20 + late);
      b.advertiseFrom(23.805 + late, 40 + late);
    });
    const settings = { vrid: 99, addresses: ['192.0.2.199'] };
    const [c, d] = [story.node(3, 100, settings), story.node(4, 50, settings)];
    c.id = 500;
    c.advertiseFrom(0, 40);
    d.advertiseFrom(21.5, 39.5);
    const [incident] = await incidentsOf(story);
    expect(incident?.title).toContain('192.0.2.3 and 192.0.2.4 were master of VRID 99 at once');
    expect(incident?.title).toContain('; at the same time 3 other virtual routers were affected');
    expect(incident).toMatchObject({ end: null });
  });

  it('what follows from it belongs to it, however late it shows', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 10).announce(0.001);
    b.announce(10.5005);
    for (let beat = 0; beat <= 10; beat++) {
      b.advertise(10.5 + beat);
      a.advertise(10.5004 + beat);
    }
    a.advertiseFrom(21.5004, 40);
    expect(await incidentsOf(story)).toMatchObject([{ codes: ['split-brain', 'stale-announcement'], end: null }]);
  });

  it('a process that died is one, whether another took over meanwhile or not', async () => {
    const { story, a } = pair();
    const settings = { vrid: 52, addresses: ['192.0.2.152'] };
    const [c, d] = [story.node(1, 100, settings), story.node(2, 50, settings)];
    for (const node of [a, c]) {
      node.id = 500;
      node.advertiseFrom(0, 10);
      node.id = 0;
    }
    a.advertiseFrom(13.65, 30);
    d.advertise(13.805);
    c.advertiseFrom(14.2, 30);
    expect((await incidentsOf(story)).map(({ title }) => title)).toEqual([
      'The VRRP process of 192.0.2.1 died and was back after 4.200 s on VRID 51 and VRID 52',
    ]);
  });

  it('a sync group that returns member by member is one return; nodes that swap are two', async () => {
    const story = new Story();
    const inside = { vrid: 52, addresses: ['198.51.100.100'] };
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    const c = story.node(1, 100, { ...inside, src: '198.51.100.1', srcMac: '02:00:00:00:01:01' });
    const d = story.node(2, 50, { ...inside, src: '198.51.100.2', srcMac: '02:00:00:00:01:02' });
    b.advertiseFrom(0, 10);
    d.advertiseFrom(0, 10);
    a.advertiseFrom(10.3, 30);
    c.advertiseFrom(10.6, 30);
    expect((await incidentsOf(story)).map(({ title }) => title)).toEqual([
      '192.0.2.1 and 198.51.100.1 took over VRID 51 and VRID 52 from 192.0.2.2 and 198.51.100.2 by higher priority',
    ]);
    const swap = pair();
    const other = { vrid: 52, addresses: ['192.0.2.152'] };
    const [e, f] = [swap.story.node(1, 50, other), swap.story.node(2, 100, other)];
    swap.b.advertiseFrom(0, 10);
    e.advertiseFrom(0, 10);
    swap.a.advertiseFrom(10.3, 30);
    f.advertiseFrom(10.6, 30);
    expect((await incidentsOf(swap.story)).map(({ title }) => title)).toEqual([
      '192.0.2.1 took over VRID 51 from 192.0.2.2 by higher priority; at the same time 1 other virtual router was affected',
    ]);
  });

  it('a host that died and still answers for one of its addresses is one with all that it left', async () => {
    const story = many(3, (a, b, late) => {
      const address = `192.0.2.${100 + Math.round(late / 0.07)}`;
      a.advertiseFrom(late, 20 + late).announce(0.001 + late, 5, address);
      b.advertiseFrom(23.805 + late, 60 + late).announce(23.806 + late, 5, address);
    });
    const a = story.node(1, 100, { vrid: 10, addresses: ['192.0.2.100'] });
    a.answer(50);
    const incidents = await incidentsOf(story);
    expect(incidents).toMatchObject([{ start: 20, end: null }]);
    expect(incidents[0]?.virtualRouters).toHaveLength(3);
    expect(incidents[0]?.codes.sort()).toEqual(['failover', 'vip-held-by-non-master']);
  });

  it('a segment that is silent as a whole is one, whoever was master', async () => {
    const silent = (back: (index: number) => number, sentMeanwhile = 0) => {
      const story = new Story();
      for (let i = 0; i < 12; i++) {
        const settings = { vrid: 10 + i, addresses: [`192.0.2.${100 + i}`] };
        const node = story.node(1 + (i % 2), 100, settings);
        node.id = 500;
        node.advertiseFrom(i * 0.07, 20 + i * 0.07);
        node.id += sentMeanwhile;
        node.advertiseFrom(back(i), 90);
      }
      return story.other(90);
    };
    const together = await silent((index) => 61 + index * 0.01).report();
    expect(together.incidents.map(({ title }) => title)).toEqual([
      'No master was heard on 12 virtual routers for 40.0 s; all came back together',
    ]);
    expect(withIncidents(together, wordsOf('zh')).incidents.map(({ title }) => title)).toEqual([
      '12 个虚拟路由器有 40.0 秒没有听到主用；随后一起恢复',
    ]);
    const sentOn = await incidentsOf(silent((index) => 61 + index * 0.01, 39));
    expect(sentOn).toMatchObject([
      { title: 'No master was heard on 12 virtual routers for 41.0 s; all came back together' },
    ]);
    expect((await incidentsOf(silent((index) => 61 + index)))[0]?.title).toMatch(
      /^No master was heard on 12 virtual routers for [\d.]+ s$/,
    );
    expect((await incidentsOf(silent(() => 91)))[0]?.title).toMatch(
      / on 12 virtual routers .*, until the capture ended$/,
    );
  });

  it('settings that differ, and a steady segment, are none', async () => {
    const story = many(3, (a) => a.advertiseFrom(0, 20, 1, { authType: 1, authData: 'secret' }));
    expect(await incidentsOf(story)).toEqual([]);
  });

  it('are one where 16,384 virtual routers moved together', async () => {
    const [sample] = (await many(1, (a, b) => a.advertiseFrom(0, 20) && b.advertiseFrom(23.805, 40)).report())
      .virtualRouters;
    if (!sample) throw new Error('there is no virtual router');
    const virtualRouters = Array.from({ length: 16_384 }, (_, i): VirtualRouter => ({ ...sample, id: `v${i}` }));
    const transition = sample.transitions.find(({ cause }) => cause === 'master-down');
    const findings = virtualRouters.map(
      ({ id }): Finding => ({
        code: 'failover',
        severity: 'warning',
        title: '',
        explanation: '',
        advice: '',
        reason: null,
        virtualRouter: id,
        routers: ['192.0.2.1', '192.0.2.2'],
        start: (transition?.time ?? 0) - 3.8,
        end: transition?.time ?? 0,
        evidence: [],
      }),
    );
    const report: Report = { ...(await pair().story.report()), virtualRouters, findings };
    const { incidents } = withIncidents(report, wordsOf('en'));
    expect(incidents.map(({ title }) => title)).toEqual([
      '192.0.2.1 fell silent on 16,384 virtual routers; 192.0.2.2 took over after 3.8 s',
    ]);
  });
});
