import { Command } from 'commander';
import type { Language } from '../../decoder/wording/language.ts';
import { languageOption } from './language-option.ts';

/** As commander hands them over. */
export interface InterfacesOptions {
  json?: true;
  lang?: Language;
  color?: boolean;
}

const EXAMPLES = `
Each capture program is tried for a moment, so what is said is what live would meet. vrrpscope itself
never needs root: only the capture program needs the capability CAP_NET_RAW, which dumpcap gives up once it
listens.

Examples:
  vrrpscope interfaces
  vrrpscope interfaces --json | jq -r '.tools[] | select(.state == "not-permitted") | .command'

Exit status:
  0  something can capture        2  wrong usage, or nothing can capture yet
`;

export function interfacesCommand(): Command {
  return new Command('interfaces')
    .summary('where live can listen, and what is missing if it cannot')
    .description(
      'Lists the network interfaces of this machine and the programs that can capture on them; where one may not, the command that grants it.',
    )
    .option('--json', 'print one JSON document')
    .addOption(languageOption())
    .option('--color', 'use colours even where standard output is no terminal')
    .option('--no-color', 'use no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (options: InterfacesOptions) => {
      const { runInterfaces } = await import('./run-interfaces.ts');
      process.exitCode = await runInterfaces(options);
    });
}
