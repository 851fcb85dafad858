import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { now } from './keepalived-process.ts';
import type { Namespaces } from './namespaces.ts';
import { mergeTagged } from './vlan-tags.ts';

interface Tap {
  child: ChildProcess;
  file: string;
  vlan: number | null;
}

/** dumpcap or tcpdump on the bridges, or on one node's `any` interface. */
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
    return capture.point === 'node' ? capture.node : 'bridge';
  }

  /** Resolves when packets are being captured. */
  async open(): Promise<void> {
    const { capture, segments } = this.#cluster;
    const tagged = segments.some((segment) => segment.vlan !== null);
    if (capture.point === 'node') {
      await this.#tap(capture.node, ['tcpdump', '-i', 'any'], 'capture.pcap', null);
    } else if (tagged) {
      for (const segment of segments) {
        await this.#tap('sw', ['tcpdump', '-i', `br-${segment.name}`], `${segment.name}.pcap`, segment.vlan);
      }
    } else if (capture.tool === 'dumpcap') {
      const interfaces = segments.flatMap((segment) => ['-i', `br-${segment.name}`]);
      await this.#tap('sw', ['dumpcap', ...interfaces], 'capture.pcapng', null);
    } else {
      const precision = capture.tool === 'tcpdump-nano' ? ['--time-stamp-precision', 'nano'] : [];
      await this.#tap('sw', ['tcpdump', '-i', `br-${segments[0]?.name}`, ...precision], 'capture.pcap', null);
    }
    this.start = now();
  }

  async #tap(node: string, command: string[], file: string, vlan: number | null): Promise<void> {
    // tcpdump gives up root before it opens the file, dumpcap never does.
    const path = join(this.#directory, file);
    const options =
      command[0] === 'tcpdump' ? ['-U', '--immediate-mode', '-n', '-Z', 'root', '-w', path] : ['-q', '-w', path];
    const child = spawn('ip', ['netns', 'exec', this.#namespaces.of(node), ...command, ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#taps.push({ child, file: path, vlan });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (chunk) => {
        said += chunk;
        if (/listening on|File: /.test(said)) resolve();
      });
      child.once('exit', () => reject(new Error(`${command[0]}: ${said}`)));
    });
  }

  /** Stops and resolves to the capture's file name. */
  async close(): Promise<string> {
    this.end = now();
    await Promise.all(
      this.#taps.map(async ({ child }) => {
        if (child.exitCode !== null) return;
        child.kill('SIGINT');
        await once(child, 'exit');
      }),
    );
    const parts = this.#taps.flatMap(({ file, vlan }) => (vlan === null ? [] : [{ file, vlan }]));
    if (parts.length > 0) {
      mergeTagged(parts, join(this.#directory, 'capture.pcap'));
      for (const { file } of parts) renameSync(file, `${file}.untagged`);
      return 'capture.pcap';
    }
    return this.#taps[0]?.file.split('/').at(-1) ?? '';
  }
}
