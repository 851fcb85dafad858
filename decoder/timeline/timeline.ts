import type {
  ArpMessage,
  Follower,
  Message,
  NdMessage,
  OtherProtocolMessage,
  RefusalMessage,
  VrrpMessage,
} from '../message.ts';
import type { Evidence } from '../report.ts';
import { segmentKey } from '../segment.ts';
import type { Nanos } from '../time.ts';
import { AnnouncementBook } from './announcements.ts';
import type { Heard } from './claim.ts';
import { buildHistory, type History } from './history.ts';
import { type ForwardStep, type Hole, HoleWatch, isLongFor } from './hole-watch.ts';
import { MirrorWatch } from './mirrors.ts';
import { limitObservation, type SourceSpan } from './observation.ts';
import { withoutOneSidedSilence } from './other-side.ts';
import { OtherSpeakersBook } from './other-speakers.ts';
import type { Places } from './places.ts';
import { RefusalBook } from './refusals.ts';
import { Room } from './room.ts';
import type { RouterState } from './router-state.ts';
import { SeenElsewhere } from './seen-elsewhere.ts';
import { MOST_EVIDENCE } from './split-brain.ts';
import type { HistoryClock } from './steady-claim.ts';
import { Viewpoints } from './viewpoints.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';
import { LeakWatch } from './vlan-leaks.ts';
import { VridState } from './vrid-state.ts';

/** A timestamp that runs back further than this is a clock step, not packets out of order. */
const CLOCK_STEP: Nanos = 1e9;
const MOST_TUNNELS = 4096;
const MOST_FORWARD_STEPS = 1000;
const MOST_PAUSES = 10_000;

/** Where the clock of a source went back. */
export interface ClockSteps {
  count: number;
  /** How far, all together. */
  back: Nanos;
  first: Nanos;
  last: Nanos;
  /** The packets of the first ones. */
  evidence: Evidence[];
}

export interface Pause {
  start: Nanos;
  end: Nanos;
  /** Inside one capture, which says so; else between two. */
  inside: boolean;
}

export interface TimelineOptions {
  /** How many sources are read as one. */
  sources?: number;
  /** There is no end in sight: lists that are full lose their oldest entries, instead of taking no more. */
  endless?: boolean;
  /** How much may be kept, in bytes. */
  memory?: number | undefined;
  /** Where the sources were captured, if several captures of one time are read together. */
  places?: Places | null;
}

interface SourceClock extends HistoryClock {
  start: Nanos;
  /** Added to the source's times after its clock stepped back, so that history never runs backwards. */
  offset: Nanos;
  steps: ClockSteps | null;
}

/**
 * The engine: messages in capture order and the passing of time in, history out. It is the same for files
 * and live capture; what it concludes does not depend on how often `advance` is called.
 */
