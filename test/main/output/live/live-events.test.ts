import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Analysis } from '../../../../decoder/analyze.ts';
import type { Report, VirtualRouter } from '../../../../decoder/report.ts';
import type { Trouble } from '../../../../decoder/wording/trouble.ts';
import { StreamSource } from '../../../../main/live/stream-source.ts';
import { type LiveEvent, LiveEvents } from '../../../../main/output/live/live-events.ts';
import { reportEvents } from '../../../../main/output/report-events.ts';
import { captureFile } from '../../../../main/services/read-capture-file.ts';
import { DISK_FULL, GONE, liveStatus } from '../../../support/live-builders.ts';
import {
  finding,
  reign,
  report,
  router,
  START,
  source,
  transition,
  virtualRouter,
} from '../../../support/report-builders.ts';

const [A, B] = ['10.0.0.1', '10.0.0.2'];
const ID = '51-10.0.0.3';

function of(fields: Partial<VirtualRouter>, more: Partial<Report> = {}): Report {
  return report({
    virtualRouters: [virtualRouter({ routers: [router(A, 100), router(B, 50)], ...fields })],
    ...more,
  });
}

/** Those of a type, without the fields that every line has. */
function told(events: readonly LiveEvent[], type: LiveEvent['type']): LiveEvent[] {
  return events.filter((event) => event.type === type);
}

/** What whoever followed all lines holds to be true. */
function follow(lines: readonly LiveEvent[]): unknown[] {
  const held = new Map<number, unknown>();
  for (const { event, revises, withdrawn, ...fields } of lines) {
    if (revises !== undefined) expect(held.delete(revises)).toBe(true);
    if (!withdrawn && fields.type !== 'capture') held.set(event, fields);
  }
  return [...held.values()];
}

const inOrder = (events: readonly unknown[]) => events.map((event) => JSON.stringify(event, sortedKeys)).sort();
const sortedKeys = (_key: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;

async function replay(name: string, sizes: readonly number[]): Promise<{ lines: LiveEvent[]; final: Report }> {
  const file = captureFile(join('samples', name));
  const source = new StreamSource(name);
  const analysis = new Analysis([source]);
  const run = analysis.run();
  const events = new LiveEvents();
  const lines: LiveEvent[] = [];
  const into = new Uint8Array(1 << 20);
  for (let turn = 0; ; turn += 1) {
    const read = await file.read(into.subarray(0, sizes[turn % sizes.length] ?? into.length));
    if (read === 0) break;
    source.push(into.subarray(0, read));
    await source.drained();
    lines.push(...events.update(analysis.report('en', { timing: false }), liveStatus()));
  }
  source.end();
  await run;
  await file.close();
  const final = analysis.report();
  lines.push(...events.finish(final, liveStatus({ state: 'ended' })));
  return { lines, final };
}

describe('whoever follows the lines knows at the end what the report tells', () => {
  test.each(readdirSync('samples').filter((name) => /pcap(ng)?(\.gz|\.zst)?$/.test(name)))('%s', async (name) => {
    const { lines, final } = await replay(name, [700]);
    expect(lines.map(({ event }) => event)).toEqual(lines.map((_, index) => index + 1));
    expect(inOrder(follow(lines))).toEqual(inOrder(reportEvents(final)));
  });

  test('in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 }), async (sizes) => {
        const { lines, final } = await replay('split-brain.pcapng', sizes);
        expect(inOrder(follow(lines))).toEqual(inOrder(reportEvents(final)));
      }),
      { numRuns: 15 },
    );
  });
});

test('a steady segment is told once and then never again', () => {
  const events = new LiveEvents();
  const at = (advertisements: number) =>
    of(
      {
        routers: [router(A, 100, { advertisements, last: START + advertisements })],
        reigns: [reign(A, START, null, { advertisements })],
      },
      {
        end: START + advertisements,
        sources: [source({ packets: advertisements, vrrp: advertisements, end: START + advertisements })],
        otherProtocols: [{ protocol: 'hsrp', group: 1, vlans: [], speakers: [A], packets: advertisements }],
      },
    );
  expect(events.update(at(1), liveStatus()).length).toBeGreaterThan(0);
  for (let count = 2; count < 50; count += 1) expect(events.update(at(count), liveStatus())).toEqual([]);
});

