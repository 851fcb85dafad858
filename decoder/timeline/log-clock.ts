import { NANOS_PER_SECOND, type Nanos } from '../time.ts';
import { firstAtOrAfter } from './sorted.ts';

/** What log and wire both show: a first advertisement, yielding, an own priority 0, and one that was heard. */
export type AnchorKind = 'claim' | 'yield' | 'resign' | 'heard-resign';

/** A moment by some clock. */
export interface Anchor {
  kind: AnchorKind;
  time: Nanos;
}

/** What an instance's log shows, and for each virtual router and router that it may be, what packets show. */
export interface Suspects {
  log: readonly Anchor[];
  candidates: readonly (readonly Anchor[])[];
}

export interface LogClock {
  /** To add to the log's times to reach the history's. */
  offset: Nanos;
  /** How far it may be off. */
  uncertainty: Nanos;
  /** State changes that were found in the packets; none where the offset is what was expected. */
  matched: number;
  /** No other offset explains as much, or it is as expected. */
  isSure: boolean;
}

/** keepalived writes its line this soon before or after the packet. */
export const LINE_DELAY: Nanos = 0.3e9;
const MOST_ANCHORS = 300;
/** Pairs of anchors that are compared; with very many instances, fewer of each. */
const MOST_PAIRS = 2e7;
const MOST_OFFSETS = 40;
/** Clocks of hosts that keep time are so close, and what one host writes by its clock. */
const AGREEING: Nanos = 2 * NANOS_PER_SECOND;
/** So many matches do not come by chance. */
const ENOUGH = 3;
/** All zones are whole quarters of an hour apart. */
const ZONE_STEP: Nanos = 900 * NANOS_PER_SECOND;

/**
 * The offset under which most of a log's state changes fall on packets; the median of what those say. Anchors are in time
 * order and the log's stand in the middle of what their stamps may mean: `resolution` is how wide that is. `expected`
 * is what they would say if the log were by the capture's clock.
 */
export function fitLogClock(
  suspects: readonly Suspects[],
  resolution: Nanos,
  hasZone: boolean,
  expected: Nanos,
): LogClock | null {
  const reach = LINE_DELAY + resolution / 2;
  const tried = likelyOffsets(suspects, reach).map((offset) => ({ offset, score: scoreOf(suspects, offset, reach) }));
  const beside = (offset: Nanos) => Math.abs(offset - expected);
  const distance = (offset: Nanos) =>
    beside(hasZone ? offset : offset - Math.round((offset - expected) / ZONE_STEP) * ZONE_STEP);
  tried.sort(
    (a, b) => b.score - a.score || distance(a.offset) - distance(b.offset) || beside(a.offset) - beside(b.offset),
  );
  const [best] = tried;
  if (!best) return null;
  const deltas = suspects
    .flatMap((suspect) => matchesOf(suspect, best.offset, reach)[bestCandidate(suspect, best.offset, reach)] ?? [])
    .sort((a, b) => a - b);
  const offset = deltas[deltas.length >> 1];
  if (offset === undefined) return null;
  // One alone fits anything
  if (deltas.length === 1 && distance(offset) > AGREEING) return null;
  const spread = Math.max(...deltas.map((delta) => Math.abs(delta - offset)));
  const rival = tried.find((other) => Math.abs(other.offset - best.offset) > 2 * reach);
  const isTied = rival !== undefined && rival.score >= best.score;
  // That one line falls on one of several packets soon after is chance enough for a clock that is off.
  const agrees = distance(offset) <= (isTied && deltas.length === 1 ? reach : AGREEING);
  return {
    offset,
    uncertainty: Math.max(spread, resolution / 2),
    matched: deltas.length,
    isSure: agrees || (deltas.length >= ENOUGH && !isTied),
  };
}

/** The candidate that fits best under an offset; -1 where none fits, or several do alike. */
export function bestCandidate(suspect: Suspects, offset: Nanos, reach: Nanos): number {
  const counts = matchesOf(suspect, offset, reach).map(({ length }) => length);
  const most = Math.max(0, ...counts);
  return most > 0 && counts.filter((count) => count === most).length === 1 ? counts.indexOf(most) : -1;
}

function likelyOffsets(suspects: readonly Suspects[], reach: Nanos): Nanos[] {
  const bins = new Map<number, { votes: number; sum: number }>();
  const sets = suspects.reduce((sum, { log, candidates }) => sum + (log.length > 0 ? candidates.length : 0), 1);
  const most = Math.min(MOST_ANCHORS, Math.max(4, Math.floor(Math.sqrt(MOST_PAIRS / sets))));
  for (const { log, candidates } of suspects) {
    for (const { kind, time } of log.slice(0, most)) {
      for (const anchor of candidates.flatMap((anchors) => anchors.slice(0, most))) {
        if (anchor.kind !== kind) continue;
        const delta = anchor.time - time;
        for (const bin of [Math.floor(delta / reach), Math.floor(delta / reach) + 1]) {
          const known = bins.get(bin) ?? { votes: 0, sum: 0 };
          bins.set(bin, { votes: known.votes + 1, sum: known.sum + delta });
        }
      }
    }
  }
  const smallest = (bin: { votes: number; sum: number }) => Math.abs(bin.sum / bin.votes);
  return [...bins.values()]
    .sort((a, b) => b.votes - a.votes || smallest(a) - smallest(b))
    .slice(0, MOST_OFFSETS)
    .map(({ votes, sum }) => sum / votes);
}

function scoreOf(suspects: readonly Suspects[], offset: Nanos, reach: Nanos): number {
  return suspects.reduce(
    (sum, suspect) => sum + Math.max(0, ...matchesOf(suspect, offset, reach).map(({ length }) => length)),
    0,
  );
}

/** Per candidate, what each match says the offset is. */
function matchesOf({ log, candidates }: Suspects, offset: Nanos, reach: Nanos): Nanos[][] {
  return candidates.map((anchors) =>
    log.slice(0, MOST_ANCHORS).flatMap(({ kind, time }) => {
      const from = firstAtOrAfter(anchors, time + offset - reach, (anchor) => anchor.time);
      for (let at = from; at < anchors.length; at++) {
        const anchor = anchors[at];
        if (!anchor || anchor.time > time + offset + reach) return [];
        if (anchor.kind === kind) return [anchor.time - time];
      }
      return [];
    }),
  );
}
