import { NANOS_PER_MILLISECOND, type Nanos } from '../time.ts';
import { findByRhythm } from './find-rhythm.ts';
import type { SenderTracks } from './sender-tracks.ts';
import type { Match, Sighting } from './sightings.ts';

/** What looks the same more often than this, in one view, is not told apart by its looks. */
const MOST_ALIKE = 16;
/** So many packets on one line are no chance. */
export const ENOUGH = 3;
/** A packet takes no longer from one place to another, and two clocks drift no further apart from one to the next. */
const MOST_DELAY: Nanos = 30 * NANOS_PER_MILLISECOND;
const MOST_DRIFT = 3e-4;
/** Offsets that are followed at a time: numbers that occur again make many. */
const MOST_OPEN = 32;

/** What two views have in common. */
export interface Matches {
  /** Packets of each lasting offset between two clocks, one after the other in both views. */
  runs: readonly (readonly Match[])[];
  /** What both saw exactly once and is in none of them. */
  others: readonly Match[];
}

/**
 * Packets that look the same in two views. Numbers begin anew with each process and after 65,535, so that one may look
 * like several of the other; those that go on longest side by side are the same.
 */
export function findMatches(one: SenderTracks, other: SenderTracks): Matches {
  const [ours, theirs] = [byLooks(one), byLooks(other)];
  const alike: Match[] = [];
  const single: Match[] = [];
  for (const [looks, sightings] of ours) {
    const same = theirs.get(looks) ?? [];
    if (sightings.length > MOST_ALIKE || same.length > MOST_ALIKE) continue;
    const matches = sightings.flatMap((sighting) => same.map((seen) => ({ one: sighting, other: seen })));
    for (const match of matches) alike.push(match);
    if (sightings.length === 1) single.push(...matches.filter(() => same.length === 1));
  }
  const numbered = runsOf(alike);
  const runs = numbered.length > 0 ? numbered : runsOf(findByRhythm(one, other));
  const matched = new Set(runs.flatMap((run) => run.map((match) => match.one)));
  return { runs, others: single.filter((match) => !matched.has(match.one)) };
}

/** VLAN tags may differ between places. */
function byLooks(tracks: SenderTracks): Map<string, Sighting[]> {
  const found = new Map<string, Sighting[]>();
  for (const sighting of tracks.all) {
    const looks = `${sighting.sender} ${sighting.number} ${sighting.payloadHash}`;
    const known = found.get(looks);
    if (known) known.push(sighting);
    else found.set(looks, [sighting]);
  }
  return found;
}

function runsOf(matches: readonly Match[]): Match[][] {
  const runs: Match[][] = [];
  let open: Match[][] = [];
  for (const match of [...matches].sort((a, b) => a.one.position - b.one.position)) {
    const run = open.find((known) => goesOn(known.at(-1), match)) ?? [];
    if (run.length === 0) runs.push(run);
    run.push(match);
    if (open[0] !== run) open = [run, ...open.filter((known) => known !== run)].slice(0, MOST_OPEN);
  }
  return inOrder(runs.filter(({ length }) => length >= ENOUGH));
}

function goesOn(last: Match | undefined, next: Match): boolean {
  if (!last) return false;
  const passed = next.one.time - last.one.time;
  const jump = next.other.time - last.other.time - passed;
  return Math.abs(jump) <= MOST_DELAY + MOST_DRIFT * Math.abs(passed);
}

/** Where two runs contradict each other, the shorter one is chance. */
function inOrder(runs: readonly Match[][]): Match[][] {
  const kept: Match[][] = [];
  for (const run of [...runs].sort((a, b) => b.length - a.length)) {
    if (kept.every((longer) => isBehind(run, longer) || isBehind(longer, run))) kept.push(run);
  }
  return kept.sort((a, b) => (a[0]?.one.position ?? 0) - (b[0]?.one.position ?? 0));
}

function isBehind(run: readonly Match[], before: readonly Match[]): boolean {
  const [first, last] = [run[0], before.at(-1)];
  if (!first || !last) return false;
  return first.one.position > last.one.position && first.other.position > last.other.position;
}