test('what goes on is told when it begins and when it ends, not while it only lasts', () => {
  const events = new LiveEvents();
  const split = { start: START + 5, routers: [A, B], deaf: [B], reason: 'unknown', inferred: false, evidence: [] };
  const nobody = { start: START + 50, after: 'silence' as const };
  const burst = {
    time: START,
    address: '10.0.0.3',
    mac: '52:54:00:00:00:01',
    kind: 'garp-request' as const,
    router: A,
  };
  const first = events.update(
    of({
      splitBrains: [{ ...split, end: null }],
      noMaster: [{ ...nobody, end: null, atLeast: 1, atMost: 2 }],
      announcements: [{ ...burst, end: START + 1, count: 5 }],
    }),
    liveStatus(),
  );
  const lasting = events.update(
    of({
      splitBrains: [{ ...split, end: null, evidence: [{ source: 0, packet: 7 }] }],
      noMaster: [{ ...nobody, end: null, atLeast: 3, atMost: 4 }],
      announcements: [{ ...burst, end: START + 9, count: 8 }],
    }),
    liveStatus(),
  );
  expect(lasting).toEqual([]);
  const ended = events.update(
    of({
      splitBrains: [{ ...split, end: START + 17 }],
      noMaster: [{ ...nobody, end: START + 60, atLeast: 10, atMost: 11 }],
      announcements: [{ ...burst, end: START + 9, count: 8 }],
    }),
    liveStatus(),
  );
  expect(ended).toEqual([
    expect.objectContaining({
      type: 'split-brain',
      virtualRouter: ID,
      end: START + 17,
      revises: told(first, 'split-brain')[0]?.event,
    }),
    expect.objectContaining({
      type: 'no-master',
      end: START + 60,
      atLeast: 10,
      revises: told(first, 'no-master')[0]?.event,
    }),
  ]);
});

test('later evidence revises a line, and takes one back', () => {
  const events = new LiveEvents();
  const usurped = transition(START + 9, A, B, 'usurpation');
  const [before] = told(
    events.update(of({ transitions: [transition(START, null, A, 'initial'), usurped] }), liveStatus()),
    'transition',
  ).slice(1);
  const preempted = { ...usurped, cause: 'preemption' as const };
  const [revised] = events.update(
    of({ transitions: [transition(START, null, A, 'initial'), preempted] }),
    liveStatus(),
  );
  expect(revised).toMatchObject({ type: 'transition', cause: 'preemption', revises: before?.event });
  const [gone, ...rest] = events.update(of({ transitions: [transition(START, null, A, 'initial')] }), liveStatus());
  expect(gone).toMatchObject({ cause: 'preemption', revises: revised?.event, withdrawn: true });
  expect(rest).toEqual([]);
  expect(events.update(of({ transitions: [transition(START, null, A, 'initial')] }), liveStatus())).toEqual([]);
});

test('an event whose time was corrected is revised, one that is added before others disturbs none of them', () => {
  const events = new LiveEvents();
  const later = transition(START + 40, A, B, 'master-down');
  const first = told(
    events.update(of({ transitions: [transition(START + 9, B, A, 'preemption'), later] }), liveStatus()),
    'transition',
  );
  const again = events.update(
    of({
      transitions: [transition(START + 5, null, B, 'initial'), transition(START + 9.5, B, A, 'preemption'), later],
    }),
    liveStatus(),
  );
  expect(again.map(({ revises }) => revises)).toEqual([undefined, first[0]?.event]);
});

test('a finding is told again when it becomes another or ends, not when its numbers grow', () => {
  const events = new LiveEvents();
  const lost = (title: string, fields = {}) =>
    of(
      {},
      { findings: [finding('advertisements-lost', 'warning', { title, virtualRouter: ID, routers: [A], ...fields })] },
    );
  const [first] = told(events.update(lost('1 advertisement of 10.0.0.1 was lost'), liveStatus()), 'finding');
  expect(events.update(lost('2 advertisements of 10.0.0.1 were lost', { end: START + 4 }), liveStatus())).toEqual([]);
  expect(
    events.update(lost('1,312 advertisements of 10.0.0.1 were lost in 3 min 2 s', { end: START + 9 }), liveStatus()),
  ).toHaveLength(1);
  const [ended] = events.update(lost('1,400 advertisements of 10.0.0.1 were lost in 5 h', { end: null }), liveStatus());
  expect(ended).toMatchObject({ type: 'finding', end: null });
  expect(first?.event).toBeLessThan(ended?.event ?? 0);
});

