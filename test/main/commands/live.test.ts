import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { hasPeer } from '../../support/peer-programs.ts';
import { CLI, runCli } from '../../support/run-cli.ts';
import {
  advertisementCapture,
  failoverCapture,
  splitBrainCapture,
  steadyCapture,
} from '../../support/sample-captures.ts';

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-live-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const isRoot = process.getuid?.() === 0;
let files = 0;
const newFile = (suffix = '.pcapng') => join(folder, `${++files}${suffix}`);

const live = (words: readonly string[], stdin: Uint8Array, more = {}) =>
  runCli(['live', '-', ...words], { stdin, ...more });

interface Running {
  child: ChildProcessWithoutNullStreams;
  out: () => string;
  err: () => string;
  ended: Promise<number | null>;
}

/** The command, of which the other end of its standard input is ours. */
function start(words: readonly string[], place = '-'): Running {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  const child = spawn(process.execPath, [CLI, 'live', place, ...words], { env });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, out: () => out, err: () => err, ended };
}

/** All of a report but what tells where it came from. */
function history(json: string): unknown {
  const { sources: _sources, ...rest } = JSON.parse(json);
  return rest;
}

const packets = async (path: string) =>
  JSON.parse((await runCli(['report', '--json', path])).stdout).sources[0].packets;

interface Line {
  event: number;
  revises?: number;
  withdrawn?: true;
  type: string;
  [field: string]: unknown;
}
const parsed = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the history is that of the file', () => {
  test.each([
    ['a failover', failoverCapture()],
    ['a split brain', splitBrainCapture()],
    ['a VLAN trunk', readFileSync('samples/vlan-trunk.pcap')],
    ['IPv6', readFileSync('samples/v3-ipv6.pcap')],
    ['pcapng with drops', readFileSync('samples/split-brain.pcapng')],
  ])('%s', async (_name, bytes) => {
    const kept = newFile();
    const { stdout, status } = await live(['--json', '--write', kept], bytes);
    expect(status).toBe(0);
    expect(history(stdout)).toEqual(history((await runCli(['report', '--json', '-'], { stdin: bytes })).stdout));
    expect(history(stdout)).toEqual(history((await runCli(['report', '--json', kept])).stdout));
  });

  test('as lines of NDJSON, of which the later ones replace what they revise', async () => {
    const bytes = readFileSync('samples/planned-maintenance.pcapng');
    const running = start(['--ndjson']);
    for (let at = 0; at < bytes.length; at += 1500) {
      running.child.stdin.write(bytes.subarray(at, at + 1500));
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    running.child.stdin.end();
    expect(await running.ended).toBe(0);
    const held = new Map<number, unknown>();
    for (const { event, revises, withdrawn, ...fields } of parsed(running.out())) {
      if (revises !== undefined) expect(held.delete(revises)).toBe(true);
      if (!withdrawn && fields.type !== 'capture' && fields.type !== 'source') held.set(event, fields);
    }
    const report = parsed((await runCli(['report', '--ndjson', 'samples/planned-maintenance.pcapng'])).stdout);
    const sort = (lines: Iterable<unknown>) => [...lines].map((line) => JSON.stringify(line)).sort();
    expect(sort(held.values())).toEqual(sort(report.filter(({ type }) => type !== 'source')));
  });
});

test('without a terminal each event is a line, and the report follows', async () => {
  const { stdout, status } = await live(['--utc'], failoverCapture());
  expect(stdout).toMatch(/^2026-03-01\n/m);
  expect(stdout).toMatch(/^.* reading from standard input\n/m);
  expect(stdout).toMatch(/^03:10:23\.805 {2}VRID 51 {2}▲ 10\.0\.0\.1 → 10\.0\.0\.2 {2}master-down {2}3\.81 s/m);
  expect(stdout).toContain('\nFindings\n');
  expect(status).toBe(0);
});

