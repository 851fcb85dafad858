import type { VrrpMessage } from '../message.ts';
import type { Evidence } from '../report.ts';
import type { Nanos } from '../time.ts';
import { doubtfulMismatch, rejection } from './acceptance.ts';
import { isMulticast } from './addresses.ts';
import type { Claim, Rejection } from './claim.ts';
import type { Delivery } from './delivery-notes.ts';
import type { Refusals } from './refusals.ts';
import type { Overlap } from './reigns.ts';
import { challengesTo } from './rivals.ts';
import type { RouterState } from './router-state.ts';

/** Challenges without an answer after which a keepalived master counts as deaf. */
const UNANSWERED = 3;
/** Answers that come on time might be chance; so many in a row are not. */
const PUNCTUAL_ANSWERS = 3;
export const MOST_EVIDENCE = 10;

export interface SplitBrainSpan extends Overlap {
  deaf: RouterState[];
  reason: string;
  /** The advertisements that show the mismatch, where it is the reason. */
  mismatch: readonly VrrpMessage[];
  inferred: boolean;
  /** What a firewall said of their advertisements, where it is the reason. */
  refusals: readonly Refusals[];
  /** What captures in several places tell about the ways between the routers. */
  deliveries: readonly Delivery[];
  evidence: Evidence[];
}

/** Each once, in the order of their first claims: one may have claimed several times while others did. */
export function routersOf({ claims }: Pick<Overlap, 'claims'>): RouterState[] {
  return [...new Set(claims.map(({ router }) => router))];
}

/** Which side is deaf, and why, of an overlap that lasted for at least an interval. */
export function findSplitBrain(overlap: Overlap, observationEnd: Nanos): SplitBrainSpan {
  const end = overlap.end ?? observationEnd;
  const deaf = new Set<RouterState>();
  let reason = 'unknown';
  let mismatch: readonly VrrpMessage[] = [];
  const bySuperiority = [...overlap.claims].sort((a, b) => (isSuperior(a, b) ? -1 : 1));
  const [superior, ...inferiors] = bySuperiority;
  for (const inferior of superior ? inferiors : []) {
    const verdict = superior && judge(superior, inferior);
    if (!verdict) continue;
    for (const router of verdict.deaf) deaf.add(router);
    if (reason === 'unknown') {
      reason = verdict.reason;
      mismatch = verdict.mismatch ?? [];
    }
  }
  return {
    ...overlap,
    deaf: routersOf(overlap).filter((router) => deaf.has(router)),
    reason,
    mismatch: routersOf(overlap).flatMap((router) => mismatch.find(({ src }) => src === router.address) ?? []),
    inferred: overlap.claims.some((claim) => isSilentWithin(claim, overlap.start, end)),
    refusals: [],
    deliveries: [],
    evidence: collectEvidence(overlap),
  };
}

function isSuperior(a: Claim, b: Claim): boolean {
  return a.router.isSuperiorTo(b.router, a.priority, b.priority);
}

interface Verdict {
  deaf: RouterState[];
  reason: string;
  mismatch?: readonly VrrpMessage[];
}

function judge(superior: Claim, inferior: Claim): Verdict {
  const [high, low] = [superior.router, inferior.router];
  const [lowRejects, highRejects] = [inferior.rejects.get(high), superior.rejects.get(low)];
  const rejected = lowRejects ?? highRejects;
  const fault = rejected?.fault;
  if (fault === 'bad-ttl' || fault === 'bad-checksum') return { deaf: [lowRejects ? low : high], reason: fault };
  if (rejected && fault && isRejectionShown(superior, inferior, rejected)) {
    return { deaf: [high, low], reason: fault, mismatch: [rejected.own, rejected.theirs] };
  }
  const isDeaf = inferior.deafProofs.length > 0;
  if (isDeaf && leavesOut(high, low)) return { deaf: [low], reason: 'not-addressed' };
  if (isDeaf || superior.quiets.some((quiet) => quiet.why === 'lost')) {
    return { deaf: mayHear(superior, inferior) ? [low] : [high, low], reason: 'not-received' };
  }
  return { deaf: [], reason: superior.stalledSince === null ? 'unknown' : 'sender-stalled' };
}

/** Unicast of both is seen here, also from the one to the other, but never back. */
function leavesOut(high: RouterState, low: RouterState): boolean {
  const sentTo = [...high.destinations];
  if (sentTo.length === 0 || sentTo.some(isMulticast)) return false;
  return !high.destinations.has(low.address) && low.destinations.has(high.address);
}

/** An answer proves that what is in doubt is accepted; that one mutes the other proves that a hidden password is not. */
function isRejectionShown(superior: Claim, inferior: Claim, { own, theirs }: Rejection): boolean {
  if (rejection(own, theirs)) return true;
  if (superior.acceptsDoubtful) return false;
  return doubtfulMismatch(own, theirs) === 'address-mismatch' || wasMuted(superior) || wasMuted(inferior);
}

function wasMuted({ end, mutedUntil, last, quiets }: Claim): boolean {
  return (end === null && mutedUntil > last.time) || quiets.some(({ why }) => why === 'muted');
}

/**
 * Whether a superior master may hear the inferior one: keepalived answers each inferior advertisement at once.
 * Of other implementations, and where its advertisements were not captured, silence says nothing.
 */
function mayHear(superior: Claim, inferior: Claim): boolean {
  const { sent, answers, early } = challengesTo(superior, inferior);
  if (superior.acceptsDoubtful || early > 0 || answers >= PUNCTUAL_ANSWERS) return true;
  if (!superior.router.ids.proven || superior.quiets.some(({ why }) => why === 'lost')) return true;
  return sent < UNANSWERED;
}

/** No captured advertisement for longer than its Master_Down_Interval within the span. */
function isSilentWithin(claim: Claim, start: Nanos, end: Nanos): boolean {
  const patience = claim.router.masterDownInterval;
  if (claim.end === null && end - Math.max(claim.last.time, start) > patience) return true;
  return claim.quiets.some((quiet) => quiet.end > start && quiet.start < end && quiet.end - quiet.start > patience);
}

function collectEvidence({ claims, loser }: Overlap): Evidence[] {
  const evidence: Evidence[] = [];
  const [, newcomer] = claims;
  for (const { claim, lastHeard } of newcomer?.predecessors ?? []) {
    if (claims.includes(claim)) evidence.push(lastHeard.evidence);
  }
  if (newcomer) evidence.push(newcomer.start.evidence);
  for (const { deafProofs } of claims) {
    for (const { superior, own } of deafProofs) evidence.push(superior.evidence, own.evidence);
  }
  if (loser?.end) evidence.push(loser.claim.last.evidence, loser.end.evidence);
  return uniqueEvidence(evidence);
}

/** In packet order, each packet once, at most ten. */
export function uniqueEvidence(evidence: readonly Evidence[]): Evidence[] {
  const inOrder = [...evidence].sort((a, b) => a.source - b.source || a.packet - b.packet);
  const unique = inOrder.filter(({ source, packet }, index) => {
    const before = inOrder[index - 1];
    return before?.packet !== packet || before.source !== source;
  });
  return unique.slice(0, MOST_EVIDENCE);
}
