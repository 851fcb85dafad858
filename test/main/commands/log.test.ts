import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOGGED } from '../../decoder/logs/stories.ts';
import { runCli } from '../../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-log-'));
const file = (name: string) => join(folder, name);
const log = (path = 'lb02.log') => ['--log', `lb02=${file(path)}`];
const report = (...words: string[]) => runCli(['report', '--utc', ...words, file('night.pcap')]);
const flat = (text: string) => text.replace(/\s+/g, ' ');

beforeAll(() => {
  const agreeing = LOGGED['a clock that is 5 hours and 4 seconds ahead'];
  const silent = LOGGED['MASTER in the log, and silence'];
  writeFileSync(file('night.pcap'), agreeing?.capture ?? '');
  writeFileSync(file('lb02.log'), agreeing?.logs.lb02 ?? '');
  writeFileSync(file('lb02.log.gz'), gzipSync(agreeing?.logs.lb02 ?? ''));
  writeFileSync(file('silent.pcap'), silent?.capture ?? '');
  writeFileSync(file('silent.log'), silent?.logs.lb02 ?? '');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('report --log', () => {
  it.each(['lb02.log', 'lb02.log.gz'])(
    'puts the lines of %s beside the transitions, by the clock of the capture',
    async (path) => {
      const { status, stdout, stderr } = await report(...log(path));
      expect([status, stderr]).toEqual([0, '']);
      expect(flat(stdout)).toContain('Log of lb02: 5 h 0 min 4.001 s ahead of the capture');
      const lines = stdout.split('\n');
      const takeover = lines.findIndex((line) => line.includes('192.0.2.1 → 192.0.2.2'));
      const logged = lines.findIndex((line) => line.includes('lb02: (VI_1) Entering MASTER STATE'));
      expect(takeover).toBeGreaterThan(0);
      expect(logged).toBeGreaterThan(takeover - 2);
      expect(stdout).not.toContain('VIPs');
      expect((await report('--all', ...log(path))).stdout).toContain('lb02: (VI_1) Backup received priority 0');
    },
  );

  it('says of a clock that agrees that it does', async () => {
    const agreeing = LOGGED['a log that agrees'];
    writeFileSync(file('same.pcap'), agreeing?.capture ?? '');
    writeFileSync(file('same.log'), agreeing?.logs.lb02 ?? '');
    const { stdout } = await runCli(['report', ...log('same.log'), file('same.pcap')]);
    expect(flat(stdout)).toMatch(/Log of lb02: on the capture's clock, to within \d+\.\d ms, 3 state changes matched/);
  });

  it.each([
    ['--json', '"logs"'],
    ['--ndjson', '{"type":"log-line","name":"lb02"'],
    ['--ndjson', '{"type":"log","virtualRouter":null,"name":"lb02"'],
    ['--csv', 'lb02: (VI_1) Entering MASTER STATE'],
    ['--markdown', 'Entering MASTER STATE'],
  ])('shows in %s', async (form, text) => {
    expect((await report(form, ...log())).stdout).toContain(text);
  });

  it('tells what contradicts the packets, and counts for --fail-on', async () => {
    const { status, stdout } = await runCli([
      'report',
      '--fail-on',
      'warning',
      ...log('silent.log'),
      file('silent.pcap'),
    ]);
    expect(status).toBe(1);
    expect(flat(stdout)).toContain(
      'The log of lb02 says MASTER for VRID 51 (192.0.2.100) while nothing of it is heard',
    );
  });

  it('shows no line outside of --from and --to, or of another virtual router', async () => {
    expect((await report('--from', '+15', ...log())).stdout).not.toContain('Entering MASTER STATE');
    expect((await report('--json', '--vrid', '7', ...log())).stdout).not.toContain('Entering MASTER STATE');
  });

  it('hides names of nodes, instances and checks with --pseudonyms', async () => {
    const { stdout } = await report('--json', '--pseudonyms', ...log());
    expect(stdout).toContain('(instance-1) Entering MASTER STATE');
    expect(stdout).not.toMatch(/lb02|VI_1|\(chk\)/);
  });

  it('escapes what a log says', async () => {
    writeFileSync(file('odd.log'), '2026-05-28T20:26:40Z lb Keepalived: (VI\u001b[31m) Entering MASTER STATE\n');
    const { stdout } = await report(...log('odd.log'));
    expect(stdout).toContain('Entering MASTER STATE');
    expect(stdout).not.toContain('\u001b');
  });

  it.each([
    ['no name', ['--log', 'lb01.log'], 'It takes NAME=FILE'],
    ['one name twice', ['--log', 'a=x', '--log', 'a=y'], 'There are two of a.'],
    ['no such file', ['--log', 'lb01=nowhere.log'], 'cannot read the log of lb01: nowhere.log: there is no such file'],
    ['a folder', ['--log', 'lb01=/'], 'it is a directory'],
    ['what is no text', ['--log', `lb01=${file('night.pcap')}`], 'it is not text'],
    ['the page over a log', ['--html', file('lb02.log'), ...log()], '--html would write the page over'],
  ])('refuses %s', async (_title, words, told) => {
    const { status, stdout, stderr } = await report(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(told);
  });
});
