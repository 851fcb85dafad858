import type { Nanos } from '../../time.ts';
import type { Words } from '../../wording/words.ts';
import type { Claim } from '../claim.ts';
import { explainClock } from '../explain-transition.ts';
import type { History } from '../history.ts';
import { allWithin } from '../sorted.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { isDeathUnderRival, isTakeover, type Takeover } from '../transitions.ts';
import { draft, type FindingDraft } from './finding-draft.ts';

/** A respawned process claims again within its Master_Down_Interval, an interval and this. */
const RESPAWN: Nanos = 1e9;

/** What a router's silence explains: its finding, and the transitions away from it and back. */
export interface Episode {
  finding: FindingDraft;
  moved: Takeover[];
}

/** A sender that went silent and went on with the very next number had stood still. Takes from `open` what that explains. */
export function stalledSenders(
  history: History,
  open: Set<Takeover>,
  words: Words,
  heldByNonMaster: ReadonlySet<Claim>,
): Episode[] {
  const { virtualRouter, reigns } = history;
  const predecessors = new Map(reigns.map(({ claim }) => [claim.successor, claim]));
  return reigns.flatMap(({ claim }) => {
    const since = claim.stalledSince;
    if (since === null || !wokeAsMaster(claim, history, open)) return [];
    const moved = takeInSilence(claim, since, history, open);
    const { address } = claim.router;
    const length = claim.start.time - since;
    const successor = moved.find(({ to }) => to.router !== claim.router)?.to.router.address;
    const before = predecessors.get(claim);
    const clock = before && successor === undefined ? explainClock(before, history, words) : '';
    const answered = before !== undefined && heldByNonMaster.has(before);
    const finding = draft('sender-stalled', 'warning', virtualRouter, {
      ...words.findings['sender-stalled']({ router: address, length, successor, clock, answered }),
      routers: [...new Set([address, ...moved.map(({ to }) => to.router.address)])],
      start: since,
      end: claim.start.time,
      evidence: uniqueEvidence([...moved.flatMap(({ evidence }) => evidence), claim.start.evidence]),
    });
    return { finding, moved };
  });
}

/** A process that died and was started again soon. Takes from `open` what that explains. */
export function restartedProcesses(history: History, open: Set<Takeover>, { findings }: Words): Episode[] {
  const { virtualRouter, reigns, noMaster, end } = history;
  return reigns.flatMap(({ claim }) => {
    const since = claim.restartedAfter;
    const { address, masterDownInterval, interval } = claim.router;
    if (
      since === null ||
      claim.unheard > 0 ||
      !wokeAsMaster(claim, history, open) ||
      claim.start.time - since > masterDownInterval + RESPAWN + interval
    )
      return [];
    const moved = takeInSilence(claim, since, history, open);
    const successor = moved.find(({ to }) => to.router !== claim.router)?.to.router.address;
    const length = claim.start.time - since;
    const begun = allWithin(noMaster, since, claim.start.time, ({ start }) => start);
    const unowned = begun.filter((window) => (window.end ?? end) <= claim.start.time);
    const finding = draft('process-restarted', 'info', virtualRouter, {
      ...findings['process-restarted']({
        router: address,
        length,
        successor,
        unownedAtLeast: unowned.reduce((sum, window) => sum + (window.end ?? end) - window.start, 0),
        unownedAtMost: unowned.reduce((sum, window) => sum + (window.end ?? end) - window.lastHeard, 0),
      }),
      routers: [...new Set([address, ...moved.map(({ to }) => to.router.address)])],
      start: since,
      end: claim.start.time,
      evidence: uniqueEvidence([...moved.flatMap(({ evidence }) => evidence), claim.start.evidence]),
    });
    return { finding, moved };
  });
}

/** A router that took over because another resigned or fell silent had been a listening backup, not a sleeping master. */
function wokeAsMaster(claim: Claim, history: History, open: ReadonlySet<Takeover>): boolean {
  const { time } = claim.start;
  const begin = openWithin(history, open, time, time).find((transition) => isBeginOf(claim, transition));
  if (!begin) return true;
  const { from, cause } = begin;
  return from.router === claim.router || (cause !== 'resignation' && cause !== 'master-down');
}

/** What ends a split brain is no beginning of the claim that is left, however long that one has gone on. */
function isBeginOf(claim: Claim, { to, cause }: Takeover): boolean {
  return to === claim && cause !== 'split-brain-end';
}

/** Takes from `open` the transitions that a router's silence until `claim` explains: away from it, and back. */
function takeInSilence(claim: Claim, since: Nanos, history: History, open: Set<Takeover>): Takeover[] {
  const moved = openWithin(history, open, since, claim.start.time).filter(
    (one) =>
      isBeginOf(claim, one) ||
      (one.from.router === claim.router &&
        ((one.cause === 'master-down' && one.time > since) || isDeathUnderRival(one))),
  );
  for (const transition of moved) open.delete(transition);
  return moved;
}

function openWithin({ transitions }: History, open: ReadonlySet<Takeover>, from: Nanos, to: Nanos): Takeover[] {
  return allWithin(transitions, from, to, ({ time }) => time)
    .filter(isTakeover)
    .filter((one) => open.has(one));
}