describe('exit status', () => {
  test('1 where a finding is as bad as --fail-on', async () => {
    expect((await live(['--fail-on', 'critical'], splitBrainCapture())).status).toBe(1);
    expect((await live(['--fail-on', 'critical'], steadyCapture())).status).toBe(0);
  });

  test.each([
    ['garbage', Buffer.from('this is no capture at all')],
    ['nothing', Buffer.alloc(0)],
  ])('3 where %s comes', async (_name, bytes) => {
    const { status, stderr } = await live(['--json'], bytes);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^vrrpscope: error: -: /);
  });

  test.each([
    ['--rotate without --write', ['-', '--rotate', '1h']],
    ['--keep without --rotate', ['-', '--write', 'x', '--keep', '2']],
    ['what is no size and no time', ['-', '--write', 'x', '--rotate', '5 parsecs']],
    ['two sizes', ['-', '--write', 'x', '--rotate', '1MB', '--rotate', '2MB']],
    ['both forms', ['-', '--json', '--ndjson']],
    ['a folder that is not there', ['-', '--write', '/nonexistent/x']],
    ['a file that exists', ['-', '--write', 'package.json']],
    ['no time', ['-', '--for', '0']],
    ['an unknown interface', ['no-such-interface0']],
    ['a file instead of an interface', ['samples/split-brain.pcapng']],
    ['names that are not there', ['-', '--names', '/nonexistent/hosts']],
    ['metrics nowhere', ['-', '--metrics', '203.0.113.1:9']],
  ])('2 for %s', async (_name, words) => {
    const { status, stdout, stderr } = await runCli(['live', ...words], { stdin: steadyCapture() });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/error: /);
  });

  test.runIf(isRoot)('2 where capturing is not allowed, with the command that allows it', () => {
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    cpSync(join(CLI, '../..'), join(copy, 'dist'), { recursive: true });
    cpSync('package.json', join(copy, 'package.json'));
    execFileSync('chmod', ['-R', 'a+rX', folder]);
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const { status, stderr, stdout } = spawnSync(
      'setpriv',
      [...nobody, process.execPath, join(copy, 'dist/bundle/cli.cjs'), 'live', 'lo'],
      { encoding: 'utf8' },
    );
    expect(stderr).toMatch(/^vrrpscope: error: .*permitted.*\n.*(setcap|usermod|apt-get|NET_RAW).*\n$/);
    expect(stderr).not.toMatch(/setcap.*node/);
    expect([status, stdout]).toEqual([2, '']);
  });

  test.runIf(isRoot)('74 where the disk is full, which is said at once and once', async () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]);
    try {
      const { status, stderr } = await live(['--write', join(disk, 'x.pcapng')], readFileSync('samples/steady.pcapng'));
      expect(stderr.match(/no space left/g)).toHaveLength(1);
      expect(status).toBe(74);
      expect(await packets(join(disk, 'x.pcapng'))).toBeGreaterThan(50);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('it ends', () => {
  const whole = steadyCapture();

  /** It has read all of the capture, and waits for more. */
  async function watching(words: readonly string[]): Promise<Running> {
    const running = start(words);
    running.child.stdin.write(whole);
    await vi.waitFor(() => expect(running.out()).toContain('initial'), 10_000);
    return running;
  }

  test.each(['SIGINT', 'SIGTERM'] as const)('with the report on %s, and the file is whole', async (signal) => {
    const path = newFile();
    const running = await watching(['--write', path]);
    running.child.kill(signal);
    expect(await running.ended).toBe(0);
    expect(running.out()).toContain('Nothing alarming: 10.0.0.1 became master of VRID 51 at ');
    expect(await packets(path)).toBe(40);
  });

  test('without a file where nothing came, however early it is ended', async () => {
    const path = newFile();
    const { child, ended, err } = start(['--write', path]);
    await vi.waitUntil(() => existsSync(path), { timeout: 10_000, interval: 1 });
    child.kill('SIGTERM');
    expect(await ended).toBe(3);
    expect(err()).toContain('nothing came');
    expect(existsSync(path)).toBe(false);
  });

  test('with the last lines of NDJSON', async () => {
    const running = await watching(['--ndjson']);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
    const lines = parsed(running.out());
    expect(lines.at(-1)).toMatchObject({ type: 'capture', what: 'ended', packets: 40 });
    expect(lines.findLast(({ type }) => type === 'reign')).toMatchObject({ advertisements: 40, end: null });
  });

  test('when its time is over, though nothing comes', async () => {
    const running = start(['--for', '1.5s', '--json']);
    running.child.stdin.write(whole);
    const began = performance.now();
    expect(await running.ended).toBe(0);
    expect(performance.now() - began).toBeGreaterThan(1000);
    expect(JSON.parse(running.out()).sources[0].packets).toBe(40);
  });

  test('in silence when the terminal hangs up, with the file ended', async () => {
    const path = newFile();
    const running = await watching(['--write', path]);
    const before = running.out();
    running.child.kill('SIGHUP');
    expect(await running.ended).toBe(0);
    expect(running.out()).toBe(before);
    expect(running.err()).toBe('');
    expect(await packets(path)).toBe(40);
  });

  test('in silence when nobody reads any more, with the file ended', async () => {
    const path = newFile();
    const running = await watching(['--write', path]);
    running.child.stdout.destroy();
    running.child.stdin.write(splitBrainCapture().subarray(24));
    expect(await running.ended).toBe(0);
    expect(running.err()).toBe('');
    expect(await packets(path)).toBeGreaterThan(40);
  });
});

test('a reader that stands still does not stop the capture, and misses nothing in the end', async () => {
  const path = newFile();
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const child = spawn(process.execPath, [CLI, 'live', '-', '--ndjson', '--write', path], { env });
  const turns = Array.from({ length: 2000 }, (_, index) => ({ at: index * 5, from: index % 2 ? 'a' : 'b' }) as const);
  child.stdin.write(advertisementCapture(turns));
  await vi.waitFor(async () => expect(await packets(path)).toBe(turns.length), { timeout: 20_000, interval: 500 });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  child.stdin.end();
  expect(await ended).toBe(0);
  expect(out.length).toBeGreaterThan(1_000_000);
  const told = parsed(out).filter(({ type, revises }) => type === 'transition' && revises === undefined);
  expect(told.length).toBeGreaterThan(1500);
}, 40_000);

test('a command is run again when it ends; what it says is shown', async () => {
  chmodSync(folder, 0o755);
  const flag = newFile('.flag');
  const command = `test -e ${flag} && cat samples/steady.pcapng && exec sleep 60; touch ${flag}; printf 'no\\033[2J route\\n' >&2; exit 3`;
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const child = spawn(process.execPath, [CLI, 'live', '--ndjson', '--exec', command], { env });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await vi.waitFor(() => expect(out).toContain('"transition"'), 10_000);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  const news = parsed(out).flatMap(({ type, what }) => (type === 'capture' ? [what] : []));
  expect(news).toContain('listening');
  expect(err).toContain('vrrpscope: the command says: no\\x1b[2J route\n');
});

test.runIf(hasPeer('script'))(
  'on a terminal it is redrawn in place, and leaves nothing but the report',
  async () => {
    const command = `stty cols 90 rows 20; exec ${process.execPath} ${CLI} live --utc --exec 'cat samples/planned-maintenance.pcapng; exec sleep 60'`;
    const env = { ...process.env, LC_ALL: 'C.UTF-8', TERM: 'xterm', NO_COLOR: '' };
    const child = spawn('script', ['-qefc', command, '/dev/null'], { env });
    onTestFinished(() => void child.kill());
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await vi.waitFor(() => expect(out).toMatch(/VRID \d+.*█/s), 10_000);
    expect(out).toContain('q or Ctrl-C ends with the report');
    expect(out).toContain('\x1b[?25l');
    child.stdin.write('q');
    expect(await ended).toBe(0);
    const [, report = ''] = out.split('\x1b[?1049l');
    expect(out).toContain('\x1b[?25h');
    expect(report).toContain('orderly handover');
    expect(report).not.toContain('q or Ctrl-C');
  },
  20_000,
);

test.runIf(hasPeer('script'))(
  'it ends when its terminal is closed',
  async () => {
    const pidFile = newFile('.pid');
    const command = `stty cols 90 rows 20; echo $$ > ${pidFile}; exec ${process.execPath} ${CLI} live --exec 'cat samples/steady.pcapng; exec sleep 60'`;
    const child = spawn('script', ['-qefc', command, '/dev/null'], { env: { ...process.env, TERM: 'xterm' } });
    onTestFinished(() => void child.kill('SIGKILL'));
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    await vi.waitFor(() => expect(out).toContain('VRID'), 10_000);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 10_000);
  },
  25_000,
);
