import type { Nanos } from '../time.ts';
import { median } from './median.ts';
import { compareRhythm, hasSameRhythm } from './same-packets.ts';
import type { SenderTracks } from './sender-tracks.ts';
import type { Match, Sighting } from './sightings.ts';

/** Advertisements of one view that are looked for in the other, spread over its capture. */
const ANCHORS = 8;
/** So many steps tell most places that are not the right one. */
const FIRST_STEPS = 12;
/** So many leave only the right one, before it is followed through captures of days. */
const MORE_STEPS = 60;
const LOOKED_AT = 6;
/** In captures of days fewer anchors are tried. */
const MOST_TRIED = 200_000;
/** So many gaps in a row that differ by so many times as much as they do in the middle are another timer's. */
const DEPARTING = 3;
const MOST_DEPARTURE = 10;
const LEAST_DEPARTURE: Nanos = 20e3;
/** Gaps of one sender in two views differ by less, whatever delays packets. */
const MOST_DELAY: Nanos = 20e6;
const MOST_DRIFT = 3e-4;
/** After a silence so long that the clocks may have drifted by this part of an interval, the next packet may be any. */
const MOST_UNCERTAIN = 0.2;

/**
 * Packets of senders that do not number them, by when they were sent: a timer is late by chance, each time by something
 * else, and the same chance in two captures shows the same packets. Only what is far beyond chance counts.
 */
export function findByRhythm(one: SenderTracks, other: SenderTracks): Match[] {
  return [...one.bySender].flatMap(([sender, ours]) => {
    const theirs = other.bySender.get(sender);
    if (!theirs || (one.isNumbered(sender) && other.isNumbered(sender))) return [];
    return ours.length <= theirs.length ? alignTracks(ours, theirs) : alignTracks(theirs, ours).map(turned);
  });
}

function alignTracks(ours: readonly Sighting[], theirs: readonly Sighting[]): Match[] {
  const found: Match[][] = [];
  const variation = variationOf(ours);
  const anchors = Math.max(1, Math.min(ANCHORS, Math.floor(MOST_TRIED / theirs.length)));
  for (let anchor = 0; anchor < anchors; anchor++) {
    const from = Math.floor(((anchor + 0.5) / anchors) * ours.length);
    if (found.some((run) => run.some(({ one }) => one === ours[from]))) continue;
    for (let to = 0; to < theirs.length; to++) {
      if (!mayGoOn(ours, theirs, { from, to, variation })) continue;
      const run = walk(ours, theirs, from, to);
      if (run && hasSameRhythm(run)) found.push(run);
    }
  }
  return found.some((run) => found.some((rival) => rival !== run && contradict(run, rival))) ? [] : found.flat();
}

/** How much a sender's gaps vary, in the middle. */
function variationOf(track: readonly Sighting[]): Nanos {
  const gaps = track.slice(1).map(({ time }, index) => time - (track[index]?.time ?? time));
  const middle = median(gaps);
  return median(gaps.map((gap) => Math.abs(gap - middle)));
}

/** A look at the next few gaps, which rules out most places. */
function mayGoOn(
  ours: readonly Sighting[],
  theirs: readonly Sighting[],
  { from, to, variation }: { from: number; to: number; variation: Nanos },
): boolean {
  const departures: number[] = [];
  for (let i = 0; i < LOOKED_AT; i++) {
    const [one, next, other, following] = [ours[from + i], ours[from + i + 1], theirs[to + i], theirs[to + i + 1]];
    if (!one || !next || !other || !following) return true;
    departures.push(following.time - other.time - (next.time - one.time));
  }
  const middle = median(departures);
  const near = departures.filter((departure) => Math.abs(departure - middle) <= 1.2 * variation);
  return near.length >= LOOKED_AT - 1;
}

