import { SECTION_HEADER } from '../../../decoder/capture/pcapng-reader.ts';
import type { Timestamp } from '../../../decoder/capture/timestamp.ts';
import type { WriteFault } from '../../../decoder/wording/en/troubles.ts';
import { formatClock, formatDate } from '../../../decoder/wording/format-time.ts';
import type { Trouble } from '../../../decoder/wording/trouble.ts';
import type { FileFrame } from '../pcapng-stream.ts';
import { scanBlocks } from './log-blocks.ts';
import { type LogFile, writeFault } from './log-file.ts';
import { CaptureLogError, FileRing, type LogFiles, SingleFile } from './log-files.ts';
import { LogWriter } from './log-writer.ts';

/** Of what the disk has not taken yet. */
const MOST_PENDING = 64 * 1024 * 1024;
/** Seconds of capture time after a fault until another file is tried. */
const RETRY_AFTER = 10;
const NEVER: Readonly<Timestamp> = { seconds: 0, nanoseconds: 0 };

/** With either of the first two, the log is a series of files. */
export interface LogOptions {
  rotateBytes?: number;
  /** Of capture time. */
  rotateSeconds?: number;
  /** How many files of the series remain: the oldest are deleted. */
  keep?: number;
}

type Phase =
  | { kind: 'first' }
  | { kind: 'writing' }
  /** The file is full: the next write closes it so, and begins another. */
  | { kind: 'full'; closing: Uint8Array; next: Beginning }
  /** The next write begins a file or a section. */
  | { kind: 'opening'; what: 'file' | 'section'; next: Beginning }
  /** Nothing is written since then. */
  | { kind: 'interrupted'; by: 'fault' | 'slow disk'; at: Timestamp };

interface Beginning {
  from: Timestamp;
  /** For blocks that do not begin a section themselves. */
  preamble: Uint8Array;
}

/** A time of which the log lacks packets. */
interface Outage {
  /** In which file it began. */
  number: number;
  path: string;
  fault: WriteFault;
  heldUntil: Timestamp | null;
  failing: Trouble;
  /** Since when the log goes on. */
  end: Timestamp | null;
}

/** Keeps the stream of a live capture in pcapng files, so that a power cut costs a second at most. */
export class CaptureLog {
  readonly #files: LogFiles;
  readonly #rotation: LogOptions | null;
  readonly #writer: LogWriter;
  #frame: FileFrame | null = null;
  #phase: Phase = { kind: 'first' };
  /** The current file: since when it is observed, and when its first packet came. */
  #file = { number: 0, bytes: 0, from: NEVER, first: NEVER };
  /** Capture time of the last write. */
  #until = NEVER;
  #outage: Outage | null = null;
  #ended = false;

