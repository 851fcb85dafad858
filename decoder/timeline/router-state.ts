import type { VrrpMessage } from '../message.ts';
import type { Evidence } from '../report.ts';
import { NANOS_PER_SECOND, type Nanos } from '../time.ts';
import { rejection, settingMismatch } from './acceptance.ts';
import { isMulticast, sortableAddress } from './addresses.ts';
import type { Claim, Heard } from './claim.ts';
import { FewMap, FewSet } from './few.ts';
import { IdSequence, type IdStep } from './identification.ts';
import { dropOldest, MOST_ENTRIES, withOneMore } from './lists.ts';
import type { Places } from './places.ts';
import { areOfTwoHosts, RecentAdvertisements } from './recent-advertisements.ts';
import { BYTES, type Room } from './room.ts';
import { masterDownInterval, TIMER_SLACK, takeoverDelay } from './timers.ts';
import { TimingSummary } from './timing-summary.ts';

/** One centisecond, the unit of VRRPv3. */
const SHORTEST_INTERVAL: Nanos = 1e7;
const MOST_MACS = 32;
/** Two machines advertise this many intervals apart at most. */
const TURN = 1.25;
const MOST_SETTINGS = 64;
const MOST_DESTINATIONS = 64;

/** A stretch in which a router advertised the same settings. */
export interface SettingsSpan {
  message: VrrpMessage;
  first: Heard;
  last: Nanos;
}

export interface PriorityStep extends Heard {
  from: number;
  to: number;
}

/** One source address inside a virtual router, and what its advertisements added up to. */
export class RouterState {
  readonly address: string;
  readonly room: Room;
  readonly macs = new FewSet<string>();
  readonly versions = new FewSet<2 | 3>();
  readonly first: Heard;
  /** The latest advertisement, priority 0 included. */
  last: Heard;
  lastMessage: VrrpMessage;
  /** The latest that was not a resignation; timers and acceptance go by it. */
  lastClaiming: VrrpMessage | null = null;
  advertisements = 0;
  /** How often its MAC address went back to one from before, at once; null for one machine. */
  turns: { count: number; first: Heard; last: Heard } | null = null;
  copies = 0;
  firstCopy: Evidence | null = null;
  reflections = 0;
  firstReflection: Evidence | null = null;
  minPriority = 0;
  maxPriority = 0;
  /** Of gaps between two advertisements of one reign. */
  readonly timing: TimingSummary;
  /** Of those before advertisements without an interval. */
  readonly #cadence = { gaps: 0, sum: 0 };
  readonly recent: RecentAdvertisements;
  readonly ids = new IdSequence();
  readonly priorityChanges: PriorityStep[] = [];
  /** In time order: a new one begins where a setting differs from before. */
  settings: SettingsSpan[] = [];
  /** When it last announced which address, to know what it announced just before it advertised. */
  readonly announcedAt = new FewMap<string, Nanos>();
  /** Where it sends: a group, or unicast peers. */
  readonly destinations = new FewSet<string>();
  claim: Claim | null = null;
  lastClaim: Claim | null = null;
  /** Oddities of single advertisements: problem code → how many, and where first. */
  readonly problems = new FewMap<string, { count: number; first: Heard; last: Heard }>();

  /** `places`: where captures were made, if several are read together. */
  constructor(message: VrrpMessage, heard: Heard, room: Room, places: Places | null) {
    this.room = room;
    room.use(BYTES.router);
    this.recent = new RecentAdvertisements(places);
    this.address = message.src;
    this.first = heard;
    this.last = heard;
    this.lastMessage = message;
    this.timing = new TimingSummary(heard.time, Math.max(message.interval, SHORTEST_INTERVAL), room);
  }

  get priority(): number {
    return this.lastClaiming?.priority ?? 0;
  }

  /** Interval that this router advertises; its cadence where it advertises none. */
  get interval(): Nanos {
    const { interval } = this.lastMessage;
    if (interval > 0) return interval;
    const { gaps, sum } = this.#cadence;
    return gaps > 0 ? Math.max(sum / gaps, SHORTEST_INTERVAL) : NANOS_PER_SECOND;
  }

  /** Its own Master_Down_Interval by what it advertises. */
  get masterDownInterval(): Nanos {
    return masterDownInterval(timerParameters(this));
  }

  /** The Master_Down_Interval it counts while `other` is master. */
  takeoverDelayAfter(other: RouterState): Nanos {
    return takeoverDelay(timerParameters(this), timerParameters(other));
  }

  /**
   * How long it must not have heard `other` for a takeover to be due; timers may fire a little early. One that does
   * not accept the other's advertisements never waited for them: then only the other's own timers count.
   */
  patienceWith(other: RouterState): Nanos {
    const rejects = this.lastClaiming && other.lastClaiming && rejection(this.lastClaiming, other.lastClaiming);
    if (rejects) return other.masterDownInterval;
    return this.takeoverDelayAfter(other) - TIMER_SLACK * other.interval;
  }

