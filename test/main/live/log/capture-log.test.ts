import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { analyze } from '../../../../decoder/analyze.ts';
import { CaptureLog, type LogOptions } from '../../../../main/live/log/capture-log.ts';
import { captureFile } from '../../../../main/services/read-capture-file.ts';
import { english } from '../../../support/live-builders.ts';
import { at, LoggedPackets, START } from '../../../support/logged-packets.ts';
import { requirePeer } from '../../../support/peer-programs.ts';

const PREFIX = 'vrrpscope-log-';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), PREFIX));
  path = join(folder, 'lb01.pcapng');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function begun(options: LogOptions = {}, where = path): Promise<{ log: CaptureLog; packets: LoggedPackets }> {
  const log = await CaptureLog.create(where, options);
  const packets = new LoggedPackets(log);
  packets.begin(0);
  return { log, packets };
}

/** What reading the files together shows, and that none is damaged. */
async function read(...files: readonly string[]) {
  const report = await analyze(files.map((file) => captureFile(file)));
  expect(report.sources.flatMap((source) => source.problems)).toEqual([]);
  return { packets: report.sources.map(({ packets }) => packets), report };
}

const shown = () => readdir(folder).then((names) => names.sort());

describe('one file', () => {
  it('is there before anything was captured, and holds what was written as observed up to the end', async () => {
    const { log, packets } = await begun();
    expect(existsSync(path)).toBe(true);
    packets.write(1);
    packets.write(2, 3);
    await log.end(at(60));
    expect(log.failure).toBeNull();
    expect(log.files).toEqual([path]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const { report, ...found } = await read(path);
    expect(found.packets).toEqual([4]);
    expect(report.sources[0]).toMatchObject({ start: START + 1, interfaces: [{ name: 'eth0', linkType: 1 }] });
    // The master's silence after the last packet is told, since the capture went on
    expect(report.virtualRouters[0]?.noMaster).toHaveLength(1);
  });

  it('can be read by Wireshark', async ({ skip }) => {
    requirePeer('capinfos', skip);
    const { log, packets } = await begun();
    for (let second = 0; second < 100; second++) packets.write(second, 50);
    await log.end(at(100));
    const told = execFileSync('capinfos', ['-Mct', path], { encoding: 'utf8' });
    expect(told).toMatch(/File type: +pcapng\n/);
    expect(told).toMatch(/Number of packets: +5000\n/);
    expect(spawnSync('capinfos', [path], { encoding: 'utf8' }).stderr).toBe('');
  });

  it('is on the disk within a second while the capture goes on', async () => {
    const { log, packets } = await begun();
    packets.write(1);
    for (let second = 2; second < 5; second++) {
      const began = performance.now();
      packets.write(second);
      await vi.waitFor(async () => expect((await read(path)).packets).toEqual([second]), {
        timeout: 5000,
        interval: 10,
      });
      expect(performance.now() - began).toBeLessThan(1500);
    }
    await log.end(at(5));
  });

  it('goes with a capture that never wrote to it', async () => {
    const log = await CaptureLog.create(path, {});
    await log.end(at(0));
    expect(await shown()).toEqual([]);
    expect(log.failure).toBeNull();
  });

  it('keeps a second section as it came', async () => {
    const { log, packets } = await begun();
    packets.write(1);
    packets.stream.end(at(2));
    packets.begin(20);
    packets.write(21);
    await log.end(at(22));
    const { report } = await read(path);
    expect(report.sources[0]?.packets).toBe(2);
    expect(report.virtualRouters[0]?.noMaster).toEqual([]);
  });

  it('copies what it is given', async () => {
    const { log, packets } = await begun();
    packets.write(1);
    const buffer = new Uint8Array(packets.stream.preamble(at(1)));
    log.write(buffer, at(2));
    buffer.fill(0xff);
    await log.end(at(3));
    await read(path);
  });

  it('takes nothing after its end', async () => {
    const { log, packets } = await begun();
    packets.write(1);
    await log.end(at(2));
    packets.write(3);
    await log.end(at(4));
    expect((await read(path)).packets).toEqual([1]);
  });
});

describe('what cannot be written to', () => {
  const refusal = (where: string, options: LogOptions = {}) =>
    CaptureLog.create(where, options).then(
      () => 'nothing',
      (error: Error) => `${error.name}: ${error.message.replaceAll(folder, '')}`,
    );

  it('is told before anything is captured', async () => {
    await writeFile(path, 'evidence');
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    await symlink('/nowhere', join(folder, 'link'));
    expect(await refusal(path)).toBe(
      'CaptureLogError: /lb01.pcapng exists already, and a capture is never overwritten',
    );
    expect(await readFile(path, 'utf8')).toBe('evidence');
    expect(await refusal(folder)).toBe('CaptureLogError:  is a directory: name a file that does not exist yet');
    for (const name of ['fifo', 'link']) {
      expect(await refusal(join(folder, name))).toBe(
        `CaptureLogError: /${name} is not a file: name one that does not exist yet`,
      );
    }
    expect(await refusal('/dev/full')).toContain('/dev/full is not a file');
    expect(await refusal('-')).toBe('CaptureLogError: packets are not written to standard output: name a file');
    for (const options of [{}, { rotateBytes: 1e6 }]) {
      expect(await refusal(join(folder, 'none', 'a.pcapng'), options)).toMatch(
        /^CaptureLogError: cannot write to .*: there is no directory \/none$/,
      );
      expect(await refusal(join(path, 'a.pcapng'), options)).toContain('not a directory');
    }
  });

  it('includes a directory of somebody else', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may write everywhere');
    await chmod(folder, 0o500);
    expect(await refusal(path)).toContain('permission denied');
    await chmod(folder, 0o700);
  });

  it('leaves nothing behind', async () => {
    await CaptureLog.create(path, { rotateBytes: 1000 });
    expect(await shown()).toEqual([]);
  });
});

