import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MessageStream } from '../../../decoder/message-stream.ts';
import type { MessageQuery } from '../../../decoder/packets/message-index.ts';
import { CaptureReading } from '../../../main/services/capture-reading.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { saveCapture } from '../../../main/services/save-capture.ts';
import { Story, sourceOf } from '../../support/story.ts';

const SAMPLES = new URL('../../../samples/', import.meta.url).pathname;
const CAPTURES = readdirSync(SAMPLES).filter((name) => /\.(pcap|pcapng)(\.gz|\.zst)?$/.test(name));
const EVERYTHING: MessageQuery = { virtualRouter: null, from: -Infinity, to: Infinity };
const open: CaptureReading[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const reading of open.splice(0)) reading.close();
});

async function read(...names: string[]): Promise<CaptureReading> {
  const reading = new CaptureReading(
    names.map((name) => captureFile(join(SAMPLES, name))),
    {},
  );
  open.push(reading);
  await reading.run();
  return reading;
}

/** What a plain pass over the file says. */
async function messagesOf(name: string) {
  const stream = new MessageStream(captureFile(join(SAMPLES, name)));
  await stream.open();
  stream.startAt(stream.firstSeconds ?? 0, 0);
  const found: { packet: number; kind: string; length: number }[] = [];
  for (let step = stream.step(); step !== 'ended'; step = stream.step()) {
    if (step === 'needs-bytes') await stream.fill();
    else if (step.kind !== 'other' && stream.record) {
      found.push({ packet: step.packet, kind: step.kind, length: stream.record.end - stream.record.start });
    }
  }
  return found;
}

describe.each(CAPTURES)('%s', (name) => {
  it('lists every message with its bytes', async () => {
    const reading = await read(name);
    const expected = await messagesOf(name);
    const { total, complete, rows } = reading.messages(EVERYTHING, 0, 1000);
    expect({ total, complete }).toEqual({ total: expected.length, complete: true });
    expect(rows.map(({ packet, kind }) => ({ packet, kind }))).toEqual(
      expected.slice(0, 1000).map(({ packet, kind }) => ({ packet, kind })),
    );
    for (const { packet, length } of expected.slice(0, 20)) {
      const detail = reading.packet({ source: 0, packet });
      expect(detail?.row.packet).toBe(packet);
      expect(detail?.hex.length).toBe(length * 2);
      for (const field of detail?.fields ?? []) expect(field.byteOffset + field.byteLength).toBeLessThanOrEqual(length);
    }
  });

  it('finds the evidence of each virtual router among its messages', async () => {
    const reading = await read(name);
    for (const { id, transitions, splitBrains } of reading.report().virtualRouters) {
      const query = { ...EVERYTHING, virtualRouter: id };
      for (const evidence of [...transitions, ...splitBrains].flatMap((one) => one.evidence)) {
        const place = reading.findMessage(query, evidence);
        expect(reading.messages(query, place, 1).rows).toMatchObject([evidence]);
        expect(reading.messages({ ...query, only: [evidence] }, 0, 10).rows).toMatchObject([evidence]);
      }
    }
  });

  it('tells intervals whose numbers are those of the report', async () => {
    const reading = await read(name);
    const { virtualRouters, start, end } = reading.report();
    for (const { id, routers } of virtualRouters) {
      const span = { from: start ?? 0, to: end ?? 0 };
      for (const columns of [100_000, 50, 3]) {
        const all = reading.intervals({ virtualRouter: id, ...span, columns });
        expect(all.map(({ router }) => router)).toEqual(routers.map(({ address }) => address));
        for (const [i, { buckets }] of all.entries()) {
          const { interval, timing } = routers[i] ?? expect.fail();
          expect(buckets.length).toBeLessThanOrEqual(Math.max(columns, timing.buckets.length) + 1);
          const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
          expect(count).toBe(timing.buckets.reduce((sum, [gaps]) => sum + gaps, 0));
          if (count === 0) continue;
          expect(Math.min(...buckets.map(({ min }) => min))).toBeCloseTo(interval.min ?? 0, 5);
          expect(Math.max(...buckets.map(({ max }) => max))).toBeCloseTo(interval.max ?? 0, 5);
        }
      }
    }
  });
});

it('a span without a gap in it still knows how long the one that ends in it was', async () => {
  const reading = await read('split-brain.pcapng');
  const { virtualRouters, start, end } = reading.report();
  const [{ id, routers } = expect.fail()] = virtualRouters;
  const whole = { from: start ?? 0, to: end ?? 0 };
  const [first] = reading.intervals({ virtualRouter: id, ...whole, columns: 1000 })[0]?.buckets ?? [];
  if (!first) expect.fail('no interval');
  const [{ router, buckets } = expect.fail()] = reading.intervals({
    virtualRouter: id,
    from: first.time - 0.1,
    to: first.time + 0.1,
    columns: 1000,
  });
  expect(router).toBe(routers[0]?.address);
  expect(buckets).toEqual([first]);
});

