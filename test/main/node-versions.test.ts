import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasNode } from '../support/peer-programs.ts';
import { runCli } from '../support/run-cli.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');
const sample = (name: string) => join(SAMPLES, name);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vrrpscope-node-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The package `node` is the program itself; without network it is there if it has been fetched before. */
function nodeProgram(major: number): string | null {
  const offline = process.env.VRRPSCOPE_REQUIRE_PEERS ? [] : ['--offline'];
  const words = ['-y', ...offline, '-p', `node@${major}`, 'node', '-p', 'process.execPath'];
  const isWindows = process.platform === 'win32';
  const { status, stdout } = spawnSync('npx', words, { encoding: 'utf8', cwd: tmpdir(), shell: isWindows });
  return status === 0 ? stdout.trim() : null;
}

describe.each([20, 22, 24, 26])('Node.js %i', { timeout: 30_000 }, (major) => {
  const node = nodeProgram(major);
  const isMissing = !hasNode(major, node);

  test.skipIf(isMissing)('is that', () => {
    const { stdout } = spawnSync(node ?? '', ['--version'], { encoding: 'utf8' });
    expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
  });

  test
    .skipIf(isMissing)
    .each([
      'report --utc split-brain.pcapng',
      'report --json split-brain.pcapng three-nodes-compressed.pcapng.zst',
      'report --lang zh --markdown split-brain.pcapng',
      'inventory split-brain.pcapng',
      'decode -v split-brain.pcapng',
      'completion bash',
      'report --fail-on critical --csv split-brain.pcapng',
    ])('%s prints the same', async (line) => {
    const words = line.split(' ').map((word) => (/\.pcapng/.test(word) ? sample(word) : word));
    const run = await runCli(words, { node: node ?? '' });
    expect(run.stderr).toBe('');
    expect(run).toEqual(await runCli(words));
  });

  test.skipIf(isMissing)('tells what comes through a pipe, and writes it', async () => {
    const written = join(folder, `${major}.pcapng`);
    const stdin = await readFile(sample('split-brain.pcapng'));
    const live = await runCli(['live', '--json', '--write', written, '-'], { node: node ?? '', stdin });
    expect(live).toMatchObject({ status: 0, stderr: '' });
    const told = ({ stdout }: { stdout: string }) => JSON.parse(stdout).virtualRouters;
    expect(told(live)).toEqual(told(await runCli(['report', '--json', written], { node: node ?? '' })));
  });

  test.skipIf(isMissing)('writes an HTML report', async () => {
    const page = join(folder, `${major}.html`);
    const words = ['report', '--html', page, sample('split-brain.pcapng')];
    expect(await runCli(words, { node: node ?? '' })).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await readFile(page, 'utf8')).toContain('id="embedded-report"');
  });
});
