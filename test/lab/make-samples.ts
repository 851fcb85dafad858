import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expectedHistory } from './expected-history.ts';
import { commandFor, makeSampleFolder, SAMPLE_FOLDERS } from './sample-folders.ts';
import type { Truth } from './truth.ts';
import { withoutHost } from './without-host.ts';

/** Turns recordings of the lab into `samples/`: node dist/test/lab/make-samples.js RECORDINGS SAMPLES [--folders] */
interface Sample {
  name: string;
  scenario: string;
  change?: 'gzip' | 'zstd' | 'cut' | 'names';
}

const SAMPLES: Sample[] = [
  { name: 'steady', scenario: 'steady' },
  { name: 'split-brain', scenario: 'split-brain', change: 'names' },
  { name: 'planned-maintenance', scenario: 'planned-maintenance' },
  { name: 'nopreempt-pair', scenario: 'nopreempt' },
  { name: 'reload-sighup', scenario: 'reload' },
  { name: 'track-script-failover', scenario: 'track-script-failover' },
  { name: 'track-script-weight-too-small', scenario: 'track-script-weight-too-small' },
  { name: 'fault-two-priority-0', scenario: 'fault-script' },
  { name: 'kill-9-address-left-behind', scenario: 'kill-9-address-left-behind' },
  { name: 'child-killed-and-respawned', scenario: 'respawn' },
  { name: 'paused-machine', scenario: 'paused-machine' },
  { name: 'split-brain-one-way', scenario: 'split-brain-one-way' },
  { name: 'deaf-master', scenario: 'deaf-master' },
  { name: 'firewall-between-peers', scenario: 'firewall-between-peers' },
  { name: 'lost-before-capture', scenario: 'loss-before-capture' },
  { name: 'near-failover', scenario: 'near-failover' },
  { name: 'beaten-back', scenario: 'beaten-back' },
  { name: 'two-masters-two-vrids', scenario: 'two-masters-two-vrids' },
  { name: 'sync-group-two-interfaces', scenario: 'sync-group' },
  { name: 'unicast-peers', scenario: 'unicast-peers' },
  { name: 'mcast-group-224.0.0.141', scenario: 'mcast-group-224.0.0.141' },
  { name: 'vmac', scenario: 'vmac' },
  { name: 'v3-100ms', scenario: 'v3-100ms' },
  { name: 'v3-ipv6', scenario: 'v3-ipv6' },
  { name: 'equal-priorities', scenario: 'equal-priorities' },
  { name: 'any-interface-sll2', scenario: 'any-interface' },
  { name: 'vlan-trunk', scenario: 'vlan-trunk' },
  { name: 'authentication-mismatch', scenario: 'authentication-mismatch' },
  { name: 'interval-mismatch', scenario: 'interval-mismatch' },
  { name: 'vrid-collision', scenario: 'vrid-collision' },
  { name: 'frr-v3', scenario: 'frr-v3-stopped' },
  { name: 'kill-9-compressed', scenario: 'kill-9', change: 'gzip' },
  { name: 'three-nodes-compressed', scenario: 'three-nodes', change: 'zstd' },
  { name: 'cut-mid-record', scenario: 'short-pause', change: 'cut' },
];

function makeSample(sample: Sample, recordings: string, samples: string): string {
  const folder = join(recordings, sample.scenario);
  const truth: Truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'));
  const capture = join(folder, truth.capture.file);
  const format = sample.change === 'names' ? '.pcapng' : extname(truth.capture.file);
  const name = `${sample.name}${format}${COMPRESSED[sample.change ?? 'none'] ?? ''}`;
  const target = join(samples, name);
  writeCapture(sample, truth, capture, target);
  const trimmed = { ...truth, capture: { ...truth.capture, file: name } };
  writeFileSync(join(samples, `${sample.name}.truth.json`), `${JSON.stringify(trimmed)}\n`);
  return tableRow(name, truth);
}

const COMPRESSED: Record<string, string> = { gzip: '.gz', zstd: '.zst' };

function writeCapture({ change }: Sample, truth: Truth, capture: string, target: string): void {
  if (change === 'names') {
    writeNamed(truth, capture, target);
    writeFileSync(target, withoutHost(readFileSync(target)));
    return;
  }
  const bytes = withoutHost(readFileSync(capture));
  if (change === 'gzip') writeFileSync(target, gzipSync(bytes, { level: 9 }));
  else if (change === 'zstd') writeFileSync(target, execFileSync('zstd', ['-q', '-19', '-c'], { input: bytes }));
  else writeFileSync(target, change === 'cut' ? bytes.subarray(0, -21) : bytes);
}

