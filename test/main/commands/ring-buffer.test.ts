import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import { CLI } from '../../support/run-cli.ts';
import { Story } from '../../support/story.ts';

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
