import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import { reportText } from '../../../main/output/report-text.ts';
import type { TextOptions } from '../../../main/output/text-style.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import {
  busyReport,
  emptyReport,
  failoverReport,
  finding,
  hostileReport,
  reign,
  report,
  router,
  START,
  source,
  splitBrainReport,
  steadyVirtualRouter,
  transition,
  uneventfulReport,
  virtualRouter,
} from '../../support/report-builders.ts';
import { REPORTS } from './text-samples.ts';

const PLAIN: TextOptions = { width: 80, color: false, unicode: true, utc: true, all: false, now: START };

const text = (value: Parameters<typeof reportText>[0], options: Partial<TextOptions> = {}) =>
  reportText(value, { ...PLAIN, ...options });

const linesOf = (value: string) => value.trimEnd().split('\n');

describe.each(Object.entries(REPORTS))('%s', (_name, value) => {
  test.each([60, 80, 100, 200])('no line is wider than %i cells', (width) => {
    for (const line of linesOf(text(value, { width, all: true })))
      expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    for (const line of linesOf(text(value, { width }))) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
  });

  test('colour changes nothing but the colour', () => {
    const colored = text(value, { color: true });
    expect(colored).toContain('\x1b[');
    expect(stripVTControlCharacters(colored)).toBe(text(value));
  });

  test('is ASCII where the locale is not UTF-8', () => {
    expect(text(value, { unicode: false, all: true })).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test('holds no control character and no trailing blanks', () => {
    const plain = text(value, { all: true });
    expect(plain.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(plain).not.toMatch(/ \n/);
  });
});

describe('what comes first', () => {
  test('a split brain: the sentence, when, and how long', () => {
    expect(linesOf(text(splitBrainReport()))[0]).toBe('⬣ VRID 51: lb02 does not hear lb01 (03:12:05.441, 12.0 s)');
  });

  test('the worst virtual router, not the first', () => {
    const plain = text(failoverReport());
    expect(linesOf(plain)[0]).toMatch(/^▲ VRID 7: 192\.168\.1\.2 took over from 192\.168\.1\.1/);
    expect(plain.indexOf('\n▲ VRID 7 ')).toBeGreaterThan(0);
    expect(plain.indexOf('\n▲ VRID 7 ')).toBeLessThan(plain.indexOf('VRID 12'));
  });

  test('one that lasts says so', () => {
    const value = splitBrainReport();
    const lasting = { ...value, findings: value.findings.map((one) => ({ ...one, end: null })) };
    expect(text(lasting)).toContain('03:12:05.441, still so at the end');
  });

  test('an uneventful capture: who was master', () => {
    expect(linesOf(text(uneventfulReport()))[0]).toBe('● Nothing happened: 10.0.0.6 was master of VRID 53 throughout.');
  });

  test('orderly handovers are no alarm', () => {
    const [a, b] = ['10.0.0.1', '10.0.0.2'];
    const value = report({
      virtualRouters: [
        virtualRouter({
          routers: [router(a, 100), router(b, 50)],
          reigns: [reign(a, START, START + 10), reign(b, START + 10.8, null)],
          transitions: [transition(START, null, a, 'initial'), transition(START + 10.8, a, b, 'resignation')],
        }),
      ],
      findings: [finding('planned-handover', 'info', { virtualRouter: '51-10.0.0.3' })],
    });
    expect(linesOf(text(value))[0]).toBe('● Nothing alarming: 1 orderly handover.');
  });

  test('no packets, no VRRP, nothing read: said plainly, with what to do next', () => {
    expect(text(emptyReport())).toMatch(/^● No packets: the capture is empty\.[\s\S]*Next: capture on the segment/);
    expect(text(REPORTS['no VRRP'])).toMatch(/^● No VRRP in this capture\.[\s\S]*Next: capture on the segment/);
    expect(text(REPORTS['nothing read'])).toMatch(
      /Nothing could be read\.[\s\S]*not read: photo\.jpg: it is not a capture file/,
    );
  });

  test('VRRP that a selection left out is not called missing', () => {
    const plain = text(report({ sources: [source({ vrrp: 604 })] }));
    expect(plain).toContain('No virtual router to show here, though the capture holds 604 VRRP packets.');
  });

  test('neighbours are named where there is no VRRP', () => {
    const value = report({
      sources: [source({ vrrp: 0 })],
      otherProtocols: [{ protocol: 'carp', group: 3, vlans: [7], speakers: ['10.0.0.1'], packets: 60 }],
    });
    expect(text(value)).toContain('It holds CARP, which is not analysed.');
    expect(text(value)).toContain('Neighbours, counted only: CARP 3 vlan 7 10.0.0.1 (60 packets)');
  });
});

describe('times', () => {
  test('the date is shown once, and not if it is today', () => {
    expect(text(splitBrainReport())).not.toContain('2026-03-01');
    const later = text(splitBrainReport(), { now: START + 86_400 });
    expect(later.match(/2026-03-01/g)).toHaveLength(1);
  });

  test('over midnight each day of transitions has its heading, and findings have their date', () => {
    const [a, b] = ['10.0.0.1', '10.0.0.2'];
    const value = report({
      end: START + 100_000,
      virtualRouters: [
        virtualRouter({
          routers: [router(a, 100), router(b, 50)],
          reigns: [reign(a, START, START + 90_000), reign(b, START + 90_000, null)],
          transitions: [transition(START, null, a, 'initial'), transition(START + 90_000, a, b, 'preemption')],
        }),
      ],
      findings: [finding('flapping', 'warning', { start: START + 90_000, end: START + 90_000 })],
    });
    const plain = text(value);
    expect(plain).toMatch(/\n {2}2026-03-01\n {2}03:10:00\.000 {2}→ 10\.0\.0\.1/);
    expect(plain).toMatch(/\n {2}2026-03-02\n {2}04:10:00\.000 {2}10\.0\.0\.1 → 10\.0\.0\.2/);
    expect(plain).toMatch(/\n▲ 2026-03-02 04:10:00\.000 {2}flapping/);
  });
});

test('long silences fit too', () => {
  const [a, b] = ['2001:db8:1111:2222:3333:4444:5555:6661', '2001:db8:1111:2222:3333:4444:5555:6662'];
  const value = report({
    end: START + 50_000,
    virtualRouters: [
      virtualRouter({
        routers: [router(a, 100), router(b, 50)],
        reigns: [reign(a, START, START + 10), reign(b, START + 46_780, null)],
        transitions: [transition(START + 46_780, a, b, 'master-down', { duration: 46_740 })],
      }),
    ],
  });
  expect(text(value)).toContain(' 12 h 59 min');
  for (const line of linesOf(text(value))) expect(stringWidth(line), line).toBeLessThanOrEqual(80);
});

describe('long lists', () => {
  test('are cut, say by how much, and are whole with --all', () => {
    const plain = text(busyReport(30, 500));
    expect(plain).toContain('… 480 more, --all shows them');
    expect(plain).toContain('… 18 more routers, --all shows them');
    const whole = text(busyReport(30, 500), { all: true });
    expect(whole).not.toContain('more, --all');
    expect(whole.match(/ preemption /g)).toHaveLength(499);
  });

  test('uneventful virtual routers are one line, and lanes with --all', () => {
    const value = report({
      virtualRouters: [60, 61, 62].map((vrid) => steadyVirtualRouter(vrid, `10.0.0.${vrid}`, '10.0.0.1')),
    });
    const plain = text(value);
    expect(plain).toContain('● 3 uneventful, --all shows them: VRID 60 10.0.0.60 (10.0.0.1)');
    expect(plain).not.toContain('█');
    expect(text(value, { all: true }).match(/█/g)?.length).toBeGreaterThan(100);
  });
});

describe('what is worth a line', () => {
  test('a window that a transition already tells is left to it', () => {
    const value = failoverReport();
    const orderly = {
      ...value,
      virtualRouters: value.virtualRouters.map((one) => ({
        ...one,
        noMaster: one.noMaster.map((window) => ({ ...window, after: 'resignation' as const })),
        handoverRaces: [{ start: START + 24, end: START + 24, routers: ['192.168.1.1', '192.168.1.2'] }],
      })),
    };
    expect(text(value)).toContain('  No master: 03:10:21.000 for 2.81 s to 3.81 s after silence');
    expect(text(orderly)).not.toContain('No master:');
    expect(text(orderly)).not.toContain('Handover races:');
    expect(text(orderly, { all: true })).toContain('Handover races: 03:10:24.000 192.168.1.1 and 192.168.1.2\n');
    expect(text(orderly, { all: true })).toContain('No master: 03:10:21.000');
  });

  test('hundreds of eventful virtual routers are cut', () => {
    const [busy] = busyReport(2, 3).virtualRouters;
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...virtualRouter(busy),
      id: String(index),
      vrid: index + 1,
    }));
    const plain = text(report({ virtualRouters: many }));
    expect(plain).toContain('… 76 more virtual routers, --all shows them');
    expect(text(report({ virtualRouters: many }), { all: true })).toContain('VRID 100 ');
  });
});

