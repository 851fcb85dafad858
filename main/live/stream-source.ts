import type { CaptureSource } from '../../decoder/capture/capture-source.ts';

/** A capture source that is written to while it is read. */
export class StreamSource implements CaptureSource {
  readonly name: string;
  readonly compression = 'none';
  #chunks: Uint8Array[] = [];
  #end: 'open' | 'ended' | Error = 'open';
  /** Whoever waits for bytes, and whoever waits until all have been read. */
  #reader: (() => void) | null = null;
  #writers: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** The bytes are copied. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#end !== 'open') return;
    this.#chunks.push(bytes.slice());
    this.#wakeReader();
  }

  /** Nothing more comes; with an error, because nothing could be read. */
  end(error?: Error): void {
    if (this.#end === 'open') this.#end = error ?? 'ended';
    this.#wakeReader();
  }

  /** Resolves when whoever reads has dealt with all that was pushed. */
  async drained(): Promise<void> {
    if (this.#reader === null) await new Promise<void>((resolve) => this.#writers.push(resolve));
  }

  async read(into: Uint8Array): Promise<number> {
    while (this.#chunks.length === 0 && this.#end === 'open') {
      await new Promise<void>((resolve) => {
        this.#reader = resolve;
        this.#wakeWriters();
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

  async close(): Promise<void> {
    this.#chunks = [];
    this.#end = 'ended';
    this.#wakeWriters();
  }

  #wakeReader(): void {
    this.#reader?.();
    this.#reader = null;
  }

  #wakeWriters(): void {
    for (const writer of this.#writers.splice(0)) writer();
  }
}
