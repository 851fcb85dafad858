import { CaptureReader } from './capture/capture-reader.ts';
import type { CaptureRecord } from './capture/capture-record.ts';
import type { CaptureSource } from './capture/capture-source.ts';
import { AddressTexts } from './frame/address-texts.ts';
import { FrameDecoder } from './frame/decode-frame.ts';
import { linkTypeName } from './frame/link-types.ts';
import { OURS } from './frame/quick-look.ts';
import type { Follower, Message } from './message.ts';
import type { Source, SourceProblem, Unreadable } from './report.ts';
import { segmentKey } from './segment.ts';
import { NANOS_PER_SECOND, type Nanos } from './time.ts';
import type { ShownSegment } from './viewpoints/translate-segments.ts';
import { type FilePiece, onFirstClock, type ViewClock } from './viewpoints/view-clock.ts';

/** Code of the one problem of a source that is no damage: packets of a link type that is not read, or of MACsec. */
export const UNREAD_LINK_TYPE = 'unread-link-type';

/** Of each file, to see when it begins. */
const FIRST_LOOK = 64 * 1024;

/** dumpcap 4.0 writes microseconds where it says nanoseconds: a capture that begins in 1970 did not. */
const LONGEST_SILENCE: Nanos = 366 * 86_400 * NANOS_PER_SECOND;

type ReadOutcome = { length: number } | { error: unknown };

const NO_PAUSES: readonly never[] = [];

/** How a source's times and segments are told as another view has them. */
export interface Translation {
  clock: ViewClock;
  /** Where its clock was set while capturing: the packets that count, each by its clock. */
  pieces?: readonly FilePiece[] | null;
  /** Segments that the first view shows as others, by their keys. */
  segments: ReadonlyMap<string, ShownSegment>;
}

/** What `step` says instead of a message. */
export type StreamStep = Message | 'needs-bytes' | 'ended';

/** The messages of one capture source, in the order of its packets. */
export class MessageStream {
  source: CaptureSource;
  /** Place among the sources of the report; given when the stream is started. */
  index = 0;
  reader = this.#newReader();
  decoder: FrameDecoder;
  vrrp = 0;
  announcements = 0;
  /** Packets of neighbouring protocols. */
  others = 0;
  /** The first packet that has a timestamp: whole seconds since the Unix epoch, and the rest. */
  #first: { seconds: number; nanoseconds: number } | null = null;
  readError: SourceProblem | undefined;
  #epochSeconds = 0;
  /** The packet of the last message; its bytes hold until the next step. */
  record: CaptureRecord | undefined;
  #pending: CaptureRecord | undefined;
  #offset = 0;
  /** Under way, in the order in which they were asked for. */
  readonly #reads: Promise<ReadOutcome>[] = [];
  #ended = false;

  readonly #keepUntimed: boolean;
  readonly #texts: AddressTexts;
  /** Read again from its beginning when more of it is wanted. */
  #isParked = false;
  #time: Nanos = 0;
  #translation: Translation | null = null;

  /** `keepUntimed`: packets without a timestamp are read too, at the time of the packet before them. */
  constructor(source: CaptureSource, keepUntimed = false, texts = new AddressTexts()) {
    this.source = source;
    this.#keepUntimed = keepUntimed;
    this.#texts = texts;
    this.decoder = new FrameDecoder(0, texts);
  }

