import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { wholeProgram } from '../../../main/commands/commands.ts';
import { hasPeer } from '../../support/peer-programs.ts';
import { runCli } from '../../support/run-cli.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PAGE = join(ROOT, 'dist/man/vrrpscope.1');

function run(program: string, words: readonly string[]): { stdout: string; stderr: string } {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '200', MAN_KEEP_FORMATTING: '' };
  return spawnSync(program, words, { encoding: 'utf8', env });
}

/** Without what depends on the width of the page. */
function words(text: string): string {
  return text.replaceAll(/[\s‐]+/g, ' ');
}

test.skipIf(!hasPeer('man'))('man shows every option and every sentence of --help, without complaint', async () => {
  const { stdout, stderr } = run('man', ['--warnings=w', '--no-hyphenation', '-l', PAGE]);
  expect(stderr).toBe('');
  const page = words(stdout);
  for (const command of (await wholeProgram()).commands) {
    const { stdout: help } = await runCli([command.name(), '--help'], { env: { COLUMNS: '1000' } });
    const lines = help.split('\n').map(words);
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      if (!/^(Usage|Arguments|Options|Examples|Exit status):/.test(line)) {
        expect(page).toContain(line.trim());
      }
    }
  }
});

test.skipIf(!hasPeer('mandoc'))('mandoc finds nothing wrong but that it bears no date', () => {
  const { stdout } = run('mandoc', ['-T', 'lint', '-W', 'warning', PAGE]);
  expect(stdout.split('\n').filter((line) => line !== '' && !line.includes('missing date'))).toEqual([]);
});

test.skipIf(!hasPeer('lexgrog'))('apropos finds it', () => {
  expect(run('lexgrog', [PAGE]).stdout).toMatch(/: "vrrpscope - reads packet captures of VRRP /);
});

test('it is of this version', async () => {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect((await readFile(PAGE, 'utf8')).split('\n')[0]).toContain(`"vrrpscope ${version}"`);
});
