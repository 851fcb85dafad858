import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChunkReader } from '../../services/chunk-reader.ts';

/** What is kept of what a program says on standard error. */
const MOST_LINES = 20;
const LONGEST_LINE = 500;
/** Milliseconds that a program gets for its last words, once it has ended. */
const LAST_WORDS = 500;

/** Descriptors that it takes to start a program: two for each pipe, and two more. */
const NEEDED = 8;
const TOO_MANY = 'there are too many open files';

/** How a program ended. */
export type Ending =
  | { by: 'status'; status: number }
  | { by: 'signal'; signal: NodeJS.Signals }
  | { by: 'no-start'; error: NodeJS.ErrnoException };

export interface ChildOptions {
  /** Sees each line of standard error; what it answers true to is not kept for the sentence about a fault. */
  heard?: (line: string) => boolean;
  /** Run by the shell, and ended with all that it started. */
  shell?: boolean;
  /** Give it a standard input that ends when we do. */
  holdsOn?: boolean;
  env?: NodeJS.ProcessEnv;
}

const running = new Set<ChildProgram>();

/** A program whose standard output is read. It has a process group of its own: Ctrl-C in a terminal is for us only. */
export class ChildProgram {
  /** Resolves when it has ended and has no more to say. */
  readonly ended: Promise<Ending>;
  #ending: Ending | null = null;
  #lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #chunks: ChunkReader;
  readonly #wholeGroup: boolean;
  #reading = false;

  /** Throws some of the reasons for which a program cannot be started; the others are how it `ended`. */
  constructor(file: string, words: readonly string[], { heard, shell = false, holdsOn, env }: ChildOptions = {}) {
    const options: SpawnOptions = {
      stdio: [holdsOn ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      shell,
      env: { ...process.env, ...env },
    };
    this.#wholeGroup = shell;
    expectDescriptors();
    this.#child = spawn(file, words, options);
    const { stdin, stdout, stderr } = this.#child;
    if (!stdout || !stderr) throw new Error(TOO_MANY);
    stdin?.on('error', () => {});
    // Node throws away what nobody listens for when a program ends
    stdout.on('readable', () => {});
    this.#chunks = new ChunkReader(stdout);
    const lastWords = readLines(stderr, (line) => {
      if (!heard?.(line)) this.#lines = [...this.#lines, line].slice(-MOST_LINES);
    });
    this.ended = this.#watch(lastWords);
    endWithUs(this, this.#isOver());
  }

  get alive(): boolean {
    return this.#ending === null;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The last of what it said on standard error. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Somebody waits for what comes next, and nothing has come. */
  get isDrained(): boolean {
    return this.#reading && this.unread === 0;
  }

  /** Bytes that have come and that nobody has asked for yet. */
  get unread(): number {
    return this.#child.stdout?.readableLength ?? 0;
  }

  /** Resolves when something can be read, or never will be. */
  async beginsToWrite(): Promise<void> {
    const { stdout } = this.#child;
    if (stdout !== null && stdout.readableLength === 0) await new Promise((done) => stdout.once('readable', done));
  }

  /** Fills `into` from its start; 0 is the end of what it writes, however it came. */
  async read(into: Uint8Array): Promise<number> {
    this.#reading = true;
    try {
      return await this.#chunks.read(into);
    } catch {
      return 0;
    } finally {
      this.#reading = false;
    }
  }

  signal(name: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (this.#wholeGroup && process.platform !== 'win32') process.kill(-pid, name);
      else if (this.alive) this.#child.kill(name);
    } catch {
      // It has ended just now
    }
  }

  /** Ends it with this signal, and by force if that takes longer than `patience` milliseconds. */
  async end(signal: NodeJS.Signals, patience: number): Promise<void> {
    const gone = this.#isOver();
    // Its number may be another's by now
    if (await isFirst(gone, 0)) return;
    this.signal(signal);
    if (process.platform !== 'win32') this.signal('SIGCONT');
    if (await isFirst(gone, patience)) return;
    this.signal('SIGKILL');
    if (await isFirst(gone, patience)) return;
    // What it started may live on and hold the pipe
    this.abandon();
  }

  /** Nobody will read on. */
  abandon(): void {
    this.#child.stdout?.destroy();
  }

  /** It has ended, and so has what it started and left its standard output to. */
  async #isOver(): Promise<void> {
    const { stdout } = this.#child;
    if (stdout !== null && !stdout.closed) await new Promise((done) => stdout.once('close', done));
    await this.ended;
  }

  async #watch(lastWords: Promise<void>): Promise<Ending> {
    const ending = await new Promise<Ending>((resolve) => {
      this.#child.once('error', (error) => resolve({ by: 'no-start', error }));
      this.#child.once('exit', (status, signal) =>
        resolve(signal === null ? { by: 'status', status: status ?? 0 } : { by: 'signal', signal }),
      );
    });
    this.#ending = ending;
    await isFirst(lastWords, LAST_WORDS);
    return ending;
  }
}

/** Where they run out while it starts a program, Node neither lets go of the pipes that it made nor ends with them. */
function expectDescriptors(): void {
  const lent: number[] = [];
  try {
    while (lent.length < NEEDED) lent.push(openSync(devNull, 'r'));
  } catch {
    throw new Error(TOO_MANY);
  } finally {
    for (const descriptor of lent) closeSync(descriptor);
  }
}

/** Whether the promise settles within so many milliseconds. */
export async function isFirst(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const tooLate = new AbortController();
  try {
    return await Promise.race([promise.then(() => true), sleep(milliseconds, false, { signal: tooLate.signal })]);
  } finally {
    tooLate.abort();
  }
}

async function readLines(stream: NodeJS.ReadableStream, heard: (line: string) => void): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  try {
    for await (const chunk of stream) {
      const lines = `${rest}${chunk}`.split(/\r?\n|\r/);
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      for (const line of lines) if (line.trim() !== '') heard(line.slice(0, LONGEST_LINE));
    }
  } catch {
    // What it said so far is all there is
  }
  if (rest.trim() !== '') heard(rest);
}

function endWithUs(program: ChildProgram, isOver: Promise<void>): void {
  if (running.size === 0) process.once('exit', endAll);
  running.add(program);
  void isOver.then(() => {
    running.delete(program);
    if (running.size === 0) process.off('exit', endAll);
  });
}

function endAll(): void {
  for (const program of running) program.signal('SIGKILL');
}
