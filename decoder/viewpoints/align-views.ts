import type { CaptureSource } from '../capture/capture-source.ts';
import { isLater, type Timestamp } from '../capture/timestamp.ts';
import { MessageStream } from '../message-stream.ts';
import { NANOS_PER_SECOND } from '../time.ts';
import { Fingerprints, type Match } from './fingerprints.ts';
import { type ClockPair, ENOUGH, type FittedClock, fitClock } from './fit-clock.ts';
import type { ViewClock } from './view-clock.ts';

/** Captures that were made in one place, by one clock. */
export interface NamedView {
  name: string;
  /** Indexes of the sources. */
  sources: readonly number[];
}

/** How a view was put on the first view's clock. */
export type Placement =
  /** By packets that it and another view saw; doubtful where they are few, or many of them do not agree. */
  | { how: 'matched'; matched: number; outliers: number; with: string }
  /** It shares no router with the others: nothing contradicts its own clock, and nothing confirms it. */
  | { how: 'own-clock' }
  /** Its packets are those of others, and which is which cannot be told: it has no part in the history. */
  | { how: 'left-out' }
  | { how: 'first' };

/** A view that has been read once. */
export interface AlignedView extends NamedView {
  /** One for each of `sources`, at its end. */
  streams: readonly MessageStream[];
  clock: ViewClock;
  /** Its first packet; null without any. */
  first: Timestamp | null;
  placement: Placement;
  /** VLAN stacks that the first view shows as others, by their numbers with dots between. */
  vlans: ReadonlyMap<string, readonly number[]>;
  /** Times within the sources in which nobody looked. */
  pauses: readonly { start: Timestamp; end: Timestamp }[];
}

/** Numbers may occur again in longer captures; then so much of what matches must agree. */
const AGREEMENT_OF_REPEATED = 0.8;
const ENOUGH_REPEATED = 8;

interface ScannedView extends NamedView {
  streams: readonly MessageStream[];
  fingerprints: Fingerprints;
  first: Timestamp | null;
  pauses: { start: Timestamp; end: Timestamp }[];
}

/** Reads every source to its end, and puts all views on the clock of the first that could be read. */
export async function alignViews(
  sources: readonly CaptureSource[],
  views: readonly NamedView[],
  isStopped: () => boolean,
): Promise<AlignedView[]> {
  const scanned: ScannedView[] = [];
  for (const view of views) scanned.push(await scan(view, sources, isStopped));
  return align(scanned);
}

async function scan(
  { name, sources: indexes }: NamedView,
  sources: readonly CaptureSource[],
  isStopped: () => boolean,
): Promise<ScannedView> {
  const view: ScannedView = {
    name,
    sources: indexes,
    streams: indexes.flatMap((index) => sources[index] ?? []).map((source) => new MessageStream(source)),
    fingerprints: new Fingerprints(),
    first: null,
    pauses: [],
  };
  for (const stream of view.streams) {
    await stream.open();
    const { earliest } = stream.reader;
    if (earliest && (!view.first || isLater(view.first, earliest))) view.first = { ...earliest };
  }
  for (const stream of view.streams) {
    stream.startAt(view.first?.seconds ?? 0, 0);
    do {
      for (let step = stream.step(); typeof step !== 'string'; step = stream.step()) {
        if (step.kind === 'vrrp') view.fingerprints.add(step, step.time);
      }
      view.pauses.push(...stream.reader.takePauses());
    } while (!isStopped() && (await stream.fill()));
    await stream.source.close();
  }
  return view;
}

interface Link {
  from: ScannedView;
  to: AlignedView;
  fit: FittedClock;
  matches: readonly Match[];
}

/**
 * A tree over all views: always the one that shares most with those that have their place already comes next. What
 * has nothing to do with them begins a tree of its own.
 */
function align(scanned: readonly ScannedView[]): AlignedView[] {
  const reference = scanned.find(({ first }) => first !== null) ?? scanned[0];
  if (!reference) return [];
  const referenceSeconds = reference.first?.seconds ?? 0;
  const placed = new Map<ScannedView, AlignedView>([
    [reference, atRest(reference, referenceSeconds, { how: 'first' })],
  ]);
  const fitBetween = rememberFits();
  for (;;) {
    const link = strongestLink(scanned, placed, fitBetween);
    const alone = link ? undefined : scanned.find((view) => !placed.has(view) && !sharesARouter(view, placed.keys()));
    if (link) placed.set(link.from, follow(link, referenceSeconds));
    else if (alone) placed.set(alone, atRest(alone, referenceSeconds, { how: 'own-clock' }));
    else break;
  }
  return scanned.map((view) => placed.get(view) ?? atRest(view, referenceSeconds, { how: 'left-out' }));
}

