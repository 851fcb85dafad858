import { expect, test } from 'vitest';
import type { Finding, ReportLog, ReportLogEntry } from '../../../decoder/report.ts';
import { chartHistory, nextEvent } from '../../../renderer/model/chart-history.ts';
import { drawLanes } from '../../../renderer/model/lanes.ts';
import { momentAt, subjectOf } from '../../../renderer/model/moment.ts';
import { reign, report, router, START, virtualRouter } from '../../support/report-builders.ts';

const [A, B] = ['10.0.0.5', '10.0.0.6'] as const;
const drawn = { from: START, to: START + 100, width: 1000 };

function entry(after: number, fields: Partial<ReportLogEntry>): ReportLogEntry {
  const time = START + after;
  const about = { instance: 'VI_1', virtualRouter: '51-10.0.0.3', router: A };
  return { time, last: time, line: after, count: 1, ...about, kind: 'master', text: '', ...fields };
}

function log(name: string, entries: ReportLogEntry[]): ReportLog {
  const clock = { clockOffset: 0, uncertainty: 0, matched: 3, isSure: true, resolution: 1 };
  return { name, file: `/var/log/${name}.log`, ...clock, hasZone: true, hasYear: true, leftOut: 0, entries };
}

const disagreement: Finding = {
  code: 'log-disagreement',
  severity: 'warning',
  title: 'The log of lb01 says BACKUP while it goes on advertising',
  explanation: '',
  advice: '',
  reason: null,
  virtualRouter: '51-10.0.0.3',
  routers: [A],
  start: START + 51,
  end: START + 70,
  evidence: [{ source: 0, packet: 9 }],
};

function historyOf(logs: ReportLog[], findings: Finding[] = []) {
  const own = virtualRouter({ routers: [router(A, 100), router(B, 50)], reigns: [reign(A, START, null)] });
  return chartHistory(report({ start: START, end: START + 100, virtualRouters: [own], logs, findings }), own);
}

test('states of a log stand on the lane of the router that the node is, and other lines do not', () => {
  const lines = [
    entry(10, { kind: 'master' }),
    entry(40, { kind: 'fault' }),
    entry(41, { kind: 'addresses-removed' }),
    entry(60, { kind: 'backup', virtualRouter: 'another' }),
    entry(70, { kind: 'backup', router: null }),
  ];
  const { lanes } = drawLanes(historyOf([log('lb01', lines)]), drawn);
  expect(lanes.map(({ states }) => states.map(({ x, members }) => [Math.round(x), members[0]?.kind]))).toEqual([
    [
      [100, 'master'],
      [400, 'fault'],
    ],
    [],
  ]);
});

test('a moment tells the lines that may have been written then, those of the process too', () => {
  const lines = [
    entry(40, { kind: 'master', text: '(VI_1) Entering MASTER STATE' }),
    entry(40, { kind: 'stalled', text: 'A thread timer expired', instance: null, virtualRouter: null, router: null }),
    entry(44, { kind: 'backup' }),
  ];
  const { logged } = momentAt(historyOf([log('lb01', lines)]), START + 40.4, 0.01);
  expect(logged.map(({ node, text }) => `${node} ${text}`)).toEqual([
    'lb01 (VI_1) Entering MASTER STATE',
    'lb01 A thread timer expired',
  ]);
});

test('the keyboard stops at a state that only a log tells of', () => {
  const history = historyOf([log('lb01', [entry(40, { kind: 'fault' })])]);
  expect(nextEvent(history, START + 1, true)).toBe(START + 40);
});

test('a state that the packets contradict leads to the packets of the finding, no other does', () => {
  const lines = [entry(10, { kind: 'master' }), entry(50, { kind: 'backup' }), entry(90, { kind: 'master' })];
  const history = historyOf([log('lb01', lines)], [disagreement]);
  const contradicted = history.logged.items.filter(({ contradiction }) => contradiction !== null);
  expect(contradicted.map(({ line }) => line)).toEqual([50]);
  expect(subjectOf(momentAt(history, START + 50, 0.1), history)).toEqual({
    evidence: disagreement.evidence,
    span: { start: START + 51, end: START + 70 },
  });
});

test('a takeover that no line tells of contradicts no line before it', () => {
  const unlogged = { ...disagreement, end: disagreement.start };
  const history = historyOf([log('lb01', [entry(50, { kind: 'backup' })])], [unlogged]);
  expect(history.logged.items.map(({ contradiction }) => contradiction)).toEqual([null]);
});