/** From a pair that is assumed to be one packet, forward and back, as far as the same timer goes on in both. */
function walk(ours: readonly Sighting[], theirs: readonly Sighting[], from: number, to: number): Match[] | null {
  const [first, seen] = [ours[from], theirs[to]];
  if (!first || !seen || first.payloadHash !== seen.payloadHash) return null;
  const start: Match = { one: first, other: seen };
  const stepsOf = (by: 1 | -1, most: number) => stepsFrom(start, ours, theirs, { from, to, by, most });
  const around = (most: number) => [...stepsOf(-1, most).reverse(), start, ...stepsOf(1, most)];
  const near = around(FIRST_STEPS);
  if (compareRhythm(near) !== 'proven' || !hasSameRhythm(around(MORE_STEPS))) return null;
  const usual = usualDeparture(near);
  const before = untilOther(stepsOf(-1, Infinity), start, usual).reverse();
  return [...before, start, ...untilOther(stepsOf(1, Infinity), start, usual)];
}

interface Way {
  from: number;
  to: number;
  by: 1 | -1;
  most: number;
}

function stepsFrom(
  start: Match,
  ours: readonly Sighting[],
  theirs: readonly Sighting[],
  { from, to, by, most }: Way,
): Match[] {
  const matches: Match[] = [];
  let last = start;
  let k = to + by;
  for (let i = from + by; matches.length < most; i += by) {
    const one = ours[i];
    if (!one || runsBack(ours, i, by)) break;
    const passed = one.time - last.one.time;
    const tolerance = MOST_DELAY + MOST_DRIFT * Math.abs(passed);
    if (tolerance > MOST_UNCERTAIN * one.interval) break;
    const expected = last.other.time + passed;
    while (by * ((theirs[k]?.time ?? Infinity * by) - expected) < -tolerance && !runsBack(theirs, k, by)) k += by;
    const other = theirs[k];
    if (!other || runsBack(theirs, k, by)) break;
    if (Math.abs(other.time - expected) > tolerance || other.payloadHash !== one.payloadHash) continue;
    last = { one, other };
    matches.push(last);
    k += by;
  }
  return matches;
}

/** A clock that was set back between a packet and the one before it on the way. */
function runsBack(track: readonly Sighting[], at: number, by: 1 | -1): boolean {
  const [before, here] = [track[at - by], track[at]];
  return before !== undefined && here !== undefined && by * (here.time - before.time) < 0;
}

/** By how much the gaps of the same packets differ: as clocks drift, and at most. */
interface Departure {
  drift: number;
  most: Nanos;
}

function usualDeparture(matches: readonly Match[]): Departure {
  const gaps = matches.slice(1).flatMap((match, index) => {
    const last = matches[index];
    return last ? [{ last, match }] : [];
  });
  const drift = median(gaps.map(({ last, match }) => departureOf(last, match) / (match.one.time - last.one.time)));
  const usual = median(gaps.map(({ last, match }) => Math.abs(departureOf(last, match, drift))));
  return { drift, most: Math.max(LEAST_DEPARTURE, MOST_DEPARTURE * usual) };
}

/** Up to where several gaps in a row are others in one view than in the other: there a clock was set. */
function untilOther(matches: readonly Match[], start: Match, { drift, most }: Departure): Match[] {
  let departing = 0;
  let last = start;
  for (const [index, match] of matches.entries()) {
    departing = Math.abs(departureOf(last, match, drift)) > most ? departing + 1 : 0;
    if (departing === DEPARTING) return matches.slice(0, index - DEPARTING + 1);
    last = match;
  }
  return [...matches];
}

function departureOf(last: Match, { one, other }: Match, drift = 0): Nanos {
  return other.time - last.other.time - (1 + drift) * (one.time - last.one.time);
}

/** Runs that put the same packets, or the same time, in two places. */
function contradict(run: readonly Match[], rival: readonly Match[]): boolean {
  const isBehind = (a: readonly Match[], b: readonly Match[]) => {
    const [first, last] = [a[0], b.at(-1)];
    if (!first || !last) return true;
    return first.one.position > last.one.position && first.other.position > last.other.position;
  };
  return !isBehind(run, rival) && !isBehind(rival, run);
}

function turned({ one, other }: Match): Match {
  return { one: other, other: one };
}
