import type { Fault, Speaker, StateChange, Truth, TruthVirtualRouter } from './truth.ts';

/** How far a report may be off. Seconds. */
export const SLACK = 0.05;
/** keepalived writes to its FIFO after it has advertised and set the addresses: up to so much later. Seconds. */
const FIFO_LAG = 0.03;
/** What happens so shortly before a state line belongs to it. Seconds. */
const WITNESS_SPAN = 0.2;

/** A point in time as far as the truth knows it: a report may name anything from `time - early` to `time + late`. */
export interface Moment {
  time: number;
  early: number;
  late: number;
}

/** One mastership as its holder saw it, or as the fault that struck it ended it. */
export interface TrueClaim {
  speaker: Speaker;
  start: Moment;
  /** Null: still held when the capture ended. */
  end: Moment | null;
  ended: 'resigned' | 'yielded' | 'silent' | 'open';
}

type Happening = { time: number; change: StateChange } | { time: number; fault: Fault; over: boolean };

/** Who claimed mastership of a virtual router from when to when, told by state changes and injected faults alone. */
export function trueClaims(truth: Truth, virtualRouter: TruthVirtualRouter): TrueClaim[] {
  const claims = virtualRouter.speakers.flatMap((speaker) => claimsOf(speaker, truth, virtualRouter));
  overlapYields(claims);
  const { start, end } = truth.capture;
  return claims
    .filter((claim) => claim.start.time < end && (claim.end === null || claim.end.time > start))
    .map((claim) => (claim.start.time >= start ? claim : { ...claim, start: seenOnceCaptured(start, claim.speaker) }))
    .sort((a, b) => a.start.time - b.start.time);
}

/** tcpdump says that it listens a little before it does. */
function seenOnceCaptured(time: number, speaker: Speaker): Moment {
  return { time, early: SLACK, late: 2 * speaker.interval + SLACK };
}

function seenLater(time: number, speaker: Speaker): Moment {
  return { time, early: SLACK, late: speaker.interval + SLACK };
}

function heard(time: number): Moment {
  return { time, early: SLACK + FIFO_LAG, late: SLACK };
}

/** To a deaf node the wire may show, up to an interval before it hears, an advertisement that it would have yielded to. */
function yielded(time: number, speaker: Speaker, truth: Truth): Moment {
  const since = time - speaker.interval;
  const wasDeaf = truth.faults.some(
    ({ kind, node, time: from, end }) =>
      kind === 'drop-to' && node === speaker.node && from < time && (end ?? time) > since,
  );
  return wasDeaf ? fellSilent(time, speaker) : heard(time);
}

/** The kernel may tell that a new master has its addresses before the FIFO line comes through. */
function firstWitness(time: number, speaker: Speaker, truth: Truth): number {
  const gains = truth.holders.filter(
    (change) =>
      speaker.addresses.includes(change.address) &&
      change.nodes.includes(speaker.node) &&
      change.time > time - WITNESS_SPAN &&
      change.time < time,
  );
  return Math.min(time, ...gains.map((change) => change.time));
}

/** What falls silent was last heard up to an interval before. */
function fellSilent(time: number, speaker: Speaker): Moment {
  return { time, early: speaker.interval + SLACK, late: SLACK };
}

function claimsOf(speaker: Speaker, truth: Truth, virtualRouter: TruthVirtualRouter): TrueClaim[] {
  const claims: TrueClaim[] = [];
  let open: TrueClaim | null = null;
  let isMaster = false;
  let isolated = false;
  const close = (end: Moment, ended: TrueClaim['ended']) => {
    if (open !== null) Object.assign(open, { end, ended });
    open = null;
  };
  const begin = (start: Moment) => {
    if (open !== null) return;
    open = { speaker, start, end: null, ended: 'open' };
    claims.push(open);
  };
  for (const happening of happeningsOf(speaker, truth)) {
    const { time } = happening;
    if ('change' in happening) {
      const { state } = happening.change;
      if (state === null) continue;
      isMaster = state === 'MASTER';
      if (isolated) continue;
      if (state === 'MASTER') begin(heard(firstWitness(time, speaker, truth)));
      else if (state === 'BACKUP') close(yielded(time, speaker, truth), 'yielded');
      else close(heard(time), 'resigned');
    } else if (happening.over) {
      isolated = false;
      if (isMaster) begin(seenLater(time, speaker));
    } else if (silences(happening.fault, speaker, truth, virtualRouter)) {
      if (happening.fault.kind.startsWith('kill')) isMaster = false;
      else isolated = true;
      close(fellSilent(time, speaker), 'silent');
    }
  }
  return claims;
}

function happeningsOf(speaker: Speaker, truth: Truth): Happening[] {
  const changes = truth.states
    .filter((change) => change.node === speaker.node && change.instance === speaker.instance)
    .map((change) => ({ time: change.time, change }));
  const faults = truth.faults
    .filter((fault) => fault.node === speaker.node)
    .flatMap((fault) => [
      { time: fault.time, fault, over: false },
      ...(fault.end === null || !isolates(fault, speaker) ? [] : [{ time: fault.end, fault, over: true }]),
    ]);
  return [...changes, ...faults].sort((a, b) => a.time - b.time);
}

function isolates(fault: Fault, speaker: Speaker): boolean {
  return fault.kind === 'pause' || (fault.kind === 'link-down' && fault.detail === speaker.interface);
}

/** A pause ends a claim only if somebody took over meanwhile; else it was a gap. */
function silences(fault: Fault, speaker: Speaker, truth: Truth, virtualRouter: TruthVirtualRouter): boolean {
  if (fault.kind === 'kill' || fault.kind === 'kill-child') return true;
  if (!isolates(fault, speaker)) return false;
  if (fault.kind === 'link-down') return true;
  const until = fault.end ?? truth.capture.end;
  return virtualRouter.speakers.some(
    (other) =>
      other !== speaker &&
      truth.states.some(
        (change) =>
          change.node === other.node &&
          change.instance === other.instance &&
          change.state === 'MASTER' &&
          change.time > fault.time &&
          change.time < until,
      ),
  );
}

/**
 * Who yields has heard the successor, even where the successor's FIFO line came a little later;
 * only a member of a sync group may yield a little before. The takeover lies between the two lines.
 */
function overlapYields(claims: TrueClaim[]): void {
  for (const claim of claims) {
    const { end } = claim;
    if (claim.ended !== 'yielded' || end === null) continue;
    const successor = claims.find(
      (other) => other.start.time >= end.time && other.start.time < end.time + WITNESS_SPAN && other !== claim,
    );
    if (successor === undefined) continue;
    const late = successor.start.time - end.time + SLACK;
    successor.start = { ...successor.start, time: end.time - 1e-4, late };
    claim.end = { ...end, late };
  }
}
