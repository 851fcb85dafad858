import { Command, Option } from 'commander';
import type { ListenAddress } from '../browser/own-addresses.ts';
import type { NamedFile } from '../host-contract.ts';
import { configurationOption } from './config-options.ts';
import { parseAddress, parsePort } from './listen-options.ts';
import { logOption } from './log-options.ts';
import { type ViewOption, viewOption } from './view-options.ts';

/** As commander hands them over. */
export interface OpenOptions {
  browser?: true;
  launch: boolean;
  port: number;
  listen?: ListenAddress;
  view?: ViewOption[];
  config?: NamedFile[];
  log?: NamedFile[];
}

const EXAMPLES = `
Several files are one history. More can be opened from the window. What --view, --config and --log
are for, and how they are read, "vrrpscope report --help" tells.

With --browser the window is a page of your own browser, served by vrrpscope itself. The address
that is printed lets one browser in, once. Only this machine can connect, and vrrpscope ends when
the last page has been closed, or with Ctrl-C.

Examples:
  vrrpscope open incident.pcapng              the desktop window
  vrrpscope open --browser incident.pcapng    the same in your browser
  vrrpscope open --view lb01=lb01.pcap --view lb02=lb02.pcap --log lb01=lb01.log --log lb02=lb02.log
                                              both nodes' captures and logs on one timeline
  ssh -t -L 8112:127.0.0.1:8112 lb01 vrrpscope open --browser --no-launch --port 8112 night.pcap
                                              files that lie on lb01: open the address that it
                                              prints in the browser here

Exit status:
  0  done        2  wrong usage, or the window cannot be opened here
`;

export function openCommand(): Command {
  return new Command('open')
    .summary('look at capture files in a window, or in the browser')
    .description('Opens a window with capture files (pcap, pcapng, also gzip or zstd).')
    .argument('[FILE...]', 'capture files')
    .addOption(viewOption())
    .addOption(configurationOption())
    .addOption(logOption())
    .option('--browser', 'show the window in the browser')
    .addOption(browserOption('--no-launch', 'start no browser, only print the address'))
    .addOption(browserOption('--port <N>', 'listen on this port of 127.0.0.1').argParser(parsePort).default(0, 'any'))
    .addOption(browserOption('--listen <HOST:PORT>', 'listen there instead').argParser(parseAddress).conflicts('port'))
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: OpenOptions, command: Command) => {
      const { runOpen } = await import('./run-open.ts');
      const result = await runOpen(files, options);
      if (result.usageError !== undefined) command.error(`error: ${result.usageError}`, { exitCode: 2 });
      process.exitCode = result.exitCode;
    });
}

function browserOption(flags: string, description: string): Option {
  return new Option(flags, `${description}; implies --browser`).implies({ browser: true });
}