  /** Reads up to the first packet that can be placed in time, so that all sources agree on one epoch. */
  async open(): Promise<void> {
    for (;;) {
      const record = this.reader.next();
      const { earliest } = this.reader;
      if (record && (record.hasTime || this.#keepUntimed)) this.#pending = record;
      if (earliest) this.#first = { seconds: earliest.seconds, nanoseconds: earliest.nanoseconds };
      if (this.#pending || this.#first || (!record && !(await this.fill(FIRST_LOOK)))) return;
    }
  }

  /** Lets go of the file until its packets are due. What is known of it so far stays. */
  async park(): Promise<void> {
    if (this.#ended || !this.source.reopen) return;
    await this.#stopReading();
    this.reader.release();
    this.#isParked = true;
    this.#pending = undefined;
  }

  get firstSeconds(): number | null {
    return this.#first?.seconds ?? null;
  }

  get firstNanos(): Nanos | null {
    const pieces = this.#translation?.pieces;
    if (pieces)
      return pieces.length === 0 ? null : Math.min(...pieces.map(({ start, clock }) => this.#by(clock, start)));
    return this.#first && this.#toNanos(this.#first);
  }

  /** Since when its segment was observed: a capture may begin in silence, and say so. */
  get observedFrom(): Nanos | null {
    const { firstNanos, reader } = this;
    if (firstNanos === null || !reader.observedFrom || this.#translation?.pieces) return firstNanos;
    const from = this.#toNanos(reader.observedFrom);
    return from < firstNanos && firstNanos - from < LONGEST_SILENCE ? from : firstNanos;
  }

  /** Times before the last message in which nobody looked; each is told once. */
  takePauses(): readonly { start: Nanos; end: Nanos }[] {
    const pauses = this.reader.takePauses();
    if (pauses.length === 0) return NO_PAUSES;
    return pauses.map(({ start, end }) => ({ start: this.#toNanos(start), end: this.#toNanos(end) }));
  }

  /** The longest time without a packet of any protocol before the last message; told once. */
  takeHole(): { start: Nanos; end: Nanos } | null {
    const hole = this.reader.takeHole();
    return hole ? { start: this.#toNanos(hole.start), end: this.#toNanos(hole.end) } : null;
  }

  /** Messages will name the source by `index`, and their times will count from `epochSeconds`, by the clock of `translation`. */
  startAt(epochSeconds: number, index: number, translation: Translation | null = null): void {
    this.#epochSeconds = epochSeconds;
    this.#translation = translation;
    this.index = index;
    this.decoder = new FrameDecoder(index, this.#texts);
  }

  /** Takes in what repeats the last message, an advertisement, instead of `step`. */
  follow(follower: Follower | null): void {
    if (this.decoder.known) this.decoder.known.follower = follower;
  }

  /** Most advertisements repeat one that is followed: no message is made of them. */
  #takes(record: CaptureRecord): boolean {
    if (this.reader.isInterrupted) return false;
    const known = this.decoder.recognize(record);
    if (known === undefined || known.follower === null) return false;
    const seconds = record.seconds - this.#epochSeconds;
    if (!known.follower.repeats(record.packet, seconds, record.nanoseconds, known.identification)) return false;
    this.vrrp++;
    return true;
  }

  /** The next message in what has been read so far. */
  step(): StreamStep {
    for (;;) {
      const record = this.#pending ?? this.reader.next();
      this.#pending = undefined;
      if (!record) {
        if (!this.#ended) return 'needs-bytes';
        this.reader.release();
        this.decoder.release();
        return 'ended';
      }
      const clock = this.#clockOf(record.packet);
      if (record.hasTime) this.#time = clock ? this.#by(clock, record) : this.#toNanos(record);
      else if (!this.#keepUntimed) continue;
      const decoded = this.decoder.decode(record, this.#time);
      if (!decoded) continue;
      const message = this.#translation ? translateSegment(decoded, this.#translation) : decoded;
      this.record = record;
      if (message.kind === 'vrrp') this.vrrp++;
      else if (message.kind === 'other') this.others += message.protocol === 'icmp' ? 0 : 1;
      else if (isAnnouncement(message.role)) this.announcements++;
      if (clock !== null) return message;
    }
  }

  /** The clock of a packet's piece; null where it is in none, undefined where all packets are by one clock. */
  #clockOf(packet: number): ViewClock | null | undefined {
    const pieces = this.#translation?.pieces;
    if (!pieces) return undefined;
    return pieces.find(({ from, to }) => packet >= from && packet <= to)?.clock ?? null;
  }

  /** Reads more bytes, at most `most`; false when there are none. A read error ends the source, and what came before stays. */
  async fill(most = Number.POSITIVE_INFINITY): Promise<boolean> {
    if (this.#ended) return false;
    if (this.#isParked) this.#takeUp();
    const ahead = most === Number.POSITIVE_INFINITY ? (this.source.readsAhead ?? 1) : 1;
    while (this.#reads.length < ahead) {
      this.#reads.push(outcomeOf(this.source.read(this.reader.room().subarray(0, most))));
    }
    const outcome = await this.#reads.shift();
    if (outcome === undefined || 'error' in outcome) {
      const { message, code } = describeError(outcome?.error);
      this.readError = { offset: this.#offset, packet: this.reader.packets, code, message };
      await this.#end();
      return true;
    }
    this.#offset += outcome.length;
    if (outcome.length > 0) this.reader.filled(outcome.length);
    else await this.#end();
    return true;
  }

  /** When the first and last packet of any protocol were captured. */
  get span(): { start: Nanos; end: Nanos } | null {
    const { earliest, latest, observedUntil } = this.reader;
    if (!earliest || !latest) return null;
    const pieces = this.#translation?.pieces;
    const start = this.firstNanos;
    if (pieces) {
      return start === null ? null : { start, end: Math.max(...pieces.map(({ end, clock }) => this.#by(clock, end))) };
    }
    const end = Math.max(this.#toNanos(latest), observedUntil ? this.#toNanos(observedUntil) : -Infinity);
    return { start: this.#toNanos(earliest), end };
  }

  /** Set if nothing of the source could be read. */
  get unreadable(): Unreadable | null {
    const { name } = this.source;
    if (this.readError && this.reader.packets === 0) return { name, ...pick(this.readError) };
    const { unreadable } = this.reader;
    return unreadable ? { name, code: unreadable.code, message: unreadable.message } : null;
  }

  buildSource(): Source {
    const { reader } = this;
    const { dropped } = reader;
    return {
      name: this.source.name,
      format: reader.format ?? 'pcap',
      compression: this.source.compression,
      interfaces: reader.interfaces,
      packets: reader.packets,
      bytes: reader.bytes,
      vrrp: this.vrrp,
      announcements: this.announcements,
      start: reader.earliest ? epochSeconds(reader.earliest) : null,
      end: reader.latest ? epochSeconds(reader.latest) : null,
      ...(dropped === undefined ? {} : { dropped }),
      problems: [...this.#readProblems(), ...this.#unreadLinkTypes()],
    };
  }

  /** A record that a read error cut is no damage of its own. */
  #readProblems(): SourceProblem[] {
    const { problems } = this.reader;
    if (this.unreadable) return problems;
    return this.readError ? [...problems.filter(({ code }) => code !== 'truncated'), this.readError] : problems;
  }

  #newReader(): CaptureReader {
    return new CaptureReader(OURS, (record) => this.#takes(record));
  }

  #takeUp(): void {
    this.#isParked = false;
    this.#offset = 0;
    this.source = this.source.reopen?.() ?? this.source;
    this.reader = this.#newReader();
  }

  /** A file is not needed any longer; others may have to be opened. */
  async #end(): Promise<void> {
    this.#ended = true;
    this.reader.end();
    if (this.source.reopen) await this.#stopReading();
  }

  async #stopReading(): Promise<void> {
    await Promise.all(this.#reads.splice(0));
    await this.source.close();
  }

  #toNanos({ seconds, nanoseconds }: { seconds: number; nanoseconds: number }): Nanos {
    if (this.#translation) return this.#by(this.#translation.clock, { seconds, nanoseconds });
    return (seconds - this.#epochSeconds) * NANOS_PER_SECOND + nanoseconds;
  }

  #by(clock: ViewClock, { seconds, nanoseconds }: { seconds: number; nanoseconds: number }): Nanos {
    return onFirstClock(clock, { seconds, nanoseconds }, this.#epochSeconds);
  }

  #unreadLinkTypes(): SourceProblem[] {
    const { unreadLinkTypes, counts } = this.decoder;
    const unread = [...unreadLinkTypes].map(([linkType, count]) => ({ name: linkTypeName(linkType), count }));
    if (counts.macsec > 0) unread.push({ name: 'MACsec', count: counts.macsec });
    return unread.map(({ name, count }) => ({
      offset: 0,
      code: UNREAD_LINK_TYPE,
      message: `${count} packets of ${name} were counted but not read`,
      count,
    }));
  }
}

/** More than so many files would take too much memory, and some systems lend no more descriptors. */
const MOST_OPEN = 16;

/** Opens streams one after the other. Of many, all that can be are let go of until their packets are due. */
export async function openInTurn(streams: readonly MessageStream[]): Promise<void> {
  for (const stream of streams) {
    await stream.open();
    if (streams.length > MOST_OPEN) await stream.park();
  }
}

/** Later reads may fail while an earlier one is waited for. */
async function outcomeOf(read: Promise<number>): Promise<ReadOutcome> {
  try {
    return { length: await read };
  } catch (error) {
    return { error };
  }
}

function translateSegment(message: Message, { segments }: Translation): Message {
  const segment = segments.size === 0 ? undefined : segments.get(segmentKey(message));
  return segment ? { ...message, ...segment } : message;
}

function isAnnouncement(role: string): boolean {
  return role === 'gratuitous-request' || role === 'gratuitous-reply' || role === 'unsolicited-na';
}

function epochSeconds({ seconds, nanoseconds }: { seconds: number; nanoseconds: number }): number {
  return (seconds * 1e6 + Math.round(nanoseconds / 1e3)) / 1e6;
}

function pick({ code, message }: SourceProblem): { code: string; message: string } {
  return { code, message };
}

function describeError(error: unknown): { message: string; code: string } {
  const message = error instanceof Error ? error.message : String(error);
  const hasCode = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return { message, code: hasCode ? String(error.code) : 'read-error' };
}
