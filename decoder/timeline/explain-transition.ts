import type { Takeover, TransitionAt } from './history.ts';
import { formatDuration, formatSeconds } from './wording.ts';

/** One sentence or two that say what the packets show about this transition. */
export function explainTransition(transition: TransitionAt): string {
  return transition.cause === 'initial'
    ? `${transition.to.router.address} is the first master seen.`
    : explainTakeover(transition);
}

function explainTakeover({ time, from, to, cause, lastHeard }: Takeover): string {
  const [a, b] = [from.router.address, to.router.address];
  const since = formatDuration(time - lastHeard.time);
  switch (cause) {
    case 'resignation':
      return a === b
        ? `${b} had resigned with priority 0 and became master again ${since} later.`
        : `${a} resigned with priority 0; ${b} took over ${since} later.`;
    case 'master-down':
      return a === b
        ? `${b} sent nothing for ${since} and then went on as master; nobody took over in between.`
        : `${a} had not been heard for ${since}; ${b} took over when its Master_Down_Interval ran out.`;
    case 'preemption':
      return `${b} took over with the higher priority (${to.firstPriority}) while ${a} was master.`;
    case 'priority-drop':
      return `${a} had lowered its priority below ${to.firstPriority}; ${b} took over with the higher one.`;
    case 'usurpation':
      return `${b} claimed mastership with priority ${to.firstPriority} although ${a} had been on the wire ${since} before: ${b} did not hear or accept it.`;
    case 'split-brain-end':
      return explainSplitBrainEnd(a, b, from.end?.how);
  }
}

function explainSplitBrainEnd(loser: string, survivor: string, how: string | undefined): string {
  if (how === 'resigned') return `${loser} resigned; ${survivor} is the only master left.`;
  if (how === 'silent') return `${loser} fell silent; ${survivor} is the only master left.`;
  return `${loser} gave up to ${survivor}, which went on as the only master.`;
}

/** What the timers say: how long the new master waited and should have waited. */
export function explainTiming({ time, from, to, lastHeard }: Takeover): string {
  const { address } = to.router;
  const waited = formatDuration(time - lastHeard.time);
  return `${address} waited ${waited}; its Master_Down_Interval is ${formatSeconds(to.router.takeoverDelayAfter(from.router))}.`;
}
