import { describe, expect, test } from 'vitest';
import { clipReport } from '../../../main/output/clip-report.ts';
import { reportText } from '../../../main/output/report-text.ts';
import { selectVirtualRouters } from '../../../main/output/select-virtual-routers.ts';
import {
  failoverReport,
  finding,
  reign,
  report,
  router,
  START,
  splitBrainReport,
  steadyVirtualRouter,
  virtualRouter,
} from '../../support/report-builders.ts';

const NOTHING = { vrids: [], addresses: [], vlans: [] };

describe('clipping to a span', () => {
  test('moments outside drop out, what lasts into the span stays whole', () => {
    const clipped = clipReport(splitBrainReport(), { from: START + 130, to: START + 140 });
    const [of] = clipped.virtualRouters;
    expect([clipped.start, clipped.end]).toEqual([START + 130, START + 140]);
    expect(of?.transitions.map(({ cause }) => cause)).toEqual(['split-brain-end']);
    expect(of?.splitBrains).toEqual(splitBrainReport().virtualRouters[0]?.splitBrains);
    expect(of?.reigns).toHaveLength(2);
    expect(of?.nearFailovers).toEqual([]);
    expect(of?.lost).toEqual([]);
    expect(clipped.findings.map(({ code }) => code)).toEqual(['split-brain']);
  });

  test('the edges belong to the span', () => {
    const at = START + 125.441;
    const causes = (from: number, to: number) =>
      clipReport(splitBrainReport(), { from, to }).virtualRouters[0]?.transitions.map(({ cause }) => cause);
    expect(causes(at, at)).toEqual(['usurpation']);
    expect(causes(at + 1e-6, at + 1)).toEqual([]);
  });

  test('incidents point to the findings that are left', () => {
    const whole = report({
      virtualRouters: [virtualRouter({ routers: [router('10.0.0.1', 1)], reigns: [reign('10.0.0.1', START, null)] })],
      findings: [
        finding('early', 'critical'),
        finding('late', 'warning', { start: START + 50, end: null }),
        finding('later', 'info', { start: START + 60, end: START + 60 }),
      ],
      incidents: [
        { start: START, end: START, title: 'first', virtualRouters: [], findings: [0] },
        { start: START + 50, end: null, title: 'second', virtualRouters: [], findings: [1, 2, 0] },
      ],
    });
    const clipped = clipReport(whole, { from: START + 40, to: START + 100 });
    expect(clipped.findings.map(({ code }) => code)).toEqual(['late', 'later']);
    expect(clipped.incidents.map(({ title, findings }) => [title, findings])).toEqual([['second', [0, 1]]]);
  });

  test('a span after the end holds nothing, though the last reign is open', () => {
    const clipped = clipReport(splitBrainReport(), { from: START + 5000, to: Number.POSITIVE_INFINITY });
    expect(clipped.virtualRouters).toEqual([]);
    expect(clipped.findings).toEqual([]);
  });

  test('an open side is the edge of the observation', () => {
    const whole = splitBrainReport();
    expect(clipReport(whole, { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY })).toEqual(whole);
  });

  test('the lanes show the span alone', () => {
    const clipped = clipReport(splitBrainReport(), { from: START + 126, to: START + 136 });
    const text = reportText(clipped, { width: 80, color: false, unicode: true, utc: true, all: false, now: START });
    const lane = text.split('\n').find((line) => line.includes('lb02 10.0.0.6')) ?? '';
    expect(lane.trimEnd().length).toBe(80);
    expect(lane).not.toContain('▒');
  });
});

describe('selecting virtual routers', () => {
  test.each([
    ['VRID', { ...NOTHING, vrids: [7] }],
    ['virtual address', { ...NOTHING, addresses: ['192.168.1.100'] }],
    ['router address', { ...NOTHING, addresses: ['192.168.1.1'] }],
  ])('by %s, with its findings', (_name, selection) => {
    const selected = selectVirtualRouters(failoverReport(), selection);
    expect(selected.virtualRouters.map(({ vrid }) => vrid)).toEqual([7]);
    expect(selected.findings.map(({ code }) => code)).toEqual(['failover']);
  });

  test('findings of others drop out, findings about none stay', () => {
    const whole = failoverReport();
    const findings = [...whole.findings, finding('capture-gap', 'info')];
    const selected = selectVirtualRouters({ ...whole, findings }, { ...NOTHING, vrids: [12] });
    expect(selected.findings.map(({ code }) => code)).toEqual(['capture-gap']);
  });

  test('any VLAN of the stack, and all kinds together', () => {
    const tagged = { ...steadyVirtualRouter(5, '10.0.0.5', '10.0.0.1'), vlans: [100, 7] };
    const whole = report({ virtualRouters: [tagged, steadyVirtualRouter(5, '10.0.0.6', '10.0.0.1')] });
    expect(selectVirtualRouters(whole, { ...NOTHING, vlans: [7, 8] }).virtualRouters).toEqual([tagged]);
    expect(selectVirtualRouters(whole, { ...NOTHING, vlans: [7], vrids: [6] }).virtualRouters).toEqual([]);
  });

  test('incidents of others drop out', () => {
    const whole = splitBrainReport();
    expect(selectVirtualRouters(whole, { ...NOTHING, vrids: [51] }).incidents).toEqual(whole.incidents);
    expect(selectVirtualRouters(whole, { ...NOTHING, vrids: [1] }).incidents).toEqual([]);
  });

  test('nothing chosen is everything', () => {
    const whole = failoverReport();
    expect(selectVirtualRouters(whole, NOTHING)).toBe(whole);
  });
});
