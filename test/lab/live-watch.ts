import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { filtersFor } from '../../main/live/inputs/capture-filter.ts';
import { LOCAL_TOOLS, type LocalTool } from '../../main/live/live-contract.ts';
import type { LiveEvent } from '../../main/output/live/live-events.ts';
import { packageFile } from '../../main/package-root.ts';
import type { Cluster } from './cluster.ts';
import { now } from './keepalived-process.ts';
import type { Namespaces } from './namespaces.ts';

/** The command as it ships. */
export const CLI = packageFile('dist', 'bundle', 'cli.cjs');

/** A capture program of this machine, or what another tcpdump pipes into standard input. */
export type LiveSource = LocalTool | 'pipe';
export const LIVE_SOURCES: readonly LiveSource[] = [...LOCAL_TOOLS, 'pipe'];

/** Each event as it happens, or the report at the end. */
export type LiveForm = 'ndjson' | 'json';
export const LIVE_FORMS: readonly LiveForm[] = ['ndjson', 'json'];

/** Where live capture listens in a cluster. */
export interface LivePoint {
  node: string;
  interface: string;
}

/** The cluster's capture point, or why nobody can listen there live. */
export function livePoint({ capture, segments }: Cluster): LivePoint | string {
  if (capture.point === 'node') return { node: capture.node, interface: 'any' };
  if (capture.point === 'nodes') return 'it is captured on several nodes at once, and live listens in one place';
  if (capture.ring || capture.spoilt !== undefined || capture.disturbed)
    return 'what it shows befalls its own capture, and no other';
  if (segments.some(({ vlan }) => vlan !== null)) {
    return 'its VLAN tags are put on after the capture: this kernel makes no tagged interfaces';
  }
  const [segment, second] = segments;
  if (segment === undefined || second !== undefined) {
    return 'it is captured on several bridges at once, and live listens to one interface';
  }
  return { node: 'sw', interface: `br-${segment.name}` };
}

/** A line of NDJSON, and when it came. */
export interface Heard {
  at: number;
  event: LiveEvent;
}

/** One `vrrpscope live` inside the namespace of the capture point. */
export class LiveWatch {
  readonly source: LiveSource;
  readonly form: LiveForm;
  /** What it writes. */
  readonly file: string;
  readonly heard: Heard[] = [];
  stdout = '';
  stderr = '';
  status: number | null = null;
  #child: ChildProcess | null = null;
  #sender: ChildProcess | null = null;
  #rest = '';

  constructor(directory: string, source: LiveSource, form: LiveForm) {
    this.source = source;
    this.form = form;
    this.file = join(directory, `live-${source}-${form}.pcapng`);
  }

  get name(): string {
    return `${this.source} --${this.form}`;
  }

  open(namespaces: Namespaces, point: LivePoint): void {
    const inside = (command: string[], options: SpawnOptions) =>
      namespaces.spawnInside(point.node, command, { env: { ...process.env, TZ: 'UTC' }, ...options });
    const from = this.source === 'pipe' ? ['-'] : [point.interface, '--via', this.source];
    const command = [process.execPath, CLI, 'live', ...from, '--write', this.file, `--${this.form}`];
    if (this.source === 'pipe') this.#sender = inside(sendingCommand(point), { stdio: ['ignore', 'pipe', 'ignore'] });
    const child = inside(command, { stdio: [this.#sender?.stdout ?? 'ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  /** As Ctrl-C does; a pipe ends with its sender. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    (this.#sender ?? child).kill('SIGINT');
    if (child.exitCode === null) await once(child, 'close');
    this.status = child.exitCode;
  }

  #hear(text: string): void {
    const at = now();
    this.stdout += text;
    if (this.form !== 'ndjson') return;
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const event: LiveEvent = JSON.parse(line);
      this.heard.push({ at, event });
    }
  }
}

function sendingCommand(point: LivePoint): string[] {
  const [filter = ''] = filtersFor(point.interface);
  const options = ['-U', '-n', '-Z', 'root', '-s', '2048', '-B', '8192', '--immediate-mode', '-w', '-'];
  return ['tcpdump', '-i', point.interface, ...options, filter];
}
