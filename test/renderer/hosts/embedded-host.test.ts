import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { MessageQuery } from '../../../decoder/packets/message-index.ts';
import type { Report } from '../../../decoder/report.ts';
import { ReportAssembly, splitReport } from '../../../decoder/report-parts.ts';
import type { HostEvent } from '../../../main/host-contract.ts';
import { reportHtml } from '../../../main/output/report-html.ts';
import { CaptureReading } from '../../../main/services/capture-reading.ts';
import { embedReport } from '../../../main/services/embed-report.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { EmbeddedHost } from '../../../renderer/hosts/embedded-host.ts';
import { pcap } from '../../support/capture-builders.ts';
import { advertisement } from '../../support/packet-builders.ts';
import { Story, sourceOf } from '../../support/story.ts';

const SAMPLES = new URL('../../../samples/', import.meta.url).pathname;
const CAPTURES = readdirSync(SAMPLES).filter((name) => /\.(pcap|pcapng)(\.gz|\.zst)?$/.test(name));
const open: CaptureReading[] = [];

afterEach(() => {
  for (const reading of open.splice(0)) reading.close();
});

async function embed(name: string, options: { packets?: boolean; title?: string } = {}) {
  const reading = new CaptureReading([captureFile(join(SAMPLES, name))], {});
  open.push(reading);
  await reading.run();
  const { packets = true, title = name } = options;
  const parts = embedReport(reading, { language: null, times: 'utc', change: (report) => report, packets });
  const html = reportHtml(title, parts, { script: 'let a = "</script>";', styles: 'p::after { content: "</style>" }' });
  const [, packed = ''] = /id="embedded-report">([^<]*)</.exec(html) ?? [];
  return { reading, html, packed, host: new EmbeddedHost(packed) };
}

async function reportOf(host: EmbeddedHost): Promise<Report | null> {
  const assembly = new ReportAssembly();
  let report: Report | null = null;
  const stop = host.onEvent((event: HostEvent) => {
    if (event.kind === 'report-part') report = assembly.add(event.part) ?? report;
  });
  await host.readReport('1', 'en');
  stop();
  return report;
}

describe.each(CAPTURES)('%s', (name) => {
  it('tells the same report, packets and intervals as the capture itself', async () => {
    const { reading, host } = await embed(name);
    const { captures, abilities } = await host.welcome();
    expect(abilities.open).toBe(false);
    expect(captures).toMatchObject([{ id: '1', state: 'read', revision: 1 }]);
    const assembly = new ReportAssembly();
    const expected = [...splitReport(structuredClone(reading.report()))].map((part) => assembly.add(part)).at(-1);
    expect(await reportOf(host)).toEqual(expected);

    for (const { id, transitions } of reading.report().virtualRouters) {
      for (const { time, evidence } of transitions) {
        const query: MessageQuery = { virtualRouter: id, from: time - 5, to: time + 5 };
        const { rows, complete } = await host.messages('1', query, 0, 1000);
        expect(complete).toBe(true);
        expect(rows).toEqual(reading.messages(query, 0, 1000).rows);
        for (const packet of evidence) {
          const { interfaceName: _, ...known } = reading.packet(packet) ?? expect.fail();
          expect(await host.packet('1', packet)).toMatchObject(known);
        }
        const gaps = { virtualRouter: id, from: time - 5, to: time + 5, columns: 800 };
        expect(await host.intervals('1', gaps)).toEqual(reading.intervals(gaps));
      }
    }
  });
});

it('says that packets are not included where only a part of them is', async () => {
  const { reading, host } = await embed('steady.pcapng');
  await host.welcome();
  const [{ id = '' } = {}] = reading.report().virtualRouters;
  const whole = { virtualRouter: id, from: 0, to: 4e9 };
  const page = await host.messages('1', whole, 0, 1000);
  expect(page.complete).toBe(page.total === reading.messages(whole, 0, 1000).total);
});

it('holds no packet at all where packets would tell what is hidden', async () => {
  const { reading, host, packed } = await embed('split-brain.pcapng', { packets: false });
  await host.welcome();
  const [{ evidence: [packet] = [] } = {}] = reading.report().findings;
  if (!packet) expect.fail('no evidence');
  expect(await host.packet('1', packet)).toBeNull();
  expect(gunzipSync(Buffer.from(packed, 'base64')).toString()).not.toContain('"kind":"packets"');
});

