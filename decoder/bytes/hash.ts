export const HASH_SEED = 0x811c9dc5 | 0;

/** FNV-1a over a range of bytes, continuing from `seed`; a signed 32-bit number. */
export function hashBytes(view: DataView, from: number, to: number, seed: number): number {
  let hash = seed;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193);
  return hash;
}
