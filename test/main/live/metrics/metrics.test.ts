import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Report, VirtualRouter } from '../../../../decoder/report.ts';
import type { LiveStatus } from '../../../../main/live/live-contract.ts';
import { LiveMetrics } from '../../../../main/live/metrics/metrics.ts';
import { DISK_FULL } from '../../../support/live-builders.ts';
import { hasPeer } from '../../../support/peer-programs.ts';
import {
  failoverReport,
  finding,
  hostileReport,
  ipv6Report,
  reign,
  report,
  router,
  START,
  splitBrainReport,
  TOOL,
  transition,
  virtualRouter,
} from '../../../support/report-builders.ts';
import { pair } from '../../../support/story.ts';
import { listening, sample, samples } from './metrics-text.ts';

const DAY = 86_400;

function textOf(of: Report, status?: Partial<LiveStatus>): Promise<string> {
  const metrics = new LiveMetrics(TOOL);
  metrics.update(of, listening({ now: of.end, ...status }));
  return metrics.text();
}

/** What one watcher serves after each of several reports. */
async function textsOf(...looks: [Report, Partial<LiveStatus>?][]): Promise<string[]> {
  const metrics = new LiveMetrics(TOOL);
  const texts: string[] = [];
  for (const [of, status] of looks) {
    metrics.update(of, listening({ now: of.end, ...status }));
    texts.push(await metrics.text());
  }
  return texts;
}

function only(fields: Partial<VirtualRouter>): Report {
  return report({ virtualRouters: [virtualRouter(fields)] });
}

