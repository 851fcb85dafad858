import type { CaptureSource } from '../capture/capture-source.ts';
import { isLater, type Timestamp } from '../capture/timestamp.ts';
import type { MessageStream } from '../message-stream.ts';
import { NANOS_PER_SECOND } from '../time.ts';
import {
  breaksOf,
  type ClockSet,
  clockSetsOf,
  filePieces,
  type LeftOutPart,
  leftOutParts,
  type Piece,
} from './clock-pieces.ts';
import { type Comparison, compareViews, type Fit } from './compare-views.ts';
import { ENOUGH } from './fit-clock.ts';
import type { Contradiction } from './same-packets.ts';
import { type NamedView, type ScannedView, scanView } from './scan-views.ts';
import { type ShownSegment, translateSegments } from './translate-segments.ts';
import type { FilePiece, ViewClock } from './view-clock.ts';

/** Why a view has no part in the history: nothing tells which packet is which, or what looks the same is not. */
export type LeftOut = 'unmatched' | 'no-advertisements' | 'other-times' | Contradiction;

/** How a view was put on the first view's clock. */
export type Placement =
  /** By packets that it and another view saw; doubtful where they are few, or many of them do not agree. */
  | { how: 'matched'; matched: number; outliers: number; with: string }
  /** It shares no router with the others: nothing contradicts its own clock, and nothing confirms it. */
  | { how: 'own-clock' }
  /** Its packets are those of others, and which is which cannot be told: it has no part in the history. */
  | { how: 'left-out'; why: LeftOut }
  | { how: 'first' };

/** A view that has been read once. */
export interface AlignedView extends NamedView {
  /** One for each of `sources`, at its end. */
  streams: readonly MessageStream[];
  /** Where it was set while capturing, the first that could be compared. */
  clock: ViewClock;
  /** By file where its clock was set while capturing; empty where it was not. */
  pieces: readonly (readonly FilePiece[])[];
  clockSets: readonly ClockSet[];
  leftOut: readonly LeftOutPart[];
  /** Its first packet; null without any. */
  first: Timestamp | null;
  placement: Placement;
  /** Segments that the first view shows as others, by their keys. */
  segments: ReadonlyMap<string, ShownSegment>;
  /** Times within the sources in which nobody looked. */
  pauses: readonly { start: Timestamp; end: Timestamp }[];
}

interface Placed {
  clock: ViewClock;
  /** Null where the tree begins. */
  by: { to: ScannedView; fit: Fit } | null;
  segments: ReadonlyMap<string, ShownSegment>;
}

/** Reads every source to its end, and puts all views on the clock of the first that could be read. */
export async function alignViews(
  sources: readonly CaptureSource[],
  views: readonly NamedView[],
  isStopped: () => boolean,
): Promise<AlignedView[]> {
  const scanned: ScannedView[] = [];
  for (const view of views) scanned.push(await scanView(view, sources, isStopped));
  return align(scanned);
}

/**
 * A tree over all pieces of views: always the one that shares most with those that have their place already comes next.
 * A view that has nothing to do with them begins a tree of its own.
 */
function align(scanned: readonly ScannedView[]): AlignedView[] {
  const reference = scanned.find(({ first }) => first !== null) ?? scanned[0];
  if (!reference) return [];
  const referenceSeconds = reference.first?.seconds ?? 0;
  const comparison = compareViews(scanned);
  const pieces = breaksOf(scanned, comparison.breaks);
  const placed = new Map<Piece, Placed>();
  const start = whereClockBegins(pieces, reference, comparison);
  if (start) placed.set(start, atRest(reference, referenceSeconds));
  const alone = new Set<ScannedView>();
  for (;;) {
    const link = strongestLink(pieces, placed, comparison);
    if (link) {
      placed.set(link.from, follow(link, referenceSeconds));
      continue;
    }
    const views = new Set([...placed.keys()].map(({ view }) => view));
    const next = scanned.find(
      (view) =>
        !views.has(view) && mayStandAlone(view, reference) && ![...views].some((other) => sharesARouter(view, other)),
    );
    if (!next) break;
    const own = { view: next, from: null, to: null };
    alone.add(next);
    pieces.push(own);
    placed.set(own, atRest(next, referenceSeconds));
  }
  return scanned.map((view) => {
    const own = pieces.filter((piece) => piece.view === view && (!alone.has(view) || placed.has(piece)));
    const assembled = assemble(view, own, placed, referenceSeconds);
    return { ...assembled, placement: placementOf(view, own, placed, { reference, alone, comparison }) };
  });
}

/** By its own clock it is of the time of the first, and it has advertisements to tell of. */
function mayStandAlone(view: ScannedView, reference: ScannedView): boolean {
  return view.tracks.bySender.size > 0 && overlap(view, reference);
}

function overlap(one: ScannedView, other: ScannedView): boolean {
  return !endsBefore(one, other) && !endsBefore(other, one);
}