  /** The highest priority that it advertised in the last `window` before `now`. */
  highestPrioritySince(window: Nanos, now: Nanos): number {
    let highest = this.priority;
    for (let i = this.priorityChanges.length - 1; i >= 0; i--) {
      const change = this.priorityChanges[i];
      if (!change || now - change.time > window) break;
      highest = Math.max(highest, change.from);
    }
    return highest;
  }

  /** Priority, then the higher address, decides between two masters (RFC 5798 §6.4.3). */
  isSuperiorTo(other: RouterState, priority = this.priority, otherPriority = other.priority): boolean {
    if (priority !== otherPriority) return priority > otherPriority;
    return sortableAddress(this.address) > sortableAddress(other.address);
  }

  /** Copies to other peers count, too. */
  noteDestination(destination: string): void {
    if (this.destinations.size < MOST_DESTINATIONS) this.destinations.add(destination);
  }

  /** Takes in one advertisement that is no copy; says what its identification tells. */
  count(message: VrrpMessage, heard: Heard): IdStep {
    const step = this.ids.step(message.ipId, heard.time - this.last.time, this.interval);
    this.advertisements++;
    this.versions.add(message.version);
    this.#noteTurn(message, heard);
    if (message.srcMac !== null && this.macs.size < MOST_MACS) this.macs.add(message.srcMac);
    for (const { code } of message.problems) this.#countProblem(code, heard);
    if (message.priority !== 0) {
      this.#notePriority(message.priority, heard);
      this.#noteSettings(message, heard);
      this.lastClaiming = message;
    }
    this.last = heard;
    this.lastMessage = message;
    return step;
  }

  /** Advertisements that come from one MAC address, from another, and from the one again. */
  #noteTurn(message: VrrpMessage, heard: Heard): void {
    const { lastMessage, last, macs, interval } = this;
    if (!areOfTwoHosts(lastMessage, message) || heard.time - last.time > TURN * interval) return;
    if (message.srcMac === null || !macs.has(message.srcMac)) return;
    if (this.turns) {
      this.turns.count++;
      this.turns.last = heard;
    } else this.turns = { count: 1, first: last, last: heard };
  }

  /** A gap between two advertisements of one reign. */
  countGap(time: Nanos, gap: Nanos): void {
    this.timing.add(time, gap);
    if (this.lastMessage.interval > 0) return;
    this.#cadence.gaps++;
    this.#cadence.sum += gap;
  }

  #notePriority(priority: number, heard: Heard): void {
    const before = this.lastClaiming?.priority;
    if (before === undefined) {
      this.minPriority = priority;
      this.maxPriority = priority;
    } else if (before !== priority) {
      this.minPriority = Math.min(this.minPriority, priority);
      this.maxPriority = Math.max(this.maxPriority, priority);
      dropOldest(this.priorityChanges, this.room, MOST_ENTRIES);
      this.room.use(BYTES.entry);
      this.priorityChanges.push({ ...heard, from: before, to: priority });
    }
  }

  #noteSettings(message: VrrpMessage, heard: Heard): void {
    const current = this.settings.at(-1);
    if (current && settingMismatch(current.message, message) === null) {
      current.last = heard.time;
      return;
    }
    // One that was damaged on the way tells nothing of its sender.
    if (current && message.checksum === 'bad' && current.message.checksum !== 'bad') return;
    dropOldest(this.settings, this.room, MOST_SETTINGS);
    this.room.use(BYTES.entry + message.addresses.length * BYTES.listed);
    this.settings = withOneMore(this.settings, { message, first: heard, last: heard.time });
  }

  #countProblem(code: string, heard: Heard): void {
    const known = this.problems.get(code);
    if (known) {
      known.count++;
      known.last = heard;
    } else this.problems.set(code, { count: 1, first: heard, last: heard });
  }
}

function timerParameters({ lastClaiming, lastMessage, interval }: RouterState) {
  const { version, priority } = lastClaiming ?? lastMessage;
  return { version, interval, priority };
}

/** A second inbound sight of what the capturing host itself sent, on the same interface. */
export function isReflection(original: VrrpMessage, copy: VrrpMessage): boolean {
  return (
    original.direction === 'outbound' &&
    copy.direction === 'inbound' &&
    original.source === copy.source &&
    original.interfaceIndex === copy.interfaceIndex &&
    original.linkInterface === copy.linkInterface
  );
}

/** One advertisement sent to several unicast peers is seen once for each. */
export function isSentToAnotherPeer(original: VrrpMessage, copy: VrrpMessage): boolean {
  return original.dst !== copy.dst && !isMulticast(copy.dst);
}
