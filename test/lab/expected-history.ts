import type { Cause } from '../../decoder/report.ts';
import { type Moment, SLACK, type TrueClaim, trueClaims } from './true-claims.ts';
import type { Speaker, Truth, TruthVirtualRouter } from './truth.ts';

export interface ExpectedTransition {
  at: Moment;
  from: string | null;
  to: string;
  cause: Cause;
}

export interface ExpectedSpan {
  start: Moment;
  end: Moment | null;
  routers: string[];
  /** So close to a threshold that either answer is right. */
  optional: boolean;
}

export interface ExpectedPriorityChange {
  at: Moment;
  router: string;
  from: number;
  to: number;
}

/** What a report has to say about one virtual router, derived from the truth by the rules of the design, without packets. */
export interface ExpectedHistory {
  virtualRouter: TruthVirtualRouter;
  claims: TrueClaim[];
  transitions: ExpectedTransition[];
  splitBrains: ExpectedSpan[];
  noMaster: (ExpectedSpan & { after: 'resignation' | 'silence' })[];
  priorityChanges: ExpectedPriorityChange[];
}

export function expectedHistory(truth: Truth, virtualRouter: TruthVirtualRouter): ExpectedHistory {
  const claims = trueClaims(truth, virtualRouter);
  const splitBrains = untilOneIsLeft(
    claims.flatMap((claim, index) => splitBrainsWith(claim, claims.slice(0, index), truth)),
  );
  const transitions = [
    ...claims.flatMap((claim, index) => takeover(claim, claims.slice(0, index), claims, truth)),
    ...claims.flatMap((claim) => splitBrainEnd(claim, claims, truth)),
  ].sort((a, b) => a.at.time - b.at.time);
  return {
    virtualRouter,
    claims,
    transitions,
    splitBrains,
    noMaster: claims.flatMap((claim) => noMasterAfter(claim, claims)),
    priorityChanges: virtualRouter.speakers.flatMap((speaker) => priorityChanges(speaker, claims, truth)),
  };
}

const endOf = (claim: TrueClaim): number => claim.end?.time ?? Number.POSITIVE_INFINITY;
const activeAt = (claim: TrueClaim, time: number): boolean => claim.start.time < time && endOf(claim) > time;

/** Two newcomers at once, of which one gives up within an interval, are one election, won by the other. */
function lostElection(claim: TrueClaim, claims: TrueClaim[]): boolean {
  const { interval } = claim.speaker;
  if (claim.ended !== 'yielded' || endOf(claim) > claim.start.time + interval) return false;
  return claims.some(
    (rival) =>
      rival !== claim && Math.abs(rival.start.time - claim.start.time) < 0.1 * interval && endOf(rival) > endOf(claim),
  );
}

function takeover(claim: TrueClaim, earlier: TrueClaim[], claims: TrueClaim[], truth: Truth): ExpectedTransition[] {
  if (lostElection(claim, claims)) return [];
  const { time } = claim.start;
  const before = earlier.filter((other) => !lostElection(other, claims));
  const living = superior(
    before.filter((other) => activeAt(other, time)),
    time,
    truth,
  );
  const last = living ?? before.toSorted((a, b) => endOf(a) - endOf(b)).at(-1);
  const to = claim.speaker.router;
  if (last === undefined) return [{ at: claim.start, from: null, to, cause: 'initial' }];
  return [{ at: claim.start, from: last.speaker.router, to, cause: causeOf(claim, last, living !== undefined, truth) }];
}

/** Of several masters the one to which the others should yield. */
function superior(claims: TrueClaim[], time: number, truth: Truth): TrueClaim | undefined {
  return claims.toSorted((a, b) => priorityAt(b.speaker, time, truth) - priorityAt(a.speaker, time, truth))[0];
}

function causeOf(claim: TrueClaim, last: TrueClaim, isLiving: boolean, truth: Truth): Cause {
  if (!isLiving && last.ended === 'resigned') return 'resignation';
  if (!isLiving && last.ended === 'silent') return 'master-down';
  const { time } = claim.start;
  const own = priorityAt(claim.speaker, time, truth);
  if (own <= priorityAt(last.speaker, time, truth)) return 'usurpation';
  const { interval } = last.speaker;
  const masterDown = 3 * claim.speaker.interval + ((256 - own) / 256) * claim.speaker.interval;
  // The truth knows of the change up to an interval before the wire shows it.
  return priorityAt(last.speaker, time - masterDown - 1.1 * interval, truth) >= own ? 'priority-drop' : 'preemption';
}

