import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import type { Report } from '../../../decoder/report.ts';
import { ReportAssembly } from '../../../decoder/report-parts.ts';
import type { CaptureStatus, HostEvent, SaveOutcome, Settings } from '../../../main/host-contract.ts';
import { createHostServices, type HostConnection, type HostServices } from '../../../main/services/host-services.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { pcap } from '../../support/capture-builders.ts';
import { advertisement } from '../../support/packet-builders.ts';

const SAMPLE = new URL('../../../samples/split-brain.pcapng', import.meta.url).pathname;

let folder: string;
let services: HostServices;
let connection: HostConnection;
let settings: Settings;
const events: HostEvent[] = [];
const waiting = new Set<() => void>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vrrpscope-test-'));
  settings = { language: null, theme: 'system', times: 'utc', recent: [] };
  services = createHostServices(
    {
      abilities: { open: true, live: false, openPaths: true, save: ['json'] },
      chooseCaptures: async () => [],
      async deliver(name, write): Promise<SaveOutcome> {
        await write(join(folder, name));
        return { kind: 'saved', path: join(folder, name) };
      },
    },
    {
      get settings() {
        return settings;
      },
      change: (change) => {
        settings = { ...settings, ...change };
      },
      onChange: () => () => {},
    },
  );
  events.length = 0;
  connection = services.connect((event) => {
    events.push(event);
    for (const check of waiting) check();
  });
});

afterEach(async () => {
  await services.close();
  rmSync(folder, { recursive: true });
});

/** Resolves with the first event, past or to come, for which `pick` returns something. */
function seen<T>(pick: (event: HostEvent) => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    let next = 0;
    const check = () => {
      for (; next < events.length; next++) {
        const event = events[next];
        const found = event && pick(event);
        if (found === undefined) continue;
        waiting.delete(check);
        resolve(found);
        return;
      }
    };
    waiting.add(check);
    check();
  });
}

function status(id: string, state: CaptureStatus['state']): Promise<CaptureStatus> {
  return seen((event) =>
    event.kind === 'captures' ? event.captures.find((one) => one.id === id && one.state === state) : undefined,
  );
}

async function reportOf(id: string): Promise<Report> {
  const assembly = new ReportAssembly();
  events.length = 0;
  await connection.readReport(id, 'en');
  return seen((event) =>
    event.kind === 'report-part' && event.capture === id ? (assembly.add(event.part) ?? undefined) : undefined,
  );
}

/** So many advertisements of one router that reading takes a while. */
function longCapture(advertisements: number): string {
  const frame = advertisement({ src: '192.0.2.1', srcMac: '02:00:00:00:00:01', vrid: 7, id: 1 });
  const records = Array.from({ length: 1000 }, (_, i) => ({ seconds: 1_780_000_000 + i, data: frame }));
  const whole = pcap({ records });
  const body = whole.subarray(24);
  const copies = Math.ceil(advertisements / 1000);
  const bytes = Buffer.concat([whole.subarray(0, 24), ...Array.from({ length: copies }, () => body)]);
  const path = join(folder, 'long.pcap');
  writeFileSync(path, bytes);
  return path;
}

it('a file is read, and its report arrives as analyze() tells it', async () => {
  const id = await connection.openCaptures([SAMPLE]);
  const read = await status(id, 'read');
  expect(read).toMatchObject({ paths: [SAMPLE], packets: 64, messages: 60, failure: null, done: read.total });
  const report = await reportOf(id);
  const expected = await analyze([captureFile(SAMPLE)]);
  expect(report.findings).toEqual(expected.findings);
  expect(report.virtualRouters.map(({ transitions }) => transitions)).toEqual(
    expected.virtualRouters.map(({ transitions }) => transitions),
  );
  expect(settings.recent).toEqual([{ paths: [SAMPLE], beside: null }]);
});

it('a set is one with what is beside it, and is remembered whole', async () => {
  const log = { name: 'lb01', path: join(folder, 'lb01.log') };
  const beside = { views: [], configurations: [], logs: [log] };
  const plain = await connection.openCaptures([SAMPLE], { views: [], configurations: [], logs: [] });
  const withLog = await connection.openCaptures([SAMPLE], beside);
  expect(withLog).not.toBe(plain);
  expect(await connection.openCaptures([SAMPLE], beside)).toBe(withLog);
  expect(await connection.openCaptures([SAMPLE])).toBe(plain);
  expect(settings.recent[0]).toEqual({ paths: [SAMPLE], beside });
  await status(withLog, 'read');
  const report = await reportOf(withLog);
  expect(report.unreadable).toEqual([{ name: log.path, code: 'not-found', message: 'there is no such file' }]);
  expect(report.virtualRouters).toHaveLength(1);
});

it('opening the same file again leads to the same capture', async () => {
  const id = await connection.openCaptures([SAMPLE]);
  expect(await connection.openCaptures([SAMPLE])).toBe(id);
});

it('a file that is not there is a report that says so, not a failure', async () => {
  const id = await connection.openCaptures([join(folder, 'gone.pcap')]);
  await status(id, 'read');
  expect((await reportOf(id)).unreadable).toMatchObject([{ code: 'not-found' }]);
});

