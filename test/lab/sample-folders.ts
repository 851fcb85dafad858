import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Truth } from './truth.ts';
import { withoutHost } from './without-host.ts';

/** Recordings that are several files: captures of both nodes, or what the nodes were configured to do and logged. */
export const SAMPLE_FOLDERS = [
  'both-nodes-partitioned',
  'both-nodes-local-filter',
  'written-and-not-reloaded',
  'keyword-misspelt',
  'carp-with-our-number',
  'reflected',
  'fault-alone',
  'vlan-leak',
];

/** Lines about the machine that made the recording. */
const OF_THE_HOST = /(?:^|: )(?:Running on |Command line: | +')/;

/** Copies a recording, without what it says about its machine. */
export function makeSampleFolder(name: string, recordings: string, samples: string): Truth {
  const from = join(recordings, name);
  const into = join(samples, name);
  mkdirSync(into, { recursive: true });
  for (const file of readdirSync(from)) {
    const path = join(from, file);
    if (/\.pcap(ng)?$/.test(file)) writeFileSync(join(into, file), withoutHost(readFileSync(path)));
    else if (/\.(conf|syslog)$/.test(file))
      writeFileSync(join(into, file), elsewhere(readFileSync(path, 'utf8'), from));
  }
  const truth: Truth = JSON.parse(readFileSync(join(from, 'truth.json'), 'utf8'));
  writeFileSync(join(into, 'truth.json'), `${JSON.stringify(truth)}\n`);
  return truth;
}

function elsewhere(text: string, folder: string): string {
  const lines = text.split('\n').filter((line) => !OF_THE_HOST.test(line));
  return lines.join('\n').replaceAll(folder, '/etc/keepalived');
}

/** How to read it, from the root of the repository. */
export function commandFor(name: string, { capture, logs = [] }: Truth): string {
  const option = (flag: string, suffix: string) =>
    logs.map(({ node }) => `${flag} ${node}=samples/${name}/${node}.${suffix}`);
  const captures = capture.views
    ? capture.views.map(({ node }) => `--view ${node}=samples/${name}/${node}.pcap`)
    : [`samples/${name}/${capture.file}`];
  return ['vrrpscope report', ...option('--config', 'conf'), ...option('--log', 'syslog'), ...captures].join(' ');
}
