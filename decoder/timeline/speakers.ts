import type { VrrpMessage } from '../message.ts';
import type { Heard } from './claim.ts';
import { FewMap, type FewSet } from './few.ts';
import { join } from './join-virtual-routers.ts';
import { withOneMore } from './lists.ts';
import type { Room } from './room.ts';
import { VirtualRouterState } from './virtual-router-state.ts';

const MOST_ROUTERS = 128;

/** Which virtual router each speaker of one VRID belongs to: one, or several whose address lists share nothing. */
export class Speakers {
  virtualRouters: VirtualRouterState[] = [];
  readonly #byRouter = new FewMap<string, VirtualRouterState>();
  #created = 0;
  readonly #id: string;
  readonly #room: Room;
  readonly #joined: (gone: VirtualRouterState, into: VirtualRouterState) => void;

  /** `id` is that of the first virtual router; those that collide with it are numbered. `joined` is told when two virtual routers turn out to be one. */
  constructor(id: string, room: Room, joined: (gone: VirtualRouterState, into: VirtualRouterState) => void) {
    this.#id = id;
    this.#room = room;
    this.#joined = joined;
  }

  find(router: string): VirtualRouterState | undefined {
    return this.#byRouter.get(router);
  }

  #newVirtualRouter(message: VrrpMessage, heard: Heard): VirtualRouterState {
    const ordinal = ++this.#created;
    const id = ordinal === 1 ? this.#id : `${this.#id}/${ordinal}`;
    return new VirtualRouterState(id, message, heard, this.#room);
  }

  /** The virtual router that the advertisement is of; undefined where there are too many speakers. */
  virtualRouterOf(message: VrrpMessage, heard: Heard): VirtualRouterState | undefined {
    const { src, addresses } = message;
    const known = this.#byRouter.get(src);
    if (known?.routers.get(src)?.lastMessage.addresses === addresses) return known;
    if (!known && (this.#byRouter.size >= MOST_ROUTERS || this.#room.isFull)) return undefined;
    const found = known ?? this.virtualRouters.find((one) => belongs(addresses, one.addresses));
    const virtualRouter = found ?? this.#newVirtualRouter(message, heard);
    if (!found) this.virtualRouters = withOneMore(this.virtualRouters, virtualRouter);
    this.#byRouter.set(src, virtualRouter);
    return this.#joinSharing(addresses, virtualRouter);
  }

  /** Virtual routers whose lists had nothing in common are one from when a router advertises addresses of both. */
  #joinSharing(addresses: readonly string[], own: VirtualRouterState): VirtualRouterState {
    const isOne = (one: VirtualRouterState) => one === own || addresses.some((address) => one.addresses.has(address));
    const [into = own, ...others] = this.virtualRouters.filter(isOne);
    for (const gone of others) {
      join(into, gone);
      for (const [router, one] of this.#byRouter) if (one === gone) this.#byRouter.set(router, into);
      this.virtualRouters.splice(this.virtualRouters.indexOf(gone), 1);
      this.#joined(gone, into);
    }
    return into;
  }
}

/** Lists that share an address are one virtual router; an empty list (addresses not advertised) never collides. */
function belongs(list: readonly string[], addresses: FewSet<string>): boolean {
  return list.length === 0 || addresses.size === 0 || list.some((address) => addresses.has(address));
}