it('first results come before the end, and reading that is stopped keeps what was read', async () => {
  const id = await connection.openCaptures([longCapture(3_000_000)]);
  const early = await seen((event) =>
    event.kind === 'captures'
      ? event.captures.find(({ revision, state }) => revision > 0 && state === 'reading')
      : undefined,
  );
  expect(early.done).toBeLessThan(early.total ?? 0);
  const soFar = await reportOf(id);
  expect(soFar.virtualRouters).toHaveLength(1);
  expect(soFar.virtualRouters[0]?.routers[0]?.advertisements).toBeGreaterThan(0);
  await connection.stopReading(id);
  const stopped = await status(id, 'stopped');
  expect(stopped.done).toBeLessThan(stopped.total ?? 0);
  const kept = await connection.messages(id, { virtualRouter: null, from: 0, to: 4e9 }, 0, 1);
  expect(kept.total).toBe(stopped.messages);
  expect(kept.rows).toHaveLength(1);
});

it('a second file can be opened and answers while the first is being read, and either can be closed', async () => {
  const long = await connection.openCaptures([longCapture(3_000_000)]);
  const short = await connection.openCaptures([SAMPLE]);
  await status(short, 'read');
  expect((await reportOf(short)).virtualRouters).toHaveLength(1);
  await connection.closeCapture(long);
  const left = await connection.welcome();
  expect(left.captures.map(({ id }) => id)).toEqual([short]);
  expect(await connection.messages(long, { virtualRouter: null, from: 0, to: 4e9 }, 0, 1)).toMatchObject({ total: 0 });
});

it.skipIf(process.platform === 'win32')('a named pipe is read to its end, and closed while nobody writes', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  await connection.closeCapture(await connection.openCaptures([pipe]));
  const id = await connection.openCaptures([pipe]);
  const writer = await open(pipe, 'w');
  const bytes = readFileSync(SAMPLE);
  await writer.write(bytes.subarray(0, 5000));
  await seen((event) =>
    event.kind === 'captures' ? event.captures.find(({ id: one, messages }) => one === id && messages > 0) : undefined,
  );
  await writer.write(bytes.subarray(5000));
  await writer.close();
  await status(id, 'read');
  const [{ reigns } = expect.fail()] = (await analyze([captureFile(SAMPLE)])).virtualRouters;
  expect((await reportOf(id)).virtualRouters).toMatchObject([{ reigns }]);
  const idle = await connection.openCaptures([pipe, SAMPLE]);
  const silent = await open(pipe, 'w');
  await connection.closeCapture(idle);
  await silent.close();
});

it('what was asked of a capture that is closed is refused, not left open', async () => {
  const id = await connection.openCaptures([longCapture(3_000_000)]);
  await status(id, 'reading');
  const asked = [
    connection.save(id, { form: 'html', language: 'en', times: 'utc' }),
    connection.intervals(id, { virtualRouter: 'ipv4/7', from: 0, to: 4e9, columns: 1000 }),
    connection.readReport(id, 'en'),
  ];
  await connection.closeCapture(id);
  const outcomes = await Promise.allSettled(asked);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('This capture was closed.');
  }
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('a window that is closed hears no more', async () => {
  const id = await connection.openCaptures([SAMPLE]);
  await status(id, 'read');
  connection.close();
  events.length = 0;
  await connection.readReport(id, 'en');
  await connection.openCaptures([SAMPLE, SAMPLE]);
  expect(events).toEqual([]);
});

it('saves under a name made from the capture, whole or not at all', async () => {
  const copy = join(folder, 'night.pcapng.gz');
  copyFileSync(new URL('../../../samples/kill-9-compressed.pcap.gz', import.meta.url).pathname, copy);
  const id = await connection.openCaptures([copy]);
  await status(id, 'read');
  const outcome = await connection.save(id, { form: 'json', language: 'en', times: 'utc' });
  expect(outcome).toEqual({ kind: 'saved', path: join(folder, 'night.json') });
  expect(JSON.parse(readFileSync(join(folder, 'night.json'), 'utf8'))).toMatchObject({ schema: 'vrrpscope.report/1' });
  const chinese = await connection.save(id, { form: 'csv', language: 'zh', times: 'utc' });
  expect(chinese).toMatchObject({ kind: 'saved' });
  rmSync(folder, { recursive: true });
  await expect(connection.save(id, { form: 'csv', language: 'en', times: 'utc' })).rejects.toThrow(
    /ENOENT|no such file/,
  );
  folder = mkdtempSync(join(tmpdir(), 'vrrpscope-test-'));
  expect(readdirSync(folder)).toEqual([]);
});

it('tells where it can listen, and with what', async () => {
  const { interfaces, tools } = await connection.listeningPlaces();
  expect(interfaces.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(networkInterfaces())));
  expect(tools.map(({ via }) => via)).toEqual(['dumpcap', 'tcpdump', 'cap']);
  for (const { state, reason } of tools) expect(reason === null).toBe(state === 'ready');
});

it('listening to what is not there fails with what there is', async () => {
  const id = await connection.startLive('nowhere0');
  const failed = await status(id, 'failed');
  expect(failed).toMatchObject({
    paths: ['nowhere0'],
    failure: 'there is no interface nowhere0',
    advice: { code: 'choose-interface', names: expect.arrayContaining(['lo']) },
    live: { name: 'nowhere0', packets: 0 },
  });
  await expect(connection.save(id, { form: 'json', language: 'en', times: 'utc' })).rejects.toThrow('nowhere0');
  await connection.closeCapture(id);
  expect((await connection.welcome()).captures).toEqual([]);
  expect(settings.recent).toEqual([]);
});
