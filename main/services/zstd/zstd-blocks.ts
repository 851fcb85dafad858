import { Lookback } from '../lookback.ts';
import { DamagedBlock } from './damaged-block.ts';
import { Literals } from './literals.ts';
import { Sequences } from './sequences.ts';

export const LARGEST_BLOCK = 128 * 1024;

/** Unpacks the blocks of frames (RFC 8878 §3.1.1.2), one after the other. What it gives is valid until the next one. */
export class ZstdBlocks {
  readonly #lookback = new Lookback();
  #literals = new Literals(LARGEST_BLOCK);
  #sequences = new Sequences();

  /** A frame begins. */
  begin(window: number): void {
    this.#lookback.begin(window);
    this.#literals.forget();
    this.#sequences = new Sequences();
  }

  stored(content: Uint8Array): Uint8Array {
    const output = this.#lookback.room(content.length);
    output.bytes.set(content, output.at);
    output.at += content.length;
    return this.#lookback.take(output);
  }

  repeated(byte: number, length: number): Uint8Array {
    const output = this.#lookback.room(length);
    output.bytes.fill(byte, output.at, output.end);
    output.at = output.end;
    return this.#lookback.take(output);
  }

  /** Throws a DamagedBlock where it cannot be unpacked. */
  compressed(block: Uint8Array): Uint8Array {
    if (block.length < 2) throw new DamagedBlock('a block is too short');
    const output = this.#lookback.room(LARGEST_BLOCK);
    this.#sequences.execute(block, this.#literals.read(block), this.#literals, output);
    return this.#lookback.take(output);
  }
}
