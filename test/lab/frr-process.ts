import type { ChildProcess } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Instance, Node } from './cluster.ts';
import { now } from './keepalived-process.ts';
import { type Namespaces, run } from './namespaces.ts';
import type { State, StateChange } from './truth.ts';

const STATES: Record<string, State> = { Master: 'MASTER', Backup: 'BACKUP', Initialize: 'STOP' };
const CHANGE = /\[VRID (\d+)\] \[IPv4\] (?:Master|Backup|Initialize) -> (Master|Backup|Initialize)/;

/** One node's zebra and vrrpd, listened to through the log that `debug vrrp` writes. */
export class FrrProcess {
  readonly #node: Node;
  readonly #namespaces: Namespaces;
  readonly #directory: string;
  readonly #onState: (change: StateChange) => void;
  readonly #space: string;
  readonly #children: ChildProcess[] = [];

  constructor(node: Node, namespaces: Namespaces, directory: string, onState: (change: StateChange) => void) {
    this.#node = node;
    this.#namespaces = namespaces;
    this.#directory = directory;
    this.#onState = onState;
    this.#space = namespaces.of(node.name);
  }

  async start(): Promise<void> {
    for (const instance of this.#node.instances) await this.#addMacvlan(instance);
    const folder = `/var/run/frr/${this.#space}`;
    mkdirSync(folder, { recursive: true });
    const [user = '0', group = '0'] = (await Promise.all([run('id', '-u', 'frr'), run('id', '-g', 'frr')])).map((id) =>
      id.trim(),
    );
    chownSync(folder, Number(user), Number(group));
    this.#launch('zebra', this.#conf([]));
    await run('sleep', '1');
    this.#launch('vrrpd', this.#conf(this.#node.instances));
  }

  /** FRR keeps the address on a macvlan with the virtual MAC, up or protodown as its state says. */
  async #addMacvlan(instance: Instance): Promise<void> {
    const device = `vrrp4-${instance.vrid}`;
    const mac = `00:00:5e:00:01:${instance.vrid.toString(16).padStart(2, '0')}`;
    const inside = (...args: string[]) => this.#namespaces.inside(this.#node.name, ...(args as [string, ...string[]]));
    if ((await inside('ip', '-o', 'link')).includes(`${device}@`)) return;
    await inside(
      'ip',
      'link',
      'add',
      device,
      'link',
      instance.interface,
      'address',
      mac,
      'type',
      'macvlan',
      'mode',
      'bridge',
    );
    for (const address of instance.addresses) await inside('ip', 'address', 'add', `${address}/24`, 'dev', device);
    await inside('ip', 'link', 'set', device, 'up');
  }

  #conf(instances: Instance[]): string {
    return [
      `hostname ${this.#node.name}`,
      'debug vrrp',
      ...instances.flatMap((instance) => [
        `interface ${instance.interface}`,
        ` vrrp ${instance.vrid} version ${instance.version}`,
        ` vrrp ${instance.vrid} priority ${instance.priority}`,
        ` vrrp ${instance.vrid} advertisement-interval ${instance.interval * 1000}`,
        ...instance.addresses.map((address) => ` vrrp ${instance.vrid} ip ${address}`),
        ...instance.lines.map((line) => ` ${line}`),
        'exit',
      ]),
      '',
    ].join('\n');
  }

  #launch(daemon: 'zebra' | 'vrrpd', conf: string): void {
    const path = join(this.#directory, `${this.#node.name}.${daemon}.conf`);
    writeFileSync(path, conf);
    chmodSync(path, 0o644);
    const child = this.#namespaces.spawnInside(
      this.#node.name,
      [`/usr/lib/frr/${daemon}`, '-N', this.#space, '-f', path, '--log', 'stdout', '--log-level', 'debug'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#children.push(child);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#hear(daemon, line));
    }
  }

  #hear(daemon: string, line: string): void {
    const time = now();
    appendFileSync(join(this.#directory, `${this.#node.name}.log`), `${time.toFixed(6)} ${daemon}: ${line}\n`);
    const match = CHANGE.exec(line);
    const instance = this.#node.instances.find((candidate) => String(candidate.vrid) === match?.[1]);
    const state = STATES[match?.[2] ?? ''];
    if (instance === undefined || state === undefined) return;
    this.#onState({ time, node: this.#node.name, instance: instance.name, state, priority: instance.priority });
  }

  /** Ends vrrpd (the last one started) and leaves zebra. */
  signalVrrp(signal: NodeJS.Signals): void {
    this.#children.at(-1)?.kill(signal);
  }

  async restartVrrp(): Promise<void> {
    this.#launch('vrrpd', this.#conf(this.#node.instances));
  }

  close(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(`/var/run/frr/${this.#space}`, { recursive: true, force: true });
  }
}