it('holds no password, not even in the bytes of packets', async () => {
  const { host, packed, reading } = await embed('authentication-mismatch.pcap');
  await host.welcome();
  const page = gunzipSync(Buffer.from(packed, 'base64')).toString();
  const bytes = [...page.matchAll(/"data":"([^"]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64'));
  expect(bytes.length).toBeGreaterThan(0);
  const secrets = new Set<string>();
  for (let i = 0; i < reading.index.count; i++) {
    const record = reading.packets.record(i);
    const field = reading.secretOf(i)?.fields.find(({ secret }) => secret);
    if (field) secrets.add(field.value);
    expect(record.packet).toBeGreaterThan(0);
  }
  expect(secrets.size).toBe(2);
  for (const secret of secrets) {
    expect(page).not.toContain(secret);
    for (const data of bytes) expect(data.includes(secret)).toBe(false);
  }
});

it.each([
  ['whatever the authentication type says', { authType: 0 }, 0],
  ['nor the part that a short snapshot length leaves', { authType: 1 }, 3],
])('holds no password, %s', async (_what, parts, cut) => {
  const password = 'hunter2!';
  const sent = advertisement({ ...parts, authData: password });
  const length = 14 + 20 + 8 + 4 + 8 - cut;
  const records = Array.from({ length: 5 }, (_, i) => {
    const data = sent.subarray(0, length);
    return { seconds: 1_780_000_000 + i, data, originalLength: sent.length };
  });
  const reading = new CaptureReading([{ ...sourceOf(pcap({ records })), progress: () => ({ done: 0, total: 0 }) }], {});
  open.push(reading);
  await reading.run();
  expect(reading.index.count).toBe(5);
  const embedded = [
    ...embedReport(reading, { language: null, times: 'utc', change: (report) => report, packets: true }),
  ];
  const data = embedded.flatMap((part) => (part.kind === 'packets' ? [Buffer.from(part.data, 'base64')] : []));
  expect(data).not.toEqual([]);
  for (const bytes of data) expect(bytes.includes('hunt')).toBe(false);
  const detail = reading.packet({ source: 0, packet: 1 });
  expect(detail?.hex).not.toContain(Buffer.from('hunt').toString('hex'));
});

it('of flapping without end it holds the packets that there is room for', async () => {
  const story = new Story();
  const nodes = [story.node(1, 100), story.node(2, 50)] as const;
  for (let i = 0; i < 6000; i++) {
    nodes[i % 2 === 0 ? 0 : 1].advertiseFrom(i * 10, i * 10 + 9).resign(i * 10 + 9.3);
  }
  const reading = new CaptureReading([{ ...sourceOf(story.capture()), progress: () => ({ done: 0, total: 0 }) }], {});
  open.push(reading);
  await reading.run();
  const embedded = [
    ...embedReport(reading, { language: null, times: 'utc', change: (report) => report, packets: true }),
  ];
  expect(embedded.find(({ kind }) => kind === 'coverage')).toMatchObject({
    spans: [[expect.any(Number), expect.any(Number)]],
  });
  const bytes = embedded.reduce((sum, part) => sum + (part.kind === 'packets' ? part.data.length : 0), 0) * 0.75;
  expect(bytes).toBeGreaterThan(4_000_000);
  expect(bytes).toBeLessThan(5_010_000);
}, 90_000);

it('nothing in it can leave the place where it stands', async () => {
  const { html } = await embed('steady.pcapng', { title: '</title><script>alert(1)</script>' });
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(html.match(/<\/script/g)).toHaveLength(2);
  expect(html.match(/<\/style/g)).toHaveLength(1);
  expect(html).toContain('&lt;script&gt;alert(1)');
  expect(html).toContain("default-src 'none'");
});

it('the title shows what would turn it around instead of doing it', async () => {
  const { html } = await embed('steady.pcapng', { title: '\u202egnp.exe\x07\n' });
  expect(html).toContain('<title>\\u202egnp.exe\\x07\\n</title>');
});