export class Timeline {
  readonly announcements: AnnouncementBook;
  readonly others = new OtherSpeakersBook();
  readonly refusals = new RefusalBook();
  readonly leaks = new LeakWatch();
  readonly mirrors = new MirrorWatch();
  /** Tunnels in which ARP or neighbour discovery was seen at all. */
  readonly announcedIn = new Set<string>();
  /** Holes in everything that a clock set forward explains, or may explain. */
  readonly forwardSteps: ForwardStep[] = [];
  #hole: HoleWatch | null = null;
  /** What came after the hole, until it is known what that was. */
  #held: { message: Message; heard: Heard }[] = [];
  /** Times between captures, in order. */
  readonly pauses: Pause[] = [];
  now: Nanos = -Infinity;
  readonly #room: Room;
  #looking = false;
  #ignored = 0;
  /** Set where several sources are read as one: they may turn out to be viewpoints. */
  readonly #viewpoints: Viewpoints | null;
  readonly #places: Places | null;
  /** What else than advertisements was seen in another place already. */
  readonly #elsewhere: SeenElsewhere | null;
  #vrids = new Map<string | number, VridState>();
  #registered = new Map<VirtualRouterState, readonly string[]>();
  #clocks: SourceClock[] = [];
  readonly #joined = (gone: VirtualRouterState, into: VirtualRouterState): void => {
    this.#registered.delete(gone);
    this.announcements.hand(gone, into);
  };

  constructor({ sources = 1, endless = false, memory, places = null }: TimelineOptions = {}) {
    this.#viewpoints = sources > 1 && !places ? new Viewpoints() : null;
    this.#places = places;
    this.#elsewhere = places && new SeenElsewhere(places);
    this.#room = new Room(endless, memory);
    this.announcements = new AnnouncementBook(this.#room);
  }

  /** Whether the sources show the same packets at different times. */
  get hasViewpoints(): boolean {
    return this.#viewpoints?.found ?? false;
  }

  /** One for each source whose clock went back. */
  get clockSteps(): ClockSteps[] {
    return this.#clocks.flatMap(({ steps }) => steps ?? []);
  }

  /** The first packet of a source, of whatever protocol. */
  sourceStarted(source: number, time: Nanos): void {
    this.#clocks[source] ??= this.#newClock(time);
  }

  /** No packet of any protocol was captured from `start` to `end`, by the clock of the only source. */
  noteHole({ start, end }: Hole, source: number): void {
    if (this.#hole) return;
    const offset = this.#clocks[source]?.offset ?? 0;
    const hole = { start: start + offset, end: end + offset };
    if (!this.#isLongForAny(hole)) return;
    this.#endSteady();
    const claims = this.virtualRouters().flatMap(({ openClaims }) => openClaims);
    this.#hole = HoleWatch.of(hole, claims);
  }

  /** Most holes are as short as an interval. */
  #isLongForAny(hole: Hole): boolean {
    for (const { virtualRouters } of this.#vrids.values()) {
      for (const { openClaims } of virtualRouters) if (openClaims.some((claim) => isLongFor(claim, hole))) return true;
    }
    return false;
  }

  push(message: Message): void {
    const evidence = { source: message.source, packet: message.packet };
    const heard: Heard = { time: this.#monotonic(message.time, evidence), evidence };
    if (!this.#hole) {
      this.#take(message, heard);
      return;
    }
    this.#held.push({ message, heard });
    const router = message.kind === 'vrrp' ? this.#routerOf(message) : undefined;
    if (this.#hole.see(message, heard, router)) this.#release();
  }

  #routerOf(message: VrrpMessage): RouterState | undefined {
    return this.#vrids.get(vridKey(message))?.find(message.src)?.routers.get(message.src);
  }

  /** Takes in what was held back, with what is known of the hole by now. */
  #release(): void {
    const step = this.#hole?.verdict();
    this.#hole = null;
    if (step && this.forwardSteps.length < MOST_FORWARD_STEPS) {
      this.forwardSteps.push(step);
      if (step.isProven) for (const vrid of this.#vrids.values()) vrid.pause(step.end);
    }
    const held = this.#held;
    this.#held = [];
    for (const { message, heard } of held) this.#take(message, heard);
  }

  #take(message: Message, heard: Heard): void {
    if (message.kind !== 'vrrp' && this.#elsewhere?.has(message, heard.time)) return;
    switch (message.kind) {
      case 'vrrp':
        this.#advertisement(message, heard);
        break;
      case 'arp':
      case 'nd':
        this.#announcement(message, heard);
        break;
      case 'other':
        if (message.protocol === 'icmp') this.#refusal(message, heard);
        else this.#other(message, heard);
        break;
    }
  }

  /** Who takes in the repetitions of `message`, the last that was pushed; null where they must be pushed, too. Only one source may be read. */
  follow(message: VrrpMessage): Follower | null {
    if (this.mirrors.isWatching) return null;
    const clock = this.#clocks[message.source];
    const vrid = this.#vrids.get(vridKey(message));
    return (clock && vrid?.follow(message, clock, this.leaks.sightingOf(message))) ?? null;
  }

  /**
   * Looks at what is known if silence counts up to `moment`. Nothing is concluded for good by it: packets that were captured
   * before may still be on their way, and the history is then as if nobody had looked. Times are those of the first source.
   */
  lookAt<T>(moment: Nanos, look: () => T): T {
    const now = Math.max(this.now, moment + this.#clockOffset);
    const before = this.now;
    this.#looking = true;
    const takeBack = [...this.#vrids.values()].map((vrid) => vrid.presume(now));
    this.now = now;
    try {
      return look();
    } finally {
      for (const undo of takeBack) undo();
      this.now = before;
      this.#looking = false;
    }
  }

  /** Whether somebody's mastership changed or was missed in the last `window` before `moment`. */
  isRestless(moment: Nanos, window: Nanos): boolean {
    const now = moment + this.#clockOffset;
    for (const { changed, nextDeadline } of this.#vrids.values()) {
      if (now - changed < window || (nextDeadline <= now && now - nextDeadline < window)) return true;
    }
    return false;
  }

  #endSteady(): void {
    for (const vrid of this.#vrids.values()) vrid.endSteady();
  }

  get #clockOffset(): Nanos {
    return this.#clocks[0]?.offset ?? 0;
  }

  /** Lets silence count up to `now`. */
  advance(now: Nanos): void {
    if (this.#hole) this.#release();
    this.now = Math.max(this.now, now);
    for (const vrid of this.#vrids.values()) vrid.settle(this.now);
  }

  /** Nobody looked from `start` to `end`, by the clock of `source`: what was silent then may not have been. */
  pause(from: Nanos, to: Nanos, source?: number): void {
    const offset = source === undefined ? 0 : (this.#clocks[source]?.offset ?? 0);
    const [start, end] = [from + offset, to + offset];
    this.advance(start);
    if (this.pauses.length === MOST_PAUSES) this.pauses.shift();
    this.pauses.push({ start, end, inside: source !== undefined });
    for (const vrid of this.#vrids.values()) vrid.pause(end);
  }

  /** Ends the observation: silence counts up to when each virtual router could last have been seen. */
  finish(spans: readonly SourceSpan[]): void {
    limitObservation(this.virtualRouters(), spans);
    this.advance(Math.max(this.now, ...spans.map(({ end }) => end)));
  }

  /** The histories of all virtual routers in the order of their first advertisements, as known now. */
  histories(): History[] {
    this.#endSteady();
    const histories = this.virtualRouters().map((virtualRouter) => {
      const { first } = virtualRouter;
      const startOf = ({ source }: Evidence) => this.#clocks[source]?.start ?? first.heard.time;
      const end = Math.min(this.now, virtualRouter.observedUntil);
      const since = this.#places ? startOf : () => startOf(first.heard.evidence);
      return buildHistory(virtualRouter, end, {
        since,
        pauses: this.pauses,
        forwardSteps: this.forwardSteps,
        places: this.#places,
        refusals: this.refusals.all,
        goesOn: this.#looking,
      });
    });
    return withoutOneSidedSilence(histories, this.mirrors);
  }

  /** Of all routers that advertise. */
  get longestInterval(): Nanos {
    const routers = this.virtualRouters().flatMap((virtualRouter) => [...virtualRouter.routers.values()]);
    return routers.reduce((longest, { interval }) => Math.max(longest, interval), 0);
  }

  virtualRouters(): VirtualRouterState[] {
    return [...this.#vrids.values()]
      .flatMap(({ virtualRouters }) => virtualRouters)
      .sort((a, b) => a.first.heard.time - b.first.heard.time);
  }

  /** Groups of virtual routers that use one VRID on one segment. */
  collisions(): (readonly VirtualRouterState[])[] {
    return [...this.#vrids.values()].map(({ virtualRouters }) => virtualRouters).filter(({ length }) => length > 1);
  }

  /** How many were not followed because a limit was reached. */
  ignoredAdvertisements(): number {
    let ignored = this.#ignored;
    for (const vrid of this.#vrids.values()) ignored += vrid.ignored;
    return ignored;
  }

  #advertisement(message: VrrpMessage, heard: Heard): void {
    const vrid = this.#vridOf(message);
    if (!vrid) {
      this.#ignored++;
      return;
    }
    const original = vrid.push(message, heard);
    this.#viewpoints?.push(message, original !== null, original?.source ?? message.source);
    this.leaks.push(message, heard);
    const { isWatching } = this.mirrors;
    this.mirrors.push(message, heard.time);
    if (this.mirrors.isWatching && !isWatching) this.#endSteady();
    const virtualRouter = vrid.find(message.src);
    if (virtualRouter && this.#registered.get(virtualRouter) !== message.addresses) {
      this.#registered.set(virtualRouter, message.addresses);
      for (const address of message.addresses) this.announcements.adopt(message, address, virtualRouter);
    }
  }

  #announcement(message: ArpMessage | NdMessage, heard: Heard): void {
    if (message.tunnel !== null && this.announcedIn.size < MOST_TUNNELS)
      this.announcedIn.add(`${message.kind} ${message.tunnel}`);
    const announced = this.announcements.push(message, heard);
    if (!announced) return;
    const { router, address } = announced;
    for (const virtualRouter of this.announcements.get(message, address)?.virtualRouters ?? []) {
      if (virtualRouter.routers.get(router.address) === router) {
        this.#vrids.get(vridKey(virtualRouter))?.announced(router, address, heard.time);
      }
    }
  }

  #refusal(message: RefusalMessage, heard: Heard): void {
    const { src, tunnel, vlans, family, group: vrid } = message;
    const refuser = this.#vrids.get(vridKey({ tunnel, vlans, family, vrid }))?.find(src)?.routers.get(src);
    this.refusals.push(message, heard, refuser?.last.time ?? -Infinity);
  }

  #other(message: OtherProtocolMessage, heard: Heard): void {
    if (message.protocol === 'carp') {
      // To VRRP it is an advertisement that is rejected, and that restarts the timers of master and backup
      const { tunnel, vlans, src, group: vrid } = message;
      const family = src.includes(':') ? 'ipv6' : 'ipv4';
      this.#vrids.get(vridKey({ tunnel, vlans, family, vrid }))?.pause(heard.time);
    }
    this.others.push(message, heard);
  }

  #vridOf(message: VrrpMessage): VridState | undefined {
    const key = vridKey(message);
    const known = this.#vrids.get(key);
    if (known || this.#room.isFull) return known;
    const vlans = message.vlans.map((vlan) => `vlan${vlan}/`).join('');
    const id = `${tunnelPath(message)}${vlans}${message.family}/${message.vrid}`;
    const vrid = new VridState(id, this.#room, this.#places, this.#joined);
    this.#vrids.set(key, vrid);
    return vrid;
  }

  #newClock(start: Nanos): SourceClock {
    return { timeline: this, start, offset: 0, steps: null };
  }

  #monotonic(time: Nanos, evidence: Heard['evidence']): Nanos {
    const { source } = evidence;
    const clock = this.#clocks[source] ?? this.#newClock(time);
    this.#clocks[source] = clock;
    let shifted = time + clock.offset;
    if (shifted < this.now - CLOCK_STEP) {
      const steps = clock.steps ?? { count: 0, back: 0, first: this.now, last: this.now, evidence: [] };
      clock.steps = steps;
      steps.count++;
      steps.back += this.now - shifted;
      steps.last = this.now;
      if (steps.evidence.length < MOST_EVIDENCE) steps.evidence.push(evidence);
      this.#endSteady();
      clock.offset += this.now - shifted;
      shifted = this.now;
    }
    this.now = Math.max(this.now, shifted);
    return this.now;
  }
}

function tunnelPath({ tunnel }: VrrpMessage): string {
  return tunnel === null ? '' : `${tunnel.toLowerCase().replaceAll(' / ', '/').replaceAll(' ', '-')}/`;
}

/** Small numbers for the usual case of at most one VLAN tag. */
function vridKey({
  tunnel,
  vlans,
  family,
  vrid,
}: Pick<VrrpMessage, 'tunnel' | 'vlans' | 'family' | 'vrid'>): string | number {
  if (vlans.length > 1 || tunnel !== null) return `${segmentKey({ tunnel, vlans })}/${family}/${vrid}`;
  return ((vlans[0] ?? 0) * 2 + (family === 'ipv6' ? 1 : 0)) * 256 + vrid;
}
