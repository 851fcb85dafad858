/** A bug behind three bytes, which chance alone would look for too long. */
export function plantedBug(input: Uint8Array): void {
  const [first, second, third] = input;
  if (first !== 0x56) return;
  if (second !== 0x52) return;
  if (third === 0x7f) throw new RangeError('the planted bug');
}
