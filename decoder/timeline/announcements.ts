import type { ArpMessage, NdMessage } from '../message.ts';
import type { Announcement, Ownership } from '../report.ts';
import { type Segment, segmentKey } from '../segment.ts';
import type { Nanos } from '../time.ts';
import { isGroupMac, isVirtualMac, virtualMacOf } from './addresses.ts';
import type { Claim, Heard } from './claim.ts';
import { FewMap, FewSet } from './few.ts';
import { dropOldest, MOST_ENTRIES, withOneMore } from './lists.ts';
import { BYTES, type Room } from './room.ts';
import type { RouterState } from './router-state.ts';
import { StormWatch } from './storms.ts';
import { TwinWatch } from './twin-answers.ts';
import { AnswerWatch, endSpell, noteQuestion, type UnansweredSpell } from './unanswered.ts';
import { claimsCovering, type VirtualRouterState } from './virtual-router-state.ts';

/** The old master may answer the new one's first announcement while it removes the address. */
const REMOVAL_RACE: Nanos = 1e9;
/** Addresses that are no virtual router's (yet), kept for the moment when one advertises them. */
const MOST_OTHERS = 4096;

/** Announcements that repeat one binding: the burst of a takeover with its refreshes. */
export interface Burst {
  start: Heard;
  end: Heard;
  mac: string;
  kind: Announcement['kind'];
  count: number;
  router: RouterState | null;
}

export interface Binding {
  mac: string;
  router: RouterState | null;
  start: Heard;
  end: Nanos | null;
  by: Ownership['by'];
  /** When this MAC was last seen for the address. */
  last: Heard;
}

/** Everything said about one address: who announced it, and which MAC owned it. */
export interface AddressState {
  readonly address: string;
  readonly room: Room;
  readonly virtualRouters: FewSet<VirtualRouterState>;
  bursts: Burst[];
  bindings: Binding[];
  /** Hosts that asked for it, with the last answer that each was given. */
  readonly answered: FewMap<string, Answer>;
  /** Hosts that asked one MAC for it, as hosts do that hold it, with the last one. */
  readonly holders: FewMap<string, Answer>;
  /** MACs that spoke for the address while another router was master. */
  readonly strays: FewMap<string, Stray>;
  /** How often it is announced. */
  readonly rate: StormWatch;
  /** Whether questions for it are answered twice; null until there is one. */
  twins: TwinWatch | null;
  /** Times in which questions for it went unanswered. */
  readonly unanswered: UnansweredSpell[];
}

/** What one host knows of the address. */
interface Answer {
  mac: string;
  at: Heard;
}

/** A MAC that announces the address or answers for it although it is not the master's, or shares the virtual one with it. */
export interface Stray {
  mac: string;
  /** Null if no router of the virtual router has this MAC. */
  router: RouterState | null;
  master: RouterState;
  /** The claim that the router had lost by then. */
  lost: Claim | null;
  first: Heard;
  last: Heard;
  count: number;
  /** Whether it ever spoke because it was asked; announcing is what a new master does. */
  hasAnswered: boolean;
  /** It is told from the master by second answers to a question only, never by an answer to what that one announced. */
  answersTwice: boolean;
}

const MOST_STRAYS = 64;
const MOST_ANSWERED = 256;

/** Follows announcements of and answers for addresses, which name a MAC but no router. */
export class AnnouncementBook {
  readonly #room: Room;
  #virtual = new Map<string, AddressState>();
  #others = new Map<string, AddressState>();
  readonly #answers = new AnswerWatch();

  constructor(room: Room) {
    this.#room = room;
  }

