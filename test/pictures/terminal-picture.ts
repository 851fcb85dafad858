/**
 * Draws what `vrrpscope report` really prints: node dist/test/pictures/terminal-picture.js SAMPLE PICTURE.svg
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ansiToSvg } from './ansi-svg.ts';

const CLI = join(import.meta.dirname, '../../main/cli.js');

const [sample = 'samples/split-brain.pcapng', picture = 'samples/pictures/report.svg'] = process.argv.slice(2);
const name = basename(sample);
const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'report', '--utc', '--color', name], {
  cwd: dirname(resolve(sample)),
  encoding: 'utf8',
  env: { ...process.env, LC_ALL: 'C.UTF-8', COLUMNS: '100' },
});
if (status !== 0) throw new Error(`vrrpscope report ${name} ended with ${status}: ${stderr}`);
const prompt = `\x1b[32m$\x1b[39m \x1b[1mvrrpscope report ${name}\x1b[22m\n\n`;
writeFileSync(picture, ansiToSvg(prompt + stdout, `Output of vrrpscope report ${name}`));