test('what made room in a full list is forgotten, and nothing is taken back', () => {
  const events = new LiveEvents();
  const all = Array.from({ length: 10_010 }, (_, index) => transition(START + index, A, B, 'preemption'));
  events.update(of({ transitions: all.slice(0, 10_000) }), liveStatus());
  const next = events.update(of({ transitions: all.slice(10) }), liveStatus());
  expect(next).toHaveLength(10);
  expect(next.some(({ withdrawn }) => withdrawn)).toBe(false);
});

describe('news of the capture itself', () => {
  const news = (events: readonly LiveEvent[]) =>
    events.flatMap((event) => (event.type === 'capture' ? [event.what] : []));

  test('an interface that is lost and comes back', () => {
    const events = new LiveEvents();
    const update = (fields: Parameters<typeof liveStatus>[0]) => events.update(report(), liveStatus(fields));
    expect(news(update({ state: 'starting' }))).toEqual([]);
    expect(news(update({ state: 'listening' }))).toEqual(['listening']);
    const lost = update({ state: 'waiting', trouble: GONE, retryIn: 1 });
    expect(lost).toEqual([expect.objectContaining({ type: 'capture', what: 'lost', message: 'eth0 has disappeared' })]);
    expect(update({ state: 'waiting', trouble: GONE, retryIn: 0.5 })).toEqual([]);
    expect(news(update({ state: 'listening' }))).toEqual(['back']);
    expect(news(events.finish(report(), liveStatus({ state: 'ended' })))).toEqual(['ended']);
  });

  test('a pipe without packets is told once, and that they come again', () => {
    const events = new LiveEvents();
    const update = (fields: Parameters<typeof liveStatus>[0]) =>
      news(events.update(report(), liveStatus({ via: 'pipe', silenceProven: false, ...fields })));
    expect(update({ quiet: 1 })).toEqual(['listening']);
    expect(update({ quiet: 9.9 })).toEqual([]);
    expect(update({ quiet: 10.1 })).toEqual(['nothing-received']);
    expect(update({ quiet: 300 })).toEqual([]);
    expect(update({ quiet: 0.1 })).toEqual(['received-again']);
  });

  test('a local program that is waiting for packets proves silence: nothing to tell', () => {
    const events = new LiveEvents();
    expect(news(events.update(report(), liveStatus({ quiet: 60, silenceProven: true })))).toEqual(['listening']);
    expect(news(new LiveEvents().update(report(), liveStatus({ quiet: 60, packets: 0 })))).toContain(
      'nothing-received',
    );
  });

  test('drops are told at once, then in sum, and the last of them at the end', () => {
    const events = new LiveEvents();
    const update = (dropped: number | null, now: number) => events.update(report(), liveStatus({ dropped, now }));
    update(0, START);
    expect(update(3, START + 1)).toEqual([expect.objectContaining({ what: 'dropped', dropped: 3 })]);
    expect(update(30, START + 2)).toEqual([]);
    expect(update(30, START + 12)).toEqual([expect.objectContaining({ what: 'dropped', dropped: 30 })]);
    expect(update(31, START + 13)).toEqual([]);
    expect(news(events.finish(report(), liveStatus({ dropped: 31, now: START + 13 })))).toEqual(['dropped', 'ended']);
  });

  test('a file that cannot be written, and goes on', () => {
    const events = new LiveEvents();
    const update = (writeFailure: Trouble | null) => events.update(report(), liveStatus({ writeFailure }));
    update(null);
    expect(update(DISK_FULL)).toEqual([
      expect.objectContaining({ what: 'write-failed', message: 'cannot write to x: no space left on device' }),
    ]);
    expect(update(DISK_FULL)).toEqual([]);
    expect(news(update(null))).toEqual(['write-resumed']);
  });
});
