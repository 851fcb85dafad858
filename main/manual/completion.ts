import { bashCompletion } from './bash-completion.ts';
import { programFacts } from './command-facts.ts';
import { fishCompletion } from './fish-completion.ts';
import type { Shell } from './shells.ts';
import { zshCompletion } from './zsh-completion.ts';

const WRITERS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** The script that a shell reads to complete `vrrpscope`. */
export async function completionOf(shell: Shell): Promise<string> {
  return WRITERS[shell](await programFacts());
}
