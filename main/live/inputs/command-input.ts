import { type Feed, FeedError, type LiveInput } from '../feed.ts';
import { ChildProgram, isFirst } from './child-program.ts';
import { endingTrouble } from './tool-feed.ts';

/** Milliseconds in which a wrong command is told from one that has nothing to say yet. */
const BEGINNING = 1000;
/** Milliseconds that a command gets to end by itself. */
const PATIENCE = 3000;

/** A command of the shell that writes pcap or pcapng. `said` sees each line of its standard error. */
export function commandInput(command: string, said?: (line: string) => void): LiveInput {
  return {
    name: command,
    via: 'command',
    reopens: true,
    open: async () => {
      const feed = new CommandFeed(startShell(command, said));
      await feed.begins();
      return feed;
    },
  };
}

function startShell(command: string, said: (line: string) => void = () => {}): ChildProgram {
  const heard = (line: string): boolean => {
    said(line);
    return false;
  };
  try {
    return new ChildProgram(command, [], { shell: true, heard });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FeedError('command-failed', { code: 'shell-not-started', error: why });
  }
}

class CommandFeed implements Feed {
  readonly dropped = null;
  readonly #child: ChildProgram;
  #received = false;
  #stopped = false;

  constructor(child: ChildProgram) {
    this.#child = child;
  }

  /** Rejects where the command has ended at once and has written nothing. */
  async begins(): Promise<void> {
    const settled = await isFirst(this.#child.beginsToWrite(), BEGINNING);
    if (!settled || this.#child.unread > 0) return;
    if (!(await isFirst(this.#child.ended, BEGINNING))) return;
    this.#child.abandon();
    throw await this.#failure();
  }

  async read(into: Uint8Array): Promise<number> {
    const read = await this.#child.read(into);
    if (read > 0) {
      this.#received = true;
      return read;
    }
    const ending = await this.#child.ended;
    const fine = this.#received && ending.by === 'status' && ending.status === 0;
    if (this.#stopped || fine) return 0;
    throw await this.#failure();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    void this.#child.end('SIGTERM', PATIENCE);
  }

  provesSilence(): boolean {
    return false;
  }

  async #failure(): Promise<FeedError> {
    const ending = await this.#child.ended;
    const { lines } = this.#child;
    const nothing = ending.by === 'status' && ending.status === 0;
    return new FeedError('command-failed', nothing ? { code: 'wrote-no-packet' } : endingTrouble(null, ending, lines));
  }
}
