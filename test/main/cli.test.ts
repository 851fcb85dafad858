import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pcap } from '../support/capture-builders.ts';
import { ethernet, hsrp1, ipv4, udp } from '../support/packet-builders.ts';
import { CLI, type CliRun, runCli as vrrpscope } from '../support/run-cli.ts';
import { failoverCapture, splitBrainCapture, steadyCapture } from '../support/sample-captures.ts';

let folder = '';
const file = (name: string) => join(folder, name);

function hsrpCapture(): Uint8Array {
  const hello = udp({ dstPort: 1985, payload: hsrp1({ group: 10 }) });
  const data = ethernet({
    payload: ipv4({ src: '192.0.2.8', dst: '224.0.0.2', protocol: 17, ttl: 1, payload: hello }),
  });
  return pcap({ records: [{ data }] });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vrrpscope-cli-'));
  const split = splitBrainCapture();
  await Promise.all([
    writeFile(file('steady.pcap'), steadyCapture()),
    writeFile(file('failover.pcap'), failoverCapture()),
    writeFile(file('split.pcap'), split),
    writeFile(file('cut.pcap'), split.subarray(0, split.length - 11)),
    writeFile(file('packed'), gzipSync(split)),
    writeFile(file('empty.pcap'), ''),
    writeFile(file('photo.pcap'), 'JFIF, not packets at all, and long enough to be sure'),
    writeFile(file('hosts'), '10.0.0.1 alpha # master\n10.0.0.2 beta beta.example\n'),
  ]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('report', () => {
  test('tells a split brain, in plain text for a pipe', async () => {
    const { status, stdout, stderr } = await vrrpscope(['report', '--utc', file('split.pcap')]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^⬣ VRID 51: /);
    expect(stdout).toContain('╳');
    expect(stdout).toMatch(/03:10:20\.500 {2}10\.0\.0\.1 → 10\.0\.0\.2 {2}usurpation/);
    expect(stdout).not.toContain('\x1b');
  });

  test('standard input and packed files give the same history', async () => {
    const history = ({ stdout }: CliRun) => JSON.parse(stdout).virtualRouters;
    const plain = await vrrpscope(['report', '--json', file('split.pcap')]);
    expect(history(plain)).toHaveLength(1);
    expect(history(await vrrpscope(['report', '--json', file('packed')]))).toEqual(history(plain));
    expect(history(await vrrpscope(['report', '--json', '-'], { stdin: splitBrainCapture() }))).toEqual(history(plain));
  });

  test('each form is itself and nothing else', async () => {
    const run = async (form: string) => (await vrrpscope(['report', form, '--utc', file('failover.pcap')])).stdout;
    expect(JSON.parse(await run('--json')).schema).toBe('vrrpscope.report/1');
    for (const line of (await run('--ndjson')).trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('type');
    expect(await run('--csv')).toMatch(/^time,epoch,[\s\S]*\n2026-03-01T03:10:23\.805000Z,.*,master-down,/);
    expect(await run('--markdown')).toMatch(/^# VRRP report\n/);
  });

  test('never writes over a capture', async () => {
    const [one, link] = [file('precious'), file('link')];
    await writeFile(one, splitBrainCapture());
    await symlink(one, link);
    for (const words of [
      ['report', '--html', one, one],
      ['report', '--html', one, file('steady.pcap'), link],
      ['report', '--html', file('failover.pcap'), file('steady.pcap')],
      ['report', '--html', '-', one],
    ]) {
      const { status, stderr } = await vrrpscope(words);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^error: --html /);
    }
    expect(await readFile(one)).toEqual(Buffer.from(splitBrainCapture()));
    expect(await readFile(file('failover.pcap'))).toEqual(Buffer.from(failoverCapture()));
    expect(existsSync('-')).toBe(false);
  });

  test.skipIf(process.platform === 'win32')('a page that does not fit on the disk changes nothing', async () => {
    await mkdir(file('full'));
    const page = file('full/page.html');
    await writeFile(page, 'the page before');
    const words = [process.execPath, CLI, 'report', '--html', page, file('split.pcap')];
    const { status, stderr } = spawnSync('sh', ['-c', 'trap "" XFSZ; ulimit -f 100; exec "$@"', 'sh', ...words]);
    expect(status).toBe(74);
    expect(stderr.toString()).toContain('cannot write to');
    expect(await readFile(page, 'utf8')).toBe('the page before');
    expect(await readdir(file('full'))).toEqual(['page.html']);
  });

  test('colour if asked for, width from COLUMNS, ASCII in the C locale', async () => {
    const words = ['report', '--utc', file('split.pcap')];
    expect((await vrrpscope(words, { env: { FORCE_COLOR: '1' } })).stdout).toContain('\x1b[');
    expect((await vrrpscope([...words, '--color'], { env: { NO_COLOR: '1' } })).stdout).toContain('\x1b[');
    const widths = (await vrrpscope(words, { env: { COLUMNS: '150' } })).stdout.split('\n').map((line) => line.length);
    expect(Math.max(...widths)).toBe(150);
    expect((await vrrpscope(words, { env: { LC_ALL: 'C' } })).stdout).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test('local time unless --utc', async () => {
    const { stdout } = await vrrpscope(['report', file('failover.pcap')], { env: { TZ: 'Asia/Tokyo' } });
    expect(stdout).toContain('12:10:23.805');
    expect(stdout).toContain('2026-03-01 12:10:00.000 – 12:10:42.805 UTC+09:00');
  });

  test('--names calls routers by name', async () => {
    const { stdout } = await vrrpscope(['report', '--names', file('hosts'), file('failover.pcap')]);
    expect(stdout).toContain('alpha → beta  master-down');
  });

  test('--pseudonyms shows no address', async () => {
    for (const form of [[], ['--json'], ['--markdown'], ['--csv'], ['--ndjson']]) {
      const { stdout } = await vrrpscope(['report', '--pseudonyms', ...form, file('split.pcap')]);
      expect(stdout).toContain('192.0.2.');
      expect(stdout).not.toMatch(/10\.0\.0\.|52:54|split\.pcap/);
    }
  });

  test('--from and --to choose a part of the history that was built from everything', async () => {
    const { stdout } = await vrrpscope([
      'report',
      '--json',
      '--from',
      '+22',
      '--to',
      '2026-03-01T03:10:30Z',
      file('failover.pcap'),
    ]);
    const { virtualRouters, start, end } = JSON.parse(stdout);
    expect([start, end]).toEqual([1_772_334_622, 1_772_334_630]);
    expect(virtualRouters[0].transitions.map(({ cause }: { cause: string }) => cause)).toEqual(['master-down']);
    expect(virtualRouters[0].transitions[0].lastHeard).toBe(1_772_334_620);
  });

  test('--vrid, --address and --vlan choose virtual routers', async () => {
    const count = async (...words: string[]) =>
      JSON.parse((await vrrpscope(['report', '--json', ...words, file('split.pcap')])).stdout).virtualRouters.length;
    expect(await count('--vrid', '7,51')).toBe(1);
    expect(await count('--vrid', '7')).toBe(0);
    expect(await count('--address', '10.0.0.100')).toBe(1);
    expect(await count('--vlan', '10')).toBe(0);
  });
});

describe('exit status', () => {
  test.each([
    ['critical', 'split.pcap', 1],
    ['critical', 'failover.pcap', 0],
    ['warning', 'failover.pcap', 1],
    ['warning', 'steady.pcap', 0],
  ])('--fail-on %s with %s: %i', async (severity, name, status) => {
    expect((await vrrpscope(['report', '--fail-on', severity, file(name)])).status).toBe(status);
  });

  test('--fail-on looks at what is left after a selection', async () => {
    const run = (...words: string[]) => vrrpscope(['report', '--fail-on', 'critical', ...words, file('split.pcap')]);
    expect((await run('--vrid', '7')).status).toBe(0);
    expect((await run('--to', '+10')).status).toBe(0);
    expect((await run('--to', '+25')).status).toBe(1);
  });

  test.each(['empty.pcap', 'photo.pcap', 'missing.pcap', '.'])(
    '3 for %s, and the other file is reported',
    async (name) => {
      const { status, stdout, stderr } = await vrrpscope([
        'report',
        '--fail-on',
        'critical',
        file(name),
        file('split.pcap'),
      ]);
      expect(status).toBe(3);
      expect(stdout).toContain('VRID 51');
      expect(stderr).toMatch(/^vrrpscope: error: .*\n$/);
    },
  );

  test('a truncated file is 0, and standard error says so in one line', async () => {
    const { status, stdout, stderr } = await vrrpscope(['report', file('cut.pcap')]);
    expect(status).toBe(0);
    expect(stdout).toContain('VRID 51');
    expect(stderr).toMatch(/^vrrpscope: warning: .*cut\.pcap: .*packet \d+.*\n$/);
  });

  test.each([
    ['no file', ['report']],
    ['an unknown option', ['report', '--jsn', 'x.pcap']],
    ['an unknown command', ['reprot', 'x.pcap']],
    ['a word that every object knows', ['constructor', 'x.pcap']],
    ['no command', []],
    ['two forms', ['report', '--json', '--csv', 'x.pcap']],
    ['a bad time', ['report', '--from', 'yesterday', 'x.pcap']],
    ['a day that is not', ['report', '--from', '2026-02-30', 'x.pcap']],
    ['a bad VRID', ['report', '--vrid', '256', 'x.pcap']],
    ['a bad VLAN', ['report', '--vlan', '1,x', 'x.pcap']],
    ['a bad address', ['report', '--address', '10.0.0', 'x.pcap']],
    ['a bad severity', ['report', '--fail-on', 'bad', 'x.pcap']],
    ['standard input twice', ['report', '-', '-']],
    ['names that are not there', ['report', '--names', 'no/such/hosts', 'x.pcap']],
    ['options of other programs', ['report', '--follow', 'x.pcap']],
  ])('2 for %s', async (_name, words) => {
    const { status, stdout, stderr } = await vrrpscope(words);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  test('2 for a file without a command, which is named', async () => {
    const { status, stderr } = await vrrpscope([file('split.pcap')]);
    expect(status).toBe(2);
    expect(stderr).toContain(
      `${file('split.pcap')} is no command; did you mean: vrrpscope report ${file('split.pcap')}\n`,
    );
  });

  test('2 for a span that ends before it begins, even if a file cannot be read', async () => {
    const { status, stderr } = await vrrpscope([
      'report',
      '--from',
      '+20',
      '--to',
      '+10',
      file('split.pcap'),
      file('empty.pcap'),
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('--from is later than --to');
  });

  test('0 and silence when nobody reads on', async () => {
    const run = await vrrpscope(['report', '--json', '--fail-on', 'critical', file('split.pcap')], { closeAfter: 0 });
    expect(run).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

describe('standard output', () => {
  test.skipIf(!existsSync('/dev/full'))('that is full is an error of its own, in one line', async () => {
    const full = openSync('/dev/full', 'w');
    const words = [CLI, 'report', '--json', file('split.pcap')];
    const { status, stderr } = spawnSync(process.execPath, words, {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(status).toBe(74);
    expect(stderr).toMatch(/^vrrpscope: error: cannot write to standard output: ENOSPC.*\n$/);
  });
});

describe('captures without VRRP', () => {
  test('of neighbours only: says so, and does not speak of masters', async () => {
    await writeFile(file('hsrp.pcap'), hsrpCapture());
    const { stdout, status } = await vrrpscope(['report', '--utc', file('hsrp.pcap')]);
    expect(status).toBe(0);
    expect(stdout).toContain('No VRRP in this capture. It holds HSRP, which is not analysed.');
    expect(stdout).not.toContain('one master');
  });

  test('of a link type that is not read: says so, and does not call it damage', async () => {
    await writeFile(file('radio.pcap'), pcap({ linkType: 105, records: Array.from({ length: 9 }, () => ({})) }));
    const { stdout, stderr } = await vrrpscope(['report', '--utc', file('radio.pcap')]);
    expect(stdout).toContain('9 packets of a link type that is not read');
    expect(stdout).not.toContain('damaged');
    expect(stderr).toBe(
      `vrrpscope: warning: ${file('radio.pcap')}: 9 packets of IEEE 802.11 (link type 105) were counted but not read\n`,
    );
  });
});

describe('help', () => {
  test('shows examples and exits with 0', async () => {
    const { status, stdout } = await vrrpscope(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('vrrpscope report incident.pcapng');
    const { stdout: report } = await vrrpscope(['report', '--help']);
    expect(report).toContain('--fail-on <SEVERITY>');
    expect(report).toContain('Exit status:');
  });

  test('a near miss gets a hint', async () => {
    expect((await vrrpscope(['reprot'])).stderr).toContain('Did you mean report?');
    expect((await vrrpscope(['report', '--jsn', 'x'])).stderr).toContain('Did you mean --json?');
  });

  test('what was typed cannot move the cursor', async () => {
    expect((await vrrpscope(['report', '--\x1b[2Jx', 'x'])).stderr).not.toContain('\x1b');
  });

  test('--version', async () => {
    expect((await vrrpscope(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