describe('names', () => {
  test('stand in transitions, lanes and findings, with the address beside the lane', () => {
    const plain = text(splitBrainReport());
    expect(plain).toMatch(/ {2}lb01 10\.0\.0\.5 100 █/);
    expect(plain).toContain('lb01 → lb02  usurpation');
    expect(plain).toContain('so lb01 hears lb02; lb02 went on');
  });

  test('two routers of one name stay apart', () => {
    const value = splitBrainReport();
    const equal = {
      ...value,
      virtualRouters: value.virtualRouters.map((one) => ({
        ...one,
        routers: one.routers.map((speaker) => ({ ...speaker, name: 'lb' })),
      })),
    };
    expect(text(equal)).toContain('lb (10.0.0.5) → lb (10.0.0.6)');
  });

  test('a name that is an address does not hide who it is', () => {
    const value = splitBrainReport();
    const lying = {
      ...value,
      virtualRouters: value.virtualRouters.map((one) => ({
        ...one,
        routers: one.routers.map((speaker) => ({ ...speaker, name: '10.0.0.9' })),
      })),
    };
    expect(text(lying, { width: 120 })).toContain('10.0.0.9 (10.0.0.6)');
  });

  test('what a terminal would obey is shown', () => {
    expect(text(hostileReport())).toContain('\\x1b[31mlb\\u202e01\\n\\x85\\x9b2J\\x7f');
  });
});

