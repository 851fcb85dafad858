import type { Router, VirtualRouter } from '../../../decoder/report.ts';
import { escapeControls } from '../../../decoder/wording/escape-controls.ts';
import { HistoryTotals } from './history-totals.ts';

/** Whatever is sent on the segment, there are no more series than these allow. The first seen stay. */
const MOST_VIRTUAL_ROUTERS = 256;
const MOST_ROUTERS = 8;
const LONGEST_LABEL = 100;
/** Backups are silent for as long as all is well, so that only this many seconds without any sign of life mean gone. */
const GONE_AFTER = 7 * 86_400;

export const VIRTUAL_ROUTER_LABELS = ['virtual_router', 'interface', 'vlan', 'vrid', 'address'] as const;
export type VirtualRouterLabels = Record<(typeof VIRTUAL_ROUTER_LABELS)[number], string>;

/** A virtual router with series of its own. */
export interface ListedVirtualRouter {
  /** As they were when it was first seen: series keep their name. */
  labels: VirtualRouterLabels;
  totals: HistoryTotals;
  now: VirtualRouter;
  /** The addresses of those who are master. */
  masters: ReadonlySet<string>;
  /** Heard in the last days, and master or not: those with series of their own. */
  routers: readonly Router[];
  /** How many were heard in the last days, with or without series. */
  heard: number;
}

/** Chooses who has series of its own. */
export class ListedRouters {
  readonly #virtualRouters = new Map<string, ListedVirtualRouter>();
  /** Virtual routers that are there and have no series. */
  unlisted = 0;

  get all(): Iterable<ListedVirtualRouter> {
    return this.#virtualRouters.values();
  }

  get size(): number {
    return this.#virtualRouters.size;
  }

  labelsOf(id: string): VirtualRouterLabels | undefined {
    return this.#virtualRouters.get(id)?.labels;
  }

  update(virtualRouters: readonly VirtualRouter[], now: number): void {
    const present = virtualRouters.flatMap((one) => presence(one, now));
    const ids = new Set(present.map(({ now: { id } }) => id));
    for (const id of this.#virtualRouters.keys()) if (!ids.has(id)) this.#virtualRouters.delete(id);
    this.unlisted = 0;
    for (const one of present) {
      const known = this.#virtualRouters.get(one.now.id);
      if (known) Object.assign(known, one);
      else if (this.#virtualRouters.size < MOST_VIRTUAL_ROUTERS) {
        this.#virtualRouters.set(one.now.id, { labels: labels(one.now), totals: new HistoryTotals(), ...one });
      } else this.unlisted += 1;
    }
    for (const { totals, now: history } of this.#virtualRouters.values()) totals.update(history, now);
  }
}

type Presence = Pick<ListedVirtualRouter, 'now' | 'masters' | 'routers' | 'heard'>;

/** Nothing if it has gone. */
function presence(virtualRouter: VirtualRouter, now: number): Presence[] {
  const open = virtualRouter.reigns.filter(({ end }) => end === null);
  const masters = new Set(open.map(({ router }) => router));
  const routers = virtualRouter.routers.filter(({ address, last }) => masters.has(address) || now - last < GONE_AFTER);
  if (routers.length === 0) return [];
  return [{ now: virtualRouter, masters, routers: routers.slice(0, MOST_ROUTERS), heard: routers.length }];
}

function labels({ id, interface: name = '', vlans, vrid, addresses }: VirtualRouter): VirtualRouterLabels {
  return {
    virtual_router: id,
    interface: label(name),
    vlan: label(vlans.join('.')),
    vrid: String(vrid),
    address: addresses[0] ?? '',
  };
}

/** Names come from the capture. */
export function label(text: string): string {
  return escapeControls(text.slice(0, LONGEST_LABEL));
}
