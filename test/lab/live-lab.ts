import { setTimeout as sleep } from 'node:timers/promises';
import { boundPacketSockets } from '../support/proc.ts';
import type { Cluster } from './cluster.ts';
import { now } from './keepalived-process.ts';
import { LIVE_FORMS, LIVE_SOURCES, LiveWatch, livePoint } from './live-watch.ts';
import type { Namespaces } from './namespaces.ts';

/** Seconds until all must listen. */
const OPENING = 30;

/** Everything that listens to one scenario live. */
export class LiveLab {
  /** Why nobody does. */
  readonly skipped: string | null;
  readonly watches: LiveWatch[];
  start = 0;
  end = 0;
  readonly #cluster: Cluster;
  readonly #namespaces: Namespaces;

  constructor(cluster: Cluster, namespaces: Namespaces, directory: string) {
    const point = livePoint(cluster);
    this.skipped = typeof point === 'string' ? point : null;
    const all = LIVE_SOURCES.flatMap((source) => LIVE_FORMS.map((form) => new LiveWatch(directory, source, form)));
    this.watches = this.skipped === null ? all : [];
    this.#cluster = cluster;
    this.#namespaces = namespaces;
  }

  /** Resolves when all listen. */
  async open(): Promise<void> {
    const point = livePoint(this.#cluster);
    if (typeof point === 'string') return;
    const listening = () => boundPacketSockets(this.#namespaces.of(point.node));
    const wanted = listening() + this.watches.length;
    for (const watch of this.watches) watch.open(this.#namespaces, point);
    for (const limit = now() + OPENING; listening() < wanted; ) {
      if (now() > limit) throw new Error(`not all listen live: ${this.watches.map(({ stderr }) => stderr).join('')}`);
      await sleep(100);
    }
    // Between binding its socket and setting its filter a program is not there yet
    await sleep(500);
    this.start = now();
  }

  async close(): Promise<void> {
    this.end = now();
    await Promise.all(this.watches.map((watch) => watch.close()));
  }
}
