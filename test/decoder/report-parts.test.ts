import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Report, Transition } from '../../decoder/report.ts';
import { ReportAssembly, type ReportPart, splitReport } from '../../decoder/report-parts.ts';
import { report, transition, virtualRouter } from '../support/report-builders.ts';

const SAMPLES = new URL('../../samples/', import.meta.url);

function readSample(name: string): Report {
  return JSON.parse(readFileSync(new URL(name, SAMPLES), 'utf8'));
}

/** As it comes over a wire. */
function sent(whole: Report): ReportPart[] {
  return [...splitReport(whole)].map((part) => JSON.parse(JSON.stringify(part)));
}

function assembled(parts: readonly ReportPart[]): (Report | null)[] {
  const assembly = new ReportAssembly();
  return parts.map((part) => assembly.add(part));
}

function withoutBuckets(whole: Report): Report {
  const virtualRouters = whole.virtualRouters.map((one) => ({
    ...one,
    routers: one.routers.map((router) => ({ ...router, timing: { ...router.timing, buckets: [] } })),
  }));
  return { ...whole, virtualRouters };
}

it.each(readdirSync(SAMPLES).filter((name) => name.endsWith('.expected.json')))('%s arrives whole', (name) => {
  const whole = readSample(name);
  const results = assembled(sent(whole));
  expect(results.at(-1)).toEqual(withoutBuckets(whole));
  expect(results.slice(0, -1).every((result) => result === null)).toBe(true);
});

it('a long history comes in many small parts, in order', () => {
  const transitions: Transition[] = Array.from({ length: 10_001 }, (_, i) =>
    transition(i, '192.0.2.1', '192.0.2.2', 'master-down'),
  );
  const whole = report({ virtualRouters: [virtualRouter({ transitions }), virtualRouter({ id: 'other' })] });
  const parts = sent(whole);
  for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(1_000_000);
  expect(parts.length).toBeGreaterThan(6);
  expect(assembled(parts).at(-1)).toEqual(withoutBuckets(whole));
});

it('a report that begins before another ended replaces it', () => {
  const first = report({ virtualRouters: [virtualRouter({ id: 'old' })] });
  const second = report({ virtualRouters: [virtualRouter({ id: 'new' })] });
  const results = assembled([...sent(first).slice(0, 2), ...sent(second)]);
  expect(results.at(-1)?.virtualRouters.map(({ id }) => id)).toEqual(['new']);
});

it('what did not reach a view comes in parts, too', () => {
  const undelivered = Array.from({ length: 5001 }, (_, i) => {
    const span = { start: i * 10, end: i * 10 + 2, advertisements: 3 };
    return { virtualRouter: '51-10.0.0.3', router: '192.0.2.1', view: 'lb02', ...span };
  });
  const views = ['lb01', 'lb02'].map((name, index) => {
    const placement = index === 0 ? ('first' as const) : ('matched' as const);
    return { name, sources: [index], clockOffset: 0, clockDrift: 0, matched: 0, placement };
  });
  const whole = report({ views, undelivered, virtualRouters: [virtualRouter()] });
  expect(sent(whole).filter(({ kind }) => kind === 'undelivered')).toHaveLength(3);
  expect(assembled(sent(whole)).at(-1)).toEqual(withoutBuckets(whole));
});

it('long logs come in parts, too', () => {
  const about = { count: 1, instance: null, virtualRouter: null, router: null, kind: 'gap' as const, text: 'x' };
  const entries = Array.from({ length: 5001 }, (_, i) => ({ time: i, last: i, line: i + 1, ...about }));
  const clock = { clockOffset: null, uncertainty: null, matched: 0, isSure: false, resolution: 1, hasZone: true };
  const log = { name: 'lb01', file: 'lb01.log', ...clock, hasYear: true, leftOut: 0, entries };
  const whole = report({ logs: [log, { ...log, name: 'lb02', entries: [] }] });
  const parts = sent(whole);
  for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(1_000_000);
  expect(assembled(parts).at(-1)).toEqual(withoutBuckets(whole));
  expect(whole.logs?.[0]?.entries).toHaveLength(5001);
});