  /** From now on `address` belongs to `virtualRouter`; what was announced before is kept. */
  adopt(segment: Segment, address: string, virtualRouter: VirtualRouterState): void {
    const key = addressKey(segment, address);
    const known = this.#virtual.get(key);
    if (!known && this.#room.isFull) return;
    const state = known ?? this.#others.get(key) ?? newAddressState(address, this.#room);
    if (!known) this.#room.use(BYTES.address);
    this.#others.delete(key);
    this.#virtual.set(key, state);
    state.virtualRouters.add(virtualRouter);
    for (const entry of [...state.bursts, ...state.bindings]) entry.router ??= routerWithMac(state, entry.mac);
  }

  /** The addresses of `gone` are those of `into` from now on. */
  hand(gone: VirtualRouterState, into: VirtualRouterState): void {
    for (const address of gone.addresses) {
      const virtualRouters = this.get(gone, address)?.virtualRouters;
      if (virtualRouters?.delete(gone)) virtualRouters.add(into);
    }
  }

  get(segment: Segment, address: string): AddressState | undefined {
    return this.#virtual.get(addressKey(segment, address));
  }

  /** Takes in one ARP or ND message; returns the router that announced, if that can be told. */
  push(message: ArpMessage | NdMessage, heard: Heard): { router: RouterState; address: string } | null {
    const kind = announcementKind(message);
    const isAnswer = message.role === 'reply' || message.role === 'solicited-na';
    if (!kind && !isAnswer) {
      const asked = this.#virtual.get(addressKey(message, message.targetAddress));
      if (!asked) return null;
      noteQuestion(asked, message, heard, this.#answers);
      asked.twins ??= new TwinWatch();
      asked.twins.ask(message, heard.time);
      const { dstMac } = message;
      if (dstMac !== null && !isGroupMac(dstMac))
        note(asked.holders, message.senderAddress, { mac: dstMac, at: heard }, this.#room);
      return null;
    }
    if (message.senderMac === null) return null;
    const state = this.#find(message);
    if (isAnswer) {
      this.#answers.answer(message);
      endSpell(state, heard.time);
      if (state.virtualRouters.size > 0) {
        note(state.answered, message.targetAddress, { mac: message.senderMac, at: heard }, this.#room);
      }
    }
    const isVirtual = state.virtualRouters.size > 0;
    const router = routerWithMac(state, message.senderMac);
    if (this.#room.isEndless) {
      dropOldest(state.bursts, this.#room);
      dropOldest(state.bindings, this.#room);
    }
    if (isVirtual && isAnswerToItself(message)) noteTwin(state, message.senderMac, heard, false);
    else if (isVirtual && isAnswer && state.twins?.answer(message, heard.time)) {
      noteTwin(state, message.senderMac, heard, true);
    } else if (isVirtual) noteStray(state, message.senderMac, heard, router, isAnswer);
    if (kind) {
      state.rate.push(heard);
      addBurst(state, kind, message.senderMac, heard, router, isVirtual);
      bind(state, message.senderMac, heard, router, 'announcement', isVirtual);
      return router && { router, address: state.address };
    }
    const binding = state.bindings.at(-1);
    const race = binding && binding.mac !== message.senderMac && heard.time - binding.last.time < REMOVAL_RACE;
    if (!race) bind(state, message.senderMac, heard, router, 'answer', isVirtual);
    return null;
  }

  #find(message: ArpMessage | NdMessage): AddressState {
    const { senderAddress } = message;
    const key = addressKey(message, senderAddress);
    const known = this.#virtual.get(key) ?? this.#others.get(key);
    if (known) return known;
    const state = newAddressState(senderAddress, this.#room);
    this.#others.set(key, state);
    if (this.#others.size > MOST_OTHERS) {
      for (const oldest of this.#others.keys()) {
        this.#others.delete(oldest);
        break;
      }
    }
    return state;
  }
}

function newAddressState(address: string, room: Room): AddressState {
  return {
    address,
    room,
    virtualRouters: new FewSet(),
    bursts: [],
    bindings: [],
    answered: new FewMap(),
    holders: new FewMap(),
    strays: new FewMap(),
    rate: new StormWatch(),
    twins: null,
    unanswered: [],
  };
}

function addressKey(segment: Segment, address: string): string {
  const key = segmentKey(segment);
  return key === '' ? address : `${key}/${address}`;
}

function announcementKind({ role }: ArpMessage | NdMessage): Announcement['kind'] | null {
  if (role === 'gratuitous-request') return 'garp-request';
  if (role === 'gratuitous-reply') return 'garp-reply';
  return role === 'unsolicited-na' ? 'unsolicited-na' : null;
}

/**
 * Routers that share the virtual MAC are told apart by who advertised last. With vmac_xmit_base none of them advertises
 * from it.
 */
export function routerWithMac({ virtualRouters }: AddressState, mac: string): RouterState | null {
  let latest: RouterState | null = null;
  for (const virtualRouter of virtualRouters) {
    const known = latestOf(virtualRouter, ({ macs }) => macs.has(mac));
    const router = known ?? (mac === virtualMacOf(virtualRouter) ? latestOf(virtualRouter, () => true) : null);
    if (router && (!latest || router.last.time >= latest.last.time)) latest = router;
  }
  return latest;
}

function latestOf({ routers }: VirtualRouterState, isMeant: (router: RouterState) => boolean): RouterState | null {
  let latest: RouterState | null = null;
  for (const router of routers.values()) {
    if (isMeant(router) && (!latest || router.last.time >= latest.last.time)) latest = router;
  }
  return latest;
}

function addBurst(
  state: AddressState,
  kind: Announcement['kind'],
  mac: string,
  heard: Heard,
  router: RouterState | null,
  isVirtual: boolean,
): void {
  const last = state.bursts.at(-1);
  const sameBinding = last && last.mac === mac && last.router === router;
  if (last && sameBinding && last.kind === kind) {
    last.end = heard;
    last.count++;
    return;
  }
  if (!isVirtual) state.bursts = [];
  if (state.bursts.length >= MOST_ENTRIES || state.room.isFull) return;
  if (isVirtual) state.room.use(BYTES.entry);
  state.bursts = withOneMore(state.bursts, { start: heard, end: heard, mac, kind, count: 1, router });
}

function bind(
  state: AddressState,
  mac: string,
  heard: Heard,
  router: RouterState | null,
  by: Ownership['by'],
  isVirtual: boolean,
): void {
  const current = state.bindings.at(-1);
  if (current && current.mac === mac && current.router === router) {
    current.last = heard;
    return;
  }
  if (!isVirtual) state.bindings = [];
  if (state.bindings.length >= MOST_ENTRIES || state.room.isFull) return;
  if (isVirtual) state.room.use(BYTES.entry);
  if (current) current.end = heard.time;
  state.bindings = withOneMore(state.bindings, { mac, router, start: heard, end: null, by, last: heard });
}

function note(known: FewMap<string, Answer>, host: string, answer: Answer, room: Room): void {
  if (!known.has(host)) {
    if (known.size >= MOST_ANSWERED || room.isFull) return;
    room.use(BYTES.entry);
  }
  known.set(host, answer);
}

/** Another than the master speaks for the address: a process that died and left it behind, or a duplicate. */
function noteStray(
  state: AddressState,
  mac: string,
  heard: Heard,
  router: RouterState | null,
  hasAnswered: boolean,
): void {
  let master: RouterState | null = null;
  for (const claim of claimsCovering(state.virtualRouters, state.address)) {
    if (claim.router.macs.size === 0 || claim.router.macs.has(mac)) return;
    if (heard.time - claim.start.time < REMOVAL_RACE) return;
    master = claim.router;
  }
  if (!master || isVirtualMac(mac)) return;
  addStray(state, { mac, router, master, lost: router?.lastClaim ?? null, hasAnswered, answersTwice: false }, heard);
}

/** An announcement from the virtual MAC was answered from the virtual MAC: no host answers itself. */
function isAnswerToItself({ role, senderMac, dstMac }: ArpMessage | NdMessage): boolean {
  return role === 'gratuitous-reply' && senderMac !== null && senderMac === dstMac && isVirtualMac(senderMac);
}

/** A second host holds the address and the virtual MAC: whose claim was the last to end in silence, most likely. */
function noteTwin(state: AddressState, mac: string, heard: Heard, answersTwice: boolean): void {
  const [claim, other] = claimsCovering(state.virtualRouters, state.address);
  if (!claim || other || heard.time - claim.start.time < REMOVAL_RACE) return;
  let lost: Claim | null = null;
  for (const { routers } of state.virtualRouters) {
    for (const { lastClaim } of routers.values()) {
      if (lastClaim?.end?.how === 'silent' && (!lost || lastClaim.last.time > lost.last.time)) lost = lastClaim;
    }
  }
  if (!lost) return;
  addStray(state, { mac, router: lost.router, master: claim.router, lost, hasAnswered: true, answersTwice }, heard);
}

function addStray(state: AddressState, stray: Omit<Stray, 'first' | 'last' | 'count'>, heard: Heard): void {
  const { mac, hasAnswered, answersTwice } = stray;
  const known = state.strays.get(mac);
  if (known) {
    known.last = heard;
    // An answer to what the master announced says more than second answers do: those are not counted beside it.
    if (known.answersTwice && !answersTwice) known.count = 0;
    if (known.answersTwice || !answersTwice) known.count++;
    known.answersTwice &&= answersTwice;
    known.hasAnswered ||= hasAnswered;
  } else if (state.strays.size < MOST_STRAYS && !state.room.isFull) {
    state.room.use(BYTES.entry);
    state.strays.set(mac, { ...stray, first: heard, last: heard, count: 1 });
  }
}