describe('a series of files', () => {
  it('is named after the first packet of each, and every file is a capture of its own', async () => {
    const { log, packets } = await begun({ rotateSeconds: 60 });
    for (let second = 0; second < 150; second++) packets.write(second);
    await log.end(at(150));
    expect(log.files.map((file) => basename(file))).toEqual([
      'lb01_00001_20261121T090230Z.pcapng',
      'lb01_00002_20261121T090331Z.pcapng',
      'lb01_00003_20261121T090432Z.pcapng',
    ]);
    expect(await shown()).toEqual(log.files.map((file) => basename(file)));
    const { report, ...found } = await read(...log.files);
    expect(found.packets).toEqual([61, 61, 28]);
    expect(report.virtualRouters[0]?.reigns).toHaveLength(1);
    for (const file of log.files) expect((await read(file)).report.virtualRouters).toHaveLength(1);
  });

  it('tells of silence across a change of files', async () => {
    const { log, packets } = await begun({ rotateSeconds: 10 });
    for (let second = 0; second <= 10; second++) packets.write(second);
    packets.write(30);
    await log.end(at(31));
    const { report } = await read(...log.files);
    expect(report.virtualRouters[0]?.noMaster).toMatchObject([{ start: expect.any(Number), end: START + 30 }]);
  });

  it('ends with the silence after the last change of files', async () => {
    const { log, packets } = await begun({ rotateSeconds: 10 });
    for (let second = 0; second <= 10; second++) packets.write(second);
    await log.end(at(40));
    const { report } = await read(...log.files);
    expect(report.virtualRouters[0]?.noMaster).toMatchObject([{ end: null }]);
  });

  it('changes by size, and keeps the latest, those of earlier runs included', async () => {
    const others = ['lb01_00001_20251121T090000Z.pcapng', 'lb01_notes.pcapng', 'lb01b_00001_20251121T090000Z.pcapng'];
    for (const name of others) await writeFile(join(folder, name), 'of another run');
    const { log, packets } = await begun({ rotateBytes: 20_000, keep: 3 });
    for (let second = 0; second < 200; second++) packets.write(second, 10);
    await log.end(at(200));
    expect(log.files).toHaveLength(3);
    expect(await shown()).toEqual([...log.files.map((file) => basename(file)), ...others.slice(1)].sort());
    for (const file of log.files.slice(0, -1)) {
      const { length } = await readFile(file);
      expect(length).toBeGreaterThan(20_000);
      expect(length).toBeLessThan(22_000);
    }
    expect((await read(...log.files)).report.sources.at(-1)?.end).toBeCloseTo(START + 199.9, 3);
  });

  it('tells drops in the file in which they happened', async () => {
    const { log, packets } = await begun({ rotateSeconds: 10 });
    for (let second = 0; second < 30; second++) {
      packets.write(second);
      if (second === 12) packets.drop(5, second);
    }
    await log.end(at(30));
    const { report } = await read(...log.files);
    expect(report.sources.map(({ dropped }) => dropped ?? 0)).toEqual([0, 5, 0]);
  });

  it('begins with the section that a capture taken up again begins with', async () => {
    const { log, packets } = await begun({ rotateSeconds: 10 });
    packets.write(0);
    packets.write(10);
    packets.begin(100);
    packets.write(101);
    await log.end(at(102));
    const { report } = await read(...log.files);
    expect(report.sources.map((source) => source.packets)).toEqual([2, 1]);
    expect(report.virtualRouters[0]?.noMaster).toEqual([]);
  });

  it('does not overwrite what another run made in the same second', async () => {
    const options = { rotateBytes: 1e6 };
    const [first, second] = [await begun(options), await begun(options)];
    first.packets.write(0);
    await first.log.end(at(1));
    second.packets.write(0);
    await second.log.end(at(1));
    expect(await shown()).toEqual(['lb01_00001_20261121T090230Z.pcapng', 'lb01_00002_20261121T090230Z.pcapng']);
    await read(...first.log.files, ...second.log.files);
  });
});

