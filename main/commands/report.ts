import { Command, Option } from 'commander';
import { configurationOption } from './config-options.ts';
import { languageOption } from './language-option.ts';
import { logOption } from './log-options.ts';
import type { ReportOptions } from './report-options.ts';
import { addressOptions, numberList, parseTime } from './report-options.ts';
import { viewOption } from './view-options.ts';

const EXAMPLES = `
Times are ISO 8601 (2026-03-01T03:12:05, local unless --utc or a zone is given), seconds since the
epoch, or +seconds from the start of the capture. The history is always built from everything that
was captured. --from and --to then choose the part to tell: what lasts into it is kept whole, with
its true start and end, and the lanes are drawn for that part alone.

--view reads captures of the same time from different places, such as both nodes, or a node and a
mirror port, and puts them on one clock, that of the first: the clocks of the hosts may be hours
apart. It tells which advertisements reached which place. What is called as --names calls a router,
by the router's address, or as the --config whose mcast_src_ip or unicast_src_ip it speaks from, is
taken as captured on that router; so is what -i any shows to be sent there. Files are read twice.

--config gives what a node is configured to do. Routers are called NAME where it can be told which
they are (mcast_src_ip, unicast peers, --names, or the priority), and what differs between the nodes
or from the packets is found. NAME is what the node's keepalived takes for its own: lines that begin
with @NAME count. Includes are read below the folder of FILE, for which /etc/keepalived stands.

--log gives what a node's keepalived wrote (with -D): syslog, journalctl as text, -o export or -o json,
or its own console, also gzip. Its state changes are matched with the packets, which tells how far its
clock is off, and stand beside the transitions; where log and packets contradict each other is found.
Called as in --config or --names, the node is known; else it is by the addresses in its lines.

Lists may be written as 51,52 or by giving the option again. One of each list must match.

Examples:
  vrrpscope report incident.pcapng                    who was master when, and what went wrong
  vrrpscope report --utc --from 2026-03-01T03:10 --to 2026-03-01T03:15 night.pcapng
  vrrpscope report --from +60 --vrid 51 ring_*.pcapng several files of one segment are one history
  vrrpscope report --view lb01=lb01.pcap --view lb02=lb02.pcap --names /etc/hosts
                                                      both nodes' captures as one history
  vrrpscope report --names /etc/hosts lb01.pcap       call routers by name; nothing is ever looked up
  vrrpscope report --config lb01=lb01.conf --config lb02=lb02.conf night.pcapng
                                                      also check what the nodes are told to do
  vrrpscope report --log lb01=lb01.log --log lb02=lb02.log night.pcapng
                                                      what the nodes logged beside what they sent
  ssh lb01 tcpdump -ni eth0 -c 500 -w - vrrp | vrrpscope report -
  vrrpscope report --json night.pcapng | jq '.virtualRouters[].transitions'
  vrrpscope report --html incident.html night.pcapng  one file to open, to print, to attach
  vrrpscope report --fail-on critical nightly.pcapng  for a script: exit status 1 if it was bad
  vrrpscope report --pseudonyms --markdown night.pcapng > post-mortem.md

Exit status:
  0  done        1  a finding at or above --fail-on
  2  wrong usage 3  an input could not be read at all; the others are reported
  74 the output cannot be written, as on a full disk
`;

export function reportCommand(): Command {
  return new Command('report')
    .summary('tell the history of masterships in capture files')
    .description(
      'Reads capture files (pcap, pcapng, also gzip or zstd) and tells who was master when, and why. FILE may be - for standard input.',
    )
    .argument('[FILE...]', 'capture files')
    .addOption(viewOption())
    .addOption(form('json', 'print one JSON document'))
    .addOption(form('ndjson', 'print one JSON object a line, in time order'))
    .addOption(form('csv', 'print a table of everything that happened'))
    .addOption(form('markdown', 'print Markdown for a post-mortem or an issue'))
    .addOption(new Option('--html <OUT>', 'write one HTML file that needs nothing else').conflicts(FORMS))
    .addOption(configurationOption())
    .addOption(logOption())
    .option('--names <HOSTS>', 'call routers as a hosts file does')
    .option('--from <TIME>', 'tell only what happened from then', parseTime)
    .option('--to <TIME>', 'tell only what happened until then', parseTime)
    .addOption(languageOption())
    .option('--utc', 'show and read times in UTC instead of local time')
    .option('--vrid <N>', 'only these virtual router identifiers', numberList(1, 255))
    .option('--address <A>', 'only virtual routers with these addresses, virtual or own', addressOptions)
    .option('--vlan <N>', 'only these VLANs', numberList(1, 4094))
    .option('--all', 'everything: uneventful virtual routers and long lists too')
    .addOption(
      new Option('--fail-on <SEVERITY>', 'exit with 1 if a finding is at or above it').choices([
        'critical',
        'warning',
        'info',
      ]),
    )
    .option('--show-passwords', 'do not mask passwords, where any would be shown')
    .option('--pseudonyms', 'replace addresses and names, each always by the same')
    .option('--color', 'use colour even where standard output is no terminal')
    .option('--no-color', 'use no colour')
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: ReportOptions, command: Command) => {
      const { runReport } = await import('./run-report.ts');
      const result = await runReport(files, options);
      if (result.usageError !== undefined) command.error(`error: ${result.usageError}`, { exitCode: 2 });
      process.exitCode = result.exitCode;
    });
}

const FORMS = ['json', 'ndjson', 'csv', 'markdown'];

function form(name: string, description: string): Option {
  return new Option(`--${name}`, description).conflicts(FORMS.filter((other) => other !== name));
}
