/** Which advertisements: all of them, some at random, or the first few. */
export interface Chosen {
  percent?: number;
  first?: number;
}

/** As nft puts it. */
export function choice({ percent, first }: Chosen): string {
  if (percent !== undefined) return `numgen random mod 100 < ${percent}`;
  return first === undefined ? '' : `numgen inc mod 1000000 < ${first}`;
}
