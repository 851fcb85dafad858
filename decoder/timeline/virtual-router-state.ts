import type { VrrpMessage } from '../message.ts';
import type { Evidence } from '../report.ts';
import type { Nanos } from '../time.ts';
import type { Claim, Heard } from './claim.ts';
import { FewMap, FewSet } from './few.ts';
import { dropOldest, MOST_ENTRIES } from './lists.ts';
import { BYTES, type Room } from './room.ts';
import type { RouterState } from './router-state.ts';

export interface LostStretch {
  router: RouterState;
  start: Nanos;
  end: Nanos;
  advertisements: number;
  evidence: Evidence[];
}

export interface NearFailoverAt {
  router: RouterState;
  time: Nanos;
  gap: Nanos;
  missed: number;
  /** Of the missed ones, how many are proven to have been sent. */
  lost: number;
  /** Its identifications began at 1 again after it: a new process. */
  restarted: boolean;
  evidence: Evidence[];
}

export interface Reload extends Heard {
  router: RouterState;
}

const MOST_ADDRESSES = 4096;
const MOST_INTERFACES = 256;

/** One virtual router: who speaks in it, who claimed it when, and what else its packets showed. */
export class VirtualRouterState {
  readonly id: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly vrid: number;
  readonly tunnel: string | null;
  readonly vlans: readonly number[];
  readonly first: { heard: Heard; interfaceIndex: number };
  readonly sources = new FewSet<number>();
  readonly addresses = new FewSet<string>();
  readonly destinations = new FewSet<string>();
  readonly routers = new FewMap<string, RouterState>();
  /** In the order of their starts. */
  claims: Claim[] = [];
  /** Those that have not ended. */
  openClaims: Claim[] = [];
  readonly lost: LostStretch[] = [];
  readonly nearFailovers: NearFailoverAt[] = [];
  readonly reloads: Reload[] = [];
  /** Capture interfaces that its advertisements were seen on. */
  readonly interfaces = new FewSet<string>();
  /** When the last source that could have shown it ended: silence after that is no evidence. */
  observedUntil: Nanos = Infinity;
  /** How many entries were not kept because a list was full. */
  overflow = 0;
  /** Old claims that were let go, and the end of the latest of them. */
  readonly folded = { claims: 0, until: -Infinity };
  readonly #room: Room;
  #latestMessage: VrrpMessage | null = null;

  constructor(id: string, message: VrrpMessage, heard: Heard, room: Room) {
    this.#room = room;
    this.id = id;
    this.family = message.family;
    this.vrid = message.vrid;
    this.tunnel = message.tunnel;
    this.vlans = message.vlans;
    this.first = { heard, interfaceIndex: message.interfaceIndex };
  }

  /** Where it was seen and what it covers; cheap while nothing changes. */
  note(message: VrrpMessage): void {
    const latest = this.#latestMessage;
    this.#latestMessage = message;
    if (latest?.addresses !== message.addresses && this.addresses.size < MOST_ADDRESSES) {
      for (const address of message.addresses) this.addresses.add(address);
    }
    if (latest?.dst !== message.dst && this.destinations.size < MOST_INTERFACES) this.destinations.add(message.dst);
    if (latest?.source !== message.source) this.sources.add(message.source);
    if (
      (latest?.source !== message.source ||
        latest.interfaceIndex !== message.interfaceIndex ||
        latest.linkInterface !== message.linkInterface) &&
      this.interfaces.size < MOST_INTERFACES
    ) {
      this.interfaces.add(interfaceKey(message));
    }
  }

  keep<T>(list: T[], entry: T): void {
    if (this.#room.isEndless) dropOldest(list, this.#room);
    if (list.length < MOST_ENTRIES && !this.#room.isFull) {
      this.#room.use(BYTES.entry);
      list.push(entry);
    } else this.overflow++;
  }
}

const LINUX_COOKED_V1 = 113;

/** Names one network interface; Linux cooked v1 has no interface of its own, so there it names none. */
export function interfaceKey(message: VrrpMessage): string {
  if (message.linkType === LINUX_COOKED_V1) return '';
  return `${message.source}/${message.interfaceIndex}/${message.linkInterface}`;
}

/** Collisions are shown only by speakers on one interface. */
export function shareAnInterface(a: VirtualRouterState, b: VirtualRouterState): boolean {
  for (const key of a.interfaces) if (key !== '' && b.interfaces.has(key)) return true;
  return false;
}

/** Claims that go on and cover `address`: a reload may have taken it from the list. */
export function claimsCovering(virtualRouters: Iterable<VirtualRouterState>, address: string): Claim[] {
  const covering: Claim[] = [];
  for (const { openClaims } of virtualRouters) {
    for (const claim of openClaims) {
      if (claim.lastMessage === null || claim.lastMessage.addresses.includes(address)) covering.push(claim);
    }
  }
  return covering;
}
