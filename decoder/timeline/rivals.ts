import type { Nanos } from '../time.ts';
import { doubtfulMismatch, rejection } from './acceptance.ts';
import type { Arrival } from './arrival.ts';
import type { Challenges, Claim, Heard, Superior } from './claim.ts';
import { TIMER_SLACK } from './timers.ts';

/** Advertisements that cross on the wire are no proof of deafness: 50 ms, or a tenth of a short interval. */
const CROSSING: Nanos = 50e6;
/** keepalived's answers take 0.2 to 2 ms. */
const PROMPT: Nanos = 5e6;
/** An advertisement after less than this part of the interval was not sent by the timer. */
const EARLY = 0.8;
const MOST_PROOFS = 3;
/** keepalived answers each inferior advertisement that it accepts: after so many it is not there. */
const UNANSWERED = 3;
/** keepalived announces a second time this long after it became master. */
const ANNOUNCES_AGAIN: Nanos = 6e9;
/** A master's next advertisement may come this many intervals after the last one. */
const DUE = 1.25;

/**
 * keepalived restarts its own advertisement timer at every packet of its VRID, also at those it rejects: a master
 * whose interval is not longer keeps one that rejects it from ever sending.
 */
export function mutes(muter: Claim, claim: Claim): boolean {
  const [own, theirs] = [claim.router.lastClaiming, muter.router.lastClaiming];
  if (muter.router === claim.router || !own || !theirs) return false;
  if (muter.router.interval > 1.5 * claim.router.interval) return false;
  if (rejection(own, theirs)) return true;
  const doubt = doubtfulMismatch(own, theirs);
  if (doubt !== 'authentication-mismatch') return doubt !== null;
  return (muter.rejectsDoubtful || claim.rejectsDoubtful) && !muter.acceptsDoubtful && !claim.acceptsDoubtful;
}

/**
 * A newcomer that begins under a superior master, of another address list or a hidden password but nothing else that it would
 * reject, does reject that: one that accepts it, as keepalived does other lists since 2.3.3, stays backup.
 */
export function usurpsInSpiteOf(
  { router: newcomer, start }: Claim,
  { router: master, start: since, last }: Claim,
): boolean {
  const [own, theirs] = [newcomer.lastClaiming, master.lastClaiming];
  if (!own || !theirs || rejection(own, theirs) || !doubtfulMismatch(own, theirs)) return false;
  if (own.addresses.length === 0 || theirs.addresses.length === 0 || !master.isSuperiorTo(newcomer)) return false;
  return start.time - last.time <= DUE * master.interval && last.time - since.time >= 2 * master.interval;
}

/** The superior that the claimant had given up to, if that one is gone by now and it claims anew. */
export function yieldedTo(claim: Claim, heard: Heard): Superior | null {
  const { superior } = claim;
  if (!superior || claim.deafProofs.length > 0) return null;
  const { by } = superior;
  const isGone = by.end !== null || heard.time - by.last.time >= claim.router.patienceWith(by.router);
  return isGone ? superior : null;
}

/** What a claim learns from the advertisement of another router that claims at the same time. */
export function hearRival(claim: Claim, rival: Claim, { router, message, heard }: Arrival): void {
  const own = claim.router.lastClaiming;
  if (!own) return;
  const fault = rejection(own, message);
  const doubt = doubtfulMismatch(own, message);
  const reason = fault ?? doubt;
  if (reason && !claim.rejects.has(router)) {
    claim.rejects.set(router, { fault: reason, own, theirs: message });
  }
  if (!router.isSuperiorTo(claim.router, message.priority, claim.priority)) {
    noteChallenge(rival, claim);
    claim.challenger = rival;
    claim.challengedAt = heard.time;
    claim.challengedInDoubt = doubt !== null;
    if (reason === null) claim.unanswered++;
    return;
  }
  if (claim.superior || fault) return;
  // Who accepts a password has the same.
  const certain = doubt === null || (doubt === 'authentication-mismatch' && rival.acceptsDoubtful);
  const superior = { ...heard, by: rival, certain };
  if (certain || !claim.rejectsDoubtful) claim.superior = superior;
  else claim.defied ??= superior;
}

