import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Chosen, choice } from './chosen.ts';
import { askFor, talkTo } from './client-traffic.ts';
import { type Cluster, type Instance, nodeNamed, routers } from './cluster.ts';
import type { Draw } from './draw.ts';
import { FrrProcess } from './frr-process.ts';
import { KeepalivedProcess, now } from './keepalived-process.ts';
import type { Namespaces } from './namespaces.ts';
import { sendFrames } from './raw-frames.ts';
import type { Fault, FaultKind, LogFacts, State, StateChange } from './truth.ts';

type Router = KeepalivedProcess | FrrProcess;

/** Where packets are lost: at the switch port behind the capture point, in front of it, or in the node's own firewall. */
export type DropPlace = 'behind-capture' | 'before-capture' | 'host';

/** What a scenario can do to its cluster. Everything done is written down as a fault. */
export class Stage {
  readonly cluster: Cluster;
  readonly draw: Draw;
  readonly states: StateChange[] = [];
  readonly faults: Fault[] = [];
  readonly #namespaces: Namespaces;
  readonly #routers = new Map<string, Router>();
  readonly #signal: AbortSignal;
  #tables = 0;

  constructor(
    cluster: Cluster,
    draw: Draw,
    namespaces: Namespaces,
    directory: string,
    logs: LogFacts[],
    signal: AbortSignal,
  ) {
    this.cluster = cluster;
    this.draw = draw;
    this.#namespaces = namespaces;
    this.#signal = signal;
    const note = (change: StateChange) => this.states.push(change);
    for (const node of routers(cluster)) {
      const log = logs.find((facts) => facts.node === node.name);
      this.#routers.set(
        node.name,
        log === undefined
          ? new FrrProcess(node, namespaces, directory, note)
          : new KeepalivedProcess(node, namespaces, directory, log, note),
      );
    }
  }

  async wait(seconds: number): Promise<void> {
    await sleep(seconds * 1000, undefined, { signal: this.#signal });
  }

  /** A whole number of the longest advertisement interval, and a drawn bit more. */
  async intervals(count: number): Promise<void> {
    await this.wait((count + this.draw.fraction()) * this.longestInterval);
  }

  get longestInterval(): number {
    return Math.max(...routers(this.cluster).flatMap((node) => node.instances.map((instance) => instance.interval)));
  }

  async start(...names: string[]): Promise<void> {
    const all = names.length > 0 ? names : [...this.#routers.keys()];
    await Promise.all(all.map((name) => this.#router(name).start()));
  }

  /** Starts all and waits until the first node has been master for a few intervals. */
  async settle(name = 'lb01'): Promise<void> {
    await this.start();
    await this.until(name, 'MASTER');
    await this.intervals(4);
  }

  /** Waits until every instance of the node is in that state; gives up, without error, after a while. */
  async until(name: string, state: State): Promise<boolean> {
    const wanted = nodeNamed(this.cluster, name).instances;
    const limit = now() + 12 + 8 * this.longestInterval;
    while (!wanted.every((instance) => this.state(name, instance) === state)) {
      if (now() > limit) return false;
      await this.wait(0.02);
    }
    return true;
  }

  state(name: string, instance: Instance): State | null {
    const changes = this.states.filter((change) => change.node === name && change.instance === instance.name);
    return changes.findLast((change) => change.state !== null)?.state ?? null;
  }

  /** The first node, in order of configuration, that is master of its first instance. */
  get master(): string {
    const found = routers(this.cluster).find((node) =>
      node.instances.slice(0, 1).some((instance) => this.state(node.name, instance) === 'MASTER'),
    );
    if (found === undefined) throw new Error('nobody is master');
    return found.name;
  }

  /** Waits until about `fraction` of an interval after the node's next regular advertisement. */
  async afterAdvertisement(name: string, fraction: number): Promise<void> {
    const instance = nodeNamed(this.cluster, name).instances[0];
    const began = this.states.findLast((change) => change.node === name && change.state === 'MASTER');
    if (instance === undefined || began === undefined) throw new Error(`${name} is not master`);
    const elapsed = (now() - began.time) / instance.interval;
    await this.wait(Math.max(0, (Math.ceil(elapsed - fraction) + fraction - elapsed) * instance.interval));
  }

  terminate(name: string): void {
    this.#note('terminate', name, 'SIGTERM');
    const router = this.#router(name);
    if (router instanceof FrrProcess) router.signalVrrp('SIGTERM');
    else router.signalParent('SIGTERM');
  }

  /** Parent and child at once, the parent stopped first, so that nobody cleans up or respawns. */
  kill(name: string): void {
    const router = this.#router(name);
    if (router instanceof KeepalivedProcess) router.signalParent('SIGSTOP');
    this.#note('kill', name, 'SIGKILL of parent and child');
    router.signalVrrp('SIGKILL');
    if (router instanceof KeepalivedProcess) router.signalParent('SIGKILL');
  }

  /** The parent respawns it. */
  killChild(name: string): void {
    this.#note('kill-child', name, 'SIGKILL of the VRRP child only');
    this.#router(name).signalVrrp('SIGKILL');
  }

  async restart(name: string): Promise<void> {
    const router = this.#router(name);
    if (router instanceof FrrProcess) await router.restartVrrp();
    else await router.start();
  }

  async pause(name: string, seconds: number): Promise<void> {
    const fault = this.#note('pause', name, 'SIGSTOP of the VRRP child');
    this.#router(name).signalVrrp('SIGSTOP');
    await this.wait(seconds);
    fault.end = now();
    this.#router(name).signalVrrp('SIGCONT');
  }

  /** The switch end goes down; the node loses its carrier. */
  async linkDown(name: string, seconds: number, nic = 'eth0'): Promise<void> {
    const fault = this.#note('link-down', name, nic);
    const port = this.#namespaces.port(name, nic);
    await this.#namespaces.inside('sw', 'ip', 'link', 'set', port, 'down');
    await this.wait(seconds);
    fault.end = now();
    await this.#namespaces.inside('sw', 'ip', 'link', 'set', port, 'up');
  }

  /**
   * Loses advertisements on their way to or from a node, until the returned function is called.
   * All of them by default; else `percent` at random, or the `first` few.
   */
  async drop(
    direction: 'to' | 'from',
    name: string,
    place: DropPlace,
    options: Chosen = {},
  ): Promise<() => Promise<void>> {
    const chosen = choice(options);
    const kind = direction === 'to' ? 'drop-to' : 'drop-from';
    const rules = [`ip protocol 112 ${chosen} drop`, `ip6 nexthdr 112 ${chosen} drop`];
    const detail = [place, chosen].join(' ').trim();
    return this.filter(kind, name, detail, rules, { direction, isHost: place === 'host' });
  }

  /** Something on the way from a node changes its advertisements, before they are captured. `change` is nft's. */
  mangle(name: string, change: string, options: Chosen = {}): Promise<() => Promise<void>> {
    const chosen = choice(options);
    const rule = `ip protocol 112 ${chosen} ${change}`;
    return this.filter('mangle', name, `${change} ${chosen}`.trim(), [rule], { direction: 'from', isHost: false });
  }

  /** Lays nftables rules on what goes to or from a node, at its switch port or on itself, until the returned function is called. */
  async filter(
    kind: FaultKind,
    name: string,
    detail: string,
    rules: string[],
    { direction, isHost }: { direction: 'to' | 'from'; isHost: boolean },
  ): Promise<() => Promise<void>> {
    const table = `fault${++this.#tables}`;
    const port = this.#namespaces.port(name, 'eth0');
    const hook = isHost
      ? `hook ${direction === 'to' ? 'input' : 'output'} priority 0;`
      : `hook ${direction === 'to' ? 'egress' : 'ingress'} device "${port}" priority 0;`;
    const where = isHost ? name : 'sw';
    const family = isHost ? 'inet' : 'netdev';
    const chain = `chain rules { type filter ${hook}\n${rules.join('\n')}\n}`;
    await this.#namespaces.nft(where, `table ${family} ${table} {\n${chain}\n}\n`);
    const fault = this.#note(kind, name, detail);
    return async () => {
      await this.#namespaces.nft(where, `delete table ${family} ${table}\n`);
      fault.end = now();
    };
  }

  /** Lets a track_script fail for that long. */
  async failScript(name: string, script: string, seconds: number): Promise<void> {
    const router = this.#keepalived(name);
    const fault = this.#note('script', name, script);
    writeFileSync(router.scriptFile(script), '');
    await this.wait(seconds);
    fault.end = now();
    rmSync(router.scriptFile(script));
  }

  /** From now on the kernel answers no ARP, though the addresses are there (arp_ignore 8). */
  async answerNothing(name: string): Promise<void> {
    this.#note('no-answers', name, 'arp_ignore 8');
    await this.#namespaces.inside(name, 'sysctl', '-qw', 'net.ipv4.conf.all.arp_ignore=8');
  }

  /** The address of somebody else, set by hand; of IPv4 announced as scripts that set up an interface do. */
  async takeAddress(name: string, address: string): Promise<void> {
    this.#note('taken-address', name, address);
    if (address.includes(':')) {
      await this.#namespaces.inside(name, 'ip', 'address', 'add', `${address}/64`, 'dev', 'eth0', 'nodad');
      return;
    }
    await this.#namespaces.inside(name, 'ip', 'address', 'add', `${address}/32`, 'dev', 'eth0');
    await this.#namespaces.inside(name, 'arping', '-U', '-c', '2', '-I', 'eth0', address);
  }

  /** Duplicate address detection: the client asks, in nobody's name, whether the address is taken. */
  async probe(address: string): Promise<void> {
    await this.#namespaces.inside('client', 'arping', '-D', '-c', '3', '-I', 'eth0', address).catch(() => '');
  }

  /** A cable between two segments that should not be there. */
  async joinSegments(one: string, other: string): Promise<void> {
    this.#note('joined-segments', 'sw', `${one} and ${other}`);
    await this.#namespaces.inside('sw', 'ip', 'link', 'add', 'leak0', 'type', 'veth', 'peer', 'name', 'leak1');
    await this.#namespaces.inside('sw', 'ip', 'link', 'set', 'leak0', 'master', `br-${one}`, 'up');
    await this.#namespaces.inside('sw', 'ip', 'link', 'set', 'leak1', 'master', `br-${other}`, 'up');
  }

  /** Frames that no daemon of the lab sends, out of a node's first interface; `pause` seconds apart. */
  async inject(name: string, frames: Iterable<Uint8Array>, pause: number): Promise<void> {
    const fault = this.#note('inject', name, 'raw socket');
    await sendFrames(this.#namespaces, name, frames, pause);
    fault.end = now();
  }

  /** The switch sends what comes in at the node's port out of it again. */
  async reflect(name: string): Promise<() => Promise<void>> {
    const fault = this.#note('reflect', name, 'hairpin at its port');
    const hairpin = (value: 'on' | 'off') =>
      this.#namespaces.inside(
        'sw',
        'bridge',
        'link',
        'set',
        'dev',
        this.#namespaces.port(name, 'eth0'),
        'hairpin',
        value,
      );
    await hairpin('on');
    return async () => {
      await hairpin('off');
      fault.end = now();
    };
  }

  /** Another priority in the node's file, which is reloaded; keepalived tells its FIFO nothing of that. */
  changePriority(name: string, by: number): void {
    for (const instance of nodeNamed(this.cluster, name).instances) {
      instance.priority += by;
      this.states.push({ time: now(), node: name, instance: instance.name, state: null, priority: instance.priority });
    }
    this.reload(name);
  }

  /** Writes the node's configuration anew, and keepalived does not read it. */
  rewrite(name: string, change: (text: string) => string): void {
    this.#keepalived(name).writeConf(change);
  }

  reload(name: string): void {
    this.#note('reload', name, 'SIGHUP');
    this.#keepalived(name).writeConf();
    this.#keepalived(name).signalParent('SIGHUP');
  }

  /** The client asks who has the address, and sees who answers. */
  async ask(address: string, times = 3): Promise<void> {
    for (let asked = 0; asked < times; asked++) {
      await askFor(this.#namespaces, address);
      await this.wait(0.4);
    }
  }

  /** Everyday traffic that is none of our business, for as long. */
  async chatter(seconds: number): Promise<void> {
    const target = routers(this.cluster)[0]?.interfaces[0]?.address ?? '';
    const until = now() + seconds;
    while (now() < until) {
      await talkTo(this.#namespaces, target);
      await this.wait(1.1);
    }
  }

  #keepalived(name: string): KeepalivedProcess {
    const router = this.#router(name);
    if (!(router instanceof KeepalivedProcess)) throw new Error(`${name} runs no keepalived`);
    return router;
  }

  #router(name: string): Router {
    const router = this.#routers.get(name);
    if (router === undefined) throw new Error(`no router ${name}`);
    return router;
  }

  #note(kind: FaultKind, node: string, detail: string): Fault {
    const fault: Fault = { kind, node, time: now(), end: null, detail };
    this.faults.push(fault);
    return fault;
  }

  close(): void {
    for (const router of this.#routers.values()) router.close();
  }
}
