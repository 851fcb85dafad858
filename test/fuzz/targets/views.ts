import { type StoryPlace, seenFrom, viewsOf } from '../../support/places.ts';
import { checkAnalysis } from '../promises/analysis-promises.ts';
import type { Target } from '../target.ts';
import { HEAD, RECIPE_DIALECT, recipeSeeds, storyOf } from './recipe.ts';

const AHEAD = [0, 0.004, -0.5, 3, 3600, -40_000] as const;
const DRIFT = [0, 0, 20, -150, 2000] as const;
const LOSSES = [0, 0, 20, 60, 128, 250] as const;

/** A story that two or three places see, each with a clock and gaps of its own. */
export const VIEWS: Target = {
  name: 'views',
  dialect: RECIPE_DIALECT,
  *seeds() {
    for (const seed of recipeSeeds()) {
      yield seed;
      for (const head of [
        [1, 1, 0, 0, 0, 0],
        [2, 0, 2, 0, 1, 0],
        [130, 27, 45, 9, 3, 1],
      ]) {
        yield Uint8Array.from([...head, ...seed.subarray(HEAD)]);
      }
    }
  },
  run(input) {
    const [first = 0, second = 0, third = 0, how = 0] = input;
    const story = storyOf(input);
    const captures: Record<string, Uint8Array> = { lb01: seenFrom(story, placeOf(how & 0x84)) };
    captures.lb02 = seenFrom(story, placeOf(first, '192.0.2.2'));
    if ((how & 1) === 1) captures.lb03 = seenFrom(story, placeOf(second));
    const { views } = viewsOf(captures);
    const names =
      (third & 1) === 1
        ? new Map([
            ['192.0.2.1', 'lb01'],
            ['192.0.2.2', 'lb02'],
          ])
        : new Map();
    return checkAnalysis(Object.values(captures), { views, names });
  },
};

/** One byte as a place: its clock, what it misses, whether it is on a host. */
function placeOf(byte: number, host = '192.0.2.1'): StoryPlace {
  const rate = LOSSES[byte % LOSSES.length] ?? 0;
  const fate = (time: number) => Math.imul(Math.round(time * 1e4) + byte, 0x9e3779b1) >>> 24;
  return {
    ahead: AHEAD[(byte >> 1) % AHEAD.length] ?? 0,
    drift: DRIFT[(byte >> 3) % DRIFT.length] ?? 0,
    sets: (byte & 64) === 0 ? [] : [{ at: 12.3, by: byte & 32 ? -2.5 : 7 }],
    misses: ({ time, from }) => fate(time) < rate && !((byte & 4) !== 0 && from === host),
    delay: ({ time }) => (fate(time) & 7) * 2e-5,
    ...((byte & 4) === 0 ? {} : { on: { host, dropped: byte & 1 } }),
  };
}
