import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import type { MessageQuery } from '../../../decoder/packets/message-index.ts';
import { FeedError, type LiveInput } from '../../../main/live/feed.ts';
import { CaptureReading } from '../../../main/services/capture-reading.ts';
import { LiveRun } from '../../../main/services/live-run.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import type { ReadingStatus } from '../../../main/services/reading-calls.ts';
import { saveCapture } from '../../../main/services/save-capture.ts';
import { GONE } from '../../support/live-builders.ts';
import { PushedFeed, pushedInput } from '../../support/pushed-input.ts';
import { Story } from '../../support/story.ts';

const tool = { name: 'vrrpscope', version: '1' };
const SAMPLE = new URL('../../../samples/split-brain.pcapng', import.meta.url).pathname;
const EVERYTHING: MessageQuery = { virtualRouter: null, from: -Infinity, to: Infinity };

const PATIENT = { timeout: 5000 };

let folder = '';
const runs: LiveRun[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vrrpscope-live-'));
});

afterEach(async () => {
  for (const run of runs.splice(0)) await run.close();
  rmSync(folder, { recursive: true });
});

function listen(input: LiveInput, most = 500_000) {
  const run = new LiveRun(input, { tool, most });
  runs.push(run);
  const told: ReadingStatus[] = [];
  const running = run.run((status) => told.push(status));
  return { run, told, running, last: () => told.at(-1) };
}

/** A steady master until `until`; then the other one takes over, as the capture says it from there. */
function failover(): { before: Uint8Array; after: Uint8Array } {
  const story = new Story();
  const [a, b] = [story.node(1, 100), story.node(2, 50)];
  a.advertiseFrom(0, 10);
  const before = story.capture();
  b.advertiseFrom(13.805, 20.805);
  const whole = story.capture();
  return { before, after: whole.subarray(before.length) };
}

