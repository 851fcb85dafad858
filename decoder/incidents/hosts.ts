import type { VirtualRouter } from '../report.ts';
import { isVirtualMac } from '../timeline/addresses.ts';
import { UnionFind } from '../timeline/union-find.ts';

/** Which addresses in several virtual routers are one machine's: it has one name, or one MAC. */
export class Hosts {
  readonly #same = new UnionFind<string>();

  /** `names` are known besides those in the report, by address. */
  constructor(virtualRouters: readonly VirtualRouter[], names: ReadonlyMap<string, string>) {
    for (const { vlans, routers } of virtualRouters) {
      for (const { address, name, macs } of routers) {
        const own = addressKey(vlans, address);
        const known = names.get(address) ?? name;
        if (known !== undefined) this.#same.join(own, `name ${known}`);
        for (const mac of macs) if (!isVirtualMac(mac)) this.#same.join(own, `mac ${mac}`);
      }
    }
  }

  of({ vlans }: VirtualRouter, address: string): string {
    return this.#same.find(addressKey(vlans, address));
  }
}

function addressKey(vlans: readonly number[], address: string): string {
  return `${vlans.join('.')} ${address}`;
}
