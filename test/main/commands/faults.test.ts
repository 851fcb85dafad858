import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLI, runCli } from '../../support/run-cli.ts';
import { failoverCapture, splitBrainCapture } from '../../support/sample-captures.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vrrpscope-faults-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string): string {
  return join(folder, name);
}

/** The command in a shell that limits what it may take. */
function limited(limit: string, words: readonly string[], timeout?: number) {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', `trap "" XFSZ; ulimit ${limit}; exec "$@"`, 'sh', process.execPath, CLI, ...words],
    { encoding: 'utf8', timeout },
  );
  return { status, stdout, stderr };
}

const WRITERS = [
  ['report --html', (out: string) => ['report', '--html', out]],
  ['decode --write', (out: string) => ['decode', '--write', out]],
] as const;

describe.skipIf(process.platform === 'win32').each(WRITERS)('%s', (_, words) => {
  /** Runs, and has begun to write, until it is told to end. */
  async function begun(out: string): Promise<ChildProcess> {
    const partly = new Promise<void>((resolve) => {
      const watcher = watch(folder, (_event, name) => {
        if (name?.endsWith('.part') !== true) return;
        watcher.close();
        resolve();
      });
    });
    const child = spawn(process.execPath, [CLI, ...words(out), '-'], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin?.write(splitBrainCapture().subarray(0, 2000));
    await partly;
    return child;
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ended by %s leaves what was there, and nothing else', async (signal, status) => {
    writeFileSync(file('out'), 'before');
    const child = await begun(file('out'));
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([status, null]);
    expect(readdirSync(folder)).toEqual(['out']);
    expect(readFileSync(file('out'), 'utf8')).toBe('before');
  });

  test('on a full disk says so in a line, and leaves what was there', () => {
    mkdirSync(file('in'));
    mkdirSync(file('full'));
    writeFileSync(file('in/split.pcap'), splitBrainCapture());
    writeFileSync(file('full/out'), 'before');
    const { status, stdout, stderr } = limited('-f 1', [...words(file('full/out')), file('in/split.pcap')]);
    expect({ status, stdout }).toEqual({ status: 74, stdout: '' });
    expect(stderr).toMatch(/^vrrpscope: error: cannot write to \S+\/full\/out: file too large\n$/);
    expect(readdirSync(file('full'))).toEqual(['out']);
    expect(readFileSync(file('full/out'), 'utf8')).toBe('before');
  });

  test('where nothing can be written says so before it reads', async () => {
    const { status, stderr } = await runCli([...words(file('no/out')), file('missing.pcap')]);
    expect(status).toBe(2);
    expect(stderr).toContain(`cannot write to ${file('no/out')}: no such file or directory\n`);
    expect(stderr).not.toContain('missing.pcap');
  });
});

/** Node itself needs about twenty, and dies in its own ways with fewer. */
function leastDescriptors(): number {
  for (let least = 16; least < 64; least++) {
    if (limited(`-n ${least}`, ['--version']).status === 0) return least;
  }
  throw new Error('it does not run with 64 descriptors');
}

describe.skipIf(process.platform === 'win32')('hardly more descriptors than it takes to run', () => {
  const least = leastDescriptors();

  test.each([
    ['report', '--csv', 'split.pcap'],
    ['report', '--html', 'page.html', 'split.pcap'],
    ['report', '--json', 'split.pcap', 'failover.pcap.gz', 'failover.pcap'],
    ['decode', '--write', 'small.pcapng', 'split.pcap', 'failover.pcap.gz'],
    ['inventory', 'failover.pcap.gz'],
    ['interfaces', '--json'],
  ])('%s %s ends as it should, or says so in a line', (...words) => {
    const given = words.map((word) => (/\./.test(word) ? file(word) : word));
    for (let descriptors = least; descriptors < least + 6; descriptors++) {
      writeFileSync(file('split.pcap'), splitBrainCapture());
      writeFileSync(file('failover.pcap'), failoverCapture());
      writeFileSync(file('failover.pcap.gz'), gzipSync(failoverCapture()));
      const { status, stderr } = limited(`-n ${descriptors}`, given, 5000);
      expect(
        stderr.split('\n').filter((line) => !/^$|^vrrpscope: (error|warning): .*too many open files/.test(line)),
      ).toEqual([]);
      expect([0, 2, 3, 71, 74]).toContain(status);
      if (stderr !== '') expect(status).not.toBe(0);
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    }
  });
});

describe.skipIf(process.platform === 'win32')('more files at once than the system lends', () => {
  const FILES = 100;

  test.each([
    ['report', '--ndjson'],
    ['decode', '--json'],
  ])('%s tells which were not read, and reads the others', (...words) => {
    const paths = Array.from({ length: FILES }, (_, i) => file(`${i}.pcap`));
    for (const path of paths) writeFileSync(path, failoverCapture());
    const { status, stdout, stderr } = limited('-n 64', [...words, ...paths]);
    expect(status).toBe(3);
    const unread = stderr.match(/error: \S+\.pcap: reading failed: too many open files/g) ?? [];
    expect(unread.length).toBeGreaterThan(0);
    expect(unread.length).toBeLessThan(FILES);
    expect(stdout.includes('10.0.0.2')).toBe(true);
  });
});
