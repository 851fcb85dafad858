import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import type { Report } from '../../../decoder/report.ts';
import { ReportAssembly } from '../../../decoder/report-parts.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { toolVersion } from '../../../main/version.ts';
import { Guest, type Page } from '../browser/guest.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Programs start slowly on a busy machine. */
const PATIENT = { timeout: 10_000 };
const SAMPLE = join(ROOT, 'samples/split-brain.pcapng');

/** Where vrrpscope is installed with nothing beside it. */
let folder = '';
let temporary = '';
const place = (...path: string[]) => join(folder, ...path);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vrrpscope-open-'));
  for (const part of ['package.json', 'dist/bundle', 'dist/window']) {
    await cp(join(ROOT, part), place(part), { recursive: true });
  }
});

beforeEach(async () => {
  temporary = await mkdtemp(place('tmp-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function open(words: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, WSL_DISTRO_NAME: _wsl, ...rest } = process.env;
  const own = { ...rest, XDG_CONFIG_HOME: place('config'), TMPDIR: temporary, ...env };
  const child = spawn(process.execPath, [place('dist/bundle/cli.cjs'), 'open', ...words], { env: own, cwd: folder });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function outcome(child: ChildProcess): Promise<{ status: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    said.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said.stderr += text;
  });
  const [status] = await once(child, 'close');
  return { status, ...said };
}

async function printedUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('nothing is printed');
  const [line] = await once(createInterface(child.stdout), 'line');
  return line;
}

/** The report of a capture once it is read, as a window puts it together. */
async function reportOf(page: Page, capture: string): Promise<Report> {
  const { captures } = await page.call('welcome');
  if (captures.find(({ id }) => id === capture)?.state !== 'read') {
    await page.event(
      (event) =>
        event.kind === 'captures' && event.captures.some(({ id, state }) => id === capture && state === 'read'),
    );
  }
  const assembly = new ReportAssembly();
  return new Promise((resolve, reject) => {
    page.onTold((told) => {
      if (!('event' in told) || told.event.kind !== 'report-part' || told.event.capture !== capture) return;
      const report = assembly.add(told.event.part);
      if (report) resolve(report);
    });
    page.call('readReport', capture, 'en').catch(reject);
  });
}

/** As it travels: windows ask for the timing separately. */
async function expectedReport(path: string): Promise<Report> {
  const report = await analyze([captureFile(path)], { tool: toolVersion() });
  const told: Report = JSON.parse(JSON.stringify(report));
  for (const { timing } of told.virtualRouters.flatMap(({ routers }) => routers)) timing.buckets = [];
  return told;
}

describe('open --browser', { timeout: 20_000 }, () => {
  test('tells the whole history of a file that was given, and of one that was uploaded', async () => {
    const child = open(['--browser', SAMPLE]);
    const guest = await Guest.arrive(await printedUrl(child));
    expect((await guest.ask('/')).body).toContain('window.js');
    const page = await guest.openPage();
    const { captures, tool } = await page.call('welcome');
    expect(tool).toEqual(toolVersion());
    expect(captures.map(({ paths }) => paths)).toEqual([[SAMPLE]]);
    expect(await reportOf(page, captures[0]?.id ?? '')).toEqual(await expectedReport(SAMPLE));

    const other = join(ROOT, 'samples/three-nodes-compressed.pcapng.zst');
    const uploaded = await guest.upload(basename(other), await readFile(other));
    const capture = await page.call('openCaptures', [uploaded]);
    expect(await reportOf(page, capture)).toEqual(await expectedReport(uploaded));

    child.kill('SIGINT');
    expect((await outcome(child)).status).toBe(0);
  });

  test('opens places, configurations and logs as one', async () => {
    const nodes = join(ROOT, 'samples/both-nodes-partitioned');
    const of = (name: string) => ({ name, path: join(nodes, name) });
    const words = ['lb01', 'lb02'].flatMap((name) => [
      ...['--view', `${name}=${of(`${name}.pcap`).path}`],
      ...['--config', `${name}=${of(`${name}.conf`).path}`],
      ...['--log', `${name}=${of(`${name}.syslog`).path}`],
    ]);
    const page = await (await Guest.arrive(await printedUrl(open(['--browser', ...words])))).openPage();
    const { captures } = await page.call('welcome');
    const report = await reportOf(page, captures[0]?.id ?? '');
    expect(report.views?.map(({ name }) => name)).toEqual(['lb01', 'lb02']);
    expect(report.configurations?.map(({ name, files }) => [name, files])).toEqual([
      ['lb01', [of('lb01.conf').path]],
      ['lb02', [of('lb02.conf').path]],
    ]);
    expect(report.logs?.map(({ name, file }) => [name, file])).toEqual([
      ['lb01', of('lb01.syslog').path],
      ['lb02', of('lb02.syslog').path],
    ]);
  });

  test('saves what the page asks for as a download', async () => {
    const guest = await Guest.arrive(await printedUrl(open(['--browser', SAMPLE])));
    const page = await guest.openPage();
    const id = (await page.call('welcome')).captures[0]?.id ?? '';
    await reportOf(page, id);
    const saved = await page.call('save', id, { form: 'json', language: 'en', times: 'utc' });
    if (saved.kind !== 'download') throw new Error(`${saved.kind}, not a download`);
    expect(saved.name).toBe('split-brain.json');
    expect(JSON.parse((await guest.ask(saved.url)).body).virtualRouters).toHaveLength(1);
  });

  test.skipIf(process.platform === 'win32')('ends though it reads a named pipe that nobody writes to', async () => {
    execFileSync('mkfifo', [place('pipe')]);
    const child = open(['--browser', 'pipe']);
    const page = await (await Guest.arrive(await printedUrl(child))).openPage();
    expect((await page.call('welcome')).captures).toMatchObject([{ state: 'reading' }]);
    child.kill('SIGINT');
    expect((await outcome(child)).status).toBe(0);
  });

  test('remembers what was opened', async () => {
    const first = open(['--browser', SAMPLE]);
    await printedUrl(first);
    first.kill('SIGTERM');
    await once(first, 'close');
    const page = await (await Guest.arrive(await printedUrl(open(['--browser'])))).openPage();
    expect((await page.call('welcome')).settings.recent[0]).toEqual({ paths: [SAMPLE], beside: null });
  });

  test('opens also a file that does not exist, and the report says so', async () => {
    const missing = place('no-such.pcap');
    const page = await (await Guest.arrive(await printedUrl(open(['--browser', 'no-such.pcap'])))).openPage();
    const { captures } = await page.call('welcome');
    expect(captures[0]?.paths).toEqual([missing]);
    expect((await reportOf(page, captures[0]?.id ?? '')).unreadable).toMatchObject([
      { name: missing, code: 'not-found' },
    ]);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends it at once, with nothing left behind',
    async (signal) => {
      const child = open(['--browser', SAMPLE]);
      const guest = await Guest.arrive(await printedUrl(child));
      const page = await guest.openPage();
      await guest.upload('x.pcap', Buffer.from('x'));
      expect(await readdir(temporary)).not.toEqual([]);
      const closed = once(page.socket, 'close');
      child.kill(signal);
      expect((await outcome(child)).status).toBe(0);
      await closed;
      expect(await readdir(temporary)).toEqual([]);
    },
  );

  test('ends by itself when its page has gone', async () => {
    const child = open(['--browser', SAMPLE]);
    const page = await (await Guest.arrive(await printedUrl(child))).openPage();
    await page.close();
    expect((await outcome(child)).status).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
  });

  test('starts the browser of the user with the address, unless told not to', async () => {
    await mkdir(place('bin'), { recursive: true });
    await writeFile(
      place('bin/xdg-open'),
      '#!/bin/sh\nprintf %s "$1" > "$LAUNCHED.part"\nmv "$LAUNCHED.part" "$LAUNCHED"\n',
      {
        mode: 0o755,
      },
    );
    const LAUNCHED = join(temporary, 'launched');
    const env = { DISPLAY: ':0', PATH: `${place('bin')}:${process.env.PATH}`, LAUNCHED };
    const url = await printedUrl(open(['--browser'], env));
    await expect.poll(() => readFile(LAUNCHED, 'utf8').catch(() => ''), PATIENT).toBe(url);
    await rm(LAUNCHED);
    await Guest.arrive(await printedUrl(open(['--browser', '--no-launch'], env)));
    await Guest.arrive(await printedUrl(open(['--browser'], { ...env, DISPLAY: '' })));
    await expect(readFile(LAUNCHED)).rejects.toThrow('ENOENT');
  });

  test('where no browser can be started, the address is still good', async () => {
    const child = open(['--browser'], { DISPLAY: ':0', PATH: temporary });
    const said = once(child.stderr ?? child, 'data');
    expect((await Guest.arrive(await printedUrl(child))).cookie).not.toBe('');
    expect(String(await said)).toContain('open this address yourself');
  });

  test('warns where other machines can connect', async () => {
    const child = open(['--listen', '0.0.0.0:0']);
    const said = once(child.stderr ?? child, 'data');
    await printedUrl(child);
    expect(String(await said)).toBe(
      'vrrpscope: warning: other machines can connect, and what is sent is not encrypted\n',
    );
  });

  test.each([
    [['--port', '70000'], 'from 0 to 65535'],
    [['--port', 'eight'], 'from 0 to 65535'],
    [['--listen', '192.0.2.1'], '[2001:db8::1]:8112'],
    [['--listen', '127.0.0.1:80000'], 'from 0 to 65535'],
    [['--listen', '127.0.0.1:0', '--port', '1'], 'cannot be used with'],
    [['--listen', '203.0.113.1:0'], 'the window cannot be served'],
    [['--browser', '-'], 'not standard input'],
    [['--view', 'lb01=-', '--view', 'lb02=x'], 'not standard input'],
    [['--browser', '--view', 'lb01=a.pcap'], 'nothing to be compared with'],
    [['c.pcap', '--view', 'lb01=a.pcap', '--view', 'lb02=b.pcap'], 'c.pcap belongs to no view'],
    [['--config', 'lb01=lb01.conf'], 'at least one capture'],
    [['--log', 'lb01.log', SAMPLE], 'NAME=FILE'],
  ])('%j is wrong', async (words, why) => {
    const { status, stdout, stderr } = await outcome(open(words));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
  });
});

describe('open', { timeout: 20_000 }, () => {
  const electron = (...path: string[]) => place('node_modules/electron', ...path);

  async function installElectron(): Promise<void> {
    await mkdir(electron('dist'), { recursive: true });
    onTestFinished(() => rm(place('node_modules'), { recursive: true }));
    await writeFile(electron('package.json'), '{ "name": "electron", "main": "index.js" }');
    await writeFile(electron('index.js'), `require('fs').writeFileSync(${JSON.stringify(place('loaded'))}, '')`);
    const program = '#!/bin/sh\nprintf "%s\\n" "$@" > "$STARTED.part"\nmv "$STARTED.part" "$STARTED"\n';
    await writeFile(electron('dist/electron'), program, { mode: 0o755 });
  }

  test('says that Electron is not installed, and what to do', async () => {
    const said = await outcome(open([SAMPLE], { DISPLAY: ':0' }));
    expect(said).toEqual({
      status: 2,
      stdout: '',
      stderr: `vrrpscope: error: the desktop app's Electron is not installed; "vrrpscope open --browser" shows the same in the browser\n`,
    });
  });

  test('never loads the package of Electron, which would download the program', async () => {
    await installElectron();
    expect((await outcome(open([SAMPLE], { DISPLAY: ':0' }))).stderr).toContain('not installed');
    await expect(readFile(place('loaded'))).rejects.toThrow('ENOENT');
  });

  test('starts Electron with vrrpscope and the files, and leaves it alone', async () => {
    await installElectron();
    await writeFile(electron('path.txt'), 'electron');
    const STARTED = join(temporary, 'started');
    const { status, stderr } = await outcome(open(['lb01.pcap', SAMPLE], { DISPLAY: ':0', STARTED }));
    expect([status, stderr]).toEqual([0, '']);
    const words = expect.poll(() => readFile(STARTED, 'utf8').catch(() => ''), PATIENT);
    await words.toBe(`${folder}\n${place('lb01.pcap')}\n${SAMPLE}\n`);
    await rm(STARTED);
    await outcome(open(['--log', 'lb01=lb01.log', SAMPLE], { DISPLAY: ':0', STARTED }));
    const beside = { views: [], configurations: [], logs: [{ name: 'lb01', path: place('lb01.log') }] };
    await expect
      .poll(() => readFile(STARTED, 'utf8').catch(() => ''), PATIENT)
      .toBe(`${folder}\n${SAMPLE}\n--beside=${JSON.stringify(beside)}\n`);
    expect((await outcome(open([SAMPLE]))).stderr).toContain('no display');
  });
});
