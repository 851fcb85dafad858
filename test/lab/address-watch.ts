import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { routers } from './cluster.ts';
import { now } from './keepalived-process.ts';
import type { Namespaces } from './namespaces.ts';
import type { Stage } from './stage.ts';
import type { HolderChange } from './truth.ts';

const CHANGE = /^(Deleted )?\d+: \S+\s+inet6? ([0-9a-f.:]+)\//;

/** Follows, through the kernel's own messages, which nodes hold which virtual address. */
export class AddressWatch {
  readonly changes: HolderChange[] = [];
  readonly #children: ChildProcess[] = [];
  readonly #holders = new Map<string, Set<string>>();

  constructor(stage: Stage, namespaces: Namespaces) {
    for (const node of routers(stage.cluster)) {
      for (const instance of node.instances) {
        for (const address of instance.addresses) this.#holders.set(address, new Set());
      }
    }
    for (const node of routers(stage.cluster)) {
      const child = namespaces.spawnInside(node.name, ['ip', '-o', 'monitor', 'address'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      this.#children.push(child);
      if (child.stdout !== null) {
        createInterface({ input: child.stdout }).on('line', (line) => this.#hear(node.name, line));
      }
    }
  }

  #hear(node: string, line: string): void {
    const match = CHANGE.exec(line);
    const address = match?.[2] ?? '';
    const nodes = this.#holders.get(address);
    if (nodes === undefined) return;
    const before = nodes.size;
    if (match?.[1] === undefined) nodes.add(node);
    else nodes.delete(node);
    if (nodes.size !== before) this.changes.push({ time: now(), address, nodes: [...nodes].sort() });
  }

  close(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}
