export const HASH_SEED = 0x811c9dc5 | 0;

/** Hash of a range of bytes, four at a time, continuing from `seed`; a signed 32-bit number. Not for adversaries. */
export function hashBytes(view: DataView, from: number, to: number, seed: number): number {
  const wordsEnd = to - 3;
  let hash = seed;
  let i = from;
  for (; i < wordsEnd; i += 4) hash = mixIn(hash, view.getInt32(i));
  for (; i < to; i++) hash = mixIn(hash, view.getUint8(i));
  return hash;
}

/** The multiply and shift rounds of MurmurHash3's 32-bit finalizer. */
function mixIn(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
}
