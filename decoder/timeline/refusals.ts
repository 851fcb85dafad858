import type { RefusalMessage } from '../message.ts';
import { segmentKey } from '../segment.ts';
import type { Nanos } from '../time.ts';
import type { Heard } from './claim.ts';
import { routersOf, type SplitBrainSpan, uniqueEvidence } from './split-brain.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';

/**
 * A host that said that it runs no VRRP, to one router about one VRID, and was not heard to run it meanwhile; or a firewall
 * that said that it lets none in.
 */
export interface Refusals {
  family: 'ipv4' | 'ipv6';
  tunnel: string | null;
  vlans: readonly number[];
  vrid: number;
  because: RefusalMessage['because'];
  advertiser: string;
  refuser: string;
  count: number;
  first: Heard;
  last: Heard;
}

const MOST_REFUSALS = 4096;

/** Follows who answers advertisements with ICMP errors. */
export class RefusalBook {
  readonly #current = new Map<string, Refusals>();
  readonly #all: Refusals[] = [];

  /** `advertised`: when the refuser itself last sent an advertisement. */
  push(
    { family, tunnel, vlans, group: vrid, because, advertiser, src: refuser }: RefusalMessage,
    heard: Heard,
    advertised: Nanos,
  ): void {
    const key = `${segmentKey({ tunnel, vlans })}/${vrid}/${because}/${advertiser}/${refuser}`;
    const known = this.#current.get(key);
    if (known && (because === 'prohibited' || known.last.time >= advertised)) {
      known.count++;
      known.last = heard;
    } else if (this.#all.length < MOST_REFUSALS) {
      const fresh = { family, tunnel, vlans, vrid, because, advertiser, refuser, count: 1, first: heard, last: heard };
      this.#current.set(key, fresh);
      this.#all.push(fresh);
    }
  }

  /** In the order of their first. */
  get all(): readonly Refusals[] {
    return this.#all;
  }
}

/** Those that quote advertisements of this virtual router. */
export function refusalsOf(virtualRouter: VirtualRouterState, all: readonly Refusals[]): Refusals[] {
  const { vrid, family, routers } = virtualRouter;
  const segment = segmentKey(virtualRouter);
  return all.filter(
    (one) => one.vrid === vrid && one.family === family && segmentKey(one) === segment && routers.has(one.advertiser),
  );
}

/** What a firewall's word adds to a split brain: why the advertisements of the one did not get in at the other. */
export function withRefusals(
  split: SplitBrainSpan,
  refusals: readonly Refusals[],
  observationEnd: Nanos,
): SplitBrainSpan {
  if (split.reason !== 'unknown' && split.reason !== 'not-received') return split;
  const routers = routersOf(split);
  const patience = Math.max(...routers.map(({ masterDownInterval }) => masterDownInterval));
  const meanwhile = refusals.filter(
    ({ because, advertiser, first, last }) =>
      because === 'prohibited' &&
      routers.some(({ address }) => address === advertiser) &&
      first.time <= (split.end ?? observationEnd) &&
      last.time >= split.start - patience,
  );
  if (meanwhile.length === 0) return split;
  const refusing = new Set(meanwhile.map(({ refuser }) => refuser));
  return {
    ...split,
    reason: 'rejected-by-firewall',
    refusals: meanwhile,
    deaf: routers.filter((router) => refusing.has(router.address) || split.deaf.includes(router)),
    evidence: uniqueEvidence([...meanwhile.map(({ first }) => first.evidence), ...split.evidence]),
  };
}
