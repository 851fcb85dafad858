import { CaptureReader, type UnreadableCapture } from '../../decoder/capture/capture-reader.ts';
import { isLater, type Timestamp } from '../../decoder/capture/timestamp.ts';
import type { SourceProblem } from '../../decoder/report.ts';
import { CaptureClock, type ClockJump, later } from './capture-clock.ts';
import { type Feed, FeedError } from './feed.ts';
import type { Via } from './live-contract.ts';
import type { CaptureLog } from './log/capture-log.ts';
import { PcapngStream } from './pcapng-stream.ts';
import { StreamSource } from './stream-source.ts';

/** Milliseconds for which a program may hold back what it captured. */
const DELAYS: Record<Via, number> = { dumpcap: 260, tcpdump: 30, cap: 30, pipe: 0, command: 0 };

/** Milliseconds for which a program may be at work between two proofs that it waits. */
const PROOF_LASTS = 1000;

/** One run of the input. */
interface Run {
  feed: Feed;
  reader: CaptureReader;
  /** Monotonic. */
  opened: number;
  /** Its section of the stream has begun. */
  inSection: boolean;
  /** Drops that its earlier sections tell, after a pause within it. */
  toldDrops: number;
}

/** Makes one pcapng stream of all runs of an input, for whoever reads it and whoever keeps it. */
export class StreamRecorder {
  readonly source: StreamSource;
  /** Of what came, by the offsets of the run that it came in. */
  readonly problems: SourceProblem[] = [];
  /** Monotonic: when a packet last came. */
  heard = performance.now();
  readonly #name: string;
  readonly #via: Via;
  readonly #stream: PcapngStream;
  readonly #clock: CaptureClock;
  readonly #log: CaptureLog | undefined;
  #run: Run | null = null;
  #begun = false;
  #unreadable: UnreadableCapture | undefined;
  /** Monotonic: when silence was last proven. */
  #provenAt = -Infinity;
  /** Until when, by the capture's clock, nothing was missed. */
  #watchedUntil: Timestamp | null = null;
  #droppedBefore: number | null = null;

