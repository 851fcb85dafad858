import { type Break, findBreaks } from './clock-breaks.ts';
import { isWithin, type Piece } from './clock-pieces.ts';
import { findMatches } from './find-matches.ts';
import { type ClockPair, type FittedClock, fitClock } from './fit-clock.ts';
import { type Contradiction, judgeSameness } from './same-packets.ts';
import type { ScannedView } from './scan-views.ts';
import type { SenderTracks } from './sender-tracks.ts';
import type { Match } from './sightings.ts';

/** The clock that follows from packets that two pieces of views share. */
export interface Fit {
  clock: FittedClock;
  matches: readonly Match[];
}

/** What each two views have in common. */
export interface Comparison {
  /** Where the clocks of views were set while they were captured. */
  breaks: ReadonlyMap<ScannedView, readonly Break[]>;
  /** Why a view has nothing in common with another though it looks so; the first reason that was found. */
  contradictions: ReadonlyMap<ScannedView, Contradiction>;
  fitBetween: (one: Piece, other: Piece) => Fit | null;
}

export function compareViews(scanned: readonly ScannedView[]): Comparison {
  const breaks = new Map<ScannedView, Break[]>(scanned.map((view) => [view, []]));
  const contradictions = new Map<ScannedView, Contradiction>();
  const shared = new Map<ScannedView, Map<ScannedView, readonly Match[]>>();
  for (const one of scanned) {
    const withOthers = new Map<ScannedView, readonly Match[]>();
    for (const other of scanned.slice(0, scanned.indexOf(one))) {
      const found = compare(one, other);
      if (typeof found === 'string') {
        for (const view of [one, other]) if (!contradictions.has(view)) contradictions.set(view, found);
        continue;
      }
      withOthers.set(other, found.matches);
      for (const { view, ...where } of found.breaks) breaks.get(view)?.push(where);
    }
    shared.set(one, withOthers);
  }
  const matchesBetween = (one: ScannedView, other: ScannedView): readonly Match[] =>
    shared.get(one)?.get(other) ?? (shared.get(other)?.get(one) ?? []).map(turned);
  return { breaks, contradictions, fitBetween: rememberFits(matchesBetween) };
}

/** Of what both saw of a sender from the first shared packet to the last, so much must be shared. */
const LEAST_SHARED = 0.2;

function compare(one: ScannedView, other: ScannedView) {
  const { runs, others } = findMatches(one.tracks, other.tracks);
  const breaks = findBreaks(one, other, runs);
  if (!breaks) return 'other-order';
  for (const matches of runs.length === 0 ? [others] : runs) {
    const sameness = judgeSameness(matches);
    if (sameness !== 'proven' && sameness !== 'possible') return sameness;
  }
  // One payload that each saw once may be two packets: only another that agrees tells.
  const isTelling = others.length > 1 || others.some(({ one: { sender } }) => one.tracks.isNumbered(sender));
  const rest = runs.length === 0 && !isTelling ? [] : others;
  const matches = [...runs.flat(), ...rest].sort((a, b) => a.one.position - b.one.position);
  return isByChance(one.tracks, other.tracks, matches) ? 'other-order' : { breaks, matches };
}

/** Numbers that are drawn at random meet now and then; those of the same packets meet again and again. */
function isByChance(one: SenderTracks, other: SenderTracks, matches: readonly Match[]): boolean {
  const senders = new Set(matches.map(({ one: { sender } }) => sender));
  let [shared, shareable] = [0, 0];
  for (const sender of [...senders].filter((name) => one.isNumbered(name) && other.isNumbered(name))) {
    const own = matches.filter((match) => match.one.sender === sender);
    const between = own.map((match) => match.other);
    shared += own.length;
    shareable += Math.min(
      one.countAmong(
        sender,
        own.map((match) => match.one),
      ),
      other.countAmong(sender, between),
    );
  }
  return shared < LEAST_SHARED * shareable;
}

function rememberFits(
  matchesBetween: (one: ScannedView, other: ScannedView) => readonly Match[],
): Comparison['fitBetween'] {
  const fits = new Map<Piece, Map<Piece, Fit | null>>();
  return (one, other) => {
    const known = fits.get(one) ?? new Map<Piece, Fit | null>();
    fits.set(one, known);
    const remembered = known.get(other);
    if (remembered !== undefined) return remembered;
    const matches = matchesBetween(one.view, other.view).filter(
      (match) => isWithin(one, match.one) && isWithin(other, match.other),
    );
    const fit = fitThrough(matches);
    known.set(other, fit);
    return fit;
  };
}

function fitThrough(matches: readonly Match[]): Fit | null {
  const clock = fitClock(matches.map(pairOf));
  return clock && { clock, matches: matches.filter((match) => clock.fits(pairOf(match))) };
}

function pairOf({ one, other }: Match): ClockPair {
  return { x: one.time, y: other.time };
}

function turned({ one, other }: Match): Match {
  return { one: other, other: one };
}
