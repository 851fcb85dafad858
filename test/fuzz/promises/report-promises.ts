import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Evidence, Report, VirtualRouter } from '../../../decoder/report.ts';
import { schemaErrors } from '../../support/json-schema.ts';

/** Times are rounded to the microsecond. */
const ROUNDING = 2e-6;
const SEVERITIES = ['critical', 'warning', 'info'];

const schema: Record<string, unknown> = JSON.parse(readFileSync('dist/report.schema.json', 'utf8'));

interface Span {
  start: number;
  end: number | null;
}

/** What holds for the report of any input; names what is in it. */
export function checkReport(report: Report): string[] {
  const plain: unknown = JSON.parse(JSON.stringify(report));
  checkNumbers(report, 'the report');
  assert.deepEqual(schemaErrors(plain, schema).slice(0, 3), [], 'it does not fit its schema');
  for (const virtualRouter of report.virtualRouters) checkVirtualRouter(virtualRouter, report);
  checkFindings(report);
  checkIncidents(report);
  const ids = report.virtualRouters.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, 'two virtual routers have one id');
  for (const source of report.sources) checkSpan({ start: source.start ?? 0, end: source.end }, 'a source');
  return shownBy(report);
}

/** JSON has none that is not finite. */
function checkNumbers(value: unknown, path: string): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value), `${path} is ${value}`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) checkNumbers(part, `${path}.${key}`);
}

function checkSpan({ start, end }: Span, what: string): void {
  assert.ok(end === null || end >= start, `${what} ends before it starts: ${start} to ${end}`);
}

function checkEvidence(evidence: readonly Evidence[], { sources }: Report, what: string): void {
  assert.ok(evidence.length <= 10, `${what} has ${evidence.length} packets as evidence`);
  for (const { source, packet } of evidence) {
    const packets = sources[source]?.packets ?? 0;
    assert.ok(packet >= 1 && packet <= packets, `${what} names a packet that is not there: ${source}:${packet}`);
  }
}

function checkVirtualRouter(virtualRouter: VirtualRouter, report: Report): void {
  const { reigns, transitions, splitBrains, handoverRaces, noMaster, lost, ownership, routers } = virtualRouter;
  const spans = { reigns, splitBrains, handoverRaces, noMaster, lost, ownership };
  for (const [what, list] of Object.entries(spans)) {
    for (const span of list) {
      checkSpan(span, what);
      checkObserved(span.start, report, what);
      checkObserved(span.end ?? span.start, report, what);
    }
  }
  const known = new Set(routers.map(({ address }) => address));
  for (const reign of reigns) {
    assert.ok(known.has(reign.router), `a reign of an unknown router ${reign.router}`);
    assert.equal(reign.end === null, reign.ended === 'open', 'a reign is open without an end, and only then');
  }
  for (const address of known) checkReigns(reigns.filter(({ router }) => router === address));
  for (const { time, lastHeard, duration, to, evidence } of transitions) {
    assert.ok(known.has(to), `a transition to an unknown router ${to}`);
    checkObserved(time, report, 'a transition');
    assert.ok(lastHeard === null || lastHeard <= time + ROUNDING, 'a router was last heard after its transition');
    assert.ok(duration === null || duration >= 0, `a transition takes ${duration} s`);
    checkEvidence(evidence, report, 'a transition');
  }
  for (const split of splitBrains) {
    assert.ok(new Set(split.routers).size >= 2, 'a split brain of one router');
    checkEvidence(split.evidence, report, 'a split brain');
  }
  for (const { atLeast, atMost } of noMaster)
    assert.ok(atLeast <= atMost + ROUNDING, `no master ${atLeast}..${atMost}`);
  for (const { first, last, interval } of routers) {
    checkSpan({ start: first, end: last }, 'a router');
    const { min, mean, max } = interval;
    if (min !== null && mean !== null && max !== null) {
      assert.ok(min <= mean + ROUNDING && mean <= max + ROUNDING, `an interval of ${min}, ${mean}, ${max}`);
    }
  }
}

function checkObserved(time: number, { start, end }: Report, what: string): void {
  const isInside = start !== null && end !== null && time >= start - ROUNDING && time <= end + ROUNDING;
  assert.ok(isInside, `${what} at ${time} is not within ${start} to ${end}`);
}

/** Nobody is master twice at a time. */
function checkReigns(reigns: readonly Span[]): void {
  let last = -Infinity;
  for (const { start, end } of [...reigns].sort((one, other) => one.start - other.start)) {
    assert.ok(start >= last - ROUNDING, `a reign begins at ${start}, the one before ends at ${last}`);
    last = end ?? Infinity;
  }
}

function checkFindings(report: Report): void {
  const ids = new Set(report.virtualRouters.map(({ id }) => id));
  const told = new Set<string>();
  let before = { rank: 0, start: -Infinity };
  for (const finding of report.findings) {
    const { code, severity, start, virtualRouter, routers, title, explanation, advice } = finding;
    checkSpan(finding, code);
    checkEvidence(finding.evidence, report, code);
    assert.ok(virtualRouter === null || ids.has(virtualRouter), `${code} is about an unknown virtual router`);
    const rank = SEVERITIES.indexOf(severity);
    assert.ok(rank > before.rank || (rank === before.rank && start >= before.start), `${code} is not in order`);
    before = { rank, start };
    for (const text of [title, explanation, advice]) checkSentence(text, code);
    const same = JSON.stringify([code, virtualRouter, routers, start, finding.end, explanation]);
    assert.ok(!told.has(same), `${code} is told twice`);
    told.add(same);
  }
}

function checkSentence(text: string, code: string): void {
  assert.doesNotMatch(text, /\b(?:undefined|NaN|Infinity|\[object )/, `${code} says ${text}`);
}

function checkIncidents({ incidents, findings }: Report): void {
  const told = new Set<number>();
  for (const incident of incidents) {
    checkSpan(incident, 'an incident');
    checkSentence(incident.title, 'an incident');
    for (const index of incident.findings) {
      assert.ok(index in findings, `an incident names finding ${index}, which is not there`);
      assert.ok(!told.has(index), `finding ${index} belongs to two incidents`);
      told.add(index);
    }
  }
}

function shownBy({ findings, virtualRouters, sources }: Report): string[] {
  return [
    ...findings.map(({ code, severity, reason, end }) => `finding ${code} ${severity} ${reason} ${end === null}`),
    ...virtualRouters.flatMap(({ transitions, reigns, noMaster }) => [
      ...transitions.map(({ cause, announced }) => `transition ${cause} ${announced}`),
      ...reigns.map(({ began, ended }) => `reign ${began} ${ended}`),
      ...noMaster.map(({ after, end }) => `no master ${after} ${end === null}`),
    ]),
    ...sources.flatMap(({ problems }) => problems.map(({ code }) => `problem ${code}`)),
  ];
}