  constructor(name: string, via: Via, application: string, log: CaptureLog | undefined) {
    this.#name = name;
    this.#via = via;
    this.#stream = new PcapngStream(application);
    this.#clock = new CaptureClock(DELAYS[via]);
    this.source = new StreamSource(name);
    this.#log = log;
    log?.begin(this.#stream);
  }

  /** Reads a feed to its end. Rejects with a FeedError where a fault ended it, or where it gave no capture. */
  async record(feed: Feed): Promise<void> {
    const run: Run = { feed, reader: new CaptureReader(), opened: performance.now(), inSection: false, toldDrops: 0 };
    this.#run = run;
    this.#provenAt = -Infinity;
    const { reader } = run;
    try {
      for (let length = -1; length !== 0; ) {
        length = await feed.read(reader.room());
        if (length > 0) reader.filled(length);
        else reader.end();
        await this.#take(run);
      }
    } finally {
      this.#run = null;
      this.#droppedBefore = sum(this.#droppedBefore, feed.dropped ?? reader.dropped ?? null);
      await this.#endRun(run);
    }
    this.#unreadable = reader.unreadable;
    if (reader.unreadable) {
      const why = reader.unreadable.code;
      throw new FeedError('cannot-read', { code: 'not-a-capture', name: this.#name, why });
    }
  }

  /** Ends the stream and what keeps it. */
  async end(): Promise<void> {
    if (this.#begun) this.source.end();
    else this.source.end(nothingRead(this.#unreadable));
    await this.#log?.end(this.observedUntil ?? { seconds: 0, nanoseconds: 0 });
  }

  /** Kernel drops of all runs so far; null where nobody tells. */
  get dropped(): number | null {
    return sum(this.#droppedBefore, this.#run?.feed.dropped ?? this.#run?.reader.dropped ?? null);
  }

  /** Whether the run that goes on has begun to tell something. */
  get isHearing(): boolean {
    return this.#run?.inSection === true;
  }

  /** Whether nothing received means that nothing was sent. */
  get silenceProven(): boolean {
    return this.#run?.inSection === true && this.#run.feed.provesSilence();
  }

  /** Whether it was so a moment ago: a program that wakes up to look for packets has not begun to stand still. */
  provesSilence(moment: number): boolean {
    return this.isHearing && (moment - this.#provenAt < PROOF_LASTS || this.silenceProven);
  }

  /** Notes that nothing was missed until now, where that is proven. */
  watch(moment: number): void {
    if (!this.silenceProven) return;
    this.#watchedUntil = this.#clock.at(moment);
    this.#provenAt = moment;
  }

  /** What the capture's clock shows; it stands still while nobody watches. */
  now(moment: number): Timestamp | null {
    return this.#isProvenAt(moment) ? this.#clock.at(moment) : (this.#watchedAgainFrom ?? this.observedUntil);
  }

  /** Of a program that runs again and has not handed on anything yet. */
  get #watchedAgainFrom(): Timestamp | null {
    const run = this.#run;
    return run === null || run.inSection || this.#isPipe ? null : this.#clock.at(run.opened);
  }

  /** Until when silence may be believed: all packets of before have come. */
  settledUntil(moment: number): Timestamp | null {
    return this.#isProvenAt(moment) ? this.#clock.settledAt(moment) : this.observedUntil;
  }

  /** The proof of one moment serves all who ask about it: each takes a look at the program. */
  #isProvenAt(moment: number): boolean {
    return moment === this.#provenAt || this.silenceProven;
  }

  /** Until when nothing was missed, without what may be on its way. */
  get observedUntil(): Timestamp | null {
    const { lastPacket } = this.#clock;
    const watched = this.#watchedUntil;
    return watched && lastPacket && isLater(watched, lastPacket) ? watched : lastPacket;
  }

  /** What was received tells itself until when it was observed. */
  #noteEnd({ observedUntil }: CaptureReader): void {
    const known = this.observedUntil;
    if (observedUntil && known && isLater(observedUntil, known)) this.#watchedUntil = { ...observedUntil };
  }

  get #isPipe(): boolean {
    return this.#via === 'pipe' || this.#via === 'command';
  }

  async #take(run: Run): Promise<void> {
    const { feed, reader } = run;
    const arrived = performance.now();
    let isFirst = true;
    for (let record = reader.next(); record !== undefined; record = reader.next()) {
      if (!record.hasTime) continue;
      const time = { seconds: record.seconds, nanoseconds: record.nanoseconds };
      this.#tellPauses(run);
      const jump = isFirst && !this.#isPipe && run.inSection ? this.#clock.jump(time, arrived) : null;
      if (jump) this.#resumeAfter(run, jump);
      if (!run.inSection) this.#beginSection(run, this.#watchedSince(run, time, arrived));
      this.#describeNew(reader);
      this.#stream.packet(record);
      this.#clock.heard(time, arrived, isFirst);
      isFirst = false;
    }
    this.#tellPauses(run);
    if (!isFirst) this.heard = arrived;
    else this.#resume(run);
    this.#noteEnd(reader);
    const { lastPacket } = this.#clock;
    if (run.inSection && lastPacket) {
      this.#stream.nameAddresses(reader.names);
      const dropped = feed.dropped ?? reader.dropped;
      if (dropped !== undefined && dropped !== null) this.#stream.dropped(dropped - run.toldDrops, lastPacket);
    }
    await this.#passOn();
  }

  #tellPauses(run: Run): void {
    for (const { start, end } of run.reader.takePauses()) this.#resumeAfter(run, { from: start, to: end });
  }

  /** A program that runs again watches from then on; a pipe tells when its first packet comes. */
  #resume(run: Run): void {
    const from = this.#clock.at(run.opened);
    if (!this.#isPipe && !run.inSection && from && run.reader.interfaces.length > 0) this.#beginSection(run, from);
  }

  #watchedSince(run: Run, firstPacket: Timestamp, arrived: number): Timestamp {
    if (this.#isPipe) return firstPacket;
    return this.#clock.at(run.opened) ?? later(firstPacket, run.opened - arrived);
  }

  /** Nobody looked for a while: the input says so, or its clock. */
  #resumeAfter(run: Run, { from, to }: ClockJump): void {
    if (!run.inSection) return;
    this.#stream.end(from);
    run.toldDrops += this.#stream.droppedInSection;
    this.#beginSection(run, to);
  }

  #beginSection(run: Run, from: Timestamp | null): void {
    run.inSection = true;
    this.#begun = true;
    const name = this.#isPipe ? {} : { name: this.#name };
    this.#stream.begin(
      run.reader.interfaces.map((one) => ({ ...name, ...one })),
      from,
    );
  }

  #describeNew({ interfaces }: CaptureReader): void {
    for (let next = interfaces[this.#stream.described]; next; next = interfaces[this.#stream.described]) {
      this.#stream.describe(next);
    }
  }

  async #endRun(run: Run): Promise<void> {
    // A program that is ended may be cut short; a capture that was given to us should not be.
    this.problems.push(...run.reader.problems.filter(({ code }) => code !== 'truncated' || this.#via === 'pipe'));
    if (!this.#begun && run.reader.interfaces.length > 0) this.#beginSection(run, null);
    if (run.inSection && this.observedUntil) this.#stream.end(this.observedUntil);
    await this.#passOn();
  }

  /** Gives what has been written to whoever reads and keeps it, and waits until it was read. */
  async #passOn(): Promise<void> {
    const blocks = this.#stream.take();
    if (blocks.length === 0) return;
    this.source.push(blocks);
    this.#log?.write(blocks, this.#clock.lastPacket ?? { seconds: 0, nanoseconds: 0 });
    await this.source.drained();
  }
}

/** A command is no file, and what was ended before it began has nothing wrong with it. */
function nothingRead(unreadable: UnreadableCapture | undefined): Error {
  const { code, message } = unreadable ?? { code: 'empty', message: '' };
  return Object.assign(new Error(code === 'empty' ? 'nothing came' : message), { code });
}

function sum(one: number | null, other: number | null): number | null {
  return one === null && other === null ? null : (one ?? 0) + (other ?? 0);
}
