import type { LiveInput } from '../live/feed.ts';
import { OUTPUT_ERROR } from './outcome.ts';

const INTERRUPTED = 130;
/** Timers take no more. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** How a live capture comes to its end: somebody asks for it, its time is over, or nobody listens any more. */
export class LiveEnding {
  /** There is nobody to tell the end to. */
  isSilent = false;
  exitCode = 0;
  #stop = () => {};
  #giveUp = () => {};
  #asked = false;
  #wanted = false;
  #timer: NodeJS.Timeout | undefined;

  /** The same input, whose time of `seconds` begins when it is open. */
  watch(input: LiveInput, seconds: number | undefined): LiveInput {
    if (seconds === undefined) return input;
    return {
      name: input.name,
      // The tool that was taken is known once it is open
      get via() {
        return input.via;
      },
      reopens: input.reopens,
      open: async () => {
        const feed = await input.open();
        if (this.#timer === undefined) this.#endAt(performance.now() + seconds * 1000);
        return feed;
      },
    };
  }

  /** From now on signals end the capture in good order, also one that is still to come. */
  begin(): void {
    process.on('SIGINT', this.#signalled).on('SIGTERM', this.#signalled).on('SIGHUP', this.#hungUp);
    // The one of cli.ts would end it at once, and what is written could not be finished.
    process.stdout.removeAllListeners('error').on('error', (error) => this.cannotTell(error));
    process.stderr.on('error', () => {});
  }

  /** `stop` ends the capture in good order; `giveUp` is for whoever asks again. */
  reach(stop: () => void, giveUp: () => void): void {
    this.#stop = stop;
    this.#giveUp = giveUp;
    if (this.#wanted) stop();
  }

  /** Somebody wants the end: the first time it is awaited. */
  ask(): void {
    if (this.#asked) {
      this.#giveUp();
      process.exit(INTERRUPTED);
    }
    this.#asked = true;
    this.#end();
  }

  /** From now on signals do what they usually do. */
  end(): void {
    clearTimeout(this.#timer);
    process.off('SIGINT', this.#signalled).off('SIGTERM', this.#signalled).off('SIGHUP', this.#hungUp);
  }

  readonly #signalled = (): void => this.ask();

  readonly #hungUp = (): void => {
    this.isSilent = true;
    this.#end();
  };

  #end(): void {
    this.#wanted = true;
    this.#stop();
  }

  /** Standard output cannot be written to: a reader that has gone is no error. */
  cannotTell(error: NodeJS.ErrnoException): void {
    if (this.isSilent) return;
    if (error.code !== 'EPIPE') {
      process.stderr.write(`vrrpscope: error: cannot write to standard output: ${error.message}\n`);
      this.exitCode = OUTPUT_ERROR;
    }
    this.#hungUp();
  }

  #endAt(moment: number): void {
    const left = moment - performance.now();
    if (left <= 0) this.#end();
    else this.#timer = setTimeout(() => this.#endAt(moment), Math.min(left, LONGEST_TIMER));
  }
}