describe('the metrics of a live capture', () => {
  it('tell who is master, and how many are', async () => {
    const { story, a, b } = pair();
    a.advertiseFrom(0, 30);
    b.advertiseFrom(20.5, 30);
    const text = await textOf(await story.report());
    expect(sample(text, 'vrrpscope_masters')).toBe(2);
    expect(sample(text, 'vrrpscope_master{', 'router="192.0.2.1"')).toBe(1);
    expect(sample(text, 'vrrpscope_master{', 'router="192.0.2.2"')).toBe(1);
    expect(sample(text, 'vrrpscope_split_brains_total')).toBe(1);
    expect(sample(text, 'vrrpscope_split_brain_seconds_total')).toBeCloseTo(9.5, 3);
    expect(sample(text, 'vrrpscope_open_findings', 'code="split-brain"', 'severity="critical"')).toBe(1);
    expect(sample(text, 'vrrpscope_findings', 'critical')).toBe(1);
    expect(sample(text, 'vrrpscope_priority', 'router="192.0.2.1"')).toBe(100);
    expect(sample(text, 'vrrpscope_advertisement_interval_seconds', 'router="192.0.2.2"')).toBe(1);
    expect(sample(text, 'vrrpscope_advertisements_total', 'router="192.0.2.1"')).toBe(31);
  });

  it('tell that nobody is, and for how long', async () => {
    const { story, a } = pair();
    a.advertiseFrom(0, 10);
    story.other(60);
    const text = await textOf(await story.report());
    expect(sample(text, 'vrrpscope_masters')).toBe(0);
    expect(sample(text, 'vrrpscope_master{')).toBe(0);
    expect(sample(text, 'vrrpscope_no_masters_total')).toBe(1);
    expect(sample(text, 'vrrpscope_no_master_seconds_total')).toBeCloseTo(49, 3);
    expect(sample(text, 'vrrpscope_split_brain_seconds_total')).toBe(0);
  });

  it('count a window that is open up to now, which may be later than the report', async () => {
    const open = { start: START, end: null, atLeast: 5, atMost: 6, after: 'silence' as const };
    const of = only({ routers: [router('10.0.0.5', 100)], noMaster: [open] });
    expect(sample(await textOf(of, { now: START + 7.5 }), 'no_master_seconds')).toBe(7.5);
  });

  it('count transitions by cause, from 0 on', async () => {
    const text = await textOf(failoverReport());
    const of = (cause: string) => sample(text, 'vrrpscope_transitions_total', 'vrid="7"', `cause="${cause}"`);
    expect(of('master-down')).toBe(1);
    expect(of('initial')).toBe(1);
    expect(of('preemption')).toBe(0);
    expect(Object.keys(samples(text, 'vrrpscope_transitions_total', 'vrid="7"'))).toHaveLength(7);
  });

  it('name a virtual router by where it is', async () => {
    const text = await textOf(splitBrainReport());
    expect(text).toContain(
      'vrrpscope_masters{virtual_router="51-10.0.0.3",interface="eth0",vlan="10",vrid="51",address="10.0.0.3"} 1',
    );
    expect(sample(text, 'vrrpscope_near_failovers_total')).toBe(1);
    expect(sample(text, 'vrrpscope_lost_advertisements_total')).toBe(2);
    expect(sample(text, 'vrrpscope_announcements_total')).toBe(5);
    const six = await textOf(ipv6Report());
    expect(sample(six, 'vrrpscope_masters', 'vrid="6"', 'address="fe80::100"')).toBe(1);
    expect(sample(six, 'vrrpscope_advertisement_interval_seconds', 'router="fe80:1111')).toBe(0.01);
  });

  it('keep the names of series when addresses are learned', async () => {
    const of = (addresses: string[]) => only({ routers: [router('10.0.0.5', 100)], addresses });
    const [first, second] = await textsOf([of(['10.0.0.3'])], [of(['10.0.0.2', '10.0.0.3'])]);
    expect(Object.keys(samples(first ?? '', 'vrrpscope_masters'))).toEqual(
      Object.keys(samples(second ?? '', 'vrrpscope_masters')),
    );
  });

  it('say how the capture is doing', async () => {
    const text = await textOf(failoverReport(), { dropped: 3, packets: 312, quiet: 1.5, writeFailure: DISK_FULL });
    expect(sample(text, 'vrrpscope_capture_listening')).toBe(1);
    expect(sample(text, 'vrrpscope_capture_silence_proven')).toBe(1);
    expect(sample(text, 'vrrpscope_capture_packets_total')).toBe(312);
    expect(sample(text, 'vrrpscope_capture_dropped_packets_total')).toBe(3);
    expect(sample(text, 'vrrpscope_capture_quiet_seconds')).toBe(1.5);
    expect(sample(text, 'vrrpscope_capture_restarts_total')).toBe(0);
    expect(sample(text, 'vrrpscope_write_failed')).toBe(1);
    expect(sample(text, 'vrrpscope_virtual_routers')).toBe(2);
    expect(sample(text, 'vrrpscope_unlisted_virtual_routers')).toBe(0);
    expect(sample(text, 'vrrpscope_build_info', 'version="0.1.0"')).toBe(1);
    expect(sample(text, 'vrrpscope_capture_info', 'input="eth0"', 'via="dumpcap"')).toBe(1);
    expect(sample(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });

  it('claim no drops where nobody tells, and remember what was told', async () => {
    const of = failoverReport();
    const texts = await textsOf([of, { dropped: null }], [of, { dropped: 0 }], [of, { dropped: 4 }], [of]);
    expect(texts.map((text) => sample(text, 'dropped_packets'))).toEqual([undefined, 0, 4, 4]);
    expect(texts[0]).not.toContain('dropped');
  });

  it('tell no master while nobody listens, and count how often that was', async () => {
    const of = failoverReport();
    const texts = await textsOf([of, { state: 'starting' }], [of], [of, { state: 'waiting' }], [of], [of]);
    expect(texts.map((text) => sample(text, 'vrrpscope_masters', 'vrid="7"'))).toEqual([undefined, 1, undefined, 1, 1]);
    expect(texts.map((text) => Object.keys(samples(text, 'vrrpscope_master{')).length)).toEqual([0, 3, 0, 3, 3]);
    expect(texts.map((text) => sample(text, 'capture_listening'))).toEqual([0, 1, 0, 1, 1]);
    expect(texts.map((text) => sample(text, 'capture_restarts'))).toEqual([0, 0, 0, 1, 1]);
    for (const text of texts) expect(sample(text, 'no_master_seconds', 'vrid="7"')).toBeCloseTo(2.805, 3);
  });

  it('tell no finding that holds while nobody listens', async () => {
    const findings = [finding('vip-held-by-non-master', 'critical', { virtualRouter: '51-10.0.0.3', end: null })];
    const of = { ...splitBrainReport(), findings };
    const texts = await textsOf([of], [of, { state: 'waiting' }], [of]);
    expect(texts.map((text) => sample(text, 'vrrpscope_open_findings', 'vrid="51"'))).toEqual([1, undefined, 1]);
    expect(texts.map((text) => sample(text, 'vrrpscope_findings', 'critical'))).toEqual([1, 1, 1]);
  });

  it('are there before the first look', async () => {
    const text = await new LiveMetrics(TOOL).text();
    expect(sample(text, 'vrrpscope_build_info')).toBe(1);
    expect(sample(text, 'vrrpscope_capture_listening')).toBe(0);
  });

  it('do not show the command, which may hold a password', async () => {
    const text = await textOf(failoverReport(), { via: 'command', name: 'sshpass -p secret ssh lb01' });
    expect(text).not.toContain('secret');
    expect(sample(text, 'vrrpscope_capture_info', 'via="command"')).toBe(1);
  });

  it('are the same for two who ask at once', async () => {
    const metrics = new LiveMetrics(TOOL);
    metrics.update(splitBrainReport(), listening());
    const [one, other] = await Promise.all([metrics.text(), metrics.text()]);
    expect(samples(one ?? '', 'vrrpscope_')).toEqual(samples(other ?? '', 'vrrpscope_'));
    expect(sample(one ?? '', 'vrrpscope_split_brain_seconds_total')).toBeCloseTo(12.013, 3);
  });
});

describe('the counters of a live capture', () => {
  const times = (count: number) => Array.from({ length: count }, (_, index) => START + index * 60);
  const history = (all: readonly number[]): Report => ({
    ...only({
      routers: [router('10.0.0.5', 100)],
      transitions: all.map((time) => transition(time, '10.0.0.6', '10.0.0.5', 'preemption')),
      splitBrains: all.map((start) => ({
        start,
        end: start + 2,
        routers: [],
        deaf: [],
        reason: 'unknown',
        inferred: false,
        evidence: [],
      })),
    }),
    end: (all.at(-1) ?? START) + 5,
  });

  it('neither fall nor count twice when the report no longer holds its oldest events', async () => {
    const all = times(3000);
    const texts = await textsOf(
      [history(all.slice(0, 2000))],
      [history(all.slice(1900, 2500))],
      [history(all.slice(2400))],
    );
    expect(texts.map((text) => sample(text, 'cause="preemption"'))).toEqual([2000, 2500, 3000]);
    expect(texts.map((text) => sample(text, 'split_brains_total'))).toEqual([2000, 2500, 3000]);
    expect(texts.map((text) => Math.round(sample(text, 'split_brain_seconds') ?? 0))).toEqual([4000, 5000, 6000]);
  });

  it('do not fall when later evidence withdraws what was counted, and count what comes then', async () => {
    const texts = await textsOf([history([START, START + 9])], [history([START])], [history([START, START + 20])]);
    expect(texts.map((text) => sample(text, 'split_brains_total'))).toEqual([2, 2, 3]);
  });

  it('count two things of one moment, which ends being young', async () => {
    const of = history([START, START, START + 60]);
    const texts = await textsOf([of], [of, { now: START + 6000 }], [of, { now: START + 6000 }]);
    expect(texts.map((text) => sample(text, 'cause="preemption"'))).toEqual([3, 3, 3]);
  });

  it('leave out what may be taken back within an interval or two', async () => {
    const of = (interval: number, from: number): Report => ({
      ...only({
        routers: [router('10.0.0.5', 100, { interval: { advertised: interval, mean: null, min: null, max: null } })],
        transitions: [transition(from, '10.0.0.5', '10.0.0.6', 'split-brain-end')],
      }),
      end: START + 60,
    });
    const ends = async (report: Report) => sample(await textOf(report), 'cause="split-brain-end"');
    expect(await ends(of(1, START + 59))).toBe(0);
    expect(await ends(of(1, START + 57))).toBe(1);
    expect(await ends(of(10, START + 57))).toBe(0);
    expect(await ends(of(10, START + 39))).toBe(1);
    expect(await ends(of(255, START - 1))).toBe(1);
  });

  it('count a split brain from its start, once', async () => {
    const looks = [20.6, 21.2, 21.6, 23, 25, 40].map(async (until): Promise<[Report]> => {
      const { story, a, b } = pair();
      a.advertiseFrom(0, until);
      b.advertiseFrom(20.5, Math.min(until, 30));
      return [await story.other(until).report()];
    });
    const texts = await textsOf(...(await Promise.all(looks)));
    expect(texts.map((text) => sample(text, 'split_brains_total'))).toEqual([0, 0, 0, 1, 1, 1]);
    expect(texts.map((text) => sample(text, 'cause="split-brain-end"'))).toEqual([0, 0, 0, 0, 0, 1]);
    expect(texts.map((text) => sample(text, 'cause="usurpation"'))).toEqual([0, 0, 0, 1, 1, 1]);
    expect(sample(texts[4] ?? '', 'split_brain_seconds')).toBeCloseTo(4.5, 3);
  });

  it('follow announcements that are repeated for weeks', async () => {
    const burst = (time: number, address: string, count: number) => ({
      ...{ time, end: START + 30 * DAY, address, mac: '02:00:00:00:00:01', kind: 'garp-request' as const, count },
      router: '10.0.0.5',
    });
    const of = (repeats: number): Report => ({
      ...only({
        routers: [router('10.0.0.5', 100, { last: START + 30 * DAY })],
        announcements: [
          burst(START, '10.0.0.3', 5),
          burst(START + 9, '10.0.0.4', 5),
          burst(START + 99, '10.0.0.3', repeats),
        ],
      }),
      end: START + 30 * DAY,
    });
    const texts = await textsOf([of(1)], [of(400)], [of(900)]);
    expect(texts.map((text) => sample(text, 'announcements_total'))).toEqual([11, 410, 910]);
  });
});

describe('the number of series', () => {
  const many = (count: number, routers: number, last = START + 302): Report =>
    report({
      virtualRouters: Array.from({ length: count }, (_, index) =>
        virtualRouter({
          id: `ipv4/${index}`,
          vrid: index % 256,
          routers: Array.from({ length: routers }, (_, host) => router(`10.0.${index >> 8}.${host}`, 100, { last })),
        }),
      ),
    });

  it('is bounded, whatever is sent; the first seen stay', async () => {
    const [before, after] = await textsOf([many(200, 3)], [many(5000, 200)]);
    expect(sample(before ?? '', 'vrrpscope_unlisted_virtual_routers')).toBe(0);
    expect(sample(after ?? '', 'vrrpscope_virtual_routers')).toBe(256);
    expect(sample(after ?? '', 'vrrpscope_unlisted_virtual_routers')).toBe(4744);
    expect(sample(after ?? '', 'vrrpscope_masters', 'virtual_router="ipv4/199"')).toBe(0);
    expect(sample(after ?? '', 'vrrpscope_masters', 'virtual_router="ipv4/256"')).toBeUndefined();
    expect(Object.keys(samples(after ?? '', 'vrrpscope_priority'))).toHaveLength(256 * 8);
    expect(sample(after ?? '', 'vrrpscope_routers', 'virtual_router="ipv4/7"')).toBe(200);
  });

  it('shrinks when routers have not been heard for a week, unless they are master', async () => {
    const routers = [
      router('10.0.0.5', 100, { last: START }),
      router('10.0.0.6', 50, { last: START }),
      router('10.0.0.7', 30, { last: START + 2 * DAY }),
    ];
    const of = only({ routers, reigns: [reign('10.0.0.5', START, null)] });
    const [before, after] = await textsOf([of, { now: START + 6 * DAY }], [of, { now: START + 8 * DAY }]);
    expect(Object.keys(samples(before ?? '', 'vrrpscope_priority'))).toHaveLength(3);
    expect(Object.keys(samples(after ?? '', 'vrrpscope_priority'))).toHaveLength(2);
    expect(sample(after ?? '', 'vrrpscope_priority', '10.0.0.6')).toBeUndefined();
  });

  it('makes room when a virtual router has gone', async () => {
    const gone = many(300, 1);
    const fresh = virtualRouter({ id: 'new', routers: [router('10.9.9.9', 100, { last: START + 8 * DAY })] });
    const later = { ...gone, virtualRouters: [...gone.virtualRouters, fresh] };
    const [, after] = await textsOf([gone], [later, { now: START + 8 * DAY }]);
    expect(sample(after ?? '', 'vrrpscope_virtual_routers')).toBe(1);
    expect(sample(after ?? '', 'vrrpscope_unlisted_virtual_routers')).toBe(0);
    expect(sample(after ?? '', 'vrrpscope_masters', 'virtual_router="new"')).toBe(0);
  });

  it('counts open findings of virtual routers without series for the whole capture', async () => {
    const of = many(300, 1);
    const findings = [290, 291].map((index) =>
      finding('no-master', 'critical', { virtualRouter: `ipv4/${index}`, end: null }),
    );
    const text = await textOf({ ...of, findings });
    expect(samples(text, 'vrrpscope_open_findings')).toEqual({
      'vrrpscope_open_findings{code="no-master",severity="critical"}': 2,
    });
  });
});

describe('what Prometheus makes of them', () => {
  it('names from the capture break no line', async () => {
    const text = await textOf(hostileReport(), { name: 'eth0"} 1\nup 0\x1b[31m' });
    for (const line of text.split('\n')) expect(line).toMatch(/^$|^# |^[a-z_]+(\{.*\})? -?[\d.e+-]+$/);
    expect(text).not.toContain('\x1b');
    expect(text).not.toMatch(/^up/m);
  });

  it.runIf(hasPeer('promtool'))('promtool finds nothing to object to', async () => {
    for (const of of [splitBrainReport(), failoverReport(), ipv6Report(), hostileReport()]) {
      const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
        input: await textOf(of, { dropped: 1 }),
        encoding: 'utf8',
      });
      expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
    }
  });

  it('an update takes no time', () => {
    const metrics = new LiveMetrics(TOOL);
    const of = failoverReport();
    const before = process.cpuUsage();
    for (let count = 0; count < 100_000; count++) metrics.update(of, listening());
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(1e6);
  });
});
