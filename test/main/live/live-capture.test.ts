import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import { enhancedPacket } from '../../../decoder/capture/pcapng-writer.ts';
import { FeedError } from '../../../main/live/feed.ts';
import { LiveCapture, type LiveOptions } from '../../../main/live/live-capture.ts';
import { CaptureLog } from '../../../main/live/log/capture-log.ts';
import { PcapngStream } from '../../../main/live/pcapng-stream.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { pcap } from '../../support/capture-builders.ts';
import { GONE, historyOf } from '../../support/live-builders.ts';
import { advertisement } from '../../support/packet-builders.ts';
import { PushedFeed, pushedInput } from '../../support/pushed-input.ts';
import { Story, sourceOf } from '../../support/story.ts';

const tool = { name: 'vrrpscope', version: '1' };
const directory = mkdtempSync(join(tmpdir(), 'live-capture-'));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
async function logged(options: Partial<LiveOptions> = {}): Promise<[string, LiveOptions]> {
  const path = join(directory, `${++files}.pcapng`);
  return [path, { tool, log: await CaptureLog.create(path, {}), ...options }];
}

function chunks(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}

function eventful(): Story {
  const story = new Story();
  const [a, b] = [story.node(1, 100), story.node(2, 50)];
  a.id = 500;
  a.advertiseFrom(0, 10);
  b.advertiseFrom(13.805, 19.805);
  a.advertiseFrom(20, 30).resign(30.2);
  b.advertiseFrom(31.005, 35.005);
  return story;
}