describe('findings', () => {
  test('show packets, meaning and advice', () => {
    const plain = text(splitBrainReport());
    expect(plain).toMatch(
      /\n⬣ 03:12:05\.441 {2}12\.0 s {2}split-brain +packets 40211 40212 40341\n {2}lb02 does not hear lb01\n/,
    );
    expect(text(splitBrainReport(), { width: 120 })).toMatch(
      /\n⬣ 03:12:05\.441 {2}12\.0 s {2}split-brain {2}lb02 does not hear lb01 +packets 40211 40212 40341\n/,
    );
    expect(plain).toContain('Next: On lb02: is IP protocol 112 to 224.0.0.18 dropped?  nft list');
  });

  test('name the file of a packet where there are several', () => {
    const value = splitBrainReport();
    const plain = text({ ...value, sources: [source(), source({ name: 'second.pcap' })] });
    expect(plain).toContain('packets 1:40211 1:40212 1:40341');
    expect(plain).toContain('2 second.pcap');
  });

  test('do not repeat what the transition above them says, but with --all', () => {
    const value = failoverReport();
    const explanation = '192.168.1.1 fell silent without resigning.';
    const repeating = { ...value, findings: value.findings.map((one) => ({ ...one, explanation })) };
    expect(text(repeating).split(explanation)).toHaveLength(2);
    expect(text(repeating, { all: true }).split(explanation)).toHaveLength(3);
  });

  test('give the same advice once, but with --all in full', () => {
    const same = { ...uneventfulReport(), findings: [1, 2, 3].map(() => finding('failover', 'warning')) };
    expect(text(same).match(/Next: .*/g)).toEqual([
      'Next: Look at the configuration.',
      'Next: as above',
      'Next: as above',
    ]);
    expect(text(same, { all: true }).match(/Next: Look/g)).toHaveLength(3);
  });

  test('say which of two virtual routers with one VRID they mean', () => {
    const value = failoverReport();
    const twins = { ...value, virtualRouters: value.virtualRouters.map((one) => ({ ...one, vrid: 7, vlans: [20] })) };
    expect(text(twins)).toContain('▲ VRID 7 vlan 20 192.168.1.100  03:10:20.000');
    expect(linesOf(text(twins))[0]).toMatch(/^▲ VRID 7 vlan 20 192\.168\.1\.100: /);
  });

  test('more than 30 are cut', () => {
    const many = report({ findings: Array.from({ length: 45 }, () => finding('bad-ttl', 'warning')) });
    expect(text(many)).toContain('… 15 more, --all shows them');
  });
});

test('the source says what it lost and what is damaged', () => {
  const value = report({
    sources: [
      source({ dropped: 17, problems: [{ offset: 99, packet: 3, code: 'truncated', message: 'cut', count: 2 }] }),
    ],
  });
  expect(text(value, { width: 200 })).toContain('17 packets dropped by the capture   damaged: 2 problems');
});

test('captures of one time from two nodes, read as one another after the other, are first of all said to be so', async () => {
  const folder = new URL('../../../samples/both-nodes-partitioned/', import.meta.url).pathname;
  const sources = ['lb01.pcap', 'lb02.pcap'].map((name) => captureFile(join(folder, name)));
  const [head] = text(await analyze(sources), { width: 400 }).split('\n\n');
  expect(head).toContain('The files show the same packets at different times and are kept apart');
  expect(head).toMatch(/vrrpscope report --view lb01=\S+lb01.pcap --view lb02=\S+lb02.pcap/);
});