it('an interval is the same in whatever span it is asked for, copies or not', async () => {
  const reading = await read('unicast-peers.pcap');
  const { virtualRouters, start, end } = reading.report();
  for (const { id } of virtualRouters) {
    const whole = reading.intervals({ virtualRouter: id, from: start ?? 0, to: end ?? 0, columns: 10_000 });
    for (const [router, { buckets }] of whole.entries()) {
      expect(buckets.length).toBeGreaterThan(5);
      for (const bucket of buckets) {
        for (const before of [0.0001, 0.3]) {
          const query = { virtualRouter: id, from: bucket.time - before, to: bucket.time, columns: 100 };
          expect(reading.intervals(query)[router]?.buckets.at(-1)).toEqual(bucket);
        }
      }
    }
  }
});

it('hides a password in rows, fields and bytes', async () => {
  const reading = await read('authentication-mismatch.pcap');
  const row = reading.messages(EVERYTHING, 0, 100).rows.find(({ kind }) => kind === 'vrrp');
  if (row?.kind !== 'vrrp') expect.fail('no advertisement');
  expect(row.password).toBe('•••• (1)');
  const detail = reading.packet(row);
  expect(detail?.fields.find(({ secret }) => secret)?.value).toBe('•••• (1)');
  expect(detail?.hex).toContain('··'.repeat(8));
});

it('several files are one list in time order, each packet under the number of its file', async () => {
  const reading = await read('steady.pcapng', 'failover-never-recorded.pcap');
  expect(reading.report().unreadable).toHaveLength(1);
  expect(reading.messages(EVERYTHING, 0, 1).rows).toMatchObject([{ source: 0 }]);
});

it('what is stopped before it began tells an empty report, not an error', async () => {
  const reading = new CaptureReading([captureFile(join(SAMPLES, 'split-brain.pcapng'))], {});
  open.push(reading);
  expect(reading.report()).toMatchObject({ sources: [], virtualRouters: [], start: null });
  reading.stop();
  await reading.run();
  expect(reading.report().sources).toHaveLength(1);
});

it('is stopped in the middle of a chunk, and tells the history until there', async () => {
  const story = new Story();
  story.node(1, 100).advertiseFrom(0, 40_000);
  const source = sourceOf(story.capture());
  const reading = new CaptureReading([{ ...source, progress: () => ({ done: 0, total: 0 }) }], {});
  open.push(reading);
  setTimeout(() => reading.stop());
  await reading.run();
  const { total } = reading.messages(EVERYTHING, 0, 1);
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThan(40_000);
  const { start, end, virtualRouters } = reading.report();
  expect(virtualRouters).toMatchObject([{ routers: [{ advertisements: total }] }]);
  expect((end ?? 0) - (start ?? 0)).toBe(total - 1);
});

it('without room for a temporary file the history is whole, and the list as long as memory lets it be', async () => {
  vi.stubEnv('TMPDIR', join(SAMPLES, 'no-such-folder'));
  const story = new Story();
  story.node(1, 100).advertiseFrom(0, 20_000);
  const source = sourceOf(story.capture());
  const reading = new CaptureReading([{ ...source, progress: () => ({ done: 0, total: 0 }) }], {});
  open.push(reading);
  await reading.run();
  expect(reading.report().virtualRouters).toMatchObject([{ routers: [{ advertisements: 20_001 }] }]);
  const { total, complete } = reading.messages(EVERYTHING, 0, 0);
  expect(complete).toBe(false);
  expect(total).toBeGreaterThan(10_000);
  expect(reading.messages(EVERYTHING, total - 1, 1).rows).toMatchObject([{ packet: total, src: '192.0.2.1' }]);
});

it('saves the messages of a query as a capture that reads the same', async () => {
  const reading = await read('kill-9-compressed.pcap.gz');
  const [{ id = '' } = {}] = reading.report().virtualRouters;
  const query = { ...EVERYTHING, virtualRouter: id };
  const path = join(tmpdir(), `vrrpscope-test-${process.pid}.pcapng`);
  await saveCapture(reading, { form: 'packets', query }, path);
  const again = new CaptureReading([captureFile(path)], {});
  open.push(again);
  await again.run();
  expect(statSync(path).size).toBeGreaterThan(0);
  expect(again.messages(EVERYTHING, 0, 1000).rows.map(({ time, src }) => [time, src])).toEqual(
    reading.messages(query, 0, 1000).rows.map(({ time, src }) => [time, src]),
  );
  expect(again.report().virtualRouters[0]?.transitions.map(({ cause, to }) => [cause, to])).toEqual(
    reading.report().virtualRouters[0]?.transitions.map(({ cause, to }) => [cause, to]),
  );
});

it('packets that cannot be saved leave nothing behind, and can be saved again', async () => {
  const reading = await read('split-brain.pcapng');
  const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-test-'));
  mkdirSync(join(folder, 'taken.pcapng'));
  const save = () => saveCapture(reading, { form: 'packets', query: EVERYTHING }, join(folder, 'taken.pcapng'));
  await expect(save()).rejects.toThrow('cannot write to');
  expect(readdirSync(folder)).toEqual(['taken.pcapng']);
  rmdirSync(join(folder, 'taken.pcapng'));
  await save();
  expect(readdirSync(folder)).toEqual(['taken.pcapng']);
  rmSync(folder, { recursive: true });
});
