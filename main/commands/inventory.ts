import { Command, Option } from 'commander';
import type { Language } from '../../decoder/wording/language.ts';
import { languageOption } from './language-option.ts';
import { addressOptions, numberList } from './report-options.ts';

/** As commander hands them over. */
export interface InventoryOptions {
  json?: true;
  csv?: true;
  names?: string;
  vrid?: number[];
  address?: string[];
  vlan?: number[];
  lang?: Language;
  utc?: true;
  all?: true;
  pseudonyms?: true;
  color?: boolean;
}

const EXAMPLES = `
For each virtual router: VRID, version, who is master when the capture ends and since when, who else
was, priorities, advertised intervals, kind of authentication, and virtual addresses. Then the VRIDs
that were not heard on the segment. Backups are silent and preemption is not on the wire, so neither
is told. What happened, and why, is what report tells.

Lists may be written as 51,52 or by giving the option again. One of each list must match. A VRID is
free if nothing at all was heard with it, whatever is chosen; with --vrid, only those are told.

Examples:
  vrrpscope inventory lan.pcapng                  who speaks VRRP here, and which VRIDs are free
  vrrpscope inventory --vrid 60 lan.pcapng        whether VRID 60 is free on each VLAN
  vrrpscope inventory --names /etc/hosts ring_*.pcapng
  ssh gw01 timeout 60 tcpdump -ni eth0 -w - vrrp | vrrpscope inventory -
  vrrpscope inventory --json lan.pcapng | jq '.segments[].virtualRouters[] | {vlans, vrid, masters}'
  vrrpscope inventory --csv lan.pcapng > vrids.csv

JSON, in the words of the report: segments[] hold vlans, families, virtualRouters[], free.ipv4 and
free.ipv6 as [first, last] ranges, and otherProtocols[]. A virtual router has id, interface, vlans,
family, vrid, versions, addresses, destinations, state (one-master, two-masters, handover, nobody,
silent), since, masters, routers[] (master, reigns, the latest reign, priority, interval,
authentication …), collidesWith[] (other clusters of the VRID), and conflicts[] (codes).
TypeScript: import type { Inventory } from 'vrrpscope'.

Exit status:
  0  done        2  wrong usage        3  an input could not be read at all; the others are listed
  74 the output cannot be written, as on a full disk
`;

export function inventoryCommand(): Command {
  return new Command('inventory')
    .summary('list the virtual routers of a segment and its free VRIDs')
    .description(
      'Reads capture files (pcap, pcapng, also gzip or zstd) and lists every virtual router of each VLAN, free VRIDs, and neighbours that speak CARP, HSRP or GLBP. FILE may be - for standard input.',
    )
    .argument('<FILE...>', 'capture files')
    .addOption(new Option('--json', 'print one JSON document').conflicts('csv'))
    .option('--csv', 'print a table for a spreadsheet')
    .option('--names <HOSTS>', 'call routers as a hosts file does')
    .addOption(languageOption())
    .option('--utc', 'show times in UTC instead of local time')
    .option('--vrid <N>', 'only these virtual router identifiers', numberList(1, 255))
    .option('--address <A>', 'only virtual routers with these addresses, virtual or own', addressOptions)
    .option('--vlan <N>', 'only these VLANs', numberList(1, 4094))
    .option('--all', 'all addresses and routers, however many')
    .option('--pseudonyms', 'replace addresses and names, each always by the same')
    .option('--color', 'use colour even where standard output is no terminal')
    .option('--no-color', 'use no colour')
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: InventoryOptions, command: Command) => {
      const { runInventory } = await import('./run-inventory.ts');
      const result = await runInventory(files, options);
      if (result.usageError !== undefined) command.error(`error: ${result.usageError}`, { exitCode: 2 });
      process.exitCode = result.exitCode;
    });
}
