import { expect, test } from 'vitest';
import type { Reign } from '../../../decoder/report.ts';
import { chartHistory, nextEvent } from '../../../renderer/model/chart-history.ts';
import {
  intervalAt,
  intervalSeries,
  priorityRows,
  referenceLevels,
  roundLevels,
} from '../../../renderer/model/chart-series.ts';
import { drawLanes } from '../../../renderer/model/lanes.ts';
import { momentAt, subjectOf } from '../../../renderer/model/moment.ts';
import { ownershipRows } from '../../../renderer/model/ownership-rows.ts';
import { placeLabels } from '../../../renderer/model/place-labels.ts';
import { routerColors } from '../../../renderer/shared/palette.ts';
import { reign, router, START, virtualRouter } from '../../support/report-builders.ts';
import { flappingReport } from './flapping-report.ts';

const [A, B] = ['10.0.0.5', '10.0.0.6'] as const;
const drawn = { from: START, to: START + 100, width: 1000 };

function historyOf(reigns: Reign[], fields: Parameters<typeof virtualRouter>[0] = {}) {
  const own = virtualRouter({ routers: [router(A, 100), router(B, 50)], reigns, ...fields });
  return chartHistory({ ...flappingReport(1), start: START, end: START + 100, virtualRouters: [own] }, own);
}

test('a priority is drawn while its router is master, and steps where it changes', () => {
  const history = historyOf([reign(A, START, START + 40), reign(B, START + 40, null, { priority: 50 })], {
    priorityChanges: [{ time: START + 20, router: A, from: 100, to: 60, evidence: [] }],
  });
  expect(priorityRows(history, drawn).map(({ time, values }) => [time - START, ...values])).toEqual([
    [0, 100, null],
    [0, 100, null],
    [20, 60, null],
    [40, 60, null],
    [40, null, 50],
    [100, null, 50],
    [100, null, null],
    [100, null, null],
  ]);
});

test('ten thousand turns need no more rows than the pixels can show', () => {
  const report = flappingReport(10_000);
  const history = chartHistory(report, report.virtualRouters[0] ?? virtualRouter());
  const rows = priorityRows(history, { from: report.start ?? 0, to: report.end ?? 0, width: 2000 });
  expect(rows.length).toBeLessThan(2 * 2000);
  const values = rows.flatMap((row) => row.values);
  expect([Math.max(...values.map((v) => v ?? 0)), Math.min(...values.map((v) => v ?? 255))]).toEqual([100, 50]);
});

test.each([
  [
    [2],
    1,
    [
      ['advertised', 1],
      ['master-down', 3.609375],
      ['master-down', 3.804688],
    ],
  ],
  [
    [3],
    0.1,
    [
      ['advertised', 0.1],
      ['master-down', 0.360938],
      ['master-down', 0.380469],
    ],
  ],
] as const)('version %j every %d s: how long backups wait', (versions, advertised, expected) => {
  const interval = { advertised, mean: null, min: null, max: null };
  const history = historyOf([], {
    versions: [...versions],
    routers: [router(A, 100, { interval }), router(B, 50, { interval })],
  });
  expect(referenceLevels(history).map(({ kind, seconds }) => [kind, seconds])).toEqual(expected);
});

test('single advertisements are dots; many are an area that breaks where nothing was sent', () => {
  const history = historyOf([]);
  const bucket = (time: number, count: number) => ({ time: START + time, count, min: 0.9, mean: 1, max: 1.1 });
  const { dots, rows } = intervalSeries(history, [
    { router: A, step: 0, buckets: [bucket(1, 1), bucket(2, 1)] },
    { router: B, step: 2, buckets: [bucket(10, 2), bucket(12, 2), bucket(20, 2)] },
  ]);
  expect(dots).toEqual([
    [
      { time: START + 1, interval: 1 },
      { time: START + 2, interval: 1 },
    ],
    [],
  ]);
  expect(rows.map(({ time, means }) => [time - START, means[1]])).toEqual([
    [10, 1],
    [12, 1],
    [14, 1],
    [14, null],
    [20, 1],
    [22, 1],
    [22, null],
  ]);
});

test('the gap at a moment is the one that the next advertisement ended', () => {
  const buckets = [1, 2, 5].map((time, i) => {
    const gap = i === 2 ? 3 : 1;
    return { time: START + time, count: 1, min: gap, mean: gap, max: gap };
  });
  const at = (time: number) => intervalAt({ router: A, step: 0, buckets }, START + time, 0.01)?.mean;
  expect([at(1.5), at(2), at(3), at(5), at(6)]).toEqual([1, 1, 3, 3, undefined]);
});

