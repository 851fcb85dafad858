import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { now } from './keepalived-process.ts';
import type { Namespaces } from './namespaces.ts';
import { setClock } from './set-clock.ts';
import { spoilCapture } from './spoil-capture.ts';
import { mergeTagged } from './vlan-tags.ts';

/** In immediate mode the kernel's buffer holds only a few packets of the default snapshot length: a burst overflows it. */
const ROOMY = ['-s', '2048', '-B', '8192'];
const DROPPED = /(\d+) packets? dropped by kernel|received\/dropped on interface [^:]+: \d+\/(\d+)/g;

interface Tap {
  child: ChildProcess;
  file: string;
  vlan: number | null;
  /** What the program has said on standard error. */
  said: string;
}

/** dumpcap or tcpdump on the bridges, or on one node's `any` interface, or on several nodes. */
export class CaptureProcess {
  readonly #cluster: Cluster;
  readonly #namespaces: Namespaces;
  readonly #directory: string;
  readonly #taps: Tap[] = [];
  start = 0;
  end = 0;

  constructor(cluster: Cluster, namespaces: Namespaces, directory: string) {
    this.#cluster = cluster;
    this.#namespaces = namespaces;
    this.#directory = directory;
  }

  get point(): string {
    const { capture } = this.#cluster;
    if (capture.point === 'nodes') return capture.views.map(({ node }) => node).join(' and ');
    return capture.point === 'node' ? capture.node : 'bridge';
  }

  /** Packets that the capturing program knows it missed; known once it has been closed. */
  get dropped(): number {
    const counts = this.#taps.flatMap((tap) => [...tap.said.matchAll(DROPPED)]);
    return counts.reduce((sum, [, tcpdump, dumpcap]) => sum + Number(tcpdump ?? dumpcap ?? 0), 0);
  }

  /** Resolves when packets are being captured. */
  async open(): Promise<void> {
    const { capture, segments } = this.#cluster;
    const tagged = segments.some((segment) => segment.vlan !== null);
    if (capture.point === 'node') {
      await this.#tap(capture.node, ['tcpdump', '-i', 'any'], 'capture.pcap', null);
    } else if (capture.point === 'nodes') {
      for (const { node, interface: nic } of capture.views) {
        await this.#tap(node, ['tcpdump', '-i', nic], `${node}.pcap`, null);
        this.start ||= now();
      }
    } else if (tagged) {
      for (const segment of segments) {
        await this.#tap('sw', ['tcpdump', '-i', `br-${segment.name}`], `${segment.name}.pcap`, segment.vlan);
      }
    } else if (capture.tool === 'dumpcap') {
      const interfaces = segments.flatMap((segment) => ['-i', `br-${segment.name}`]);
      const ring = capture.ring ? ['-b', 'interval:5'] : [];
      await this.#tap('sw', ['dumpcap', ...interfaces, ...ring], `capture${this.#part()}.pcapng`, null);
    } else {
      const precision = capture.tool === 'tcpdump-nano' ? ['--time-stamp-precision', 'nano'] : [];
      await this.#tap(
        'sw',
        ['tcpdump', '-i', `br-${segments[0]?.name}`, ...precision],
        `capture${this.#part()}.pcap`,
        null,
      );
    }
    this.start ||= now();
  }

  /** Of the file's name: nothing for the first one. */
  #part(): string {
    return this.#taps.length === 0 ? '' : `-${this.#taps.length + 1}`;
  }

  /** Nobody captures for so long; then the next file begins. */
  async interrupt(pause: Promise<void>): Promise<void> {
    await this.#stop();
    await pause;
    await this.open();
  }

  /** The program stands still for so long, and what comes does not fit into its buffer. */
  async starve(meanwhile: () => Promise<void>): Promise<void> {
    for (const { child } of this.#taps) child.kill('SIGSTOP');
    await meanwhile();
    for (const { child } of this.#taps) child.kill('SIGCONT');
  }

  /** All of one place, in the order in which they were made. */
  get files(): string[] {
    const { capture, segments } = this.#cluster;
    if (segments.some(({ vlan }) => vlan !== null)) return ['capture.pcap'];
    if (capture.point === 'bridge' && capture.ring)
      return readdirSync(this.#directory)
        .filter((file) => file.startsWith('capture_'))
        .sort();
    if (this.#taps.some(({ vlan }) => vlan !== null)) return ['capture.pcap'];
    return this.#taps.map(({ file }) => file.split('/').at(-1) ?? '');
  }

  async #tap(node: string, command: string[], file: string, vlan: number | null): Promise<void> {
    // tcpdump gives up root before it opens the file, dumpcap never does.
    const path = join(this.#directory, file);
    const options =
      command[0] === 'tcpdump'
        ? [...ROOMY, '-U', '--immediate-mode', '-n', '-Z', 'root', '-w', path]
        : ['-q', '-w', path];
    const child = spawn('ip', ['netns', 'exec', this.#namespaces.of(node), ...command, ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const tap: Tap = { child, file: path, vlan, said: '' };
    this.#taps.push(tap);
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (chunk) => {
        tap.said += chunk;
        if (/listening on|File: /.test(tap.said)) resolve();
      });
      child.once('exit', () => reject(new Error(`${command[0]}: ${tap.said}`)));
    });
  }

  /** Stops and resolves to the capture's file name. */
  async close(): Promise<string> {
    this.end = now();
    await this.#stop();
    const { capture } = this.#cluster;
    if (capture.point === 'bridge' && capture.spoilt) {
      for (const { file } of this.#taps) spoilCapture(file, capture.spoilt);
    }
    if (capture.point === 'nodes') {
      for (const { node, ahead, drift } of capture.views) {
        setClock(join(this.#directory, `${node}.pcap`), { ahead, drift, since: this.start });
      }
    }
    const parts = this.#taps.flatMap(({ file, vlan }) => (vlan === null ? [] : [{ file, vlan }]));
    if (parts.length > 0) {
      mergeTagged(parts, join(this.#directory, 'capture.pcap'));
      for (const { file } of parts) renameSync(file, `${file}.untagged`);
      return 'capture.pcap';
    }
    return this.files[0] ?? '';
  }

  async #stop(): Promise<void> {
    await Promise.all(
      this.#taps.map(async ({ child }) => {
        if (child.exitCode !== null) return;
        child.kill('SIGINT');
        await once(child, 'close');
      }),
    );
  }
}