describe('a live capture', () => {
  it('tells the history that the same bytes tell as a file, and that the file it writes tells', async () => {
    const bytes = eventful().capture();
    const expected = historyOf(await analyze([sourceOf(bytes)], { tool }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 20 }), async (sizes) => {
        const [path, options] = await logged();
        const live = new LiveCapture(
          pushedInput([new PushedFeed().push(...chunks(bytes, sizes)).end()], 'pipe'),
          options,
        );
        await live.run();
        expect(historyOf(live.report())).toEqual(expected);
        expect(historyOf(await analyze([captureFile(path)], { tool }))).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it.each(readdirSync('samples').filter((name) => /pcap(ng)?$/.test(name)))('tells the history of %s', async (name) => {
    const source = captureFile(join('samples', name));
    const expected = historyOf(await analyze([source], { tool }));
    const feed = new PushedFeed();
    const again = captureFile(join('samples', name));
    const into = new Uint8Array(1 << 22);
    for (let read = await again.read(into); read > 0; read = await again.read(into)) feed.push(into.slice(0, read));
    const [path, options] = await logged();
    const live = new LiveCapture(pushedInput([feed.end()], 'pipe'), options);
    await live.run();
    expect(historyOf(live.report())).toEqual(expected);
    expect(historyOf(await analyze([captureFile(path)], { tool }))).toEqual(expected);
  });

  it('notices silence when it happens, and takes nothing for silence that only comes late', async () => {
    const feed = new PushedFeed().push(HEADER);
    const seen: { at: number; open: number }[] = [];
    const live = new LiveCapture(pushedInput([feed]), {
      tool,
      refreshed: ({ virtualRouters: [only] }) => {
        const open = only?.reigns.filter(({ end }) => end === null).length ?? 0;
        if (seen.at(-1)?.open !== open) seen.push({ at: Date.now(), open });
      },
    });
    const ran = live.run();
    const from = Date.now();
    feed.push(advertised(from, 1));
    await until(() => seen.at(-1)?.open === 1);
    // VRRPv3, 10 cs: Master_Down_Interval 0.3 s and 0.1 s × 156/256
    await until(() => seen.at(-1)?.open === 0);
    const noticed = (seen.at(-1)?.at ?? 0) - from - 361;
    expect(noticed).toBeGreaterThan(-5);
    expect(noticed).toBeLessThan(250);
    // Captured in time, delivered late: it was never silent.
    feed.push(...[2, 3, 4, 5, 6].map((id) => advertised(from + (id - 1) * 100, id)));
    await until(() => seen.at(-1)?.open === 1);
    live.stop();
    await ran;
    expect(live.report().virtualRouters[0]?.reigns).toHaveLength(1);
  });

  it('does not believe in silence while the capture program stands still', async () => {
    const feed = new PushedFeed().push(HEADER);
    const live = new LiveCapture(pushedInput([feed]), { tool });
    const ran = live.run();
    const from = Date.now();
    feed.push(advertised(from, 1));
    await until(() => live.status.packets === 1);
    feed.waits = false;
    await until(() => live.status.quiet > 1.6);
    expect(live.status).toMatchObject({ silenceProven: false });
    expect(live.report().virtualRouters[0]?.reigns[0]?.ended).toBe('open');
    feed.waits = true;
    expect(live.status).toMatchObject({ silenceProven: true });
    await until(() => live.report().virtualRouters[0]?.reigns[0]?.ended === 'silent');
    live.stop();
    await ran;
  });

  it('does not call it standing still when the capture program is at work for a moment', async () => {
    const feed = new PushedFeed().push(HEADER);
    const live = new LiveCapture(pushedInput([feed]), { tool });
    const ran = live.run();
    feed.push(advertised(Date.now(), 1));
    await until(() => live.status.packets === 1 && live.status.quiet > 0.2);
    feed.waits = false;
    expect(live.status).toMatchObject({ silenceProven: true });
    live.stop();
    await ran;
  });

  it('never takes a quiet pipe for silence on the wire', async () => {
    const feed = new PushedFeed().push(HEADER);
    feed.waits = false;
    const live = new LiveCapture(pushedInput([feed], 'pipe', '-'), { tool });
    const ran = live.run();
    feed.push(advertised(Date.now(), 1));
    await until(() => live.status.quiet > 0.5 && live.status.packets === 1);
    expect(live.report().virtualRouters[0]?.reigns[0]?.ended).toBe('open');
    feed.end();
    await ran;
    expect(live.report().virtualRouters[0]?.reigns[0]?.ended).toBe('open');
  });

  it('goes on after a lost program, and knows that nobody looked meanwhile', async () => {
    const lost = new PushedFeed().push(HEADER);
    const back = new PushedFeed().push(HEADER);
    const [path, options] = await logged();
    const live = new LiveCapture(
      pushedInput([lost, new FeedError('no-such-interface', { code: 'no-such-interface', name: 'eth0' }), back]),
      options,
    );
    const ran = live.run();
    const from = Date.now();
    lost.push(advertised(from, 1), advertised(from + 100, 2));
    await until(() => live.status.packets === 2);
    lost.end(new FeedError('interface-lost', GONE));
    await until(() => live.status.state === 'waiting');
    expect(live.status.trouble).toEqual(GONE);
    await until(() => live.status.trouble?.code === 'no-such-interface');
    const lostAt = live.status.now ?? 0;
    await until(() => live.status.state === 'listening');
    expect((live.status.now ?? 0) - lostAt).toBeGreaterThan(0.5);
    // Far more than a Master_Down_Interval has passed, but nobody looked.
    expect(live.report().virtualRouters[0]?.reigns[0]?.ended).toBe('open');
    await until(() => live.report().virtualRouters[0]?.reigns[0]?.ended === 'silent');
    const again = Date.now();
    back.push(advertised(again, 17), advertised(again + 100, 18));
    await until(() => live.status.packets === 4);
    expect(live.status).toMatchObject({ state: 'listening', trouble: null });
    live.stop();
    await ran;
    expect(historyOf(await analyze([captureFile(path)], { tool }))).toEqual(historyOf(live.report()));
    expect(live.report().findings.map(({ code }) => code)).toContain('capture-gap');
    expect(live.report().virtualRouters[0]?.noMaster).toEqual([]);
  });

  it('ends the history at the moment of the stop, in the file as in its report', async () => {
    const feed = new PushedFeed().push(HEADER);
    const [path, options] = await logged();
    const live = new LiveCapture(pushedInput([feed]), options);
    const ran = live.run();
    const from = Date.now();
    feed.push(advertised(from, 1));
    await until(() => live.status.quiet > 0.5 && live.status.packets === 1);
    live.stop();
    await ran;
    const report = live.report();
    expect((report.end ?? 0) - from / 1000).toBeGreaterThan(0.45);
    expect(report.virtualRouters[0]?.noMaster[0]).toMatchObject({ end: null });
    expect(historyOf(await analyze([captureFile(path)], { tool }))).toEqual(historyOf(report));
  });

  it('counts the drops of a capture once, though it has pauses', async () => {
    const at = (seconds: number) => ({ seconds: 1_795_000_000 + seconds, nanoseconds: 0 });
    const stream = new PcapngStream('test');
    const bytes = [
      [0, 3],
      [60, 2],
    ].flatMap(([from = 0, dropped = 0]) => {
      stream.begin([{ linkType: 1, timestampResolution: 1e-9 }], at(from));
      const data = advertisement({ id: from });
      const record = { ...at(from + 1), interfaceIndex: 0, data, originalLength: data.length };
      stream.dropped(dropped, at(from + 2));
      const blocks = Buffer.concat([stream.take(), enhancedPacket({ ...record, direction: 'unknown' })]);
      stream.end(at(from + 3));
      return [blocks, Buffer.from(stream.take())];
    });
    const [path, options] = await logged();
    const live = new LiveCapture(pushedInput([new PushedFeed().push(...bytes).end()], 'pipe'), options);
    await live.run();
    expect(live.report().sources[0]?.dropped).toBe(5);
    expect((await analyze([captureFile(path)])).sources[0]?.dropped).toBe(5);
  });

  it('adds up what the kernel dropped, and tells it in report and file', async () => {
    const [one, two] = [new PushedFeed().push(HEADER), new PushedFeed().push(HEADER)];
    const [path, options] = await logged();
    const live = new LiveCapture(pushedInput([one, two]), options);
    const ran = live.run();
    one.dropped = 3;
    one.push(advertised(Date.now(), 1));
    await until(() => live.status.packets === 1);
    one.dropped = 5;
    one.end();
    await until(() => live.status.state === 'listening' && live.status.trouble === null);
    two.dropped = 2;
    two.push(advertised(Date.now(), 9));
    await until(() => live.status.packets === 2);
    expect(live.status.dropped).toBe(7);
    live.stop();
    await ran;
    expect(live.report().sources[0]?.dropped).toBe(7);
    expect((await analyze([captureFile(path)])).sources[0]?.dropped).toBe(7);
  });

  it('says what a pipe is that holds no capture', async () => {
    const feed = new PushedFeed().push(new TextEncoder().encode('this is no capture at all, is it?')).end();
    const live = new LiveCapture(pushedInput([feed], 'pipe', '-'), { tool });
    await live.run();
    expect(live.report().unreadable).toMatchObject([{ name: '-', code: 'not-a-capture' }]);
  });

  it('rejects where it cannot begin', async () => {
    const refused = new FeedError('not-permitted', { code: 'not-permitted', name: 'eth0' });
    await expect(new LiveCapture(pushedInput([refused]), { tool }).run()).rejects.toBe(refused);
  });
});

/** The header of a classic pcap with nanoseconds. */
const HEADER = new Story().capture();

/** A record of VRRPv3 every 10 cs, at milliseconds since the epoch. */
function advertised(at: number, id: number): Uint8Array {
  const data = advertisement({
    src: '192.0.2.1',
    srcMac: '02:00:00:00:00:01',
    version: 3,
    interval: 10,
    priority: 100,
    addresses: ['192.0.2.100'],
    id,
  });
  const record = { seconds: Math.floor(at / 1000), fraction: (at % 1000) * 1e6, data };
  return pcap({ variant: 'nanoseconds', records: [record] }).subarray(HEADER.length);
}

async function until(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { timeout: 10_000, interval: 5 });
}
