import type { Finding, Report, VirtualRouter } from '../../decoder/report.ts';
import { compareBounds, compareOwnership } from './compare-ownership.ts';
import { compareViews } from './compare-views.ts';
import { type ExpectedHistory, expectedHistory } from './expected-history.ts';
import type { Moment } from './true-claims.ts';
import type { Truth } from './truth.ts';

export interface Score {
  scenario: string;
  seed: number;
  /** Where report and truth differ; none is full marks. */
  faults: string[];
  expected: ExpectedHistory[];
  report: Report;
  /** Times are printed from here. */
  zero: number;
}

/** Compares a report with what really happened. */
export function score(report: Report, truth: Truth): Score {
  const faults: string[] = [];
  const expected = truth.virtualRouters.map((virtualRouter) => expectedHistory(truth, virtualRouter));
  const unmatched = new Set(report.virtualRouters);
  for (const history of expected.filter(({ claims }) => claims.length > 0)) {
    const found = [...unmatched].find((candidate) => isSame(candidate, history));
    if (found === undefined) {
      faults.push(`no virtual router ${history.virtualRouter.vrid} with ${history.virtualRouter.addresses.join(', ')}`);
      continue;
    }
    unmatched.delete(found);
    faults.push(...compareHistory(found, history, truth));
  }
  for (const invented of unmatched) {
    if (!isLeaked(invented, truth) && !truth.expects.injected.includes(invented.vrid))
      faults.push(`invented virtual router ${invented.id}`);
  }
  faults.push(...compareFindings(report, truth, expected), ...compareViews(report, truth));
  return { scenario: truth.scenario, seed: truth.seed, faults, expected, report, zero: truth.capture.start };
}

function isLeaked({ family, vrid, vlans, routers }: VirtualRouter, { expects, virtualRouters }: Truth): boolean {
  return (
    expects.leaks &&
    virtualRouters.some(
      (other) =>
        other.family === family &&
        other.vrid === vrid &&
        other.vlans.join() !== vlans.join() &&
        routers.every(({ address }) => other.speakers.some(({ router }) => router === address)),
    )
  );
}

function isSame(reported: VirtualRouter, { virtualRouter, claims }: ExpectedHistory): boolean {
  const claimed = claims.flatMap((claim) => claim.speaker.addresses);
  return (
    reported.family === virtualRouter.family &&
    reported.vrid === virtualRouter.vrid &&
    reported.vlans.join() === virtualRouter.vlans.join() &&
    reported.addresses.some((address) => claimed.includes(address))
  );
}

function compareHistory(reported: VirtualRouter, expected: ExpectedHistory, truth: Truth): string[] {
  const at = (time: number) => (time - truth.capture.start).toFixed(3);
  return [
    ...pairUp('transition', expected.transitions, reported.transitions, {
      same: (wanted, found) =>
        within(wanted.at, found.time) &&
        wanted.to === found.to &&
        wanted.cause === found.cause &&
        wanted.from === found.from,
      describeWanted: (wanted) => `${at(wanted.at.time)} ${wanted.from} → ${wanted.to} ${wanted.cause}`,
      describeFound: (found) => `${at(found.time)} ${found.from} → ${found.to} ${found.cause}`,
    }),
    ...pairUp('reign', expected.claims, reported.reigns, {
      same: (wanted, found) =>
        wanted.speaker.router === found.router &&
        wanted.ended === found.ended &&
        within(wanted.start, found.start) &&
        withinOrOpen(wanted.end, found.end),
      describeWanted: (wanted) =>
        `${wanted.speaker.router} ${at(wanted.start.time)}–${wanted.end === null ? '' : at(wanted.end.time)} ${wanted.ended}`,
      describeFound: (found) =>
        `${found.router} ${at(found.start)}–${found.end === null ? '' : at(found.end)} ${found.ended}`,
    }),
    ...pairUp('split brain', expected.splitBrains, reported.splitBrains, {
      same: (wanted, found) =>
        within(edge(wanted.start, expected), found.start) &&
        withinOrOpen(wanted.end === null ? null : edge(wanted.end, expected), found.end) &&
        [...wanted.routers].sort().join() === [...found.routers].sort().join(),
      describeWanted: (wanted) => `${at(wanted.start.time)}–${wanted.end === null ? '' : at(wanted.end.time)}`,
      describeFound: (found) => `${at(found.start)}–${found.end === null ? '' : at(found.end)}`,
    }),
    ...pairUp('no-master window', expected.noMaster, reported.noMaster, {
      same: (wanted, found) =>
        within(wanted.start, found.start) && withinOrOpen(wanted.end, found.end) && wanted.after === found.after,
      describeWanted: (wanted) =>
        `${at(wanted.start.time)}–${wanted.end === null ? '' : at(wanted.end.time)} after ${wanted.after}`,
      describeFound: (found) => `${at(found.start)}–${found.end === null ? '' : at(found.end)} after ${found.after}`,
    }),
    ...pairUp('priority change', expected.priorityChanges, reported.priorityChanges, {
      same: (wanted, found) =>
        within(wanted.at, found.time) &&
        wanted.router === found.router &&
        wanted.from === found.from &&
        wanted.to === found.to,
      describeWanted: (wanted) => `${at(wanted.at.time)} ${wanted.router} ${wanted.from} → ${wanted.to}`,
      describeFound: (found) => `${at(found.time)} ${found.router} ${found.from} → ${found.to}`,
    }),
    ...inventedRaces(reported, expected).map((start) => `invented handover race: ${at(start)}`),
    ...compareBounds(reported, expected, truth),
    ...compareOwnership(reported, expected, truth),
    ...compareDeafness(reported, truth),
    ...compareNearFailovers(reported, truth),
  ];
}

