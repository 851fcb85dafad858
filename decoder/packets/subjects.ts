import type { VirtualRouter } from '../report.ts';
import { type Segment, segmentKey } from '../segment.ts';

type VridSegment = Segment & Pick<VirtualRouter, 'family' | 'vrid'>;

/** Numbers for what messages are about, so that a list of millions can be searched by comparing numbers. */
export class Subjects {
  readonly #routers = new Map<string, Map<string | number, number>>();
  readonly #addresses = new Map<string, Map<string | number, number>>();
  #last = 0;
  /** How many there are. */
  count = 0;

  /** A router that advertises a VRID. */
  ofRouter(address: string, segment: VridSegment): number {
    return this.#number(this.#routers, address, vridKey(segment));
  }

  /** An address that ARP or ND is about. */
  ofAddress(address: string, segment: Segment): number {
    return this.#number(this.#addresses, address, numberOrKey(segment));
  }

  knownRouter(address: string, segment: VridSegment): number | undefined {
    return this.#routers.get(address)?.get(vridKey(segment));
  }

  /** Everything that belongs to a virtual router: its routers' advertisements and its addresses. */
  about(virtualRouter: VirtualRouter): ReadonlySet<number> {
    const { routers, addresses } = virtualRouter;
    return new Set([
      ...routers.flatMap(({ address }) => this.knownRouter(address, virtualRouter) ?? []),
      ...addresses.flatMap((address) => this.#addresses.get(address)?.get(numberOrKey(virtualRouter)) ?? []),
    ]);
  }

  /** 1 for each of them: what is asked for every message of millions is looked up there. */
  marked(numbers: ReadonlySet<number>): Uint8Array {
    const marks = new Uint8Array(this.#last + 1);
    for (const number of numbers) marks[number] = 1;
    return marks;
  }

  /** Lets all others go. */
  keep(numbers: ReadonlySet<number>): void {
    this.count = 0;
    for (const all of [this.#routers, this.#addresses]) {
      for (const [address, ofAddress] of all) {
        for (const [key, number] of ofAddress) if (!numbers.has(number)) ofAddress.delete(key);
        if (ofAddress.size === 0) all.delete(address);
        this.count += ofAddress.size;
      }
    }
  }

  #number(numbers: Map<string, Map<string | number, number>>, address: string, key: string | number): number {
    let ofAddress = numbers.get(address);
    if (ofAddress === undefined) {
      ofAddress = new Map();
      numbers.set(address, ofAddress);
    }
    const known = ofAddress.get(key);
    if (known !== undefined) return known;
    this.count++;
    ofAddress.set(key, ++this.#last);
    return this.#last;
  }
}

/** A number for the usual case of at most one VLAN tag. */
function numberOrKey(segment: Segment): string | number {
  const { tunnel, vlans } = segment;
  return vlans.length > 1 || tunnel ? segmentKey(segment) : (vlans[0] ?? 0);
}

function vridKey(segment: VridSegment): string | number {
  const { family, vrid } = segment;
  const key = numberOrKey(segment);
  if (typeof key === 'string') return `${key}/${family}/${vrid}`;
  return (key * 2 + (family === 'ipv6' ? 1 : 0)) * 256 + vrid;
}
