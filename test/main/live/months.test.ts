import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { LiveCapture } from '../../../main/live/live-capture.ts';
import { pcap } from '../../support/capture-builders.ts';
import { type AdvertisementParts, advertisement, arp } from '../../support/packet-builders.ts';
import { PushedFeed, pushedInput } from '../../support/pushed-input.ts';

const START = 1_780_000_000;
const HEADER = pcap({ variant: 'nanoseconds' });
const tool = { name: 'vrrpscope', version: '1' };

setFlagsFromString('--expose-gc');
const gc: () => void = runInNewContext('gc');

/** Plays seconds of a pair of routers through a pipe, faster than they pass, and tells the memory that is left after each part. */
async function play(
  parts: number,
  secondsOfAPart: number,
  frames: (second: number) => Uint8Array[],
): Promise<{ heap: number[]; report: Report }> {
  const feed = new PushedFeed().push(HEADER);
  const live = new LiveCapture(pushedInput([feed], 'pipe', '-'), { tool, refreshed: () => {} });
  const ran = live.run();
  const heap: number[] = [];
  for (let part = 0; part < parts; part++) {
    let packets = 0;
    const before = live.status.packets;
    for (let second = part * secondsOfAPart; second < (part + 1) * secondsOfAPart; second++) {
      const records = frames(second).map((data, index) => ({ seconds: START + second, fraction: index * 1e6, data }));
      packets += records.length;
      feed.push(pcap({ variant: 'nanoseconds', records }).subarray(HEADER.length));
    }
    await expect.poll(() => live.status.packets - before, { timeout: 60_000 }).toBe(packets);
    gc();
    heap.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  live.stop();
  await ran;
  return { heap, report: live.report() };
}

const addresses = ['192.0.2.100'];
const LB01: AdvertisementParts = { src: '192.0.2.1', srcMac: '02:00:00:00:00:01', priority: 100, addresses };
const LB02: AdvertisementParts = { src: '192.0.2.2', srcMac: '02:00:00:00:00:02', priority: 50, addresses };

it('a day of a quiet segment with a failover each hour keeps every event and no more memory', async () => {
  const ids = { a: 0, b: 0 };
  const { heap, report } = await play(24, 3600, (second) => {
    const inHour = second % 3600;
    if (inHour >= 1800 && inHour < 1804) return [];
    const master = inHour < 1800 ? { ...LB01, id: ++ids.a & 0xffff } : { ...LB02, id: ++ids.b & 0xffff };
    const question = arp({ senderMac: '02:00:00:00:00:09', senderAddress: '192.0.2.9', targetAddress: '192.0.2.100' });
    return [advertisement(master), ...(second % 10 === 0 ? [question] : [])];
  });
  expect(report.virtualRouters[0]?.transitions).toHaveLength(48);
  expect(Math.max(...heap.slice(12)) - Math.max(...heap.slice(0, 6))).toBeLessThan(4);
}, 120_000);

it('masterships that change every few seconds for weeks do not fill the memory', async () => {
  const { heap, report } = await play(6, 10_000, (second) => [
    advertisement({ ...LB01, id: second & 0xffff }),
    advertisement({ ...LB01, priority: 0, id: (second + 1) & 0xffff }),
  ]);
  expect(report.virtualRouters[0]?.reigns.length).toBeLessThanOrEqual(10_001);
  expect(report.findings.map(({ code }) => code)).toContain('history-folded');
  expect((heap[5] ?? 0) - (heap[1] ?? 0)).toBeLessThan(10);
}, 120_000);
