import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../decoder/report.ts';
import { instance } from '../../support/configured.ts';
import { seenFrom } from '../../support/places.ts';
import { runCli } from '../../support/run-cli.ts';
import { pair } from '../../support/story.ts';

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-views-'));
const file = (name: string) => join(folder, name);
const view = (name: string, path = `${name}.pcap`) => ['--view', `${name}=${file(path)}`];
const BOTH = [...view('lb01'), ...view('lb02')];
const report = (...words: string[]) => runCli(['report', '--utc', ...words]);
const plain = (text: string) => text.replace(/\s+/g, ' ');

beforeAll(() => {
  const { story, a, b } = pair();
  a.advertiseFrom(0, 60);
  b.advertiseFrom(23.8, 40);
  const cut = (from: string) => (packet: { from: string; time: number }) =>
    packet.from === from && packet.time > 20 && packet.time < 40.5;
  const late = { ahead: -7200.012, drift: -3.1, misses: cut('192.0.2.1') };
  writeFileSync(file('lb01.pcap'), seenFrom(story, { misses: cut('192.0.2.2') }));
  writeFileSync(file('lb02.pcap'), seenFrom(story, late));
  writeFileSync(file('lb02-1.pcap'), seenFrom(story, { ...late, misses: (one) => late.misses(one) || one.time > 30 }));
  writeFileSync(file('lb02-2.pcap'), seenFrom(story, { ...late, misses: (one) => late.misses(one) || one.time <= 30 }));
  writeFileSync(file('hosts'), '192.0.2.1 lb01\n192.0.2.2 lb02\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('report --view', () => {
  it('tells the clocks, what did not arrive where and when, and what that means', async () => {
    const { status, stdout, stderr } = await report(...BOTH, '--names', file('hosts'));
    expect([status, stderr]).toEqual([0, '']);
    const said = plain(stdout);
    expect(said).toContain('lb01: times are by its clock');
    expect(said).toMatch(/lb02: clock 2 h 0 min 0\.012 s behind lb01's, drifting 3\.1 ppm, 41 packets matched/);
    expect(said).toContain(
      'Undelivered: 20:27:01.000 to 20:27:20.000 20 advertisements of lb01 never reached view lb02;',
    );
    expect(said).toContain('20 advertisements of lb01 in 19.0 s left lb01 and never arrived at lb02.');
  });

  it('knows whose a view is by the configuration that says from where its node speaks', async () => {
    const conf = (name: string, priority: number, source: string) => {
      writeFileSync(file(`${name}.conf`), instance(priority, { lines: [`mcast_src_ip ${source}`] }));
      return ['--config', `${name}=${file(`${name}.conf`)}`];
    };
    const given = [...conf('lb01', 100, '192.0.2.1'), ...conf('lb02', 50, '192.0.2.2')];
    const { stdout } = await report(...BOTH, ...given);
    expect(plain(stdout)).toContain('20 advertisements of lb01 in 19.0 s left lb01 and never arrived at lb02.');
  });

  it('takes several files of one place, as a shell expands them or with the name again', async () => {
    const parts = [file('lb02-1.pcap'), file('lb02-2.pcap')] as const;
    const whole: Report = JSON.parse((await report(...BOTH, '--json')).stdout);
    for (const given of [
      ['--view', `lb02=${parts[0]}`, parts[1]],
      ['--view', `lb02=${parts[0]}`, '--view', `lb02=${parts[1]}`],
    ]) {
      const split: Report = JSON.parse((await report(...view('lb01'), ...given, '--json')).stdout);
      expect(split.views?.map(({ sources }) => sources)).toEqual([[0], [1, 2]]);
      expect(split.virtualRouters[0]?.splitBrains[0]?.start).toBe(whole.virtualRouters[0]?.splitBrains[0]?.start);
      expect(split.undelivered).toEqual(whole.undelivered);
    }
  });

  it('shows in every form', async () => {
    const lines = (await report(...BOTH, '--ndjson')).stdout.trim().split('\n');
    const types = lines.map((line) => JSON.parse(line).type);
    expect(types.filter((type) => type === 'view')).toHaveLength(2);
    expect(types.filter((type) => type === 'undelivered')).toHaveLength(2);
    const { stdout: csv } = await report(...BOTH, '--csv');
    expect(csv).toContain('20 advertisements never reached view lb02');
    const { stdout: markdown } = await report(...BOTH, '--markdown');
    expect(markdown).toContain("- lb02: clock 2 h 0 min 0.012 s behind lb01's");
    expect(markdown).toContain('20 advertisements of 192.0.2.1 never reached view lb02');
    const page = file('out.html');
    expect((await report(...BOTH, '--html', page)).status).toBe(0);
    expect(readFileSync(page, 'utf8').startsWith('<!doctype html>')).toBe(true);
  });

  it('keeps to the span and the virtual routers that are asked for', async () => {
    const early: Report = JSON.parse((await report(...BOTH, '--json', '--to', '+10')).stdout);
    expect(early.undelivered).toEqual([]);
    const other: Report = JSON.parse((await report(...BOTH, '--json', '--vrid', '7')).stdout);
    expect(other.undelivered).toEqual([]);
  });

  it('gives places pseudonyms, the same as the routers that they are called after', async () => {
    const { stdout } = await report(...BOTH, '--names', file('hosts'), '--pseudonyms');
    expect(stdout).not.toMatch(/lb0[12]/);
    expect(plain(stdout)).toMatch(/left (router-\d) and never arrived at (?!\1)router-\d/);
    const unnamed = await report(...view('here', 'lb01.pcap'), ...view('there', 'lb02.pcap'), '--pseudonyms');
    expect(plain(unnamed.stdout)).toContain('were seen in view view-1 and never in view view-2');
  });

  it('shows what a name would do to a terminal', async () => {
    const { stdout } = await report(...view('lb01'), '--view', `a\u001b[31mb=${file('lb02.pcap')}`);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('a\\x1b[31mb');
  });
});

describe('wrong usage of --view', () => {
  it.each([
    [['--view', 'lb01.pcap'], /takes NAME=FILE/],
    [['--view', '=lb01.pcap'], /takes NAME=FILE/],
    [['--view', 'lb01='], /takes NAME=FILE/],
    [['--view', 'lb01=a.pcap'], /at least twice/],
    [['--view', 'lb01=a.pcap', 'b.pcap'], /at least twice/],
    [['c.pcap', '--view', 'lb01=a.pcap', '--view', 'lb02=b.pcap'], /c\.pcap belongs to no view/],
    [['--view', 'lb01=-', '--view', 'lb02=b.pcap'], /standard input can be read only once/],
    [[], /name at least one capture FILE/],
  ])('%j', async (words, complaint) => {
    const { status, stdout, stderr } = await report(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(complaint);
  });

  it('a named pipe is no view', async () => {
    execFileSync('mkfifo', [file('pipe')]);
    const { status, stderr } = await report(...view('lb01'), ...view('lb02', 'pipe'));
    expect(status).toBe(2);
    expect(stderr).toContain('can be read only once');
  });

  it('a file that is not there is an input that could not be read', async () => {
    const { status, stdout, stderr } = await report(...BOTH, ...view('gone'));
    expect(status).toBe(3);
    expect(stderr).toContain('there is no such file');
    expect(stdout).toContain('Two masters');
  });
});
