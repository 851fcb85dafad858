import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  createWriteStream,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import { CLI, type CliRun, collectRun } from '../../support/run-cli.ts';
import { captureOf, type Packet, Story } from '../../support/story.ts';

const folder = mkdtempSync(join(tmpdir(), 'ring-buffer-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The report, as a process gives it that may hold so many files open. */
function reportWithin(descriptors: number, files: readonly string[]): Report {
  const command = `ulimit -n ${descriptors}; exec "$@"`;
  const options = { maxBuffer: 1 << 28, encoding: 'utf8' } as const;
  return JSON.parse(
    execFileSync('sh', ['-c', command, 'sh', process.execPath, CLI, 'report', '--json', ...files], options),
  );
}

describe.skipIf(!hasPeer('dumpcap'))('three hundred files that dumpcap wrote', () => {
  it('are one history with 64 descriptors', () => {
    const story = new Story();
    const [a, b] = [story.node(1, 100), story.node(2, 50)];
    a.id = 500;
    a.advertiseFrom(0, 1000).resign(1000.2);
    b.advertiseFrom(1001.005, 3000).announce(1001.006);
    const whole = join(folder, 'whole.pcap');
    writeFileSync(whole, story.capture());
    const ring = join(folder, 'ring.pcapng');
    execFileSync('dumpcap', ['-q', '-i', '-', '-b', 'packets:10', '-w', ring], {
      input: story.capture(),
      stdio: 'pipe',
    });
    const files = readdirSync(folder).filter((name) => name.startsWith('ring'));
    expect(files.length).toBeGreaterThanOrEqual(300);
    const report = reportWithin(
      64,
      files.map((name) => join(folder, name)),
    );
    const [one, other] = [report, reportWithin(64, [whole])].map(({ virtualRouters: [virtualRouter], findings }) => [
      virtualRouter?.reigns,
      findings.map(({ code, start }) => [code, start]),
    ]);
    expect(one).toEqual(other);
    expect(report.findings.map(({ code }) => code)).toEqual(['planned-handover']);
  }, 60_000);
});

describe.skipIf(process.platform === 'win32')(
  'twenty files, one of which changes between the look at it and its turn',
  () => {
    const CHANGED = 5;
    const SECONDS = 10;
    const path = (index: number) => join(folder, `${index}.pcap`);
    const story = new Story();
    story.node(1, 100).advertiseFrom(0, 20 * SECONDS - 1);
    const part = (index: number): Packet[] => story.packets.filter(({ time }) => Math.floor(time / SECONDS) === index);

    /** The report of a process that has looked at the file, and now waits for a pipe. */
    async function reportWhile(change: () => void): Promise<CliRun & { report: Report }> {
      for (let index = 1; index < 20; index++) writeFileSync(path(index), captureOf(part(index)));
      const pipe = join(folder, 'pipe');
      rmSync(pipe, { force: true });
      execFileSync('mkfifo', [pipe]);
      const others = Array.from({ length: 19 }, (_, index) => index + 1).filter((index) => index !== CHANGED);
      const words = ['report', '--json', path(CHANGED), pipe, ...others.map(path)];
      const run = collectRun(spawn(process.execPath, [CLI, ...words]), {});
      const writer = createWriteStream(pipe);
      await once(writer, 'open');
      change();
      writer.end(captureOf(part(0)));
      const { stdout, ...rest } = await run;
      return { ...rest, stdout, report: JSON.parse(stdout) };
    }

    /** What was behind it is read all the same. */
    function expectOthers({ virtualRouters, findings, end }: Report): void {
      expect(virtualRouters[0]?.reigns).toMatchObject([{ router: '192.0.2.1', end: null }]);
      expect(end).toBe((virtualRouters[0]?.reigns[0]?.start ?? 0) + 20 * SECONDS - 1);
      expect(findings.map(({ code }) => code)).toEqual(['capture-gap']);
    }

    it.each([
      ['deleted', () => unlinkSync(path(CHANGED)), 'there is no such file'],
      [
        'replaced by another',
        () => {
          writeFileSync(path(30), captureOf(part(CHANGED + 1)));
          renameSync(path(30), path(CHANGED));
        },
        'another file has taken its place since it was looked at',
      ],
      [
        'begun anew, as the next round of the ring does',
        () => writeFileSync(path(CHANGED), captureOf(part(CHANGED + 1))),
        'another file has taken its place since it was looked at',
      ],
    ])('%s: it is told once, and the others are read', async (_, change, message) => {
      const { status, stderr, report } = await reportWhile(change);
      expect({ status, stderr }).toEqual({ status: 3, stderr: `vrrpscope: error: ${path(CHANGED)}: ${message}\n` });
      expectOthers(report);
      expect(report.unreadable).toMatchObject([{ name: path(CHANGED), message }]);
    });

    it.skipIf(process.getuid?.() === 0)('taken away by its permissions: the same', async () => {
      const { status, stderr, report } = await reportWhile(() => chmodSync(path(CHANGED), 0));
      const told = `vrrpscope: error: ${path(CHANGED)}: you are not allowed to read it\n`;
      expect({ status, stderr }).toEqual({ status: 3, stderr: told });
      expectOthers(report);
    });

    it('cut between two packets: what is left counts, and the rest is missed', async () => {
      const { length } = captureOf(part(CHANGED).slice(0, 4));
      const { status, stderr, report } = await reportWhile(() => truncateSync(path(CHANGED), length));
      expect(status).toBe(0);
      expect(stderr).toContain(`warning: ${path(CHANGED)}: the file became shorter while it was read`);
      expect(report.sources[0]).toMatchObject({ packets: 4 });
      expect(report.virtualRouters[0]?.reigns).toMatchObject([{ advertisements: 20 * SECONDS - 6, end: null }]);
    });

    it('that has only grown is read as far as it goes now', async () => {
      const { status, stderr, report } = await reportWhile(() =>
        writeFileSync(path(CHANGED), captureOf([...part(CHANGED), ...part(CHANGED + 1)])),
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(report.sources[0]?.packets).toBeGreaterThan(part(CHANGED).length);
    });
  },
);
