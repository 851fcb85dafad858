/** The first of `length` places at which `reached` is true; it stays true after it. */
export function firstAt(length: number, reached: (place: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
