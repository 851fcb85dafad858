import { fileURLToPath } from 'node:url';
import { packageFile } from '../../main/package-root.ts';
import { type Contender, runProcess } from './measure.ts';

export const VRRPSCOPE = 'vrrpscope report --json';
export const YARDSTICK = "tcpdump -w 'ip proto 112 or arp'";
export const UNPACK = 'gzip -dc';

/** One capture in each form that it is read in. */
export interface CaptureForms {
  pcap: string;
  pcapng: string;
  gzip: string;
  /** Where results that nobody looks at may be written. */
  scratch: string;
}

/** Who races on a capture. Those that take minutes run once. */
export function contenders({ pcap, pcapng, gzip, scratch }: CaptureForms): Contender[] {
  return [
    { name: YARDSTICK, run: () => runProcess('tcpdump', ['-r', pcap, '-w', scratch, 'ip proto 112 or arp']) },
    { name: VRRPSCOPE, run: () => report(pcap) },
    { name: `${VRRPSCOPE}, pcapng`, run: () => report(pcapng) },
    { name: `${VRRPSCOPE}, gzip`, run: () => report(gzip) },
    { name: UNPACK, run: () => runProcess('gzip', ['-dc', gzip]) },
    { name: 'cat', run: () => runProcess('cat', [pcap]) },
    { name: 'capinfos', run: () => runProcess('capinfos', ['-c', '-u', pcap]) },
    { name: 'a bare loop in Node.js', run: () => runProcess(process.execPath, [BARE_LOOP, pcap]) },
    { name: 'node -e 0', run: () => runProcess(process.execPath, ['-e', '0']) },
    { name: 'tcpdump -n', isSlow: true, run: () => runProcess('tcpdump', ['-n', '-r', pcap]) },
    { name: 'tshark -T fields', isSlow: true, run: () => runProcess('tshark', ['-n', '-r', pcap, ...FIELDS]) },
    { name: 'pcap-parser', isSlow: true, run: () => runProcess(process.execPath, [PCAP_PARSER, pcap]) },
  ];
}

const FIELDS = [
  '-T',
  'fields',
  ...['frame.time_epoch', 'ip.src', 'vrrp.virt_rtr_id', 'vrrp.prio', 'vrrp.ip_addr'].flatMap((field) => ['-e', field]),
];
const BARE_LOOP = fileURLToPath(new URL('bare-loop.js', import.meta.url));
const PCAP_PARSER = fileURLToPath(new URL('count-with-pcap-parser.js', import.meta.url));

function report(path: string) {
  return runProcess(process.execPath, [packageFile('dist', 'bundle', 'cli.cjs'), 'report', '--json', path]);
}