/** Edges of what lasts may be off by an advertisement interval. */
function edge(moment: Moment, { virtualRouter }: ExpectedHistory): Moment {
  const interval = Math.max(...virtualRouter.speakers.map((speaker) => speaker.interval));
  return { time: moment.time, early: Math.max(moment.early, interval), late: Math.max(moment.late, interval) };
}

function within(wanted: Moment, found: number): boolean {
  return found >= wanted.time - wanted.early && found <= wanted.time + wanted.late;
}

function withinOrOpen(wanted: Moment | null, found: number | null): boolean {
  return wanted === null || found === null ? wanted === found : within(wanted, found);
}

interface Comparison<Wanted, Found> {
  same(wanted: Wanted, found: Found): boolean;
  describeWanted(wanted: Wanted): string;
  describeFound(found: Found): string;
}

/** Each wanted thing is found once, and nothing is found that was not wanted. */
function pairUp<Wanted extends object, Found>(
  what: string,
  wanted: Wanted[],
  found: Found[],
  { same, describeWanted, describeFound }: Comparison<Wanted, Found>,
): string[] {
  const left = [...found];
  const missing = wanted.filter((one) => {
    const index = left.findIndex((candidate) => same(one, candidate));
    if (index >= 0) left.splice(index, 1);
    return index < 0 && !('optional' in one && one.optional === true);
  });
  return [
    ...missing.map((one) => `missing ${what}: ${describeWanted(one)}`),
    ...left.map((one) => `invented ${what}: ${describeFound(one)}`),
  ];
}

/** A race begins where somebody began to claim. */
function inventedRaces(reported: VirtualRouter, { claims }: ExpectedHistory): number[] {
  const starts = reported.handoverRaces.map((race) => race.start);
  return starts.filter((start) => !claims.some((claim) => within(claim.start, start)));
}

function compareDeafness(reported: VirtualRouter, { expects }: Truth): string[] {
  const own = reported.routers.map((router) => router.address);
  return reported.splitBrains.flatMap((splitBrain) => [
    ...splitBrain.deaf
      .filter((router) => !expects.deaf.includes(router))
      .map((router) => `${router} is called deaf and is not`),
    ...expects.provablyDeaf
      .filter((router) => own.includes(router) && !splitBrain.deaf.includes(router))
      .map((router) => `${router} is deaf and is not named`),
    ...(expects.reason !== null && splitBrain.reason !== expects.reason
      ? [`split brain: reason ${splitBrain.reason} instead of ${expects.reason}`]
      : []),
  ]);
}

function compareNearFailovers(reported: VirtualRouter, { expects }: Truth): string[] {
  return expects.nearFailovers
    .filter(
      ({ router, missed }) => !reported.nearFailovers.some((near) => near.router === router && near.missed === missed),
    )
    .map(({ router, missed }) => `missing near-failover of ${router}, ${missed} missed`);
}

function isTold(nearMiss: string, { code, severity }: Finding): boolean {
  return nearMiss === code || (nearMiss === `${code} above info` && severity !== 'info');
}

/** What must be told is, nothing else above `info`, and nothing twice. */
export function compareFindings(report: Report, { expects, capture }: Truth, expected: ExpectedHistory[]): string[] {
  const codes = report.findings.map((finding) => finding.code);
  const alarms = report.findings.filter((finding) => finding.severity !== 'info');
  const wanted = expects.findings.map((alternatives) => alternatives.split(' or '));
  const lossy = capture.dropped > 0 ? ['advertisements-lost', 'near-failover', 'capture-gap'] : [];
  const known = [...wanted.flat(), ...expects.allowed, ...lossy];
  const splitBrains = expected.flatMap((history) => history.splitBrains).length;
  const told = report.findings.map(({ code, virtualRouter, start }) => `${code} of ${virtualRouter} at ${start}`);
  return [
    ...wanted
      .filter((alternatives) => !alternatives.some((code) => codes.includes(code)))
      .map((alternatives) => `missing finding ${alternatives.join(' or ')}`),
    ...alarms
      .filter((finding) => !known.includes(finding.code) && !known.includes('*'))
      .map((finding) => `invented finding ${finding.severity} ${finding.code}: ${finding.title}`),
    ...(expects.never ?? [])
      .filter((nearMiss) => report.findings.some((finding) => isTold(nearMiss, finding)))
      .map((nearMiss) => `a near miss is told: ${nearMiss}`),
    ...told.filter((one, index) => told.indexOf(one) !== index).map((one) => `finding told twice: ${one}`),
    ...(codes.filter((code) => code === 'split-brain').length > splitBrains
      ? ['more split-brain findings than split brains']
      : []),
  ];
}
