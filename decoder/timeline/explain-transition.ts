import type { Words } from '../wording/words.ts';
import { type Claim, isFault, wentOnAfterResigning } from './claim.ts';
import type { History } from './history.ts';
import { hasResignedUnseen } from './identification.ts';
import { isInterruption, type Takeover, type TransitionAt } from './transitions.ts';

/** One sentence or two that say what the packets show about this transition. */
export function explainTransition(transition: TransitionAt, words: Words): string {
  return transition.cause === 'initial'
    ? words.transitions.initial(transition.to.router.address)
    : explainTakeover(transition, words);
}

function explainTakeover(transition: Takeover, { transitions: told }: Words): string {
  const [from, to] = [transition.from.router.address, transition.to.router.address];
  const since = transition.time - transition.lastHeard.time;
  const priority = transition.to.firstPriority;
  switch (transition.cause) {
    case 'resignation': {
      const back = from === to ? told.resignedAndBack({ from, to, since }) : told.resignation({ from, to, since });
      const wentOn = wentOnAfterResigning(transition.from) && !isFault(transition.from);
      return told.sentences(back, wentOn ? told.processWentOn(from) : '');
    }
    case 'master-down':
      return from === to ? told.silentAndBack({ from, to, since }) : told.masterDown({ from, to, since });
    case 'preemption':
      return told.preemption({ from, to, priority });
    case 'priority-drop':
      return told.priorityDrop({ from, to, priority });
    case 'usurpation':
      return isInterruption(transition)
        ? told.interruption({ from, to, priority, since })
        : told.usurpation({ from, to, priority, since });
    case 'split-brain-end':
      return explainSplitBrainEnd(transition, told);
  }
}

function explainSplitBrainEnd({ from, to }: Takeover, told: Words['transitions']): string {
  const ending = { loser: from.router.address, survivor: to.router.address };
  switch (from.end?.how) {
    case 'resigned':
      return told.loserResigned(ending);
    case 'silent':
      return told.loserFellSilent(ending);
    default:
      return told.loserYielded(ending);
  }
}

/** What the timers say: how long the new master waited and should have waited. */
export function explainTiming({ time, from, to, lastHeard }: Takeover, { transitions }: Words): string {
  return transitions.timing({
    router: to.router.address,
    waited: time - lastHeard.time,
    masterDownInterval: to.router.takeoverDelayAfter(from.router),
  });
}

/** `isTold`: captures in several places have told what its silence was. */
/** What its router's return tells about the silence that ended a claim. */
export function explainSilence(
  { router: { address: router }, successor: back }: Claim,
  { silence }: Words,
  isTold: boolean,
): string {
  const unknown = isTold ? '' : silence.unknown(router);
  if (!back) return unknown;
  const skipped = back.skippedIds;
  if (hasResignedUnseen(back)) return silence.unsentResignation({ router, skipped });
  if (skipped > 0) return silence.sentUnseen({ router, skipped });
  if (back.restartedAfter !== null) return silence.newProcess({ router, unheard: back.unheard });
  return back.stalledSince === null ? unknown : silence.sentNothing(router);
}

/** That the clock may have been set forward instead, where nothing but this router's silence speaks against it. */
export function explainClock(
  { router, last }: Claim,
  { forwardSteps }: Pick<History, 'forwardSteps'>,
  { silence }: Words,
): string {
  const step = forwardSteps.find(
    ({ isProven, senders, start, end }) =>
      !isProven && senders.includes(router) && last.time <= end && last.time >= start - router.masterDownInterval,
  );
  return step ? silence.orClock(step) : '';
}
