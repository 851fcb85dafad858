import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeProgram } from '../main/commands/commands.ts';
import { CLI } from './support/run-cli.ts';

const ROOT = join(import.meta.dirname, '..');
const SAMPLES = join(ROOT, 'samples');
const NODES = join(SAMPLES, 'both-nodes-partitioned');

/** Those of README between ```sh and ```, without what follows `#`, and the folder to which a `cd` before them leads. */
const LINES = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```sh\n(.*?)^```/gms)].flatMap(
  ([, block = '']) => {
    let at = '.';
    return block.split('\n').flatMap((commented) => {
      const line = commented.replace(/\s+#\s.*$/, '').trim();
      const [, to] = /^cd (\S+)$/.exec(line) ?? [];
      at = to ?? at;
      return line === '' || to !== undefined ? [] : [{ line, at }];
    });
  },
);

/** What needs an interface, a window or minutes; other tests do that. Of these it is checked that their options exist. */
const WAITS = /\bnpm\b|vrrpscope (live eth0|open|interfaces)\b/;

let folder = '';

/** A machine as README speaks of it: its captures are samples, and ssh shows one. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vrrpscope-readme-'));
  const capture = join(SAMPLES, 'split-brain.pcapng');
  for (const name of ['incident.pcapng', 'night.pcapng', 'nightly.pcapng', 'lan.pcapng', 'ring_1.pcapng', 'big.pcap']) {
    copyFileSync(capture, join(folder, name));
  }
  for (const node of ['lb01', 'lb02']) {
    copyFileSync(join(NODES, `${node}.syslog`), join(folder, `${node}.log`));
    for (const kind of ['pcap', 'conf']) copyFileSync(join(NODES, `${node}.${kind}`), join(folder, `${node}.${kind}`));
  }
  writeFileSync(join(folder, 'hosts'), '192.0.2.1 lb01\n');
  cpSync(SAMPLES, join(folder, 'samples'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  program('vrrpscope', `exec '${process.execPath}' '${CLI}' "$@"`);
  program('ssh', `exec cat '${capture}'`);
  for (const filter of ['jq', 'less']) program(filter, 'exec cat');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, script: string): void {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

describe.skipIf(process.platform === 'win32')('README: every command', { timeout: 30_000 }, () => {
  const commands = LINES.filter(({ line }) => /vrrpscope/.test(line));

  test.each(commands.filter(({ line }) => !WAITS.test(line)))('$line', ({ line, at }) => {
    const PATH = `${join(folder, 'bin')}${delimiter}${process.env.PATH ?? ''}`;
    const env = { ...process.env, PATH, LC_ALL: 'C.UTF-8' };
    const { status, stderr } = spawnSync('bash', ['-c', line], { cwd: join(folder, at), env, encoding: 'utf8' });
    expect(stderr).not.toMatch(/error|warning/);
    expect(status).toBe(line.includes('--fail-on') ? 1 : 0);
  });

  test.each(commands.filter(({ line }) => WAITS.test(line)))('$line: has such options', async ({ line }) => {
    const { commands: known } = await wholeProgram();
    for (const [, name = '', rest = ''] of line.matchAll(/vrrpscope (\w+)([^|&]*)/g)) {
      const command = known.find((one) => one.name() === name);
      expect(command?.parseOptions(rest.trim().split(/\s+/)).unknown).toEqual([]);
    }
  });

  test('npm scripts of it exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const named = [
      ...LINES.map(({ line }) => line)
        .join('\n')
        .matchAll(/npm run ([\w:-]+)/g),
    ].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(1);
    for (const name of named) expect(scripts).toHaveProperty(name);
  });
});
