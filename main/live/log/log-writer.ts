import type { Timestamp } from '../../../decoder/capture/timestamp.ts';
import type { Chunk, LogFile } from './log-file.ts';

const CHUNK_LENGTH = 256 * 1024;
/** So much is written at once; less waits for the next turn. */
const FLUSH_AT = 1024 * 1024;
/** Between two turns, each of which brings everything to the disk: with what a turn takes, less than a second. */
const TURN_MS = 500;

type Step = { kind: 'open'; time: Timestamp } | { kind: 'write'; chunk: Chunk } | { kind: 'close' };

/** What the writer asks for and tells. Files are counted from 1 in the order in which they were asked for. */
export interface WriterEvents {
  open(time: Timestamp): Promise<LogFile>;
  /** Everything that was given for this file has reached the disk so far. */
  kept(file: number): void;
  /** Nothing more comes into this file. It is null where none could be made. */
  failed(file: number, log: LogFile | null, error: unknown): void;
}

/** Writes blocks to one file after the other behind the back of who captures. */
export class LogWriter {
  readonly #events: WriterEvents;
  #queue: Step[] = [];
  #asked = 0;
  #opened = 0;
  #file: LogFile | null = null;
  #pending = 0;
  #unsynced = false;
  #lastTurn = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;

  constructor(events: WriterEvents) {
    this.#events = events;
  }

  /** Bytes that are in memory only. */
  get pending(): number {
    return this.#pending;
  }

  /** Ends the file so far; what comes next goes into another. Returns its number. */
  open(time: Timestamp): number {
    this.#queue.push({ kind: 'open', time });
    this.#asked += 1;
    return this.#asked;
  }

  /** Whole blocks, which are copied. */
  append(blocks: Uint8Array, until: Timestamp): void {
    const chunk = this.#chunkFor(blocks.length, until);
    chunk.bytes.set(blocks, chunk.length);
    chunk.length += blocks.length;
    chunk.until = until;
    this.#pending += blocks.length;
    this.#schedule();
  }

  /** Resolves when the last file is closed. */
  async close(): Promise<void> {
    this.#queue.push({ kind: 'close' });
    while (this.#queue.length > 0) await (this.#working ?? this.#start());
    await this.#working;
    this.#clearTimer();
  }

  #chunkFor(length: number, until: Timestamp): Chunk {
    const last = this.#queue.at(-1);
    if (last?.kind === 'write' && last.chunk.length + length <= last.chunk.bytes.length) return last.chunk;
    const chunk = { bytes: new Uint8Array(Math.max(length, CHUNK_LENGTH)), length: 0, until };
    this.#queue.push({ kind: 'write', chunk });
    return chunk;
  }

  #schedule(): void {
    if (this.#working !== null) return;
    const due = this.#lastTurn + TURN_MS - performance.now();
    if (due <= 0 || this.#pending >= FLUSH_AT) void this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), due);
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #start(): Promise<void> {
    this.#clearTimer();
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      if (this.#queue.length > 0 || this.#unsynced) this.#schedule();
    });
    return this.#working;
  }

  async #work(): Promise<void> {
    for (let step = this.#queue.shift(); step !== undefined; step = this.#queue.shift()) {
      if (step.kind === 'write') {
        await this.#try(step.chunk);
        this.#pending -= step.chunk.length;
        await this.#syncWhenDue();
      } else {
        await this.#finishFile();
        if (step.kind === 'open') await this.#openFile(step.time);
      }
    }
    await this.#syncWhenDue();
  }

  async #syncWhenDue(): Promise<void> {
    if (performance.now() - this.#lastTurn >= TURN_MS) await this.#sync();
  }

  async #try(chunk: Chunk): Promise<void> {
    try {
      await this.#file?.append(chunk);
      this.#unsynced = this.#file !== null;
    } catch (error) {
      await this.#fail(error);
    }
  }

  async #openFile(time: Timestamp): Promise<void> {
    this.#opened += 1;
    try {
      this.#file = await this.#events.open(time);
    } catch (error) {
      this.#events.failed(this.#opened, null, error);
    }
  }

  async #sync(): Promise<void> {
    this.#lastTurn = performance.now();
    if (this.#file === null || !this.#unsynced) return;
    this.#unsynced = false;
    try {
      await this.#file.sync();
      this.#events.kept(this.#opened);
    } catch (error) {
      await this.#fail(error);
    }
  }

  async #finishFile(): Promise<void> {
    await this.#sync();
    try {
      await this.#file?.close();
      this.#file = null;
    } catch (error) {
      await this.#fail(error);
    }
  }

  async #fail(error: unknown): Promise<void> {
    const file = this.#file;
    this.#file = null;
    this.#unsynced = false;
    await file?.abandon();
    this.#events.failed(this.#opened, file, error);
  }
}
