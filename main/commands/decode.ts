import { Command, Option } from 'commander';
import type { Language } from '../../decoder/wording/language.ts';
import { languageOption } from './language-option.ts';
import { addressOptions, numberList, type PacketRange, packetRanges } from './report-options.ts';

/** Options of `decode` as commander hands them over. */
export interface DecodeOptions {
  verbose?: true;
  json?: true;
  write?: string;
  vrid?: number[];
  address?: string[];
  vlan?: number[];
  packets?: PacketRange[];
  lang?: Language;
  utc?: true;
  showPasswords?: true;
  names?: string;
  pseudonyms?: true;
}

const EXAMPLES = `
Each line tells the time, the file if there are several, the packet's number as Wireshark shows it,
the protocol, who sent it to whom, and what it says. What is wrong with a packet stands behind "!".

All ARP and neighbour discovery is printed. --address narrows it to these addresses, and --vrid to
addresses that the chosen virtual routers have advertised by then.
--packets takes the numbers that a report names as evidence, and ranges of them, in each of the files.
Lists may be written as 51,52 or by giving the option again. One of each list must match.

Examples:
  vrrpscope decode incident.pcapng                  one line per message
  vrrpscope decode -v --vrid 51 incident.pcapng     every field, with its offset and length
  vrrpscope decode -v --packets 40211,40300-40341 incident.pcapng
                                                    the evidence of a finding, and what lies between
  vrrpscope decode lb01.pcap lb02.pcap              several files in time order
  vrrpscope decode --json night.pcapng | jq 'select(.priority == 0)'
  vrrpscope decode --write vrrp.pcapng huge.pcap    keep only what matters

Exit status:
  0  done        2  wrong usage        3  an input could not be read at all; the others are printed
  74 the output cannot be written, as on a full disk
`;

export function decodeCommand(): Command {
  return new Command('decode')
    .summary('print the VRRP, ARP and neighbour discovery messages in capture files')
    .description(
      'Prints one line per VRRP, ARP or neighbour discovery message in capture files (pcap, pcapng, also gzip or zstd). FILE may be - for standard input.',
    )
    .argument('<FILE...>', 'capture files')
    .option('-v, --verbose', 'all fields of each message, with offset and length in the packet')
    .addOption(new Option('--json', 'print one JSON object a line').conflicts('verbose'))
    .option('--write <OUT.pcapng>', 'write the packets of the messages to a file instead of printing them')
    .option('--vrid <N>', 'only these virtual router identifiers', numberList(1, 255))
    .option('--address <A>', 'only messages from, to or about these addresses', addressOptions)
    .option('--vlan <N>', 'only these VLANs', numberList(1, 4094))
    .option('--packets <N-M>', 'only packets of these numbers', packetRanges)
    .addOption(languageOption())
    .option('--utc', 'show times in UTC instead of local time')
    .option('--show-passwords', 'do not mask passwords')
    .option('--names <HOSTS>', 'call routers as a hosts file does')
    .addOption(new Option('--pseudonyms', 'replace addresses and names, each always by the same').conflicts('write'))
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: DecodeOptions, command: Command) => {
      const { runDecode } = await import('./run-decode.ts');
      const result = await runDecode(files, options);
      if (result.usageError !== undefined) command.error(`error: ${result.usageError}`, { exitCode: 2 });
      process.exitCode = result.exitCode;
    });
}