function noteChallenge(challenger: Claim, superior: Claim): void {
  const known = challenger.challenged.get(superior);
  if (known) known.sent++;
  else challenger.challenged.set(superior, { sent: 1, answers: 0, early: 0, latest: -Infinity });
}

/**
 * What a superior master made of an inferior one's advertisements. The answer that this one yielded to came when it was over:
 * then they heard each other.
 */
export function challengesTo(superior: Claim, inferior: Claim): Omit<Challenges, 'latest'> {
  const { sent, answers, early, latest } = inferior.challenged.get(superior) ?? NONE;
  const last = inferior.end?.how === 'yielded' && inferior.end.time === latest ? 1 : 0;
  return { sent: sent - last, answers: answers - last, early: early - last };
}

const NONE: Challenges = { sent: 0, answers: 0, early: 0, latest: -Infinity };

/** Its own advertisement after a superior's: it does not hear or accept that one. */
export function noteDeafness(claim: Claim, heard: Heard): void {
  const { router } = claim;
  const superior = claim.superior ?? claim.defied;
  if (!superior) return;
  claim.superior = null;
  claim.defied = null;
  const crossing = Math.min(CROSSING, TIMER_SLACK * router.interval);
  if (superior.by.end) return;
  if (heard.time - superior.time < crossing && !claim.crossed) {
    claim.crossed = true;
    return;
  }
  if (!superior.certain) claim.rejectsDoubtful = true;
  if (claim.deafProofs.length >= MOST_PROOFS) return;
  claim.deafProofs.push({ superior: { time: superior.time, evidence: superior.evidence }, own: heard });
}

/** An advertisement right after a challenge is an answer: the claimant hears (RFC 9568 §6.4.3, keepalived before it). */
export function noteAnswer(claim: Claim, heard: Heard, gap: Nanos): void {
  const { interval } = claim.router;
  const delay = heard.time - claim.challengedAt;
  const challenge = claim.challenger?.challenged.get(claim);
  claim.challengedAt = -Infinity;
  claim.challenger = null;
  claim.unanswered = 0;
  if (delay <= Math.min(PROMPT, TIMER_SLACK * interval)) {
    if (challenge) challenge.answers++;
    if (claim.challengedInDoubt) claim.answeredAt = heard.time;
  }
  if (delay > Math.min(CROSSING, TIMER_SLACK * interval)) return;
  if (challenge) challenge.latest = heard.time;
  if (gap >= EARLY * interval) return;
  if (challenge) challenge.early++;
  claim.acceptsDoubtful ||= claim.challengedInDoubt;
}

/** keepalived announces anew when it answers a challenge, and at no other time so long after it became master. */
export function noteAnnouncement(claim: Claim, time: Nanos): void {
  const isFresh = time - claim.answeredAt <= Math.min(CROSSING, TIMER_SLACK * claim.router.interval);
  if (isFresh && time - claim.start.time > ANNOUNCES_AGAIN) claim.acceptsDoubtful = true;
}

/** It was challenged and did not answer: what might keep it from advertising would not keep it from that. */
export function leavesChallengesUnanswered({ unanswered, router }: Claim): boolean {
  return unanswered >= UNANSWERED && router.ids.proven;
}

/** It announced when it became master, and not again as masters do: it yielded all the same. */
export function hasGivenUp(claim: Claim, now: Nanos): claim is Claim & { defied: Superior } {
  const { defied, defianceProven, announced, deafProofs, start } = claim;
  if (!defied || defianceProven || deafProofs.length > 0 || announced.size === 0) return false;
  return now - start.time > ANNOUNCES_AGAIN;
}
