/** How far back a block may refer: into the blocks before it, where they are linked. */
const HISTORY = 64 * 1024;
const SMALLEST_MATCH = 4;
const LENGTH_GOES_ON = 15;

export interface UnpackedBlock {
  /** Until the next block. */
  bytes: Uint8Array;
  /** False if the block breaks a rule or off; what came before is there. */
  isSound: boolean;
}

/** Unpacks LZ4 blocks (lz4_Block_format.md of the LZ4 project) one after the other, into the same memory. */
export class UnpackedBlocks {
  #memory = new Uint8Array(0);
  #areLinked = false;
  /** Nothing goes beyond. */
  #limit = 0;
  /** Of what was unpacked before: it ends where the next block begins. */
  #history = 0;
  #end = HISTORY;

  /** A frame begins. Its memory is that of the frame before, where that is enough. */
  begin(largest: number, areLinked: boolean): void {
    this.#limit = HISTORY + largest;
    if (this.#limit > this.#memory.length) this.#memory = new Uint8Array(this.#limit);
    this.#areLinked = areLinked;
    this.#history = 0;
    this.#end = HISTORY;
  }

  /** A block that did not get smaller by packing. */
  store(block: Uint8Array): UnpackedBlock {
    this.#keepHistory();
    this.#memory.set(block, HISTORY);
    this.#end = HISTORY + block.length;
    return { bytes: block, isSound: true };
  }

  unpack(block: Uint8Array): UnpackedBlock {
    this.#keepHistory();
    const isSound = this.#sequences(block);
    return { bytes: this.#memory.subarray(HISTORY, this.#end), isSound };
  }

  #keepHistory(): void {
    if (!this.#areLinked) {
      this.#end = HISTORY;
      return;
    }
    const kept = Math.min(HISTORY, this.#history + this.#end - HISTORY);
    this.#memory.copyWithin(HISTORY - kept, this.#end - kept, this.#end);
    this.#history = kept;
    this.#end = HISTORY;
  }

  /** Each is a token, literals, and a match; the last one ends behind its literals. */
  #sequences(block: Uint8Array): boolean {
    const memory = this.#memory;
    const limit = this.#limit;
    const oldest = HISTORY - this.#history;
    const last = block.length;
    let at = 0;
    let to = HISTORY;
    // One exit, so that what is there counts wherever it ends
    const end = (isSound: boolean): boolean => {
      this.#end = to;
      return isSound;
    };
    while (at < last) {
      const token = block[at++] ?? 0;
      let literals = token >> 4;
      if (literals === LENGTH_GOES_ON) {
        for (let byte = 255; byte === 255; literals += byte) {
          if (at >= last) return end(false);
          byte = block[at++] ?? 0;
        }
      }
      const copied = Math.min(literals, last - at, limit - to);
      if (copied < 32) for (let i = 0; i < copied; i++) memory[to + i] = block[at + i] ?? 0;
      else memory.set(block.subarray(at, at + copied), to);
      at += copied;
      to += copied;
      if (copied < literals) return end(false);
      if (at === last) return end(true);
      if (last - at < 2) return end(false);
      const from = to - ((block[at] ?? 0) | ((block[at + 1] ?? 0) << 8));
      at += 2;
      if (from === to || from < oldest) return end(false);
      let match = (token & 15) + SMALLEST_MATCH;
      if ((token & 15) === LENGTH_GOES_ON) {
        for (let byte = 255; byte === 255; match += byte) {
          if (at >= last) return end(false);
          byte = block[at++] ?? 0;
        }
      }
      if (match > limit - to) return end(false);
      if (match >= 32 && to - from >= match) memory.copyWithin(to, from, from + match);
      else for (let i = 0; i < match; i++) memory[to + i] = memory[from + i] ?? 0;
      to += match;
    }
    return end(last === 0);
  }
}
