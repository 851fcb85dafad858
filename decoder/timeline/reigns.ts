import type { Cause } from '../report.ts';
import type { Nanos } from '../time.ts';
import type { Claim, ClaimEnd } from './claim.ts';

export interface ReignSpan {
  claim: Claim;
  end: ClaimEnd | null;
  began: 'running' | 'elected' | Cause;
}

/** Two or more claims at once. */
export interface Overlap {
  start: Nanos;
  end: Nanos | null;
  /** In the order of their starts. */
  claims: Claim[];
  /** Whose end left one; null while it lasts. */
  loser: ReignSpan | null;
  survivor: Claim | null;
}

export interface NoMasterSpan {
  start: Nanos;
  end: Nanos | null;
  lastHeard: Nanos;
  after: 'resignation' | 'silence';
  before: Claim;
  ended: ClaimEnd;
  next: Claim | null;
}

interface Edge {
  time: Nanos;
  reign: ReignSpan;
  isStart: boolean;
}

/** Walks over all starts and ends in time order and finds where two claimed, and where nobody did. */
export function sweep(reigns: readonly ReignSpan[]): { overlaps: Overlap[]; noMaster: NoMasterSpan[] } {
  const edges: Edge[] = [];
  for (const reign of reigns) {
    const isEmpty = reign.claim.lastMessage === null;
    edges.push({ time: isEmpty ? (reign.end?.time ?? 0) : reign.claim.start.time, reign, isStart: true });
    if (reign.end) edges.push({ time: reign.end.time, reign, isStart: false });
  }
  edges.sort((a, b) => a.time - b.time || Number(b.isStart) - Number(a.isStart));
  const overlaps: Overlap[] = [];
  const noMaster: NoMasterSpan[] = [];
  const active = new Set<ReignSpan>();
  let overlap: Overlap | null = null;
  let lastEnded: ReignSpan | null = null;
  for (const { time, reign, isStart } of edges) {
    if (isStart) {
      if (active.size === 0 && lastEnded) addNoMaster(noMaster, lastEnded, reign.claim);
      active.add(reign);
      if (active.size === 2 && reign.claim.lastMessage !== null) {
        overlap = {
          start: time,
          end: null,
          claims: [...active].map(({ claim }) => claim),
          loser: null,
          survivor: null,
        };
        overlaps.push(overlap);
      } else if (active.size > 2) overlap?.claims.push(reign.claim);
    } else {
      active.delete(reign);
      lastEnded = reign;
      if (active.size === 1 && overlap) {
        overlap.end = time;
        overlap.loser = reign;
        for (const { claim } of active) overlap.survivor = claim;
        overlap = null;
      }
    }
  }
  if (active.size === 0 && lastEnded) addNoMaster(noMaster, lastEnded, null);
  return { overlaps, noMaster };
}

function addNoMaster(windows: NoMasterSpan[], { claim, end: ended }: ReignSpan, next: Claim | null): void {
  if (!ended) return;
  const end = next?.start.time ?? null;
  if (ended.how === 'resigned') {
    const { time } = ended;
    windows.push({ start: time, end, lastHeard: time, after: 'resignation', before: claim, ended, next });
    return;
  }
  const start = claim.last.time + claim.router.interval;
  if (next) {
    const known = next.predecessors.find((predecessor) => predecessor.claim === claim);
    const patience = known?.patience ?? next.router.patienceWith(claim.router);
    if (next.start.time <= start || next.start.time - claim.last.time < patience) return;
  }
  windows.push({ start, end, lastHeard: claim.last.time, after: 'silence', before: claim, ended, next });
}
