import { execFile, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import type { Cluster } from './cluster.ts';

const execute = promisify(execFile);

/** Runs a command; its output on success, an error that quotes its complaint otherwise. */
export async function run(command: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute(command, args, { maxBuffer: 1 << 26 });
  return stdout;
}

async function feed(input: string, command: string, ...args: string[]): Promise<void> {
  const child = execute(command, args);
  child.child.stdin?.end(input);
  await child;
}

/** Network namespaces of one scenario: one for each node, one for the switch. */
export class Namespaces {
  readonly #prefix: string;
  readonly #names: string[] = [];
  readonly #cluster: Cluster;

  constructor(prefix: string, cluster: Cluster) {
    this.#prefix = prefix;
    this.#cluster = cluster;
  }

  of(node: string): string {
    return `${this.#prefix}-${node}`;
  }

  get switch(): string {
    return this.of('sw');
  }

  /** Interface of the switch that a node's interface is plugged into. */
  port(node: string, nic: string): string {
    return `${node}.${nic}`;
  }

  async create(): Promise<void> {
    for (const name of ['sw', ...this.#cluster.nodes.map((node) => node.name)]) {
      this.#names.push(this.of(name));
      await run('ip', 'netns', 'add', this.of(name));
    }
    await this.inside(
      'sw',
      'sysctl',
      '-qw',
      'net.ipv6.conf.default.disable_ipv6=1',
      'net.ipv6.conf.all.disable_ipv6=1',
    );
    const bridges = this.#cluster.segments.map((segment) => segment.name);
    await this.#batch('sw', [
      ...bridges.map((name) => `link add br-${name} type bridge mcast_snooping 0 stp_state 0 forward_delay 0`),
      ...bridges.map((name) => `link set br-${name} up`),
    ]);
    for (const node of this.#cluster.nodes) await this.#plugIn(node.name);
    await this.inside('sw', 'nft', 'add table netdev fault');
  }

  async #plugIn(name: string): Promise<void> {
    const node = this.#cluster.nodes.find((candidate) => candidate.name === name);
    if (node === undefined) return;
    const withIpv6 = node.interfaces.some((nic) => nic.linkLocal !== null);
    const off = withIpv6 ? 0 : 1;
    await this.inside(
      name,
      'sysctl',
      '-qw',
      `net.ipv6.conf.default.disable_ipv6=${off}`,
      `net.ipv6.conf.all.disable_ipv6=${off}`,
      'net.ipv6.conf.default.accept_dad=0',
      'net.ipv4.conf.all.arp_ignore=1',
    );
    await this.#batch(
      'sw',
      node.interfaces.flatMap((nic) => [
        `link add ${this.port(name, nic.name)} type veth peer name ${nic.name} address ${nic.mac} netns ${this.of(name)}`,
        `link set ${this.port(name, nic.name)} master br-${nic.segment} up`,
      ]),
    );
    for (const nic of node.interfaces) {
      await this.inside(name, 'ethtool', '-K', nic.name, 'tx', 'off').catch(() => '');
      await this.inside('sw', 'ethtool', '-K', this.port(name, nic.name), 'tx', 'off').catch(() => '');
    }
    await this.#batch(name, [
      'link set lo up',
      ...node.interfaces.flatMap((nic) => [
        `link set ${nic.name} addrgenmode none`,
        `link set ${nic.name} up`,
        `address add ${nic.address}/${nic.prefixLength} dev ${nic.name}`,
        ...(nic.linkLocal === null ? [] : [`address add ${nic.linkLocal}/64 dev ${nic.name} nodad`]),
      ]),
    ]);
  }

  inside(node: string, command: string, ...args: string[]): Promise<string> {
    return run('ip', 'netns', 'exec', this.of(node), command, ...args);
  }

  spawnInside(node: string, command: string[], options: SpawnOptions) {
    return spawn('ip', ['netns', 'exec', this.of(node), ...command], options);
  }

  async #batch(node: string, lines: string[]): Promise<void> {
    await feed(`${lines.join('\n')}\n`, 'ip', '-n', this.of(node), '-batch', '-');
  }

  async nft(node: string, rules: string): Promise<void> {
    await this.feedInside(node, rules, 'nft', '-f', '-');
  }

  async feedInside(node: string, input: string, command: string, ...args: string[]): Promise<void> {
    await feed(input, 'ip', 'netns', 'exec', this.of(node), command, ...args);
  }

  /** Kills what still runs inside and removes them, without holding up those who listen to other scenarios. */
  async remove(): Promise<void> {
    for (const name of [...this.#names]) {
      kill(await run('ip', 'netns', 'pids', name).catch(() => ''));
      await run('ip', 'netns', 'del', name).catch(() => '');
    }
    this.#names.length = 0;
  }

  /** The same at once, while the program is being ended. */
  removeNow(): void {
    for (const name of this.#names.splice(0)) {
      kill(attempt(() => execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8' })) ?? '');
      attempt(() => execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' }));
    }
  }
}

function kill(pids: string): void {
  for (const pid of pids.split('\n').filter((line) => line !== '')) attempt(() => process.kill(Number(pid), 'SIGKILL'));
}

/** While tidying up, what is gone already is as good as removed. */
function attempt<Result>(action: () => Result): Result | null {
  try {
    return action();
  } catch {
    return null;
  }
}
