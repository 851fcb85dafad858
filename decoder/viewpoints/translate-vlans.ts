import type { Match } from './sightings.ts';

/** Where a view shows other tags than the first for the same packets: on a trunk, or behind one. */
export function translateVlans(
  matches: readonly Match[],
  onward: ReadonlyMap<string, readonly number[]>,
): Map<string, readonly number[]> {
  const found = new Map<string, Map<string, { stack: readonly number[]; count: number }>>();
  for (const { one, other } of matches) {
    const stack = onward.get(other.vlans.join('.')) ?? other.vlans;
    const seen = found.get(one.vlans.join('.')) ?? new Map<string, { stack: readonly number[]; count: number }>();
    found.set(one.vlans.join('.'), seen);
    const known = seen.get(stack.join('.'));
    if (known) known.count++;
    else seen.set(stack.join('.'), { stack, count: 1 });
  }
  const translated = new Map<string, readonly number[]>();
  for (const [own, seen] of found) {
    const [best] = [...seen.values()].sort((a, b) => b.count - a.count);
    if (best && best.stack.join('.') !== own) translated.set(own, best.stack);
  }
  return translated;
}
