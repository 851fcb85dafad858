import type { VirtualRouter } from '../report.ts';
import { type Segment, segmentKey } from '../segment.ts';
import { isVirtualMac } from '../timeline/addresses.ts';
import { UnionFind } from '../timeline/union-find.ts';

/** Which addresses in several virtual routers are one machine's: it has one name, or one MAC. */
export class Hosts {
  readonly #same = new UnionFind<string>();
  readonly #known = new Map<VirtualRouter, Map<string, string>>();

  /** `names` are known besides those in the report, by address. */
  constructor(virtualRouters: readonly VirtualRouter[], names: ReadonlyMap<string, string>) {
    for (const virtualRouter of virtualRouters) {
      for (const { address, name, macs } of virtualRouter.routers) {
        const own = addressKey(virtualRouter, address);
        const known = names.get(address) ?? name;
        if (known !== undefined) this.#same.join(own, `name ${known}`);
        for (const mac of macs) if (!isVirtualMac(mac)) this.#same.join(own, `mac ${mac}`);
      }
    }
  }

  of(virtualRouter: VirtualRouter, address: string): string {
    const known = this.#known.get(virtualRouter) ?? new Map<string, string>();
    const host = known.get(address) ?? this.#same.find(addressKey(virtualRouter, address));
    this.#known.set(virtualRouter, known.set(address, host));
    return host;
  }
}

function addressKey(segment: Segment, address: string): string {
  return `${segmentKey(segment)} ${address}`;
}