export function priorityAt(speaker: Speaker, time: number, truth: Truth): number {
  const lines = truth.states.filter(
    (change) => change.node === speaker.node && change.instance === speaker.instance && change.time <= time + 0.01,
  );
  return lines.at(-1)?.priority ?? speaker.priority;
}

function overlapOf(claim: TrueClaim, other: TrueClaim, truth: Truth): number {
  return Math.min(endOf(claim), endOf(other), truth.capture.end) - Math.max(claim.start.time, other.start.time);
}

function longestInterval(claim: TrueClaim, other: TrueClaim): number {
  return Math.max(claim.speaker.interval, other.speaker.interval);
}

function splitBrainsWith(claim: TrueClaim, earlier: TrueClaim[], truth: Truth): ExpectedSpan[] {
  return earlier.flatMap((other) => {
    const threshold = longestInterval(claim, other);
    const overlap = overlapOf(claim, other, truth);
    const doubt = Math.max(0.1 * threshold, Math.min(SLACK, threshold / 2));
    if (overlap < threshold - doubt) return [];
    const first = endOf(claim) < endOf(other) ? claim : other;
    const routers = [other.speaker.router, claim.speaker.router];
    const surely = overlap - ((first.end?.early ?? SLACK) - SLACK);
    return [{ start: claim.start, end: first.end, routers, optional: surely < threshold + doubt }];
  });
}

/** More than two masters are one split brain. */
function untilOneIsLeft(pairs: ExpectedSpan[]): ExpectedSpan[] {
  const merged: ExpectedSpan[] = [];
  for (const pair of pairs) {
    const known = merged.find(({ end }) => end === null || end.time > pair.start.time);
    if (known === undefined) {
      merged.push({ ...pair });
      continue;
    }
    known.end = [known.end, pair.end].reduce((a, b) => (a === null || b === null ? null : a.time > b.time ? a : b));
    known.routers = [...new Set([...known.routers, ...pair.routers])];
    known.optional &&= pair.optional;
  }
  return merged;
}

/** The one that is left after a split brain, or after a newcomer that gave up, has its mastership confirmed. */
function splitBrainEnd(claim: TrueClaim, claims: TrueClaim[], truth: Truth): ExpectedTransition[] {
  const { end } = claim;
  if (end === null || end.time > truth.capture.end || lostElection(claim, claims)) return [];
  const left = claims.filter((other) => other !== claim && activeAt(other, end.time));
  const [survivor] = left;
  if (survivor === undefined || left.length > 1) return [];
  const wasNewcomer = survivor.start.time < claim.start.time;
  if (!wasNewcomer && overlapOf(claim, survivor, truth) < longestInterval(claim, survivor)) return [];
  return [{ at: end, from: claim.speaker.router, to: survivor.speaker.router, cause: 'split-brain-end' }];
}

function noMasterAfter(claim: TrueClaim, claims: TrueClaim[]): ExpectedHistory['noMaster'] {
  const { end, ended } = claim;
  if (end === null || ended === 'yielded' || claims.some((other) => other !== claim && activeAt(other, end.time)))
    return [];
  const next = claims.find((other) => other.start.time >= end.time);
  // A last advertisement may pass while a fault is being injected.
  const within = claim.speaker.interval + SLACK;
  const edge = (time: number): Moment => ({ time, early: within, late: within });
  return [
    {
      start: edge(end.time),
      end: next === undefined ? null : edge(next.start.time),
      routers: [],
      optional: false,
      after: ended === 'silent' ? 'silence' : 'resignation',
    },
  ];
}

/** Only what was advertised counts: a change made as a backup shows at the next takeover. */
function priorityChanges(speaker: Speaker, claims: TrueClaim[], truth: Truth): ExpectedPriorityChange[] {
  const changes: ExpectedPriorityChange[] = [];
  let advertised: number | null = null;
  for (const claim of claims.filter((candidate) => candidate.speaker === speaker)) {
    const lines = truth.states.filter(
      (change) =>
        change.node === speaker.node &&
        change.instance === speaker.instance &&
        change.state === null &&
        change.time > claim.start.time &&
        change.time < endOf(claim),
    );
    const steps = [
      { time: claim.start.time, priority: priorityAt(speaker, claim.start.time, truth) },
      ...lines.map(({ time, priority }) => ({ time, priority })),
    ];
    for (const { time, priority } of steps) {
      if (advertised !== null && priority !== advertised) {
        const at = { time, early: SLACK, late: speaker.interval + SLACK };
        changes.push({ at, router: speaker.router, from: advertised, to: priority });
      }
      advertised = priority;
    }
  }
  return changes;
}