function endsBefore(one: ScannedView, other: ScannedView): boolean {
  const latest = one.streams.reduce<Timestamp | null>((last, { reader }) => {
    if (!reader.latest) return last;
    return last === null || isLater(reader.latest, last) ? reader.latest : last;
  }, null);
  return latest !== null && other.first !== null && isLater(other.first, latest);
}

function sharesARouter(view: ScannedView, other: ScannedView): boolean {
  return view.tracks.sharesSenderWith(other.tracks);
}

/** Where the history's clock begins: the first piece of the first view that others know, too. */
function whereClockBegins(pieces: readonly Piece[], view: ScannedView, { fitBetween }: Comparison): Piece | undefined {
  const own = pieces.filter((piece) => piece.view === view);
  const isKnown = (piece: Piece) =>
    pieces.some((other) => other.view !== view && (fitBetween(piece, other)?.clock.matched ?? 0) >= ENOUGH);
  return own.find(isKnown) ?? own[0];
}

/** A view whose own clock is taken as it is. */
function atRest(view: ScannedView, referenceSeconds: number): Placed {
  const baseSeconds = view.first?.seconds ?? referenceSeconds;
  const shift = (baseSeconds - referenceSeconds) * NANOS_PER_SECOND;
  return { clock: { baseSeconds, referenceSeconds, rate: 1, shift }, by: null, segments: new Map() };
}

interface Link {
  from: Piece;
  to: Piece;
  aligned: Placed;
  fit: Fit;
}

function strongestLink(
  pieces: readonly Piece[],
  placed: ReadonlyMap<Piece, Placed>,
  { fitBetween }: Comparison,
): Link | undefined {
  let best: Link | undefined;
  for (const from of pieces) {
    if (placed.has(from)) continue;
    for (const [to, aligned] of placed) {
      const fit = from.view === to.view ? null : fitBetween(from, to);
      const least = isPart(from) || isPart(to) ? ENOUGH : 1;
      if (fit && fit.clock.matched >= Math.max(least, (best?.fit.clock.matched ?? 0) + 1))
        best = { from, to, aligned, fit };
    }
  }
  return best;
}

function isPart({ from, to }: Piece): boolean {
  return from !== null || to !== null;
}

/** One clock after the other: the view's to that of the view it was matched with, and from there to the first. */
function follow({ from: { view }, to, aligned, fit }: Link, referenceSeconds: number): Placed {
  const clock = {
    baseSeconds: view.first?.seconds ?? referenceSeconds,
    referenceSeconds,
    rate: aligned.clock.rate * fit.clock.rate,
    shift: aligned.clock.rate * fit.clock.shift + aligned.clock.shift,
  };
  return { clock, by: { to: to.view, fit }, segments: translateSegments(fit.matches, aligned.segments) };
}

function assemble(
  view: ScannedView,
  own: readonly Piece[],
  placed: ReadonlyMap<Piece, Placed>,
  referenceSeconds: number,
): Omit<AlignedView, 'placement'> {
  const { name, sources, streams, first, pauses } = view;
  const found = own.flatMap((piece) => {
    const known = placed.get(piece);
    return known ? [{ piece, ...known }] : [];
  });
  const { clock, segments } = found[0] ?? atRest(view, referenceSeconds);
  const isWhole = own.length === 1 || found.length === 0;
  return {
    name,
    sources,
    streams,
    first,
    pauses,
    clock,
    segments: found.length < 2 ? segments : new Map(found.flatMap((one) => [...one.segments])),
    pieces: isWhole ? [] : filePieces(view, found),
    clockSets: clockSetsOf(found),
    leftOut: isWhole ? [] : leftOutParts(view, found),
  };
}

function placementOf(
  view: ScannedView,
  own: readonly Piece[],
  placed: ReadonlyMap<Piece, Placed>,
  { reference, alone, comparison }: { reference: ScannedView; alone: ReadonlySet<ScannedView>; comparison: Comparison },
): Placement {
  if (view === reference) return { how: 'first' };
  if (alone.has(view)) return { how: 'own-clock' };
  const links = own.flatMap((piece) => placed.get(piece)?.by ?? []);
  const [strongest] = [...links].sort((a, b) => b.fit.clock.matched - a.fit.clock.matched);
  if (!strongest) return { how: 'left-out', why: whyLeftOut(view, reference, comparison) };
  const sum = (of: 'matched' | 'outliers') => links.reduce((all, { fit }) => all + fit.clock[of], 0);
  return { how: 'matched', matched: sum('matched'), outliers: sum('outliers'), with: strongest.to.name };
}

function whyLeftOut(view: ScannedView, reference: ScannedView, { contradictions }: Comparison): LeftOut {
  if (view.tracks.bySender.size === 0) return 'no-advertisements';
  const contradiction = contradictions.get(view);
  if (contradiction) return contradiction;
  return overlap(view, reference) || sharesARouter(view, reference) ? 'unmatched' : 'other-times';
}
