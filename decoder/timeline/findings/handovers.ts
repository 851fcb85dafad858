import type { Claim } from '../claim.ts';
import { explainTiming, explainTransition } from '../explain-transition.ts';
import { beganAtOnce, type History, type Takeover, type TransitionAt } from '../history.ts';
import { anyWithin, lastStartedBy } from '../sorted.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { formatDuration, list } from '../wording.ts';
import { describeVirtualRouter, draft, type FindingDraft } from './finding-draft.ts';
import { flappingFindings } from './flapping.ts';
import { restartedProcessFindings, stalledSenderFindings } from './silent-senders.ts';

/** keepalived entering FAULT sends a second priority 0 this soon. */
const FAULT_WINDOW = 1e6;

/** What each transition was: a failover, planned, a stalled or restarted sender, a race; each has one finding. */
export function handoverFindings(history: History, heldByNonMaster: ReadonlySet<Claim>): FindingDraft[] {
  const open = new Set(history.transitions.filter(isTakeover));
  for (const transition of open) {
    const split = lastStartedBy(history.splitBrains, transition.time, ({ start }) => start);
    if (split && (split.end === null || transition.time <= split.end)) open.delete(transition);
  }
  const findings = [...stalledSenderFindings(history, open), ...restartedProcessFindings(history, open)];
  for (const transition of open) {
    if (transition.cause === 'master-down' && heldByNonMaster.has(transition.from)) {
      open.delete(transition);
    }
  }
  findings.push(...flappingFindings(history, open, isFailure));
  const beatings = new Map<Claim, Takeover>();
  for (const transition of open) if (transition.cause === 'split-brain-end') beatings.set(transition.from, transition);
  for (const transition of open) {
    const beatenBack = beatings.get(transition.to);
    const finding = classify(history, transition, beatenBack);
    if (finding) findings.push(finding);
  }
  return [...findings, ...equalPriorities(history)];
}

function classify(history: History, transition: Takeover, beatenBack?: Takeover): FindingDraft | null {
  const unseen = anyWithin(history.pauses, transition.lastHeard.time, transition.time);
  if (unseen) return null;
  switch (transition.cause) {
    case 'master-down':
    case 'priority-drop':
      return failover(history, transition, null);
    case 'resignation':
      return isFault(transition.from) ? failover(history, transition, 'fault') : plannedHandover(history, transition);
    case 'preemption':
      return plannedHandover(history, transition);
    case 'usurpation':
      return beatenBack ? handoverRace(history, transition, beatenBack) : usurpation(history, transition);
    default:
      return null;
  }
}

function isTakeover(transition: TransitionAt): transition is Takeover {
  return transition.cause !== 'initial';
}

function isFault({ resignations }: Claim): boolean {
  const [first, second] = resignations;
  return first !== undefined && second !== undefined && second.time - first.time <= FAULT_WINDOW;
}

function isFailure({ cause, from }: Takeover): boolean {
  if (cause === 'resignation') return isFault(from);
  return cause === 'master-down' || cause === 'priority-drop' || cause === 'usurpation';
}

function failover(history: History, transition: Takeover, reason: string | null): FindingDraft {
  const { virtualRouter } = history;
  const { time, from, to, cause, lastHeard } = transition;
  const [a, b] = [from.router.address, to.router.address];
  const common = {
    reason,
    routers: [...new Set([a, b])],
    start: cause === 'master-down' ? lastHeard.time : time,
    end: time,
    evidence: uniqueEvidence(transition.evidence),
  };
  const moved = a === b ? `${a} was gone and came back` : `Failover from ${a} to ${b}`;
  if (reason === 'fault') {
    return draft('failover', 'warning', virtualRouter, {
      ...common,
      title: `${moved}: ${a} entered FAULT`,
      explanation: `${a} resigned with two priority 0 advertisements within a millisecond, as keepalived does when it enters FAULT; ${b} took over ${formatDuration(time - lastHeard.time)} later.`,
      advice: `On ${a}: which check failed? The keepalived log names the track_script, track_process, interface or address; ip link; ip addr.`,
    });
  }
  if (cause === 'priority-drop') {
    return draft('failover', 'warning', virtualRouter, {
      ...common,
      title: `${moved}: ${a} lowered its priority`,
      explanation: explainTransition(transition),
      advice: `On ${a}: which track_script, track_interface or track_file took weight away? The keepalived log says "Changing effective priority".`,
    });
  }
  return draft('failover', 'warning', virtualRouter, {
    ...common,
    title: `${moved}: ${a} fell silent`,
    explanation: `${explainTransition(transition)} ${explainTiming(transition)} ${explainSilence(from)}`,
    advice: `On ${a}: did keepalived run, was the link up (journalctl -u keepalived; ip -s link)? A capture on ${a} itself tells whether it went on sending.`,
  });
}

