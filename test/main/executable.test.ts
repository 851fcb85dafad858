import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { pcap } from '../support/capture-builders.ts';
import { hasPeer } from '../support/peer-programs.ts';
import { type CliRun, collectRun, runCli } from '../support/run-cli.ts';
import { Guest } from './browser/guest.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE = join(ROOT, 'samples/split-brain.pcapng');
const PACKED = join(ROOT, 'samples/three-nodes-compressed.pcapng.zst');

let folder = '';
let executable = '';

/** Where there is no Node.js, nor anything else of vrrpscope. */
function start(words: readonly string[]) {
  const env = { PATH: folder, HOME: folder, TMPDIR: folder, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  return spawn(executable, words, { cwd: folder, env });
}

function run(words: readonly string[], stdin?: Uint8Array): Promise<CliRun> {
  return collectRun(start(words), stdin === undefined ? {} : { stdin });
}

describe.skipIf(process.platform !== 'linux')('the single executable', { timeout: 30_000 }, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vrrpscope-executable-'));
    executable = join(folder, 'vrrpscope');
    const bundler = join(ROOT, 'node_modules/.bin/rolldown');
    execFileSync(bundler, ['-c', 'rolldown.executable.config.js'], { cwd: ROOT, stdio: 'pipe' });
    execFileSync(process.execPath, ['dist/main/build/make-executable.js'], { cwd: ROOT, stdio: 'pipe' });
    await copyFile(join(ROOT, 'dist/vrrpscope'), executable);
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each([
    '--version',
    'report --utc SAMPLE',
    'report --json SAMPLE PACKED',
    'report --lang zh --markdown SAMPLE',
    'inventory SAMPLE',
    'decode -v SAMPLE',
    'completion bash',
    'help report',
    'report --jsn SAMPLE',
  ])('%s is what the package prints', async (line) => {
    const words = line.split(' ').map((word) => ({ SAMPLE, PACKED })[word] ?? word);
    expect(await run(words)).toEqual(await runCli(words));
  });

  test.skipIf(!hasPeer('zstd'))('a large file is unpacked in a thread of its own', async () => {
    const large = join(folder, 'large.pcap.zst');
    const noise = Array.from({ length: 1200 }, () => ({ data: new Uint8Array(randomBytes(5000)) }));
    const plain = pcap({ records: noise });
    await writeFile(large, execFileSync('zstd', ['-q', '-c'], { input: plain, maxBuffer: 2 * plain.length }));
    const words = ['report', '--json', large];
    expect(JSON.parse((await run(words)).stdout).sources[0].packets).toBe(1200);
    expect(await run(words)).toEqual(await runCli(words));
  });

  test('live tells what comes through a pipe, and serves metrics', async () => {
    const packets = await readFile(SAMPLE);
    const words = ['live', '--ndjson', '--metrics', '127.0.0.1:0', '-'];
    const { status, stdout } = await run(words, packets);
    expect(status).toBe(0);
    expect(stdout).toContain('"code":"split-brain"');
  });

  test('report --html writes the whole page', async () => {
    expect(await run(['report', '--html', 'report.html', SAMPLE])).toEqual({ status: 0, stdout: '', stderr: '' });
    const page = await readFile(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('id="embedded-report"');
    expect(page).toContain(await readFile(join(ROOT, 'dist/window/window.css'), 'utf8'));
  });

  test('open --browser reads in its thread, and saves', async () => {
    const child = start(['open', '--browser', '--no-launch', SAMPLE]);
    onTestFinished(() => void child.kill('SIGKILL'));
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    const [url] = await once(createInterface(child.stdout), 'line');
    const guest = await Guest.arrive(url);
    expect((await guest.ask('/window.js')).body).toBe(await readFile(join(ROOT, 'dist/window/window.js'), 'utf8'));
    const page = await guest.openPage();
    const { captures } = await page.call('welcome');
    if (captures[0]?.state !== 'read') {
      await page.event((event) => event.kind === 'captures' && event.captures.some(({ state }) => state === 'read'));
    }
    const id = captures[0]?.id ?? '';
    const saved = await page.call('save', id, { form: 'html', language: 'en', times: 'utc' });
    if (saved.kind !== 'download') throw new Error(`${saved.kind}, not a download`);
    expect((await guest.ask(saved.url)).body).toContain('id="embedded-report"');
    child.kill('SIGINT');
    await once(child, 'close');
    expect(complaints).toBe('');
  });

  test('what needs files beside it says so', async () => {
    expect((await run(['open', SAMPLE])).stderr).toContain('Electron is not installed');
    const { tools } = JSON.parse((await run(['interfaces', '--json'])).stdout);
    expect(tools).toContainEqual(
      expect.objectContaining({ via: 'cap', reason: 'the single executable cannot run cap' }),
    );
  });
});
