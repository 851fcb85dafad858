/** The bytes are no block of Zstandard. */
export class DamagedBlock extends Error {
  override readonly name = 'DamagedBlock';
}

/** The number of the highest bit that is set. */
export function highestBit(value: number): number {
  return 31 - Math.clz32(value);
}

/** Of bytes that are read from their end on: the bits below the highest one of the last byte count. */
export function lastBit(bytes: Uint8Array, start: number, end: number): number {
  const last = end > start ? (bytes[end - 1] ?? 0) : 0;
  if (last === 0) throw new DamagedBlock('a bit stream has no end');
  return (end - 1) * 8 + highestBit(last);
}

/** Up to 24 bits, of which the lowest is bit `at` of the bytes. */
export function bitsAt(bytes: Uint8Array, at: number, count: number): number {
  const byte = at >> 3;
  const four =
    (bytes[byte] ?? 0) |
    ((bytes[byte + 1] ?? 0) << 8) |
    ((bytes[byte + 2] ?? 0) << 16) |
    ((bytes[byte + 3] ?? 0) << 24);
  return (four >>> (at & 7)) & ((1 << count) - 1);
}
