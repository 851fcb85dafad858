/** The shortest input to be had by leaving parts out for which `stillFails` holds, within so many tries. */
export async function shrink(
  input: Uint8Array,
  stillFails: (candidate: Uint8Array) => Promise<boolean>,
  tries = 2000,
): Promise<Uint8Array> {
  let shortest = input;
  let left = tries;
  for (let size = input.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < shortest.length; ) {
      if (left-- <= 0) return shortest;
      const candidate = Buffer.concat([shortest.subarray(0, at), shortest.subarray(at + size)]);
      if (await stillFails(candidate)) shortest = Uint8Array.from(candidate);
      else at += size;
    }
  }
  return shortest;
}
