import { Argument, Command } from 'commander';
import { SHELLS, type Shell } from '../manual/shells.ts';

const EXAMPLES = `
Commands, options and their values are completed, and file names where files belong.

Examples:
  eval "$(vrrpscope completion bash)"                         in ~/.bashrc
  vrrpscope completion zsh > "\${fpath[1]}/_vrrpscope"         once; zsh reads it at its next start
  vrrpscope completion fish > ~/.config/fish/completions/vrrpscope.fish

Exit status:
  0  done        2  wrong usage
`;

export function completionCommand(): Command {
  return new Command('completion')
    .summary('print what makes a shell complete vrrpscope')
    .description('Prints the completions of vrrpscope for a shell: bash, zsh or fish.')
    .addArgument(new Argument('<SHELL>', 'the shell to print them for').choices(SHELLS))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: Shell) => {
      const { completionOf } = await import('../manual/completion.ts');
      process.stdout.write(await completionOf(shell));
    });
}
