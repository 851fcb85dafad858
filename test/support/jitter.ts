/** Numbers from 0 to 1 that look like chance and are the same each time. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Times of a timer that is set anew each time it fires, and fires up to `late` seconds too late. */
export function firings(from: number, count: number, late: number, seed: number): number[] {
  const random = randomNumbers(seed);
  let time = from;
  return Array.from({ length: count }, () => {
    time += 1 + late * random();
    return time;
  });
}
