/** Sum of big-endian 16-bit words, an odd last byte padded with zero (RFC 1071). The caller has checked the length. */
export function sumWords(view: DataView, offset: number, length: number): number {
  const evenEnd = offset + (length & ~1);
  let sum = 0;
  for (let i = offset; i < evenEnd; i += 2) sum += view.getUint16(i);
  return length & 1 ? sum + (view.getUint8(evenEnd) << 8) : sum;
}

/** Whether a sum that includes the checksum field itself is the one's complement of zero. */
export function isCompleteSum(sum: number): boolean {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return folded === 0xffff;
}
