import { NANOS_PER_MILLISECOND, type Nanos } from '../time.ts';
import { type Break, joinBreaks } from './clock-breaks.ts';
import type { ScannedView } from './scan-views.ts';
import { fileOf, type Moment, packetAt } from './sightings.ts';
import { type FilePiece, timestampOf, type ViewClock } from './view-clock.ts';

/** What a view saw by one clock; null where the view itself begins or ends. */
export interface Piece {
  view: ScannedView;
  from: Moment | null;
  to: Moment | null;
}

export interface PlacedPiece {
  piece: Piece;
  clock: ViewClock;
}

/** A clock that was set while capturing: by how much, and the first packet that shows it, by the new clock. */
export interface ClockSet {
  file: number;
  packet: number;
  clock: ViewClock;
  at: Nanos;
  by: Nanos;
}

/** Advertisements of a view that could not be put on the clock. */
export interface LeftOutPart {
  file: number;
  /** The first of them. */
  packet: number;
  advertisements: number;
  /** The nearest moment that has its place in time. */
  clock: ViewClock;
  at: Nanos;
}

/** Clocks that agree so well are one. */
const SAME_CLOCK: Nanos = 30 * NANOS_PER_MILLISECOND;

/** All views in pieces by one clock each. */
export function breaksOf(scanned: readonly ScannedView[], breaks: ReadonlyMap<ScannedView, readonly Break[]>): Piece[] {
  return scanned.flatMap((view) => {
    const all = joinBreaks([...view.runBacks, ...(breaks.get(view) ?? [])]);
    return [...all, null].map((ends, index): Piece => {
      const begins = all[index - 1];
      return { view, from: begins?.next ?? null, to: ends?.last ?? null };
    });
  });
}

export function isWithin({ from, to }: Piece, { position }: Moment): boolean {
  return (from === null || position >= from.position) && (to === null || position <= to.position);
}

/** For each file of a view, its packets that are by a known clock. */
export function filePieces(view: ScannedView, placed: readonly PlacedPiece[]): FilePiece[][] {
  return view.streams.map((_, file) => {
    const [opens, last] = [view.firsts[file], view.lasts[file]];
    if (!opens || !last) return [];
    return placed.flatMap(({ piece: { from, to }, clock }) => {
      const first = from === null ? 0 : packetAt(from, file);
      const end = to === null ? Infinity : packetAt(to, file);
      if (first === Infinity || end === 0) return [];
      const startsHere = from !== null && first > 0;
      const endsHere = to !== null && end < Infinity;
      return {
        from: first,
        to: end,
        clock,
        start: startsHere ? timestampOf(clock, from.time) : opens,
        end: timestampOf(clock, endsHere ? to.time : last.time),
      };
    });
  });
}

/** What follows from two pieces of one view by different clocks. */
export function clockSetsOf(placed: readonly PlacedPiece[]): ClockSet[] {
  return placed.slice(1).flatMap(({ piece: { from }, clock }, index) => {
    const before = placed[index]?.clock;
    if (!from || !before) return [];
    const by = Math.round((before.rate - clock.rate) * from.time + before.shift - clock.shift);
    if (Math.abs(by) <= SAME_CLOCK) return [];
    const file = fileOf(from);
    return { file, packet: packetAt(from, file), clock, at: from.time, by };
  });
}

/** What lies in none of the pieces that have their place. */
export function leftOutParts(view: ScannedView, placed: readonly PlacedPiece[]): LeftOutPart[] {
  const parts: LeftOutPart[] = [];
  const steps = view.tracks.all.sort((a, b) => a.position - b.position);
  let open: LeftOutPart | null = null;
  for (const step of steps) {
    if (placed.some(({ piece }) => isWithin(piece, step))) {
      open = null;
      continue;
    }
    if (!open) {
      const before = placed.findLast(({ piece: { to } }) => to !== null && to.position < step.position);
      const behind = placed.find(({ piece: { from } }) => from !== null && from.position > step.position);
      const clock = (before ?? behind)?.clock;
      if (!clock) continue;
      const at = before?.piece.to?.time ?? behind?.piece.from?.time ?? 0;
      const file = fileOf(step);
      open = { file, packet: packetAt(step, file), advertisements: 0, clock, at };
      parts.push(open);
    }
    open.advertisements++;
  }
  return parts;
}
