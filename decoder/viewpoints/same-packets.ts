import type { Nanos } from '../time.ts';
import { median } from './median.ts';
import type { Match } from './sightings.ts';

/** Why what looks the same is not: sent by other hardware, sent at other times, or found in more than one order. */
export type Contradiction = 'other-hardware' | 'other-rhythm' | 'other-order';

/** What is known of packets that look the same in two views. */
export type Sameness = 'proven' | 'possible' | Contradiction;

/** So many gaps are needed to compare how they vary; fewer where nothing is left of any. */
const ENOUGH_GAPS = 24;
const FEWEST_GAPS = 6;
/** Of the variation of either, no gap differs by more than this; chance would need one in a million of six gaps. */
const MOST_LEFT_OF_ONE = 0.15;
/** A sender's timer that varies less than this shows nothing above the steps of timestamps. */
const LEAST_VARIATION: Nanos = 5e3;
/** Of the variation of both, this much is left in the difference of the same gaps; of different ones all of it is. */
const MOST_LEFT_OF_SAME = 0.3;
const MOST_LEFT_OF_FOUND = 0.1;
const LEAST_LEFT_OF_OTHERS = 0.7;
/** What delays one packet on the way makes one gap longer and the next shorter by as much; timers make no such pairs. */
const ALTERNATING = -0.25;
/** Of a normal distribution, from the median of absolute deviations. */
const SIGMA = 1.4826;
const CLIPPED = 3;
/** Gaps longer than so many intervals miss packets. */
const LONGEST_GAP = 1.5;

/**
 * Whether two views saw the same packets. Timers never fire on time, and by how much they miss is in the gaps of every
 * capture of the same packets; another host's timers, though it sends the same bytes, miss by something else.
 */
export function judgeSameness(matches: readonly Match[]): Sameness {
  return differInHardware(matches) ? 'other-hardware' : compareRhythm(matches);
}

/** When a sender's advertisement was seen in two captures, by the clock of each. */
export interface SeenTwice {
  one: { sender: string; interval: Nanos; time: Nanos };
  other: { time: Nanos };
}

function differInHardware(matches: readonly Match[]): boolean {
  let [same, different] = [0, 0];
  for (const { one, other } of matches) {
    if (one.mac === null || other.mac === null) continue;
    if (one.mac === other.mac) same++;
    else different++;
  }
  return different > same;
}

interface Gap {
  one: Nanos;
  other: Nanos;
  /** Follows on the gap before it in the list. */
  followsOn: boolean;
}

/** The same by when they were sent alone. */
export function compareRhythm(matches: readonly SeenTwice[]): Sameness {
  const found = measure(matches);
  if (!found) return 'possible';
  const { gaps, left, leftOfOne, alternates } = found;
  if (leftOfOne <= MOST_LEFT_OF_ONE || (gaps >= ENOUGH_GAPS && left <= MOST_LEFT_OF_SAME)) return 'proven';
  return gaps >= ENOUGH_GAPS && left >= LEAST_LEFT_OF_OTHERS && !alternates ? 'other-rhythm' : 'possible';
}

/** Beyond chance even for what was looked for in many places. */
export function hasSameRhythm(matches: readonly SeenTwice[]): boolean {
  const found = measure(matches);
  return found !== null && found.gaps >= ENOUGH_GAPS && found.left <= MOST_LEFT_OF_FOUND;
}

interface Comparison {
  gaps: number;
  /** Part of the variation that is left in the differences. */
  left: number;
  /** The same of the gap that differs most. */
  leftOfOne: number;
  alternates: boolean;
}

/** Null where there are too few gaps, or timers so exact that nothing shows. */
function measure(matches: readonly SeenTwice[]): Comparison | null {
  const gaps = gapsOf(matches);
  if (gaps.length < FEWEST_GAPS) return null;
  const one = scaleOf(gaps.map((gap) => gap.one));
  const other = scaleOf(gaps.map((gap) => gap.other));
  if (Math.max(one, other) < LEAST_VARIATION) return null;
  const differences = gaps.map((gap) => gap.one - gap.other);
  const middle = median(differences);
  const most = differences.reduce((largest, difference) => Math.max(largest, Math.abs(difference - middle)), 0);
  return {
    gaps: gaps.length,
    left: scaleOf(differences) ** 2 / (one ** 2 + other ** 2),
    leftOfOne: most / Math.min(one, other),
    alternates: alternation(differences, gaps) <= ALTERNATING,
  };
}

function gapsOf(matches: readonly SeenTwice[]): Gap[] {
  const latest = new Map<string, SeenTwice>();
  const bySender = new Map<string, Gap[]>();
  const endsAt = new Map<Gap, SeenTwice>();
  for (const match of matches) {
    const { sender, interval } = match.one;
    const before = latest.get(sender);
    latest.set(sender, match);
    if (!before) continue;
    const [one, other] = [match.one.time - before.one.time, match.other.time - before.other.time];
    if (Math.min(one, other) <= 0 || Math.max(one, other) > LONGEST_GAP * interval) continue;
    const gaps = bySender.get(sender) ?? [];
    bySender.set(sender, gaps);
    const last = gaps.at(-1);
    const gap = { one, other, followsOn: last !== undefined && endsAt.get(last) === before };
    gaps.push(gap);
    endsAt.set(gap, match);
  }
  return [...bySender.values()].flat();
}

/** Standard deviation without what lies far off. */
function scaleOf(values: readonly number[]): number {
  const middle = median(values);
  return SIGMA * median(values.map((value) => Math.abs(value - middle)));
}

/** Correlation of each with the next: -0.5 for what moves single packets. */
function alternation(values: readonly number[], gaps: readonly Gap[]): number {
  const middle = median(values);
  const most = CLIPPED * scaleOf(values);
  const clipped = values.map((value) => Math.max(-most, Math.min(most, value - middle)));
  let [products, squares] = [0, 0];
  clipped.forEach((value, i) => {
    if (!gaps[i]?.followsOn) return;
    const before = clipped[i - 1] ?? 0;
    products += value * before;
    squares += (value ** 2 + before ** 2) / 2;
  });
  return squares === 0 ? 0 : products / squares;
}