describe('trouble on the way', () => {
  const untilItFails = async (log: CaptureLog, packets: LoggedPackets, from: number) => {
    let second = from;
    await vi.waitFor(
      () => {
        packets.write(second++);
        expect(log.failure).not.toBeNull();
      },
      { timeout: 5000, interval: 20 },
    );
    return second;
  };

  it('is told where somebody deletes the file, once, and the capture goes on', async () => {
    const { log, packets } = await begun();
    packets.write(0);
    await vi.waitFor(async () => expect((await readFile(path)).length).toBeGreaterThan(0));
    await rm(path);
    const second = await untilItFails(log, packets, 1);
    const told = log.failure;
    expect(english(told)).toBe(`cannot write to ${path}: somebody has deleted it`);
    packets.write(second + 100);
    await log.end(at(second + 101));
    expect(log.failure).toBe(told);
    expect(await shown()).toEqual([]);
  });

  it('is told where somebody else changes the file, which is left as it is', async () => {
    const { log, packets } = await begun();
    packets.write(0);
    await vi.waitFor(async () => expect((await readFile(path)).length).toBeGreaterThan(0));
    await appendFile(path, new Uint8Array(100_000));
    await untilItFails(log, packets, 1);
    await log.end(at(100));
    expect(english(log.failure)).toBe(`cannot write to ${path}: somebody else has changed it`);
  });

  it('is no trouble where the file is only renamed', async () => {
    const { log, packets } = await begun();
    packets.write(0);
    await vi.waitFor(async () => expect((await readFile(path)).length).toBeGreaterThan(0));
    await rename(path, `${path}.moved`);
    packets.write(1);
    await log.end(at(2));
    expect(log.failure).toBeNull();
    expect((await read(`${path}.moved`)).packets).toEqual([2]);
  });

  it('ends where the directory is there again, in a series', async () => {
    const where = join(folder, 'ring');
    await mkdir(where);
    const { log, packets } = await begun({ rotateSeconds: 5 }, join(where, 'a.pcapng'));
    packets.write(0);
    await rm(where, { recursive: true });
    const second = await untilItFails(log, packets, 6);
    expect(english(log.failure)).toMatch(
      /^cannot write to .*ring\/a.*: (somebody has deleted it|no such file or directory)$/,
    );
    await mkdir(where);
    packets.write(second + 10);
    packets.write(second + 11);
    await log.end(at(second + 12));
    // A file that had been asked for before the fault may come into the new directory
    const last = (await readdir(where)).sort().slice(-1);
    const { report } = await read(...last.map((file) => join(where, file)));
    expect(report.sources.map(({ end }) => end)).toEqual([START + second + 11]);
    expect(log.failure).toBeNull();
    expect(english(log.gap)).toMatch(
      /^could not write to .*: (somebody has deleted it|no such file or directory); packets to 2026-11-21 09:\d\d:\d\d UTC are missing$/,
    );
  });

  it('is told where the disk is too slow; memory is bounded, and the time that is missing is a pause', async () => {
    const { log, packets } = await begun();
    packets.write(0);
    let second = 1;
    // More than the disk can take while nobody lets it: 100,000 packets a write
    while (log.failure === null) packets.write(second++, 100_000);
    expect(second).toBeLessThan(12);
    const lastKept = second - 2;
    expect(english(log.failure)).toMatch(
      new RegExp(`^cannot write to ${path}: the disk is too slow; it holds everything until `),
    );
    const more = second + 100;
    packets.write(second + 1);
    await vi.waitFor(
      () => {
        packets.write(more);
        expect(log.failure).toBeNull();
        expect(english(log.gap)).toMatch(/: the disk is too slow; packets from .* to .* are missing$/);
      },
      { timeout: 10_000, interval: 50 },
    );
    packets.write(more + 1);
    await log.end(at(more + 2));
    const { report } = await read(path);
    expect(report.sources[0]?.packets).toBeGreaterThan(lastKept * 100_000);
    expect(report.virtualRouters[0]?.noMaster).toEqual([]);
  }, 30_000);
});
