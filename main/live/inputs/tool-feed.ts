import { readFileSync } from 'node:fs';
import type { Trouble } from '../../../decoder/wording/trouble.ts';
import { type Feed, FeedError } from '../feed.ts';
import type { LocalTool } from '../live-contract.ts';
import { ANY_INTERFACE, filtersFor, isFilterRefusal } from './capture-filter.ts';
import { ChildProgram, type Ending, isFirst } from './child-program.ts';
import { faultSaid, lostInterface, noSuchInterface } from './interface-fault.ts';
import { findInterface, hears } from './interfaces.ts';
import type { CaptureProgram } from './local-tools.ts';

/** Milliseconds until a program must have opened the device. */
const OPENING = 10_000;
/** Milliseconds between two looks at the interface, and two questions for drops. */
const LOOKS = 1000;
/** Milliseconds that a program gets to end by itself. */
const PATIENCE = 3000;

/** Begins to capture with this program. Rejects with a FeedError; one about permissions is without advice. */
export async function openToolFeed(program: CaptureProgram, interfaceName: string): Promise<Feed> {
  const [first = '', ...others] = filtersFor(interfaceName);
  let feed = new ToolFeed(program, interfaceName, first);
  let refused = await feed.opened();
  for (const filter of others) {
    if (refused === null || !isFilterRefusal(refused.message)) break;
    feed = new ToolFeed(program, interfaceName, filter);
    refused = await feed.opened();
  }
  if (refused !== null) throw refused;
  return feed;
}

class ToolFeed implements Feed {
  dropped: number | null = null;
  readonly #program: CaptureProgram;
  readonly #interface: string;
  readonly #child: ChildProgram;
  readonly #listening: Promise<void>;
  #stopped = false;
  #lost: FeedError | null = null;

  constructor(program: CaptureProgram, interfaceName: string, filter: string) {
    this.#program = program;
    this.#interface = interfaceName;
    let listening = () => {};
    this.#listening = new Promise((resolve) => {
      listening = resolve;
    });
    const heard = (line: string): boolean => {
      if (program.opened.test(line)) listening();
      const [, drops] = program.drops?.exec(line) ?? [];
      if (drops !== undefined) this.dropped = Number(drops);
      return drops !== undefined || program.chatter.test(line);
    };
    this.#child = startProgram(program, program.words(interfaceName, filter), heard);
  }

  /** Null once no packet is missed any more, else why it does not come to that. */
  async opened(): Promise<FeedError | null> {
    const settled = await isFirst(Promise.race([this.#listening, this.#child.ended]), OPENING);
    if (this.#child.alive && settled) {
      this.#watch();
      return null;
    }
    if (this.#child.alive) {
      this.#child.abandon();
      void this.#child.end('SIGKILL', PATIENCE);
      return new FeedError('program-failed', {
        code: 'not-opened-in-time',
        tool: this.#program.via,
        name: this.#interface,
      });
    }
    const ending = await this.#child.ended;
    this.#child.abandon();
    return this.#refusal(ending);
  }

  async read(into: Uint8Array): Promise<number> {
    const read = await this.#child.read(into);
    if (read > 0) return read;
    const ending = await this.#child.ended;
    if (this.#stopped) return 0;
    throw this.#lost ?? lostInterface(this.#interface, this.#child.lines) ?? this.#failure(ending);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    void this.#child.end('SIGINT', PATIENCE);
  }

  provesSilence(): boolean {
    return this.#child.isDrained && waits(this.#child) && hears(this.#interface);
  }

  #watch(): void {
    const { asksDrops } = this.#program;
    if (asksDrops !== null) this.dropped = 0;
    const timer = setInterval(() => {
      if (findInterface(this.#interface) === 'down') this.#lose();
      else if (asksDrops !== null) this.#child.signal(asksDrops);
    }, LOOKS);
    timer.unref();
    void this.#child.ended.then(() => clearInterval(timer));
  }

  /** Programs over libpcap 1.10 stay with an interface that is down, and say nothing. */
  #lose(): void {
    this.#lost ??= new FeedError('interface-lost', { code: 'interface-went-down', name: this.#interface });
    void this.#child.end('SIGINT', PATIENCE);
  }

  #refusal(ending: Ending): FeedError {
    if (ending.by === 'no-start') return startFault(this.#program.via, ending.error);
    const { lines } = this.#child;
    switch (faultSaid(lines)) {
      case 'not-permitted':
        return notPermitted(this.#program.via, this.#interface);
      case 'no-such-interface':
        return noSuchInterface(this.#interface);
      case 'interface-lost':
        return lostInterface(this.#interface, lines) ?? this.#failure(ending);
      default:
        return this.#failure(ending);
    }
  }

  #failure(ending: Ending): FeedError {
    return new FeedError('program-failed', endingTrouble(this.#program.via, ending, this.#child.lines));
  }
}

function startProgram(program: CaptureProgram, words: string[], heard: (line: string) => boolean): ChildProgram {
  const { path, holdsOn, via } = program;
  try {
    // Their messages are understood in English only
    return new ChildProgram(path, words, { heard, holdsOn, env: { LC_ALL: 'C', LANGUAGE: '' } });
  } catch (error) {
    throw startFault(via, error);
  }
}

function startFault(via: LocalTool, error: unknown): FeedError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') return new FeedError('program-missing', { code: 'not-installed', tool: via });
  if (code === 'EACCES' || code === 'EPERM') return new FeedError('not-permitted', { code: 'may-not-run', path: via });
  const why = error instanceof Error ? error.message : String(error);
  return new FeedError('program-failed', { code: 'not-started', program: via, error: why });
}

function notPermitted(via: LocalTool, interfaceName: string): FeedError {
  return new FeedError(
    'not-permitted',
    interfaceName === ANY_INTERFACE
      ? { code: 'tool-not-permitted-on-all', tool: via }
      : { code: 'tool-not-permitted', tool: via, name: interfaceName },
  );
}

/** `tcpdump ended with status 1: …`; null is the command that was given. */
export function endingTrouble(program: string | null, ending: Ending, lines: readonly string[]): Trouble {
  switch (ending.by) {
    case 'signal':
      return { code: 'killed', program, signal: ending.signal };
    case 'no-start':
      return { code: 'not-started', program, error: ending.error.message };
    case 'status':
      return { code: 'ended-with-status', program, status: ending.status, said: lines.at(-1) ?? null };
  }
}

/** Whether the process waits for something: then it has handed on all that it had. Elsewhere than on Linux nobody tells. */
function waits({ alive, pid }: ChildProgram): boolean {
  if (!alive) return false;
  if (process.platform !== 'linux' || pid === undefined) return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'S';
  } catch {
    // Processes of others may be hidden
    return true;
  }
}
