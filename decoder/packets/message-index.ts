import { firstAt } from '../first-at.ts';
import type { Evidence, Router, VirtualRouter } from '../report.ts';
import type { ShownMessage } from './message-row.ts';
import { Subjects } from './subjects.ts';

/** Which messages are asked for. */
export interface MessageQuery {
  /** Id of a virtual router: its advertisements, and ARP and ND about its addresses. Null is every message. */
  virtualRouter: string | null;
  /** Seconds since the Unix epoch; both ends belong to it. */
  from: number;
  to: number;
  /** Of those, only these packets. */
  only?: Evidence[];
  /** Every packet of that time, messages or not, in the order of the files: of those that can be read anywhere. */
  every?: true;
}

/** Each takes 39 bytes here. */
const MOST_MESSAGES = 20_000_000;
const FIRST_ROOM = 1024;
/** Part of the messages that goes at once where the oldest make room. */
const FORGOTTEN_AT_ONCE = 0.1;
/** Fewer subjects are not worth looking for those that nothing is about any more. */
const FEW_SUBJECTS = 20_000;
const NO_IDENTIFICATION = -1;

/** What is kept of one message, apart from its packet. */
export interface IndexedMessage {
  /** When history heard it: seconds since the Unix epoch, rounded to the microsecond. */
  time: number;
  source: number;
  packet: number;
  /** Where its packet is kept. */
  place: number;
}

export interface MessageIndexOptions {
  most?: number;
  /** The oldest messages make room for new ones; else what does not fit is left. */
  forgets?: boolean;
}

/**
 * Where every message of a capture is, in time order, for lists of millions: columns of numbers instead of objects.
 * Messages are known by their number in that order, from 0; it stays theirs when older ones are forgotten. Lists of
 * numbers hold 32 bits of them, which tells those apart that are kept.
 */
export class MessageIndex {
  /** Messages that were added, forgotten ones too. */
  count = 0;
  /** Messages that did not fit. */
  left = 0;
  readonly #most: number;
  readonly #forgets: boolean;
  readonly #subjects = new Subjects();
  /** How many are kept: the last of all. */
  #kept = 0;
  #times = new Float64Array(FIRST_ROOM);
  #places = new Float64Array(FIRST_ROOM);
  #packets = new Float64Array(FIRST_ROOM);
  #sources = new Uint16Array(FIRST_ROOM);
  /** What it is about: the router and VRID of an advertisement; the two addresses of ARP and ND. */
  #subject = new Uint32Array(FIRST_ROOM);
  #otherSubject = new Uint32Array(FIRST_ROOM);
  #payloads = new Int32Array(FIRST_ROOM);
  #identifications = new Int32Array(FIRST_ROOM);
  /** 1 for an advertisement of priority 0. */
  #resigns = new Uint8Array(FIRST_ROOM);
  /** Positions of the messages of each source, as far as it was asked for them. */
  #sorted = { count: 0, bySource: new Map<number, Uint32Array>() };

  constructor({ most = MOST_MESSAGES, forgets = false }: MessageIndexOptions = {}) {
    this.#most = most;
    this.#forgets = forgets;
  }

