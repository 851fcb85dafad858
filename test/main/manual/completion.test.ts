import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeProgram } from '../../../main/commands/commands.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import { runCli } from '../../support/run-cli.ts';
import { completeByTyping } from '../../support/typed-shell.ts';

let folder = '';
const script = (shell: string) => join(folder, `completion.${shell}`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vrrpscope-completion-'));
  await writeFile(join(folder, 'lb01.pcap'), '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout, status } = await runCli(['completion', shell]);
    expect(status).toBe(0);
    await writeFile(script(shell), stdout);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is typed, and what vrrpscope is called with then. */
const TYPED: [typed: string, called: string][] = [
  ['rep', 'report x'],
  ['inter', 'interfaces x'],
  ['help dec', 'help decode x'],
  ['completion f', 'completion fish x'],
  ['report --sho', 'report --show-passwords x'],
  ['report --fail-on cr', 'report --fail-on critical x'],
  ['report --fail-on=cr', 'report --fail-on=critical x'],
  ['live --via du', 'live --via dumpcap x'],
  ['live an', 'live any x'],
  ['report lb', 'report lb01.pcap x'],
  ['report --utc --html lb', 'report --utc --html lb01.pcap x'],
  ['report --html=lb', 'report --html=lb01.pcap x'],
  ['report --config a=lb', 'report --config a=lb01.pcap x'],
  ['report --names lb01.pcap --view a=lb', 'report --names lb01.pcap --view a=lb01.pcap x'],
  ['report --vrid lb', 'report --vrid lbx'],
  ['interfaces lb', 'interfaces lbx'],
  ['decode --html', 'decode --htmlx'],
];

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  test.skipIf(!hasPeer(shell) || !hasPeer('script'))('completes what is typed, and nothing wrong', async () => {
    const lines = TYPED.map(([typed]) => typed);
    const called = await completeByTyping(shell, { script: script(shell), folder, lines });
    expect(called).toEqual(TYPED.map(([, words]) => words));
  });
});

test.skipIf(!hasPeer('fish'))('fish offers the same', () => {
  for (const [typed, called] of TYPED) {
    const command = `source ${script('fish')}; complete -C 'vrrpscope ${typed}'`;
    const { stdout } = spawnSync('fish', ['-N', '-c', command], { cwd: folder, encoding: 'utf8' });
    const offered = stdout.split('\n').map((line) => line.split('\t')[0]);
    const [last = ''] = called.replace(/ x$/, '').split(' ').slice(-1);
    if (called.endsWith(' x')) expect(offered, typed).toContain(last);
    else expect(offered, typed).toEqual(['']);
  }
});

test('every option of every command is offered', async () => {
  const { commands } = await wholeProgram();
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = await runCli(['completion', shell]);
    for (const { options } of commands) {
      for (const { long } of options) expect(stdout).toContain(shell === 'fish' ? `-l ${long?.slice(2)} ` : long);
    }
  }
});

test('2 for a shell that is not known', async () => {
  const { status, stderr } = await runCli(['completion', 'csh']);
  expect(status).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});
