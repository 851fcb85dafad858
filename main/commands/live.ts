import { Command, Option } from 'commander';
import { LOCAL_TOOLS } from '../live/live-contract.ts';
import { languageOption } from './language-option.ts';
import { parseAddress } from './listen-options.ts';
import { type LiveCommandOptions, parseCount, parseDuration, parseRotation } from './live-options.ts';

const EXAMPLES = `
IFACE may be left out where only one is up, "any" is all of them, "-" is standard input, and a FIFO
may be named, too. "vrrpscope interfaces" tells where this user can listen, and what is missing if
nowhere. No part of this needs root: only the capture program needs to be allowed to capture.

On a terminal the lanes of the last minutes and the last events are redrawn in place; elsewhere each
event is a line. Ctrl-C, or q, ends it with the report of all that was seen. What is silent is told
when it is known to be silent: from a pipe that cannot be known until the next packet comes.

--write keeps the packets in a pcapng file, which must not exist yet; with --rotate it is a series of
files, FILE_00001_20261121T090230Z.pcapng and so on, of which --keep leaves the latest,
also of earlier runs. "vrrpscope
report" makes the same of them as this does.

--ndjson prints the lines of "report --ndjson" as they become known, each with its number "event".
A line with "revises": N replaces line N, because it has ended or because later evidence changed it;
with "withdrawn": true it no longer holds. Counts that only grow are not told until the end, where
whatever they changed is printed once more. "type": "capture" is news of the capture itself, by
"what": listening, lost, back, nothing-received, received-again, dropped, write-failed,
write-resumed, ended.

Examples:
  vrrpscope live eth0                                 watch the segment
  vrrpscope live eth0 --write night.pcapng            and keep the packets
  ssh lb01 tcpdump -U -ni eth0 -w - "'vrrp or arp'" | vrrpscope live -
                                                      watch that of another machine
  vrrpscope live --exec "ssh lb01 tcpdump -U -ni eth0 -w - 'vrrp or arp'"
                                                      the same, begun again when it is lost
  vrrpscope live eth0 --write ring.pcapng --rotate 100MB --rotate 1h --keep 48
                                                      the last two days, as a systemd unit would:
  ExecStart=vrrpscope live eth0 --ndjson --metrics 127.0.0.1:9112 --write /var/lib/vrrpscope/eth0.pcapng --rotate 1h --keep 48
  vrrpscope live eth0 --for 10m --fail-on critical    for a script: exit status 1 if it was bad

Exit status:
  0  done        1  a finding at or above --fail-on
  2  wrong usage, or this user may not listen there
  3  nothing could be read at all
  74 a file of --write lacks packets, or standard output cannot be written
`;

export function liveCommand(): Command {
  return new Command('live')
    .summary('watch a segment as it happens')
    .description('Listens on an interface, or reads packets as they come, and tells who is master and why it changes.')
    .argument('[IFACE]', 'an interface, or - for standard input')
    .addOption(new Option('--via <TOOL>', 'capture with this program').choices(LOCAL_TOOLS))
    .option('--exec <COMMAND>', 'read packets from this command of the shell, and run it again when it ends')
    .option('--write <FILE>', 'keep the packets in a pcapng file')
    .option('--rotate <SIZE|TIME>', 'begin another file after 100MB, or after 1h; may be given twice', parseRotation)
    .option('--keep <N>', 'leave only the latest N of these files', parseCount)
    .option('--for <TIME>', 'end after 90s, 15m, 1h or 2d', parseDuration)
    .addOption(new Option('--ndjson', 'print each event as a JSON object').conflicts('json'))
    .option('--json', 'print nothing but the report, as one JSON document at the end')
    .addOption(
      new Option('--fail-on <SEVERITY>', 'exit with 1 if a finding is at or above it').choices([
        'critical',
        'warning',
        'info',
      ]),
    )
    .option('--metrics <HOST:PORT>', 'serve metrics for Prometheus there', parseAddress)
    .option('--names <HOSTS>', 'call routers as a hosts file does')
    .addOption(languageOption())
    .option('--utc', 'show times in UTC instead of local time')
    .option('--all', 'everything in the report at the end: uneventful virtual routers and long lists too')
    .option('--show-passwords', 'do not mask passwords, where any would be shown')
    .option('--color', 'use colour even where standard output is no terminal')
    .option('--no-color', 'use no colour')
    .addHelpText('after', EXAMPLES)
    .action(async (place: string | undefined, options: LiveCommandOptions, command: Command) => {
      const { runLive } = await import('./run-live.ts');
      const result = await runLive(place, options);
      if (result.usageError !== undefined) command.error(`error: ${result.usageError}`, { exitCode: 2 });
      process.exitCode = result.exitCode;
    });
}
