import { type Profiler, Session } from 'node:inspector';

/** For each script, whether the characters of its source ran. */
export type Reached = ReadonlyMap<string, Uint8Array>;

/**
 * What of the project's code has run so far, block by block as V8 counts it: of what is loaded after this is made, and of
 * one of these in a process.
 */
export class Coverage {
  readonly #session = new Session();
  readonly #isWatched: (url: string) => boolean;
  readonly #known = new Map<string, Uint8Array>();

  constructor(isWatched: (url: string) => boolean) {
    this.#isWatched = isWatched;
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** What ran since it was last asked for. */
  take(): Reached {
    let scripts: Profiler.ScriptCoverage[] = [];
    this.#session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error) throw error;
      scripts = taken.result;
    });
    const watched = scripts.filter(({ url }) => this.#isWatched(url));
    return new Map(watched.map((script) => [script.url, paint(script)]));
  }

  /** How many characters of it had never run before. */
  countNew(reached: Reached): number {
    let count = 0;
    for (const [url, ran] of reached) {
      const known = this.#known.get(url);
      for (let at = 0; at < ran.length; at++) if (ran[at] === 1 && known?.[at] !== 1) count++;
    }
    return count;
  }

  add(reached: Reached): void {
    for (const [url, ran] of reached) {
      const before = this.#known.get(url) ?? new Uint8Array(0);
      const known = before.length < ran.length ? new Uint8Array(ran.length) : before;
      if (known !== before) known.set(before);
      for (let at = 0; at < ran.length; at++) if (ran[at] === 1) known[at] = 1;
      this.#known.set(url, known);
    }
  }

  /** Characters that have run. */
  get size(): number {
    let size = 0;
    for (const known of this.#known.values()) for (const ran of known) size += ran;
    return size;
  }

  close(): void {
    this.#session.disconnect();
  }
}

/** Inner ranges come behind those around them. */
function paint({ functions }: Profiler.ScriptCoverage): Uint8Array {
  const ranges = functions.flatMap((one) => one.ranges);
  const ran = new Uint8Array(Math.max(0, ...ranges.map(({ endOffset }) => endOffset)));
  for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return ran;
}