/** keepalived uses up a number or two for the priority 0 of a FAULT that a dead link keeps from leaving. */
const UNSENT_RESIGNATIONS = 2;

function explainSilence({ router, successor: back }: Claim): string {
  const { address } = router;
  if (back && back.skippedIds > 0 && back.skippedIds <= UNSENT_RESIGNATIONS) {
    return `When ${address} came back its identifications had moved on by ${back.skippedIds}: it had resigned, as keepalived does in FAULT, but nothing got out. That is what a lost link looks like.`;
  }
  if (back && back.skippedIds > 0) {
    return `When ${address} came back its identifications had moved on by ${back.skippedIds}: it had sent some advertisements that did not get here, and then stopped.`;
  }
  if (back && back.restartedAfter !== null) {
    return `When ${address} came back its identifications began at 1 again: a new process. The old one ended without a resignation that got here: a crash, a kill, a reboot, or a restart after the fault.`;
  }
  if (back && back.stalledSince !== null) {
    return `When ${address} came back its identifications went on without a gap: it had sent nothing in between.`;
  }
  return `${address} did not resign. Whether it stopped, or its advertisements were lost on the way, its silence does not tell.`;
}

function plannedHandover({ virtualRouter }: History, transition: Takeover): FindingDraft {
  const { time, from, to, cause, lastHeard } = transition;
  const [a, b] = [from.router.address, to.router.address];
  return draft('planned-handover', 'info', virtualRouter, {
    title:
      cause === 'preemption'
        ? `${b} took over from ${a} by higher priority`
        : a === b
          ? `${a} resigned and became master again`
          : `${a} resigned, ${b} became master`,
    explanation: explainTransition(transition),
    advice: 'Nothing, if somebody stopped or started a node then.',
    routers: [...new Set([a, b])],
    start: cause === 'resignation' ? lastHeard.time : time,
    end: time,
    evidence: uniqueEvidence(transition.evidence),
  });
}

function usurpation({ virtualRouter }: History, transition: Takeover): FindingDraft {
  const { time, from, to } = transition;
  const [a, b] = [from.router.address, to.router.address];
  return draft('usurpation', 'warning', virtualRouter, {
    title: `${b} took over from ${a} before it was due`,
    explanation: `${explainTransition(transition)} ${from.successor ? `${a} was silent until ${formatDuration(from.successor.start.time - time)} later` : `${a} was not seen again`}, so no double mastership is shown.`,
    advice: `Compare captures on both nodes: did the last advertisements of ${a} reach ${b}? Look for loss between them.`,
    routers: [a, b],
    start: time,
    evidence: uniqueEvidence(transition.evidence),
  });
}

function handoverRace({ virtualRouter }: History, transition: Takeover, end: Takeover): FindingDraft {
  const { time, from, to } = transition;
  const [a, b] = [from.router.address, to.router.address];
  return draft('handover-race', 'info', virtualRouter, {
    title: `${b} claimed mastership for ${formatDuration(end.time - time)} and was beaten back`,
    explanation: `${b} claimed mastership although ${a} was master, and gave up ${formatDuration(end.time - time)} later, in less than an interval. It had not heard ${a} for a moment.`,
    advice: `Now and then this is harmless; often, it is loss of advertisements on the way to ${b}, or a node that starts before its link forwards (vrrp_startup_delay).`,
    routers: [a, b],
    start: time,
    end: end.time,
    evidence: uniqueEvidence([...transition.evidence, ...end.evidence]),
  });
}

/** Equal priorities leave the choice to the higher address. */
function equalPriorities({ virtualRouter, races }: History): FindingDraft[] {
  const [race] = races.filter(
    ({ claims: [a, b] }) => a && b && a.firstPriority === b.firstPriority && beganAtOnce(a, b),
  );
  if (!race) return [];
  const routers = race.claims.map(({ router }) => router.address);
  return [
    draft('equal-priorities', 'info', virtualRouter, {
      title: `${list(routers)} have the same priority`,
      explanation: `${list(routers)} claimed mastership of ${describeVirtualRouter(virtualRouter)} at the same moment with priority ${race.claims[0]?.firstPriority ?? 0}; the higher address wins.`,
      advice: 'Give the nodes different priorities, so that one takes over and no race is needed.',
      routers,
      start: race.start,
      end: race.end,
      evidence: uniqueEvidence(race.claims.map(({ start }) => start.evidence)),
    }),
  ];
}