  /** `time` must not run backwards. */
  add(message: ShownMessage, time: number, place: number): void {
    if (this.#kept === this.#most && this.#forgets) this.forgetOldest();
    if (this.#kept === this.#most) {
      this.left++;
      return;
    }
    if (this.#kept === this.#times.length) this.#grow();
    const at = this.#kept++;
    this.count++;
    this.#times[at] = time;
    this.#places[at] = place;
    this.#packets[at] = message.packet;
    this.#sources[at] = message.source;
    if (message.kind === 'vrrp') {
      const subject = this.#subjects.ofRouter(message.src, message);
      this.#subject[at] = subject;
      this.#otherSubject[at] = subject;
      this.#payloads[at] = message.payloadHash;
      this.#identifications[at] = message.ipId ?? NO_IDENTIFICATION;
      this.#resigns[at] = message.priority === 0 ? 1 : 0;
    } else {
      this.#subject[at] = this.#subjects.ofAddress(message.senderAddress, message);
      this.#otherSubject[at] = this.#subjects.ofAddress(message.targetAddress, message);
    }
  }

  at(message: number): IndexedMessage {
    const position = this.position(message);
    return {
      time: this.#times[position] ?? Number.NaN,
      source: this.#sources[position] ?? 0,
      packet: this.#packets[position] ?? 0,
      place: this.#places[position] ?? 0,
    };
  }

  /** Whether a message is still kept. */
  holds(message: number): boolean {
    return this.position(message) < this.#kept;
  }

  /** Of a kept message among those: 0 is the oldest. */
  position(message: number): number {
    return (message - this.#forgotten) >>> 0;
  }

  /** Whether no message of a time and later was left out or forgotten. */
  isWholeFrom(time: number): boolean {
    return this.left === 0 && (this.#forgotten === 0 || time > (this.#times[0] ?? Infinity));
  }

  /** Where the packet of the oldest message is kept; all others are kept behind it. */
  get oldestPlace(): number {
    return this.#kept === 0 ? Infinity : (this.#places[0] ?? 0);
  }

  /** Lets the oldest messages go, some at once. */
  forgetOldest(): void {
    const gone = Math.ceil(this.#kept * FORGOTTEN_AT_ONCE);
    for (const column of this.#columns()) column.copyWithin(0, gone, this.#kept);
    this.#kept -= gone;
    this.#sorted = { count: -1, bySource: new Map() };
    if (this.#subjects.count > FEW_SUBJECTS) this.#forgetSubjects();
  }

  /** What messages are about: addresses, and routers by VRID. */
  get subjects(): number {
    return this.#subjects.count;
  }

  get #forgotten(): number {
    return this.count - this.#kept;
  }

  #forgetSubjects(): void {
    const used = new Set<number>();
    for (let i = 0; i < this.#kept; i++) used.add(this.#subject[i] ?? 0).add(this.#otherSubject[i] ?? 0);
    this.#subjects.keep(used);
  }

  #columns() {
    return [
      this.#times,
      this.#places,
      this.#packets,
      this.#sources,
      this.#subject,
      this.#otherSubject,
      this.#payloads,
      this.#identifications,
      this.#resigns,
    ];
  }

  /** The messages that match, in order. `virtualRouter` is the one that the query names, `sources` where it was seen. */
  select(query: MessageQuery, virtualRouter: VirtualRouter | null, sources: ReadonlySet<number> | null): Uint32Array {
    const subjects = virtualRouter && this.#subjects.marked(this.#subjects.about(virtualRouter));
    const [from, to] = this.#range(query.from, query.to);
    const concerns = (i: number) =>
      (!subjects || subjects[this.#subject[i] ?? 0] === 1 || subjects[this.#otherSubject[i] ?? 0] === 1) &&
      (!sources || sources.has(this.#sources[i] ?? 0));
    if (query.only) {
      const messages = query.only.flatMap((packet) => this.find(packet) ?? []);
      const among = messages.filter((message) => {
        const i = this.position(message);
        return i >= from && i < to && concerns(i);
      });
      return Uint32Array.from(new Set(among)).sort((one, other) => this.position(one) - this.position(other));
    }
    const origin = this.#forgotten;
    const found = new Uint32Array(to - from);
    if (!subjects && !sources) {
      for (let i = from; i < to; i++) found[i - from] = origin + i;
      return found;
    }
    let count = 0;
    if (subjects && !sources) {
      // As `concerns`, in a loop for millions
      const [one, other] = [this.#subject, this.#otherSubject];
      for (let i = from; i < to; i++) {
        if (subjects[one[i] ?? 0] === 1 || subjects[other[i] ?? 0] === 1) found[count++] = origin + i;
      }
    } else {
      for (let i = from; i < to; i++) if (concerns(i)) found[count++] = origin + i;
    }
    return found.slice(0, count);
  }

  /** The message of a packet, or undefined if it holds none. */
  find({ source, packet }: Evidence): number | undefined {
    const messages = this.#ofSource(source);
    const at = firstAt(messages.length, (i) => (this.#packets[messages[i] ?? 0] ?? 0) >= packet);
    const message = messages[at];
    return message !== undefined && this.#packets[message] === packet ? this.#forgotten + message : undefined;
  }

  /**
   * Calls `visit` with when a router advertised from `from` to `to`, its last advertisement before them first. A
   * resignation is none. Copies of one count once: the same identification and payload within a tenth of the interval.
   */
  eachAdvertisement(
    { address, interval }: Router,
    virtualRouter: VirtualRouter,
    span: { from: number; to: number },
    sources: ReadonlySet<number> | null,
    visit: (time: number) => void,
  ): void {
    const subject = this.#subjects.knownRouter(address, virtualRouter);
    if (subject === undefined) return;
    const [first, end] = this.#range(span.from, span.to);
    const concerns = (i: number) =>
      this.#subject[i] === subject && (!sources || sources.has(this.#sources[i] ?? 0)) && this.#resigns[i] === 0;
    const isCopy = (one: number, other: number) => this.#isCopy(one, other, interval.advertised);
    let previous = -1;
    for (let i = this.#originalBefore(first, concerns, isCopy); i < end; i++) {
      if (!concerns(i) || (previous >= 0 && isCopy(previous, i))) continue;
      previous = i;
      visit(this.#times[i] ?? 0);
    }
  }

  #isCopy(one: number, other: number, interval: number): boolean {
    if (this.#payloads[one] !== this.#payloads[other]) return false;
    if (this.#identifications[one] !== this.#identifications[other]) return false;
    const window = this.#identifications[one] === NO_IDENTIFICATION ? 0.001 : interval / 10;
    return (this.#times[other] ?? 0) - (this.#times[one] ?? 0) <= window;
  }

  /** The last that concerns us before `first`, and of its copies the first; `first` if there is none. */
  #originalBefore(
    first: number,
    concerns: (i: number) => boolean,
    isCopy: (one: number, other: number) => boolean,
  ): number {
    let original = first;
    for (let i = first - 1; i >= 0; i--) {
      if (!concerns(i)) continue;
      if (original < first && !isCopy(i, original)) break;
      original = i;
    }
    return original;
  }

  #range(from: number, to: number): [number, number] {
    const first = firstAt(this.#kept, (i) => (this.#times[i] ?? 0) >= from);
    return [first, firstAt(this.#kept, (i) => (this.#times[i] ?? 0) > to)];
  }

  /** In the order of their packets. */
  #ofSource(source: number): Uint32Array {
    if (this.#sorted.count !== this.count) this.#sorted = { count: this.count, bySource: new Map() };
    const known = this.#sorted.bySource.get(source);
    if (known) return known;
    const messages = new Uint32Array(this.#kept);
    let length = 0;
    for (let i = 0; i < this.#kept; i++) if (this.#sources[i] === source) messages[length++] = i;
    const exact = messages.slice(0, length);
    this.#sorted.bySource.set(source, exact);
    return exact;
  }

  #grow(): void {
    const length = Math.min(this.#times.length * 2, this.#most);
    this.#times = copyInto(new Float64Array(length), this.#times);
    this.#places = copyInto(new Float64Array(length), this.#places);
    this.#packets = copyInto(new Float64Array(length), this.#packets);
    this.#sources = copyInto(new Uint16Array(length), this.#sources);
    this.#subject = copyInto(new Uint32Array(length), this.#subject);
    this.#otherSubject = copyInto(new Uint32Array(length), this.#otherSubject);
    this.#payloads = copyInto(new Int32Array(length), this.#payloads);
    this.#identifications = copyInto(new Int32Array(length), this.#identifications);
    this.#resigns = copyInto(new Uint8Array(length), this.#resigns);
  }
}

function copyInto<T extends { set(from: T): void }>(larger: T, from: T): T {
  larger.set(from);
  return larger;
}