  private constructor(files: LogFiles, rotation: LogOptions | null) {
    this.#files = files;
    this.#rotation = rotation;
    this.#writer = new LogWriter({
      open: (time) => files.next(time),
      kept: (number) => this.#kept(number),
      failed: (number, file, error) => this.#failed(number, file, error),
    });
  }

  /** Rejects with a CaptureLogError where nothing can be written there; what exists is never overwritten. */
  static async create(path: string, options: LogOptions): Promise<CaptureLog> {
    if (path === '-') throw new CaptureLogError('packets are not written to standard output: name a file');
    if (options.rotateBytes === undefined && options.rotateSeconds === undefined) {
      return new CaptureLog(await SingleFile.create(path), null);
    }
    return new CaptureLog(await FileRing.create(path, options.keep ?? Number.POSITIVE_INFINITY), options);
  }

  /** Paths of what was written and has not been deleted since, the oldest first. */
  get files(): readonly string[] {
    return this.#files.paths;
  }

  /** Why nothing is written; null while all is well. */
  get failure(): Trouble | null {
    return this.#outage?.end === null ? this.#outage.failing : null;
  }

  /** What the log lacks although it went on, as of the last time; null where it lacks nothing. */
  get gap(): Trouble | null {
    if (this.#outage === null || this.#outage.end === null) return null;
    const { path, fault, heldUntil, end } = this.#outage;
    return { code: 'could-not-write', path, fault, from: clock(heldUntil), to: clock(end) };
  }

  /** Once, before the first write. */
  begin(frame: FileFrame): void {
    this.#frame = frame;
  }

  /** Whole blocks, which are copied; they reach up to the capture time `until`. */
  write(blocks: Uint8Array, until: Timestamp): void {
    if (this.#ended) return;
    if (blocks.length > 0) this.#take(blocks, until);
    this.#until = { ...until };
  }

  /** Ends the last file as observed up to then. Where nothing was written, no file remains. */
  async end(until: Timestamp): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#finish(until);
    await this.#writer.close();
    await this.#files.discard();
  }

  #take(blocks: Uint8Array, until: Timestamp): void {
    if (this.#phase.kind === 'interrupted') {
      // Not before these blocks: what they describe will be in the preamble
      this.#resume(this.#phase, until);
    } else if (this.#writer.pending > 0 && this.#writer.pending + blocks.length > MOST_PENDING) {
      const path = this.#files.paths.at(-1) ?? this.#files.path;
      this.#interrupt(this.#file.number, path, { by: 'slow-disk' }, this.#until);
      this.#phase = { kind: 'interrupted', by: 'slow disk', at: this.#until };
    } else {
      this.#open(blocks, until);
      this.#append(blocks, until);
      if (this.#isFull(until)) {
        this.#phase = { kind: 'full', closing: this.#closing(until), next: this.#beginning(until) };
      }
    }
  }

  /** Begins what these blocks are to begin. */
  #open(blocks: Uint8Array, until: Timestamp): void {
    const phase = this.#phase;
    if (phase.kind === 'writing' || phase.kind === 'interrupted') return;
    this.#phase = { kind: 'writing' };
    const first = scanBlocks(blocks).firstPacket ?? until;
    if (phase.kind === 'first') {
      this.#begin({ from: first, preamble: this.#preamble(first) }, first, blocks);
    } else if (phase.kind === 'full') {
      this.#append(phase.closing, phase.next.from);
      this.#begin(phase.next, first, blocks);
    } else if (phase.what === 'file') {
      this.#begin(phase.next, first, blocks);
    } else {
      if (this.#outage !== null) this.#outage.end ??= phase.next.from;
      if (!beginsSection(blocks)) this.#append(phase.next.preamble, phase.next.from);
    }
  }

  /** A file, named after its first packet. */
  #begin({ from, preamble }: Beginning, first: Timestamp, blocks: Uint8Array): void {
    this.#file = { number: this.#writer.open({ ...first }), bytes: 0, from, first: { ...first } };
    if (!beginsSection(blocks)) this.#append(preamble, from);
  }

  #append(blocks: Uint8Array, until: Timestamp): void {
    this.#writer.append(blocks, { ...until });
    this.#file.bytes += blocks.length;
  }

  #isFull(until: Timestamp): boolean {
    if (this.#rotation === null) return false;
    const { rotateBytes = Number.POSITIVE_INFINITY, rotateSeconds = Number.POSITIVE_INFINITY } = this.#rotation;
    return this.#file.bytes >= rotateBytes || until.seconds - this.#file.first.seconds >= rotateSeconds;
  }

  #beginning(from: Timestamp): Beginning {
    return { from: { ...from }, preamble: this.#preamble(from) };
  }

  #resume({ by, at }: { by: 'fault' | 'slow disk'; at: Timestamp }, from: Timestamp): void {
    if (by === 'slow disk') {
      if (this.#writer.pending >= MOST_PENDING / 2) return;
      this.#phase = { kind: 'opening', what: 'section', next: this.#beginning(from) };
    } else if (this.#rotation !== null && Math.abs(from.seconds - at.seconds) >= RETRY_AFTER) {
      this.#phase = { kind: 'opening', what: 'file', next: this.#beginning(from) };
    }
  }

  #finish(until: Timestamp): void {
    const { kind } = this.#phase;
    if (kind === 'writing' || kind === 'full') this.#append(this.#closing(until), until);
  }

  #preamble(from: Timestamp): Uint8Array {
    return this.#frame?.preamble(from) ?? new Uint8Array();
  }

  #closing(until: Timestamp): Uint8Array {
    return this.#frame?.closing(until) ?? new Uint8Array();
  }

  /** The fault that began it is told, not those of further tries. */
  #interrupt(number: number, path: string, fault: WriteFault, heldUntil: Timestamp | null): void {
    if (this.#outage === null || this.#outage.end !== null) {
      const failing = { code: 'cannot-write', path, fault, heldUntil: clock(heldUntil) } as const;
      this.#outage = { number, path, fault, heldUntil, failing, end: null };
    }
  }

  #kept(number: number): void {
    const outage = this.#outage;
    if (outage !== null && number === this.#file.number && number > outage.number) outage.end ??= this.#file.from;
  }

  #failed(number: number, file: LogFile | null, error: unknown): void {
    if (file?.isEmpty) this.#files.forget(file.path);
    this.#interrupt(number, file?.path ?? this.#files.path, writeFault(error), file?.until ?? null);
    const { kind } = this.#phase;
    if (number === this.#file.number && kind !== 'interrupted')
      this.#phase = { kind: 'interrupted', by: 'fault', at: this.#until };
  }
}

function beginsSection(blocks: Uint8Array): boolean {
  return blocks.length >= 4 && new DataView(blocks.buffer, blocks.byteOffset).getUint32(0, true) === SECTION_HEADER;
}

function clock(time: Timestamp): string;
function clock(time: Timestamp | null): string | null;
function clock(time: Timestamp | null): string | null {
  if (time === null) return null;
  const { seconds } = time;
  return `${formatDate(seconds, true)} ${formatClock(seconds, true, 0)} UTC`;
}
