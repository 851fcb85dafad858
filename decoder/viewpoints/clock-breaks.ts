import { judgeSameness } from './same-packets.ts';
import type { ScannedView } from './scan-views.ts';
import type { Match, Moment } from './sightings.ts';

/** A clock was set between two moments of its view: what is before and what is behind is by two clocks. */
export interface Break {
  last: Moment;
  next: Moment;
}

/** Packets of two views that were sent one after the other, by clocks that ran evenly; then one of them was set. */
type Run = readonly Match[];

export interface BreakBetween extends Break {
  view: ScannedView;
}

/** Where the clocks of two views were set, by the packets that both saw; null if something else makes them differ. */
export function findBreaks(one: ScannedView, other: ScannedView, runs: readonly Run[]): BreakBetween[] | null {
  const found: BreakBetween[] = [];
  for (const [index, run] of runs.entries()) {
    const following = runs[index + 1];
    const [last, next] = [run.at(-1), following?.[0]];
    if (!following || !last || !next) break;
    const ours = { view: one, last: last.one, next: next.one };
    const theirs = { view: other, last: last.other, next: next.other };
    if (isKnown(ours) || isKnown(theirs)) continue;
    const by = next.other.time - last.other.time - (next.one.time - last.one.time);
    const inOurs = one.tracks.stepBetween(last.one, next.one, -by);
    const inTheirs = other.tracks.stepBetween(last.other, next.other, by);
    if (inTheirs && !inOurs) found.push({ view: other, ...inTheirs });
    else if (inOurs && !inTheirs) found.push({ view: one, ...inOurs });
    else if (inOurs || (isProven(run) && isProven(following))) found.push(ours);
    else return null;
  }
  return found;
}

/** The same break may be told by several views; what two tell of it is where it lies. */
export function joinBreaks(breaks: readonly Break[]): Break[] {
  const joined: Break[] = [];
  for (const { last, next } of [...breaks].sort((a, b) => a.last.position - b.last.position)) {
    const before = joined.at(-1);
    if (!before || last.position >= before.next.position) joined.push({ last, next });
    else {
      before.last = last;
      if (next.position < before.next.position) before.next = next;
    }
  }
  return joined;
}

function isProven(run: Run): boolean {
  return judgeSameness(run) === 'proven';
}

/** A clock that was set back shows it itself. */
function isKnown({ view: { runBacks }, last, next }: BreakBetween): boolean {
  return runBacks.some((known) => known.last.position >= last.position && known.next.position <= next.position);
}
