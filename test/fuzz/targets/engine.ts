import { captureOf, type Packet } from '../../support/story.ts';
import { checkAnalysis } from '../promises/analysis-promises.ts';
import type { Target } from '../target.ts';
import { RECIPE_DIALECT, recipeSeeds, storyOf } from './recipe.ts';

/** Messages of several routers in any order and at any time, in one capture or several. */
export const ENGINE: Target = {
  name: 'engine',
  dialect: RECIPE_DIALECT,
  seeds: recipeSeeds,
  run(input) {
    const [sharing = 0, endless = 0] = input;
    const { packets } = storyOf(input);
    const captures = share(packets, sharing & 7).map((part) => captureOf(part));
    return checkAnalysis(captures, { endless: (endless & 1) === 1 });
  },
};

/** How packets come to be in one file or several. */
function share(packets: readonly Packet[], how: number): (readonly Packet[])[] {
  const sorted = [...packets].sort((one, other) => one.time - other.time);
  const middle = sorted.length >> 1;
  switch (how) {
    case 3:
      return [packets];
    case 4:
      return [sorted.slice(0, middle), sorted.slice(middle)];
    case 5:
      return [sorted.slice(middle), sorted.slice(0, middle)];
    case 6:
      return [sorted.filter((_packet, index) => index % 2 === 0), sorted.filter((_packet, index) => index % 2 === 1)];
    case 7:
      return [sorted, sorted.slice(middle >> 1)];
    default:
      return [sorted];
  }
}
