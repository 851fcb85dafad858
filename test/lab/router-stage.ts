import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, type Instance, nodeNamed, routers } from './cluster.ts';
import type { Draw } from './draw.ts';
import { FrrProcess } from './frr-process.ts';
import { KeepalivedProcess, now } from './keepalived-process.ts';
import type { Namespaces } from './namespaces.ts';
import type { Fault, FaultKind, LogFacts, State, StateChange } from './truth.ts';

type Router = KeepalivedProcess | FrrProcess;

/** What a scenario can do to its routers. Everything done is written down as a fault. */
export abstract class RouterStage {
  readonly cluster: Cluster;
  readonly draw: Draw;
  readonly states: StateChange[] = [];
  readonly faults: Fault[] = [];
  protected readonly namespaces: Namespaces;
  readonly #routers = new Map<string, Router>();
  readonly #signal: AbortSignal;

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
    this.namespaces = namespaces;
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
    this.note('terminate', name, 'SIGTERM');
    const router = this.#router(name);
    if (router instanceof FrrProcess) router.signalVrrp('SIGTERM');
    else router.signalParent('SIGTERM');
  }

  /** Parent and child at once, the parent stopped first, so that nobody cleans up or respawns. */
  kill(name: string): void {
    const router = this.#router(name);
    if (router instanceof KeepalivedProcess) router.signalParent('SIGSTOP');
    this.note('kill', name, 'SIGKILL of parent and child');
    router.signalVrrp('SIGKILL');
    if (router instanceof KeepalivedProcess) router.signalParent('SIGKILL');
  }

  /** The parent respawns it. */
  killChild(name: string): void {
    this.note('kill-child', name, 'SIGKILL of the VRRP child only');
    this.#router(name).signalVrrp('SIGKILL');
  }

  async restart(name: string): Promise<void> {
    const router = this.#router(name);
    if (router instanceof FrrProcess) await router.restartVrrp();
    else await router.start();
  }

  async pause(name: string, seconds: number): Promise<void> {
    const fault = this.note('pause', name, 'SIGSTOP of the VRRP child');
    this.#router(name).signalVrrp('SIGSTOP');
    await this.wait(seconds);
    fault.end = now();
    this.#router(name).signalVrrp('SIGCONT');
  }

  /** Lets a track_script fail for that long. */
  async failScript(name: string, script: string, seconds: number): Promise<void> {
    const router = this.#keepalived(name);
    const fault = this.note('script', name, script);
    writeFileSync(router.scriptFile(script), '');
    await this.wait(seconds);
    fault.end = now();
    rmSync(router.scriptFile(script));
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
    this.note('reload', name, 'SIGHUP');
    this.#keepalived(name).writeConf();
    this.#keepalived(name).signalParent('SIGHUP');
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

  protected note(kind: FaultKind, node: string, detail: string): Fault {
    const fault: Fault = { kind, node, time: now(), end: null, detail };
    this.faults.push(fault);
    return fault;
  }

  close(): void {
    for (const router of this.#routers.values()) router.close();
  }
}
