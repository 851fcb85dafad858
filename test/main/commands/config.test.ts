import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instance } from '../../support/configured.ts';
import { runCli } from '../../support/run-cli.ts';
import { seenAt } from '../../support/story.ts';

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-config-'));
const file = (name: string) => join(folder, name);
const config = (name: string, path = `${name}.conf`) => ['--config', `${name}=${file(path)}`];
const report = (...words: string[]) => runCli(['report', '--utc', ...words, file('night.pcap')]);

beforeAll(() => {
  writeFileSync(file('night.pcap'), seenAt(0));
  writeFileSync(file('lb01.conf'), instance(100, { lines: ['noreempt'] }));
  writeFileSync(file('lb02.conf'), instance(50, { lines: ['advert_int 2', 'priority 300', 'priority 50'] }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('report --config', () => {
  it('calls routers as the nodes, and tells what is wrong with the files', async () => {
    const { status, stdout, stderr } = await report(...config('lb01'), ...config('lb02'));
    expect(status).toBe(0);
    expect(stdout).toContain('lb01 → lb02');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'Configured: lb01 VI_1 on eth0, priority 100, known by its priority only; lb02',
    );
    expect(stdout).toContain('lb01: keepalived does not know noreempt; nopreempt was probably meant');
    expect(stdout.replace(/\s+/g, ' ')).toContain(`lb02 has advert_int 2 (${file('lb02.conf')}:5)`);
    expect(stderr).toBe(
      `vrrpscope: warning: ${file('lb02.conf')}:6: vrrp_instance VI_1: priority takes 1 to 255, not 300\n`,
    );
  });

  it('counts for --fail-on', async () => {
    expect((await report('--fail-on', 'warning', ...config('lb01'), ...config('lb02'))).status).toBe(1);
    writeFileSync(file('clean01.conf'), instance(100));
    writeFileSync(file('clean02.conf'), instance(50));
    const clean = [...config('lb01', 'clean01.conf'), ...config('lb02', 'clean02.conf')];
    expect((await report('--fail-on', 'warning', ...clean)).status).toBe(0);
  });

  it.each([
    ['--json', '"configurations"'],
    ['--ndjson', '"code":"config-unknown-keyword"'],
    ['--csv', 'config-unknown-keyword'],
    ['--markdown', 'keepalived does not know noreempt'],
    ['--markdown', '| lb02 | VI\\_1 | eth0 | BACKUP | 50 | | |'],
  ])('shows in %s', async (form, text) => {
    const { stdout } = await report(form, ...config('lb01'), ...config('lb02'));
    expect(stdout.replace(/\s+/g, ' ')).toContain(text);
  });

  it('shows in the HTML page', async () => {
    const { status } = await report('--html', file('night.html'), ...config('lb01'), ...config('lb02'));
    expect(status).toBe(0);
    const [, packed = ''] = /id="embedded-report">([^<]+)/.exec(readFileSync(file('night.html'), 'utf8')) ?? [];
    const embedded = gunzipSync(Buffer.from(packed, 'base64')).toString();
    expect(embedded).toContain('keepalived does not know noreempt');
    expect(embedded).toContain('keepalived 不认识 noreempt');
  });

  it('escapes what a configuration says, and lets a hosts file name routers', async () => {
    writeFileSync(file('odd.conf'), instance(100, { lines: ['no\u001b[31mpreempt'] }));
    writeFileSync(file('hosts'), '192.0.2.1 gateway\n');
    const { stdout, stderr } = await report('--names', file('hosts'), ...config('lb01', 'odd.conf'));
    expect(stdout).toContain('gateway → 192.0.2.2');
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toBe('');
  });

  it.each([
    ['no name', ['--config', 'lb01.conf'], 'It takes NAME=FILE'],
    ['one name twice', ['--config', 'a=x', '--config', 'a=y'], 'There are two of a.'],
    [
      'no such file',
      ['--config', 'lb01=nowhere.conf'],
      'cannot read the configuration of lb01: nowhere.conf: there is no such file',
    ],
    ['a folder', ['--config', 'lb01=/'], 'it is a directory'],
    [
      'the page over a configuration',
      ['--html', file('lb01.conf'), ...config('lb01')],
      '--html would write the page over',
    ],
  ])('refuses %s', async (_title, words, told) => {
    const { status, stdout, stderr } = await report(...words);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(told);
  });
});
