import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { analyze } from '../../../../decoder/analyze.ts';
import { CaptureLog } from '../../../../main/live/log/capture-log.ts';
import { captureFile } from '../../../../main/services/read-capture-file.ts';
import { english } from '../../../support/live-builders.ts';
import { at, LoggedPackets, START } from '../../../support/logged-packets.ts';
import { requirePeer } from '../../../support/peer-programs.ts';

const DIST = pathToFileURL(join(import.meta.dirname, '../../../../dist/'));

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vrrpscope-log-'));
});

afterEach(async () => {
  spawnSync('umount', [folder]);
  await rm(folder, { recursive: true, force: true });
});

/** A disk of so many bytes in the folder; skips aloud where none can be made. */
function smallDisk(size: string, skip: (note: string) => void): void {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  if (status === 0) return;
  const note = `a small disk is not to be had: ${stderr ?? 'no mount'}`;
  console.warn(`skipped: ${note}`);
  skip(note);
}

async function numbers(path: string): Promise<{ packets: number; last: number | null }> {
  const [source] = (await analyze([captureFile(path)])).sources;
  expect(source?.problems).toEqual([]);
  return { packets: source?.packets ?? 0, last: source?.end ?? null };
}

describe('a full disk', () => {
  it('costs nothing that had been written, is told once with the time, and the capture goes on', async ({ skip }) => {
    smallDisk('256k', skip);
    const path = join(folder, 'full.pcapng');
    const log = await CaptureLog.create(path, {});
    const packets = new LoggedPackets(log);
    packets.begin(0);
    let second = 0;
    await vi.waitFor(
      () => {
        packets.write(second++, 200);
        expect(log.failure).not.toBeNull();
      },
      { timeout: 10_000, interval: 5 },
    );
    const told = english(log.failure) ?? '';
    packets.write(second + 100, 200);
    await log.end(at(second + 200));
    expect(english(log.failure)).toBe(told);

    const kept = await numbers(path);
    expect(kept.packets).toBeGreaterThan(1500);
    // Every packet up to the last one that is kept, and the block behind it had no room
    const wholeSeconds = Math.floor(kept.packets / 200);
    expect(kept.last).toBeCloseTo(START + wholeSeconds + ((kept.packets % 200) - 1) / 200, 3);
    expect(256 * 1024 - (await readFile(path)).length).toBeLessThan(4096 + 200);
    const until = new Date(Math.floor(kept.last ?? 0) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    expect(told).toBe(`cannot write to ${path}: no space left on device; it holds everything until ${until} UTC`);
  });

  it('leaves a file that Wireshark takes for whole', async ({ skip }) => {
    requirePeer('capinfos', skip);
    smallDisk('64k', skip);
    const path = join(folder, 'full.pcapng');
    const log = await CaptureLog.create(path, {});
    const packets = new LoggedPackets(log);
    packets.begin(0);
    packets.write(0, 5000);
    await log.end(at(1));
    expect(english(log.failure)).toContain('no space left on device');
    const { stdout, stderr } = spawnSync('capinfos', ['-Mc', path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toContain(`Number of packets:   ${(await numbers(path)).packets}\n`);
  });

  it('is tried again with the next file of a series, as soon as there is room', async ({ skip }) => {
    smallDisk('256k', skip);
    const ballast = join(folder, 'ballast');
    await writeFile(ballast, new Uint8Array(200 * 1024));
    const log = await CaptureLog.create(join(folder, 'ring.pcapng'), { rotateSeconds: 3600 });
    const packets = new LoggedPackets(log);
    packets.begin(0);
    packets.write(0, 2000);
    await vi.waitFor(() => expect(english(log.failure)).toContain('no space left on device'), { timeout: 5000 });
    packets.write(5);
    await rm(ballast);
    packets.write(20);
    packets.write(21, 3);
    await log.end(at(30));
    expect((await readdir(folder)).sort()).toEqual([
      'ring_00001_20261121T090230Z.pcapng',
      'ring_00002_20261121T090251Z.pcapng',
    ]);
    expect(await numbers(log.files[1] ?? '')).toEqual({ packets: 3, last: expect.closeTo(START + 21.667, 3) });
    expect(log.failure).toBeNull();
    expect(english(log.gap)).toBe(
      `could not write to ${log.files[0]}: no space left on device; packets from 2026-11-21 09:02:30 UTC to 2026-11-21 09:02:50 UTC are missing`,
    );
    // Nobody knows what happened between: that is no silence
    const report = await analyze(log.files.map((file) => captureFile(file)));
    expect(report.virtualRouters[0]?.noMaster.filter(({ start }) => start < START + 20)).toEqual([]);
  });

  it('is no fault where the oldest file makes room', async ({ skip }) => {
    smallDisk('256k', skip);
    const log = await CaptureLog.create(join(folder, 'ring.pcapng'), { rotateBytes: 50_000, keep: 3 });
    const packets = new LoggedPackets(log);
    packets.begin(0);
    for (let second = 0; second < 300; second++) packets.write(second, 40);
    await log.end(at(300));
    expect([log.failure, log.gap]).toEqual([null, null]);
    expect(log.files).toHaveLength(3);
    for (const file of log.files) expect((await numbers(file)).packets).toBeGreaterThan(0);
  });
});

describe('a disk that can only be read', () => {
  it('is told before anything is captured', async ({ skip }) => {
    smallDisk('64k', skip);
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    for (const options of [{}, { rotateBytes: 1000 }]) {
      await expect(CaptureLog.create(join(folder, 'a.pcapng'), options)).rejects.toThrow(
        /^cannot write to .*: read-only file system$/,
      );
    }
  });
});

/** Writes a packet every 2 ms, stamped by its clock, and says when each was given away. */
const VICTIM = `
  const [{ CaptureLog }, { PcapngStream }] = await Promise.all(
    ['main/live/log/capture-log.js', 'main/live/pcapng-stream.js'].map((file) => import(new URL(file, process.argv[1]))));
  const log = await CaptureLog.create(process.argv[2], {});
  const stream = new PcapngStream('a test');
  const now = () => ({ seconds: Math.floor(Date.now() / 1000), nanoseconds: (Date.now() % 1000) * 1e6 });
  log.begin(stream);
  stream.begin([{ linkType: 1, name: 'eth0' }], now());
  const bytes = new Uint8Array(60);
  setInterval(() => {
    stream.packet({ interfaceIndex: 0, ...now(), bytes, start: 0, end: 60, originalLength: 60, direction: 'unknown' });
    log.write(stream.take(), now());
    console.log(Date.now());
  }, 2);
`;

describe('a capture killed by SIGKILL', () => {
  it('leaves a file that reaches up to a second ago', async () => {
    const path = join(folder, 'killed.pcapng');
    const child = spawn(process.execPath, ['--input-type=module', '-e', VICTIM, DIST.href, path]);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    let complaint = '';
    child.stderr.on('data', (text) => {
      complaint += text;
    });
    await vi.waitFor(() => expect(said.split('\n').length, complaint).toBeGreaterThan(800), { timeout: 12_000 });
    child.kill('SIGKILL');
    await once(child, 'close');
    const given = said.split('\n').slice(0, -1).map(Number);
    const { packets, last } = await numbers(path);
    expect(packets).toBeGreaterThan(200);
    expect((given.at(-1) ?? 0) / 1000 - (last ?? 0)).toBeLessThan(1);
  });
});
