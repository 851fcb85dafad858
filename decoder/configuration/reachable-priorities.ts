import type { Instance } from './configuration.ts';

const OWNER = 255;
const HIGHEST = 254;

/** More weights than these reach about everything. */
const MOST_WEIGHTS = 32;

/** Whether tracked scripts, interfaces and processes can bring an instance to this priority. */
export function canAdvertise(instance: Instance, priority: number): boolean {
  if (instance.unread.has('priority') || instance.tracked.length > MOST_WEIGHTS) return true;
  return reachablePriorities(instance).has(priority);
}

/** What an instance advertises when nothing that it tracks fails. */
export function healthyPriority({ priority, tracked }: Instance): number {
  return clamped(
    priority,
    tracked.reduce((sum, { weight, reverse }) => sum + change(weight, reverse, true), 0),
  );
}

/** What is left when everything that it tracks with a weight fails. */
export function failedPriority({ priority, tracked }: Instance): number {
  return clamped(
    priority,
    tracked.reduce((sum, { weight, reverse }) => sum + change(weight, reverse, false), 0),
  );
}

/** A positive weight is added while it succeeds, a negative one while it fails; the other way round if reversed. */
function change(weight: number, reverse: boolean, succeeds: boolean): number {
  const isGood = reverse ? !succeeds : succeeds;
  return weight > 0 === isGood ? weight : 0;
}

/** keepalived keeps an effective priority within 1 to 254; the owner's does not change. */
function clamped(priority: number, by: number): number {
  return priority === OWNER ? OWNER : Math.min(HIGHEST, Math.max(1, priority + by));
}

function reachablePriorities({ priority, tracked }: Instance): Set<number> {
  let sums = new Set([0]);
  for (const { weight } of tracked) {
    if (weight === 0) continue;
    sums = new Set([...sums].flatMap((sum) => [sum, sum + weight]));
  }
  return new Set([...sums].map((sum) => clamped(priority, sum)));
}
