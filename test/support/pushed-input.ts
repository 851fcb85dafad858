import type { Feed, LiveInput } from '../../main/live/feed.ts';
import type { Via } from '../../main/live/live-contract.ts';

/** A feed whose bytes a test pushes. */
export class PushedFeed implements Feed {
  dropped: number | null = null;
  /** Whether the capture program waits for packets. */
  waits = true;
  stopped = false;
  #chunks: Uint8Array[] = [];
  #end: Error | 'open' | 'ended' = 'open';
  #wake = () => {};

  push(...chunks: Uint8Array[]): this {
    this.#chunks.push(...chunks.filter(({ length }) => length > 0));
    this.#wake();
    return this;
  }

  end(error?: Error): this {
    this.#end = error ?? 'ended';
    this.#wake();
    return this;
  }

  async read(into: Uint8Array): Promise<number> {
    while (this.#chunks.length === 0 && this.#end === 'open') {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const chunk = this.#chunks.shift();
    if (chunk === undefined) {
      if (this.#end instanceof Error) throw this.#end;
      return 0;
    }
    if (chunk.length > into.length) this.#chunks.unshift(chunk.subarray(into.length));
    into.set(chunk.subarray(0, into.length));
    return Math.min(chunk.length, into.length);
  }

  stop(): void {
    this.stopped = true;
    this.end();
  }

  provesSilence(): boolean {
    return this.waits && this.#end === 'open' && this.#chunks.length === 0;
  }
}

/** Opens these feeds one after the other. */
export function pushedInput(feeds: readonly (PushedFeed | Error)[], via: Via = 'tcpdump', name = 'eth0'): LiveInput {
  const left = [...feeds];
  return {
    name,
    via,
    reopens: via !== 'pipe',
    async open() {
      const next = left.shift();
      if (next === undefined) return new PushedFeed();
      if (next instanceof Error) throw next;
      return next;
    },
  };
}
