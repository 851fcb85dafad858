import { type Segment, segmentKey } from '../segment.ts';
import type { Match } from './sightings.ts';

/** What a message says of its segment. */
export type ShownSegment = Required<Segment>;

/** Where a view shows the same packets in another segment than the first: on a trunk, or through a mirror. */
export function translateSegments(
  matches: readonly Match[],
  onward: ReadonlyMap<string, ShownSegment>,
): Map<string, ShownSegment> {
  const found = new Map<string, Map<string, { segment: ShownSegment; count: number }>>();
  for (const { one, other } of matches) {
    const { tunnel, vlans } = onward.get(segmentKey(other)) ?? other;
    const own = segmentKey(one);
    const seen = found.get(own) ?? new Map<string, { segment: ShownSegment; count: number }>();
    found.set(own, seen);
    const key = segmentKey({ tunnel, vlans });
    const known = seen.get(key);
    if (known) known.count++;
    else seen.set(key, { segment: { tunnel, vlans }, count: 1 });
  }
  const translated = new Map<string, ShownSegment>();
  for (const [own, seen] of found) {
    const [best] = [...seen.values()].sort((a, b) => b.count - a.count);
    if (best && segmentKey(best.segment) !== own) translated.set(own, best.segment);
  }
  return translated;
}
