import type { VrrpMessage } from '../message.ts';
import type { Evidence } from '../report.ts';
import type { Nanos } from '../time.ts';
import type { Mismatch } from './acceptance.ts';
import { FewMap, FewSet } from './few.ts';
import { BYTES } from './room.ts';
import type { RouterState } from './router-state.ts';

/** A packet heard at a time. */
export interface Heard {
  time: Nanos;
  evidence: Evidence;
}

export type ClaimEnd =
  /** By its own priority 0. */
  | ({ how: 'resigned' } & Heard)
  /** To the first superior advertisement after its last own one. */
  | ({ how: 'yielded' } & Heard)
  /** Last heard then, and nothing for its Master_Down_Interval. */
  | ({ how: 'silent' } & Heard);

/** A superior advertisement that this claim has not answered yet. */
export interface Superior extends Heard {
  by: Claim;
  /** False where it cannot be told from the two whether the claimant accepts it. */
  certain: boolean;
}

/** Why one advertisement is not accepted, and what its receiver sent itself at that time. */
export interface Rejection {
  fault: Mismatch;
  own: VrrpMessage;
  theirs: VrrpMessage;
}

/** A stretch without captured advertisements that the claim is known to have outlived. */
export interface Quiet {
  start: Nanos;
  end: Nanos;
  /** Sent and not captured; kept from sending by rejected advertisements; stood still; or ended by a late priority 0. */
  why: 'lost' | 'muted' | 'stalled' | 'late-resignation';
  /** Advertisements proven sent in it. */
  advertisements: number;
}

/** Inferior advertisements to a superior, how many of them it answered at once, and before its time. */
export interface Challenges {
  sent: number;
  answers: number;
  early: number;
  latest: Nanos;
}

/** What was last heard of another claim when this one began. */
export interface Predecessor {
  claim: Claim;
  lastHeard: Heard;
  priority: number;
  /** The highest it advertised within the newcomer's Master_Down_Interval before. */
  recentPriority: number;
  /** For how long the newcomer must not have heard it for a takeover to be due. */
  patience: Nanos;
}

/** A router's claim to be master, from its first advertisement until it resigns, yields or falls silent. */
export interface Claim {
  router: RouterState;
  start: Heard;
  /** First and latest priority advertised in it. */
  firstPriority: number;
  priority: number;
  /** IPv4 identification of its first advertisement. */
  firstId: number | null;
  /** What its first advertisement listed; a reload may change it later. */
  firstAddresses: readonly string[];
  last: Heard;
  /** Its latest advertisement; null if there was none but a priority 0. */
  lastMessage: VrrpMessage | null;
  advertisements: number;
  end: ClaimEnd | null;
  superior: Superior | null;
  /** Of all virtual routers that use the VRID: they may turn out to be one. */
  predecessors: Predecessor[];
  quiets: Quiet[];
  /** Why it does not accept the advertisements of others that claimed at the same time. */
  readonly rejects: FewMap<RouterState, Rejection>;
  /** It has sent right after a superior's advertisement: once may be crossing on the wire. */
  crossed: boolean;
  /** It went on after a superior advertisement that it need not accept: it does not. */
  rejectsDoubtful: boolean;
  /** A superior advertisement that it is held to reject only because it took over in spite of such; null until there is one. */
  defied: Superior | null;
  /** It announced again after one. */
  defianceProven: boolean;
  /** Until when something explains that nothing was heard: rejected advertisements of others, or that nobody looked. */
  mutedUntil: Nanos;
  /** Until when nobody looked, or no clock was right: what was between says nothing of its rhythm. */
  unseenUntil: Nanos;
  /** Own advertisements sent after a superior's had been on the wire: it does not hear or accept them. */
  deafProofs: { superior: Heard; own: Heard }[];
  /** What its advertisements met at superiors that claimed at the same time. */
  readonly challenged: FewMap<Claim, Challenges>;
  /** Whose inferior advertisement came last, and when. */
  challenger: Claim | null;
  challengedAt: Nanos;
  /** Inferior advertisements that it would accept since its own last one. */
  unanswered: number;
  /** When it last sent right after an inferior advertisement. */
  answeredAt: Nanos;
  /** It depends on the implementation, or on a password that is not seen, whether the last inferior advertisement is accepted. */
  challengedInDoubt: boolean;
  /** It answered one of those: it accepts them. */
  acceptsDoubtful: boolean;
  /** Set where the claimant stood still (numbers go on without a gap) since then. */
  stalledSince: Nanos | null;
  /** It began with the very next number after a claim that was shown to be deaf: it may have stood still, and never yielded. */
  mayHaveGoneOn: boolean;
  /** Set where the claimant is a new process (numbers begin at 1 again) after falling silent then. */
  restartedAfter: Nanos | null;
  /** It began with the very next number after a priority 0: the process went on. */
  continuesResigned: boolean;
  /** Identifications that its router used up while it was silent before this claim, too few to have gone on. */
  skippedIds: number;
  /** Advertisements that it sent for certain before the first that was heard. */
  unheard: number;
  /** Priority 0 packets that ended it: the second within 1 ms is keepalived entering FAULT. */
  resignations: Heard[];
  /** The next claim of its router. */
  successor: Claim | null;
  /** Virtual addresses that its router announced within an interval of its start. */
  readonly announced: FewSet<string>;
}

