import type { RefusalMessage } from '../message.ts';
import { segmentKey } from '../segment.ts';
import type { Nanos } from '../time.ts';
import type { Heard } from './claim.ts';

/** A host that said that it runs no VRRP, to one router about one VRID, and was not heard to run it meanwhile. */
export interface Refusals {
  family: 'ipv4' | 'ipv6';
  tunnel: string | null;
  vlans: readonly number[];
  vrid: number;
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
    { family, tunnel, vlans, group: vrid, advertiser, src: refuser }: RefusalMessage,
    heard: Heard,
    advertised: Nanos,
  ): void {
    const key = `${segmentKey({ tunnel, vlans })}/${vrid}/${advertiser}/${refuser}`;
    const known = this.#current.get(key);
    if (known && known.last.time >= advertised) {
      known.count++;
      known.last = heard;
    } else if (this.#all.length < MOST_REFUSALS) {
      const fresh = { family, tunnel, vlans, vrid, advertiser, refuser, count: 1, first: heard, last: heard };
      this.#current.set(key, fresh);
      this.#all.push(fresh);
    }
  }

  /** In the order of their first. */
  get all(): readonly Refusals[] {
    return this.#all;
  }
}
