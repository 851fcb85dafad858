import type { ChildProcess } from 'node:child_process';
import { constants, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Node } from './cluster.ts';
import { keepalivedConf } from './keepalived-conf.ts';
import { type Namespaces, run } from './namespaces.ts';
import { NodeLogFile } from './node-log.ts';
import type { LogFacts, State, StateChange } from './truth.ts';

const NOTIFY = /^INSTANCE "(.+)" (MASTER|BACKUP|FAULT|STOP|MASTER_PRIORITY|BACKUP_PRIORITY) (\d+)/;

export const now = (): number => Date.now() / 1000;

/** One node's keepalived, told what to do and listened to through its notify FIFO. */
export class KeepalivedProcess {
  readonly #node: Node;
  readonly #namespaces: Namespaces;
  readonly #directory: string;
  readonly #onState: (change: StateChange) => void;
  readonly #log: NodeLogFile;
  #child: ChildProcess | null = null;
  #fifo: Socket | null = null;

  constructor(
    node: Node,
    namespaces: Namespaces,
    directory: string,
    log: LogFacts,
    onState: (change: StateChange) => void,
  ) {
    this.#node = node;
    this.#namespaces = namespaces;
    this.#directory = directory;
    this.#onState = onState;
    this.#log = new NodeLogFile(log, join(directory, node.name));
  }

  #path(suffix: string): string {
    return join(this.#directory, `${this.#node.name}.${suffix}`);
  }

  scriptFile(script: string): string {
    return this.#path(`${script}.failed`);
  }

  writeConf(change = (text: string) => text): void {
    const text = keepalivedConf(this.#node, this.#path('fifo'), (script) => this.scriptFile(script));
    writeFileSync(this.#path('conf'), change(text));
  }

  async start(): Promise<void> {
    if (this.#fifo === null) await this.#listen();
    this.writeConf();
    const child = this.#namespaces.spawnInside(
      this.#node.name,
      [
        'keepalived',
        '-n',
        '-l',
        '-D',
        '-P',
        '-f',
        this.#path('conf'),
        '-p',
        this.#path('pid'),
        '-r',
        this.#path('vrrp.pid'),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.#log.environment } },
    );
    for (const stream of [child.stdout, child.stderr]) if (stream) this.#log.follow(stream);
    this.#child = child;
  }

  async #listen(): Promise<void> {
    await run('mkfifo', this.#path('fifo'));
    // Opened for both directions, so that it never reports an end between two runs of keepalived.
    const descriptor = openSync(this.#path('fifo'), constants.O_RDWR | constants.O_NONBLOCK);
    this.#fifo = new Socket({ fd: descriptor, readable: true, writable: false });
    createInterface({ input: this.#fifo }).on('line', (line) => this.#hear(line));
  }

  #hear(line: string): void {
    const match = NOTIFY.exec(line);
    if (match === null) return;
    const [, instance = '', what = '', priority = ''] = match;
    const state: State | null =
      what === 'MASTER' || what === 'BACKUP' || what === 'FAULT' || what === 'STOP' ? what : null;
    this.#onState({ time: now(), node: this.#node.name, instance, state, priority: Number(priority) });
  }

  signalParent(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  signalVrrp(signal: NodeJS.Signals): void {
    process.kill(Number(readFileSync(this.#path('vrrp.pid'), 'utf8').trim()), signal);
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#fifo?.destroy();
    for (const suffix of ['fifo', 'pid', 'vrrp.pid']) rmSync(this.#path(suffix), { force: true });
  }
}