/** With a name record for each router, as Wireshark saves them. */
function writeNamed(truth: Truth, capture: string, target: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-names-'));
  const hosts = join(folder, 'hosts');
  const speakers = truth.virtualRouters.flatMap((virtualRouter) => virtualRouter.speakers);
  writeFileSync(hosts, speakers.map(({ router, node }) => `${router} ${node}\n`).join(''));
  execFileSync('tshark', ['-r', capture, '-N', 'n', '-H', hosts, '-W', 'n', '-P', '-w', target], { stdio: 'ignore' });
  rmSync(folder, { recursive: true });
}

function tableRow(name: string, truth: Truth): string {
  const history = truth.virtualRouters.map((virtualRouter) => {
    const nodes = virtualRouter.speakers.map(({ node, router, priority }) => `${node} ${router} priority ${priority}`);
    const masters = expectedHistory(truth, virtualRouter).claims.map(
      ({ speaker, start, end }) =>
        `${speaker.node} ${at(start.time, truth)}–${end === null ? 'end' : at(end.time, truth)}`,
    );
    const vlan = virtualRouter.vlans.length === 0 ? '' : ` VLAN ${virtualRouter.vlans.join('.')}`;
    return `VRID ${virtualRouter.vrid}${vlan} (${nodes.join(', ')}): ${masters.join(', ')}`;
  });
  const { tool, point } = truth.capture;
  return `| ${name} | ${truth.shows} | ${tool}, ${point} | ${history.join('<br>')} |`;
}

function at(time: number, truth: Truth): string {
  return (time - truth.capture.start).toFixed(1);
}

function readme(rows: string[], { tools }: Truth): string {
  return `# Sample captures

Small captures of real routers, made by the lab in \`test/lab\`: network namespaces on a bridge, faults injected while
dumpcap or tcpdump listened. Nothing in them was written by hand.
Beside each capture, \`.truth.json\` says what really happened (\`test/lab/truth.ts\` describes it): state changes from
keepalived's notify FIFO or FRR's log, address changes from the kernel, and the faults. \`.expected.json\` is the report that
\`test/samples.test.ts\` compares with; the same test scores it against the truth.

Made with keepalived ${tools.keepalived}, FRR ${tools.frr}, tcpdump ${tools.tcpdump}, dumpcap ${tools.dumpcap}, Linux ${tools.linux}.
VLAN tags were added afterwards, as a trunk's mirror port shows them (the machine had no 802.1Q);
\`split-brain.pcapng\` was given name records by tshark; \`cut-mid-record\` lost its last bytes on purpose.
To make a new set: \`npm run lab -- --record-only --keep DIR\`, then \`node dist/test/lab/make-samples.js DIR samples\`.

| file | shows | captured by, at | master according to the routers themselves (seconds from the start of the capture) |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function folders(recordings: string, samples: string): string {
  const rows = SAMPLE_FOLDERS.map((name) => {
    const truth = makeSampleFolder(name, recordings, samples);
    return `| ${name} | ${truth.shows} | \`${commandFor(name, truth)}\` |`;
  });
  return `
## With what the nodes were configured to do, and what they logged

Folders with the capture, or one of each node by clocks that are hours apart, each node's \`keepalived.conf\`, and its log
as syslog stamps it, by a clock that is wrong.

| folder | shows | read with |
| --- | --- | --- |
${rows.join('\n')}
`;
}

const [recordings = '', samples = 'samples'] = process.argv.slice(2);
mkdirSync(samples, { recursive: true });
const readmeFile = join(samples, 'README.md');
const [onlyFolders] = process.argv.slice(4);
if (onlyFolders === '--folders') {
  // The others stay as they are
  const [before = ''] = readFileSync(readmeFile, 'utf8').split('\n## With what');
  writeFileSync(readmeFile, `${before}${folders(recordings, samples)}`);
  process.exit(0);
}
const first: Truth = JSON.parse(readFileSync(join(recordings, 'steady', 'truth.json'), 'utf8'));
const rows = SAMPLES.map((sample) => makeSample(sample, recordings, samples));
writeFileSync(readmeFile, `${readme(rows, first)}${folders(recordings, samples)}`);