const MOST_QUIETS = 1000;
/** keepalived entering FAULT sends the second priority 0 this soon, and sync group siblings send theirs. */
export const FAULT_WINDOW: Nanos = 1e6;
/** A busy host takes longer between the two. */
const BUSY_FAULT: Nanos = 20e6;

/** Two priority 0 at once are keepalived entering FAULT. */
export function isFault({ resignations }: Claim): boolean {
  const [first, second] = resignations;
  return first !== undefined && second !== undefined && second.time - first.time <= BUSY_FAULT;
}

/** Its router resigned, and its process was not stopped. */
export function wentOnAfterResigning({ successor }: Claim): boolean {
  return successor?.continuesResigned ?? false;
}

/** Notes a stretch of silence that the claim outlived; very many become one. */
export function addQuiet(claim: Claim, quiet: Quiet): void {
  const last = claim.quiets.at(-1);
  const { room } = claim.router;
  if (last && (claim.quiets.length >= MOST_QUIETS || room.isFull)) {
    last.end = quiet.end;
    last.advertisements += quiet.advertisements;
  } else {
    room.use(BYTES.entry);
    claim.quiets.push(quiet);
  }
}

/**
 * It had not heard the master that it seemed to yield to, goes on beside that one with the very next number, and announces
 * nothing, as every router does that becomes master: it had stood still, and never yielded.
 */
export function wentOnUnannounced(claim: Claim, before: Claim): boolean {
  const isBesideIt = before.superior !== null && before.superior.by.end === null;
  return claim.mayHaveGoneOn && isBesideIt && claim.announced.size === 0 && before.announced.size > 0;
}

/** Makes two claims of a router one that went on while it stood still. */
export function resume(before: Claim, claim: Claim): void {
  addQuiet(before, { start: before.last.time, end: claim.start.time, why: 'stalled', advertisements: 0 });
  before.end = null;
  before.superior = claim.superior;
  before.successor = null;
  before.last = claim.last;
  before.lastMessage = claim.lastMessage;
  before.priority = claim.priority;
  before.advertisements += claim.advertisements;
  before.mutedUntil = claim.mutedUntil;
  before.crossed ||= claim.crossed;
  for (const [superior, { sent, answers, early, latest }] of claim.challenged) {
    const known = before.challenged.get(superior) ?? { sent: 0, answers: 0, early: 0, latest };
    before.challenged.set(superior, {
      sent: known.sent + sent,
      answers: known.answers + answers,
      early: known.early + early,
      latest,
    });
  }
  before.deafProofs.push(...claim.deafProofs);
  for (const [router, rejection] of claim.rejects) before.rejects.set(router, rejection);
}

/** A claim that begins with `first`, which may be but a priority 0. */
export function newClaim(router: RouterState, start: Heard, first: VrrpMessage): Claim {
  return {
    router,
    start,
    firstPriority: first.priority,
    priority: first.priority,
    firstId: first.priority === 0 ? null : first.ipId,
    firstAddresses: first.addresses,
    last: start,
    lastMessage: null,
    advertisements: 0,
    end: null,
    superior: null,
    predecessors: [],
    quiets: [],
    rejects: new FewMap(),
    crossed: false,
    rejectsDoubtful: false,
    defied: null,
    defianceProven: false,
    mutedUntil: start.time,
    unseenUntil: -Infinity,
    deafProofs: [],
    challenged: new FewMap(),
    challenger: null,
    challengedAt: -Infinity,
    unanswered: 0,
    answeredAt: -Infinity,
    challengedInDoubt: false,
    acceptsDoubtful: false,
    stalledSince: null,
    mayHaveGoneOn: false,
    restartedAfter: null,
    continuesResigned: false,
    skippedIds: 0,
    unheard: 0,
    resignations: [],
    successor: null,
    announced: new FewSet(),
  };
}
