import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPeer } from './peer-programs.ts';

const NODES = ['a', 'b'] as const;
type NodeName = (typeof NODES)[number];
const PRIORITIES: Record<NodeName, number> = { a: 150, b: 100 };

export const ADDRESSES: Record<NodeName, string> = { a: '10.9.51.2', b: '10.9.51.3' };

/** Whether a segment can be made here: if not, says so aloud. */
export function canMakeSegments(): boolean {
  if (![hasPeer('dumpcap'), hasPeer('keepalived')].every(Boolean)) return false;
  const name = `vst${process.pid}`;
  const made = spawnSync('ip', ['link', 'add', name, 'type', 'bridge']).status === 0;
  if (made) spawnSync('ip', ['link', 'del', name]);
  else console.warn('skipped: network interfaces cannot be made here, which takes root');
  return made;
}

/** A bridge of this machine with two namespaces behind it, and keepalived in each: VRID 51, a the master. */
export class LiveSegment {
  readonly bridge: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'vrrpscope-segment-'));
  readonly #children: ChildProcess[] = [];

  constructor(number = 0) {
    this.bridge = `vs${number}x${process.pid}`;
  }

  #namespace(node: NodeName): string {
    return `${this.bridge}-${node}`;
  }

  create(): void {
    this.addBridge();
    for (const node of NODES) {
      const namespace = this.#namespace(node);
      ip('netns', 'add', namespace);
      ip('link', 'add', this.#port(node), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
      ip('-n', namespace, 'link', 'set', 'eth0', 'up');
      ip('-n', namespace, 'addr', 'add', `${ADDRESSES[node]}/24`, 'dev', 'eth0');
    }
    this.plugIn();
    for (const node of NODES) this.#startKeepalived(node);
  }

  addBridge(): void {
    ip('link', 'add', this.bridge, 'type', 'bridge', 'mcast_snooping', '0', 'stp_state', '0');
    ip('link', 'set', this.bridge, 'up');
  }

  removeBridge(): void {
    ip('link', 'del', this.bridge);
  }

  plugIn(): void {
    for (const node of NODES) ip('link', 'set', this.#port(node), 'master', this.bridge, 'up');
  }

  /** What keepalived sends when its link goes down never gets out. */
  link(node: NodeName, state: 'up' | 'down'): void {
    ip('-n', this.#namespace(node), 'link', 'set', 'eth0', state);
  }

  /** Process ids of the capture programs that listen to it. */
  listeners(): string[] {
    const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line.includes(`-i ${this.bridge} `));
    return lines.map((line) => line.trim().split(' ')[0] ?? '');
  }

  async remove(): Promise<void> {
    for (const child of this.#children) {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    for (const node of NODES) spawnSync('ip', ['netns', 'del', this.#namespace(node)]);
    spawnSync('ip', ['link', 'del', this.bridge]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #port(node: NodeName): string {
    return `${this.bridge}${node}`;
  }

  #startKeepalived(node: NodeName): void {
    const path = (suffix: string) => join(this.#folder, `${node}.${suffix}`);
    writeFileSync(
      path('conf'),
      `vrrp_instance V51 {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority ${PRIORITIES[node]}
  advert_int 1
  virtual_ipaddress {
    10.9.51.100/24
  }
}
`,
    );
    const words = ['-n', '-l', '-P', '-f', path('conf'), '-p', path('pid'), '-r', path('vrrp.pid')];
    this.#children.push(
      spawn('ip', ['netns', 'exec', this.#namespace(node), 'keepalived', ...words], { stdio: 'ignore' }),
    );
  }
}

function ip(...words: string[]): void {
  const { status, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr}`);
}