function sharesARouter({ fingerprints }: ScannedView, others: Iterable<ScannedView>): boolean {
  for (const other of others) if (fingerprints.sharesRouterWith(other.fingerprints)) return true;
  return false;
}

/** A view whose own clock is taken as it is. */
function atRest(view: ScannedView, referenceSeconds: number, placement: Placement): AlignedView {
  const baseSeconds = view.first?.seconds ?? referenceSeconds;
  const shift = (baseSeconds - referenceSeconds) * NANOS_PER_SECOND;
  const { name, sources, streams, first, pauses } = view;
  const clock = { baseSeconds, referenceSeconds, rate: 1, shift };
  return { name, sources, streams, first, pauses, clock, placement, vlans: new Map() };
}

function strongestLink(
  scanned: readonly ScannedView[],
  placed: ReadonlyMap<ScannedView, AlignedView>,
  fitBetween: FitBetween,
): Link | undefined {
  let best: Link | undefined;
  for (const from of scanned) {
    if (placed.has(from)) continue;
    for (const [to, aligned] of placed) {
      const found = fitBetween(from, to);
      if (found && found.fit.matched > (best?.fit.matched ?? 0)) best = { from, to: aligned, ...found };
    }
  }
  return best;
}

type FitBetween = (from: ScannedView, to: ScannedView) => Pick<Link, 'fit' | 'matches'> | null;

function rememberFits(): FitBetween {
  const fits = new Map<ScannedView, Map<ScannedView, ReturnType<FitBetween>>>();
  return (from, to) => {
    const known = fits.get(from) ?? new Map<ScannedView, ReturnType<FitBetween>>();
    fits.set(from, known);
    const fit = known.has(to) ? (known.get(to) ?? null) : fitViews(from.fingerprints, to.fingerprints);
    known.set(to, fit);
    return fit;
  };
}

function fitViews(from: Fingerprints, to: Fingerprints): Pick<Link, 'fit' | 'matches'> | null {
  const matches = from.matchesWith(to);
  if (matches.length >= ENOUGH) {
    const fit = fitClock(matches.map(pairOf));
    return fit && { fit, matches };
  }
  const repeated = from.firstMatchesWith(to);
  const lasting = repeated.length >= ENOUGH_REPEATED ? fitClock(repeated.map(pairOf), AGREEMENT_OF_REPEATED) : null;
  // Those of other laps do not fit, and say nothing about the clock.
  if (lasting) return { fit: { ...lasting, outliers: 0 }, matches: repeated };
  // One payload that each saw once may be two packets: only another that agrees tells.
  if (matches.length < 2 && !matches.some(({ isNumbered }) => isNumbered)) return null;
  const few = fitClock(matches.map(pairOf));
  return few && { fit: few, matches };
}

function pairOf({ one, other }: Match): ClockPair {
  return { x: one, y: other };
}

/** One clock after the other: the view's to that of the view it was matched with, and from there to the first. */
function follow({ from, to, fit, matches }: Link, referenceSeconds: number): AlignedView {
  const { name, sources, streams, first, pauses } = from;
  const clock = {
    baseSeconds: first?.seconds ?? referenceSeconds,
    referenceSeconds,
    rate: to.clock.rate * fit.rate,
    shift: to.clock.rate * fit.shift + to.clock.shift,
  };
  const placement: Placement = { how: 'matched', matched: fit.matched, outliers: fit.outliers, with: to.name };
  return { name, sources, streams, first, pauses, clock, placement, vlans: translateVlans(matches, to) };
}

/** Where a view shows other tags than the first for the same packets: on a trunk, or behind one. */
function translateVlans(matches: readonly Match[], { vlans: onward }: AlignedView): Map<string, readonly number[]> {
  const found = new Map<string, Map<string, { stack: readonly number[]; count: number }>>();
  for (const { oneVlans, otherVlans } of matches) {
    const stack = onward.get(otherVlans.join('.')) ?? otherVlans;
    const seen = found.get(oneVlans.join('.')) ?? new Map<string, { stack: readonly number[]; count: number }>();
    found.set(oneVlans.join('.'), seen);
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