test('an owner that is not master is told, but not for the moment of a handover', () => {
  const owned = { address: '10.0.0.3', by: 'announcement' } as const;
  const history = historyOf([reign(A, START, START + 40), reign(B, START + 40, null)], {
    ownership: [
      { ...owned, mac: '52:54:00:00:00:0a', router: A, start: START, end: START + 40.5 },
      { ...owned, mac: '52:54:00:00:00:0b', router: B, start: START + 40.5, end: START + 60 },
      { ...owned, mac: '52:54:00:00:00:0a', router: A, start: START + 60, end: null },
      { ...owned, address: '10.0.0.4', mac: '52:54:00:00:00:0b', router: B, start: START + 41, end: null },
    ],
  });
  const rows = ownershipRows(history);
  expect(rows.map(({ addresses }) => addresses)).toEqual([['10.0.0.3'], ['10.0.0.4']]);
  expect(rows.map(({ astray }) => astray.items.map(({ start, end }) => [start - START, end - START]))).toEqual([
    [[60, 100]],
    [],
  ]);
});

test('a router that fell silent may have been master for one interval more', () => {
  const history = historyOf([reign(A, START, START + 40, { ended: 'silent' })]);
  const [lane] = drawLanes(history, drawn).lanes;
  expect(lane?.solid).toMatchObject([{ x1: 0, x2: 400 }]);
  expect(lane?.tails).toEqual([{ x1: 400, x2: 410 }]);
});

test('what a view missed of a router is drawn on its lane, and told of a moment', () => {
  const own = virtualRouter({ routers: [router(A, 100), router(B, 50)], reigns: [reign(A, START, null)] });
  const lost = (view: string, start: number, end: number) => {
    const span = { start: START + start, end: START + end, advertisements: end - start + 1 };
    return { virtualRouter: own.id, router: A, view, ...span };
  };
  const undelivered = [lost('lb02', 20, 30), lost('mirror', 25, 26), lost('lb02', 70, 70)];
  const whole = { ...flappingReport(1), start: START, end: START + 100, virtualRouters: [own], undelivered };
  const history = chartHistory(whole, own);
  const lanes = drawLanes(history, drawn).lanes.map((lane) => lane.undelivered.map(({ x1, x2 }) => [x1, x2]));
  expect(lanes).toEqual([
    [
      [200, 300],
      [698.5, 701.5],
    ],
    [],
  ]);
  const viewsAt = (time: number) => momentAt(history, START + time, 0.1).undelivered.map(({ view }) => view);
  expect([viewsAt(22), viewsAt(25.5), viewsAt(50), viewsAt(70)]).toEqual([['lb02'], ['lb02', 'mirror'], [], ['lb02']]);
});

test('a moment tells the gravest, and the packets that show it', () => {
  const evidence = [{ source: 0, packet: 40211 }];
  const pair = { routers: [A, B], deaf: [B], reason: 'not-received', inferred: false };
  const history = historyOf([reign(A, START, null), reign(B, START + 40, START + 52, { priority: 50 })], {
    splitBrains: [{ ...pair, start: START + 40, end: START + 52, evidence }],
  });
  const moment = momentAt(history, START + 45, 0.1);
  expect(moment.masters.map(({ router: { name }, priority }) => [name, priority])).toEqual([
    [A, 100],
    [B, 50],
  ]);
  expect(subjectOf(moment, history)).toEqual({ evidence, span: { start: START + 40, end: START + 52 } });
  expect(subjectOf(momentAt(history, START + 60, 0.1), history)).toBeNull();
  expect(subjectOf(momentAt(history, START + 39.95, 0.1), history)?.evidence).toEqual(evidence);
});

test('events are stepped through in time order', () => {
  const report = flappingReport(20);
  const history = chartHistory(report, report.virtualRouters[0] ?? virtualRouter());
  expect(nextEvent(history, START, true)).toBeCloseTo(START + 8.64, 6);
  expect(nextEvent(history, START + 8.64, false)).toBe(START);
  expect(nextEvent(history, START, false)).toBeNull();
});

test('labels stay inside of what is seen and never cover each other', () => {
  const wish = (x1: number, x2: number, about: string) => ({ x1, x2, texts: ['split brain 12.0 s', '12.0 s'], about });
  const placed = placeLabels([wish(500, 600, 'a'), wish(655, 665, 'b'), wish(0, 1, 'c')], 0, 1000);
  expect(placed.map(({ about, text }) => [about, text])).toEqual([
    ['a', 'split brain 12.0 s'],
    ['b', '12.0 s'],
    ['c', 'split brain 12.0 s'],
  ]);
  expect(placed.every(({ x, width }) => x >= 0 && x + width <= 1000)).toBe(true);
});

test('round levels', () => {
  expect(roundLevels(4.37, 4)).toEqual([0, 2, 4]);
  expect(roundLevels(0.42, 4)).toEqual([0, 0.2, 0.4]);
});

test('a router has one colour throughout a report, and those of a virtual router differ', () => {
  const one = virtualRouter({ routers: [router(A, 100), router(B, 50)] });
  const other = virtualRouter({ id: '52', routers: [router('10.0.0.7', 100), router(B, 100)] });
  const colors = routerColors({ ...flappingReport(1), virtualRouters: [one, other] });
  expect(colors.of(A).color).not.toBe(colors.of(B).color);
  expect(colors.of('10.0.0.7').color).not.toBe(colors.of(B).color);
  expect(colors.of(A).dash).not.toBe(colors.of(B).dash);
  expect(colors.of(null).index).toBe(-1);
});
