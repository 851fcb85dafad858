/** Part of the build: what an installed vrrpscope gives to `man` and to shells. Argument: the folder to write to. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFacts } from './command-facts.ts';
import { completionOf } from './completion.ts';
import { manPage } from './man-page.ts';

const [folder = ''] = process.argv.slice(2);

mkdirSync(join(folder, 'completions'), { recursive: true });
mkdirSync(join(folder, 'man'), { recursive: true });
writeFileSync(join(folder, 'man', 'vrrpscope.1'), manPage(await programFacts()));
writeFileSync(join(folder, 'completions', 'vrrpscope.bash'), await completionOf('bash'));
writeFileSync(join(folder, 'completions', '_vrrpscope'), await completionOf('zsh'));
writeFileSync(join(folder, 'completions', 'vrrpscope.fish'), await completionOf('fish'));