describe('an interface that is listened to', () => {
  it('tells of a failover while it goes on, and afterwards what the file tells', async () => {
    const feed = new PushedFeed();
    const { run, running, told, last } = listen(pushedInput([feed], 'dumpcap'));
    const { before, after } = failover();
    feed.push(before);
    await vi.waitFor(() => expect(run.revision).toBeGreaterThan(0), PATIENT);
    expect(run.reading.report().virtualRouters[0]?.transitions.length).toBe(1);
    const { revision } = run;
    expect(last()).toMatchObject({ state: 'reading', live: { name: 'eth0', via: 'dumpcap', state: 'listening' } });

    feed.push(after);
    await vi.waitFor(() => expect(run.reading.report().virtualRouters[0]?.transitions.length).toBe(2), PATIENT);
    expect(run.revision).toBeGreaterThan(revision);
    expect(last()).toMatchObject({ state: 'reading', revision: run.revision, packets: 19, messages: 19 });

    run.stop();
    await running;
    expect(last()).toMatchObject({ state: 'stopped', failure: null, live: { state: 'ended' } });
    expect(run.reading.report().virtualRouters[0]?.transitions.map(({ cause }) => cause)).toEqual([
      'initial',
      'master-down',
    ]);
    expect(told.map(({ revision: number }) => number)).toEqual(
      told.map(({ revision: n }) => n).toSorted((a, b) => a - b),
    );
  });

  it('tells how it goes at least once a second, and offers no report where nothing is heard', async () => {
    const { told, run } = listen(pushedInput([new PushedFeed()]));
    await vi.waitFor(() => expect(told.length).toBeGreaterThanOrEqual(4), PATIENT);
    expect(told.at(-1)?.elapsed).toBeGreaterThan(1.9);
    expect(run.revision).toBe(0);
  });

  it('lists, shows and saves what the file holds, while it goes on', async () => {
    const feed = new PushedFeed();
    const { run } = listen(pushedInput([feed]));
    feed.push(readFileSync(SAMPLE));
    const { reading } = run;
    await vi.waitFor(() => expect(reading.index.count).toBe(60));
    const { rows, total, complete } = reading.messages(EVERYTHING, 0, 1000);
    expect({ total, complete, packets: rows.length }).toEqual({ total: 60, complete: true, packets: 60 });
    const file = new CaptureReading([captureFile(SAMPLE)], { tool });
    await file.run();
    expect(rows).toEqual(file.messages(EVERYTHING, 0, 1000).rows);
    file.close();

    const path = join(folder, 'eth0.pcapng');
    await saveCapture(reading, { form: 'packets', query: EVERYTHING }, path);
    const saved = await analyze([captureFile(path)]);
    const original = await analyze([captureFile(SAMPLE)]);
    const told = ({ virtualRouters }: typeof saved) =>
      virtualRouters.map(({ transitions, splitBrains }) => [
        transitions.map(({ time, from, to, cause }) => [time, from, to, cause]),
        splitBrains.map(({ start, end }) => [start, end]),
      ]);
    expect(told(saved)).toEqual(told(original));
    await saveCapture(reading, { form: 'html', language: 'en', times: 'utc' }, join(folder, 'eth0.html'));
    expect(readFileSync(join(folder, 'eth0.html'), 'utf8')).toContain('eth0');
  });

  it('keeps the last messages alone, and says so', async () => {
    const story = new Story();
    story.node(1, 100).advertiseFrom(0, 399);
    const feed = new PushedFeed();
    const { run, last } = listen(pushedInput([feed]), 100);
    feed.push(story.capture());
    const { reading } = run;
    await vi.waitFor(() => expect(reading.index.count).toBe(400));
    const { total, complete, rows } = reading.messages(EVERYTHING, 0, 1000);
    expect(total).toBeLessThanOrEqual(100);
    expect(complete).toBe(false);
    expect(rows.at(-1)?.packet).toBe(400);
    expect(reading.packet({ source: 0, packet: 1 })).toBeNull();
    expect(reading.packet({ source: 0, packet: 400 })?.row.kind).toBe('vrrp');
    const recent = reading.messages({ ...EVERYTHING, from: (rows[50]?.time ?? 0) - 0.1 }, 0, 1000);
    expect(recent.complete).toBe(true);
    // Every advertisement counts in the history
    expect(reading.report().virtualRouters[0]?.routers[0]?.advertisements).toBe(400);
    await vi.waitFor(() => expect(last()?.messages).toBe(400));
  });

  it('that is not permitted fails with what makes it work', async () => {
    const trouble = { code: 'not-permitted', name: 'eth0' } as const;
    const command = 'sudo setcap cap_net_raw=ep /usr/bin/dumpcap';
    const advice = { code: 'capture-without-root', path: '/usr/bin/dumpcap', command } as const;
    const refused = new FeedError('not-permitted', trouble, advice);
    const { running, last } = listen(pushedInput([refused]));
    await running;
    expect(last()).toMatchObject({
      state: 'failed',
      failure: 'you are not permitted to capture on eth0',
      trouble,
      advice,
      live: { name: 'eth0' },
    });
  });

  it('that is lost waits and says why, and goes on', async () => {
    const [first, second] = [new PushedFeed(), new PushedFeed()];
    const { told, last } = listen(pushedInput([first, second]));
    const { before, after } = failover();
    first.push(before);
    await vi.waitFor(() => expect(last()?.packets).toBe(11));
    first.end(new FeedError('interface-lost', GONE));
    await vi.waitFor(() => expect(told.some(({ live }) => live?.state === 'waiting')).toBe(true));
    const waiting = told.find(({ live }) => live?.state === 'waiting')?.live;
    expect(waiting?.trouble).toEqual(GONE);
    expect(waiting?.retryIn).toBeGreaterThan(0);
    second.push(before.subarray(0, 24), after);
    await vi.waitFor(() => expect(last()?.live).toMatchObject({ state: 'listening', trouble: null }), {
      timeout: 5000,
    });
    expect(told.every(({ state }) => state === 'reading')).toBe(true);
  });
});
