import type { Words } from '../../wording/words.ts';
import type { History } from '../history.ts';
import type { RouterState } from '../router-state.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { skewTime, TIMER_SLACK } from '../timers.ts';
import type { Takeover } from '../transitions.ts';
import { draft, type FindingDraft } from './finding-draft.ts';

/** It had stood by only until the lower master resigned: once may be chance, it may have started just then. */
const STOOD_BY = 2;

/**
 * Takeovers by priority of routers that had left a lower master alone before, though they heard it: with nopreempt, or in
 * their preempt_delay. A backup that preempts lets its timer run while a lower master advertises; one whose timer began at
 * that one's very last advertisement had been listening and waiting. Each with when that was.
 */
export function takeoversInSpiteOfNopreempt({ transitions }: History): Map<Takeover, Takeover> {
  const stoodBy = new Map<RouterState, { example: Takeover; isProven: boolean; times: number }>();
  const found = new Map<Takeover, Takeover>();
  for (const transition of transitions) {
    if (transition.cause === 'initial' || transition.from.router === transition.to.router) continue;
    const { router } = transition.to;
    const known = stoodBy.get(router);
    const isCertain = known !== undefined && (known.isProven || known.times >= STOOD_BY);
    if (transition.cause === 'preemption') {
      if (isCertain) found.set(transition, known.example);
      else stoodBy.delete(router);
      continue;
    }
    const waitedFor = whatItWaitedFor(transition);
    if (!waitedFor) continue;
    const isProven = waitedFor === 'silence';
    if (!known) stoodBy.set(router, { example: transition, isProven, times: 1 });
    else {
      known.times++;
      if (isProven && !known.isProven) Object.assign(known, { isProven, example: transition });
    }
  }
  return found;
}

/** What a backup of higher priority waited for until it took over; null where its priority was no higher. */
function whatItWaitedFor({ from, to, cause, time, lastHeard }: Takeover): 'silence' | 'resignation' | null {
  const lower = from.priority > 0 ? from.priority : from.router.priority;
  if (to.firstPriority <= lower) return null;
  const { version = 2 } = to.lastMessage ?? {};
  const interval = (version === 3 ? from : to).router.interval;
  const skew = skewTime({ version, interval, priority: to.firstPriority });
  const due = cause === 'resignation' ? skew : 3 * interval + skew;
  if (Math.abs(time - lastHeard.time - due) > TIMER_SLACK * interval) return null;
  if (cause === 'master-down') return 'silence';
  return cause === 'resignation' ? 'resignation' : null;
}

export function nopreemptTakeover(
  { virtualRouter }: History,
  { time, from, to, lastHeard, evidence }: Takeover,
  before: Takeover,
  { findings }: Words,
): FindingDraft {
  const [a, b] = [from.router.address, to.router.address];
  return draft('nopreempt-takeover', 'warning', virtualRouter, {
    ...findings['nopreempt-takeover']({
      virtualRouter,
      from: a,
      to: b,
      since: time - lastHeard.time,
      ago: time - before.time,
      resigned: before.cause === 'resignation',
    }),
    routers: [b, a],
    start: time,
    evidence: uniqueEvidence([...before.evidence, ...evidence]),
  });
}
