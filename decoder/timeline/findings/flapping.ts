import type { Nanos } from '../../time.ts';
import type { Words } from '../../wording/words.ts';
import type { History } from '../history.ts';
import { hasResignedUnseen } from '../identification.ts';
import type { RouterState } from '../router-state.ts';
import { uniqueEvidence } from '../split-brain.ts';
import type { Takeover } from '../transitions.ts';
import { draft, type FindingDraft } from './finding-draft.ts';
import type { Episode } from './silent-senders.ts';

/** Ten minutes. */
const WINDOW = 600e9;
const TRANSITIONS = 4;
/** Planned work moves mastership, too: so many of them must be failures, or it takes so many returns to one router. */
const FAILURES = 2;
const RETURNS = 3;
/** So many stalls or restarts, each of which would be a finding, are one. */
const EPISODES = 3;
/** Returns are regular if each period is within this part of the median. */
const REGULAR = 0.1;

type IsFailure = (transition: Takeover) => boolean;

/**
 * Four or more transitions within ten minutes are one finding together; `open` loses those it explains, and `episodes` those
 * that are part of it.
 */
export function flappingFindings(
  history: History,
  open: Set<Takeover>,
  episodes: Set<Episode>,
  isFailure: IsFailure,
  words: Words,
): FindingDraft[] {
  const explained = [...episodes].flatMap(({ moved }) => moved);
  const ofEpisodes = runsOf([...open, ...explained]).flatMap((run) => {
    const members = new Set(run);
    const inside = [...episodes].filter(({ moved }) => moved.some((transition) => members.has(transition)));
    const restarts = run.filter((transition) => open.has(transition) && isRestart(transition));
    if (inside.length === 0 || inside.length + restarts.length < EPISODES) return [];
    for (const episode of inside) episodes.delete(episode);
    for (const transition of run) open.delete(transition);
    return flapping(
      history,
      run,
      mostCommon([...inside.map(({ finding }) => finding.code), ...restarts.map(() => 'process-restarted')]),
      words,
    );
  });
  const others = runsOf([...open]).flatMap((run) => {
    if (run.filter(isFailure).length < FAILURES && mostReturns(run, history) < RETURNS) return [];
    for (const transition of run) open.delete(transition);
    const failures = run.filter(isFailure);
    return flapping(history, run, reasonOf(failures), words);
  });
  return [...ofEpisodes, ...others];
}

/** Its process died, and was back too late to be an episode. */
function isRestart({ cause, from }: Takeover): boolean {
  return cause === 'master-down' && from.successor !== null && from.successor.restartedAfter !== null;
}

/** What all these failures have in common. */
function reasonOf(failures: readonly Takeover[]): string | null {
  if (failures.length === 0) return null;
  if (failures.every(({ cause }) => cause === 'priority-drop')) return 'priority-drop';
  if (failures.every(({ cause }) => cause === 'usurpation')) return 'usurpation';
  const returns = failures.flatMap(({ cause, from }) => (cause === 'master-down' ? (from.successor ?? []) : [null]));
  if (returns.length < FAILURES) return null;
  if (returns.every((back) => back !== null && back.restartedAfter !== null)) return 'process-restarted';
  return returns.every((back) => back !== null && hasResignedUnseen(back)) ? 'unsent-resignation' : null;
}

function flapping(
  { virtualRouter }: History,
  run: readonly Takeover[],
  reason: string | null,
  { findings }: Words,
): FindingDraft[] {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return [];
  const routers = [...new Set(run.flatMap(({ to, from }) => [to.router.address, from.router.address]))];
  const drops = run.filter(({ cause }) => cause === 'priority-drop');
  const lowered = [...new Set(drops.map(({ from }) => from.router.address))];
  const told = { virtualRouter, routers, lowered, count: run.length, length: last.time - first.time, reason };
  return [
    draft('flapping', 'warning', virtualRouter, {
      ...findings.flapping({ ...told, ...rhythmOf(run), causes: countCauses(run) }),
      reason,
      routers,
      start: first.time,
      end: last.time,
      evidence: uniqueEvidence(run.flatMap(({ evidence }) => evidence)),
    }),
  ];
}

/** Stretches in which every transition has three others within ten minutes. */
function runsOf(transitions: readonly Takeover[]): Takeover[][] {
  const moves = transitions.filter(({ cause }) => cause !== 'split-brain-end').sort((a, b) => a.time - b.time);
  const runs: Takeover[][] = [];
  let end = -1;
  moves.forEach((move, index) => {
    const fourth = moves[index + TRANSITIONS - 1];
    if (fourth && fourth.time - move.time <= WINDOW) {
      if (index > end) runs.push([]);
      end = index + TRANSITIONS - 1;
    }
    if (index <= end) runs.at(-1)?.push(move);
  });
  return runs;
}

/** How often mastership came back to the router that it came back to most. */
function mostReturns(run: readonly Takeover[], { reigns }: History): number {
  const [first] = run;
  const counts = new Map<RouterState, number>();
  for (const { to, from } of run) {
    if (to.router !== from.router) counts.set(to.router, (counts.get(to.router) ?? 0) + 1);
  }
  let most = 0;
  for (const [router, count] of counts) {
    const wasMaster = reigns.some(({ claim }) => claim.router === router && claim.start.time < (first?.time ?? 0));
    most = Math.max(most, wasMaster ? count : count - 1);
  }
  return most;
}

/** How long it took from one return to the same router to the next, and whether that was always about as long. */
function rhythmOf(run: readonly Takeover[]): { period: Nanos; isRegular: boolean } {
  const lastBack = new Map<RouterState, Nanos>();
  const periods: Nanos[] = [];
  for (const { to, time } of run) {
    const before = lastBack.get(to.router);
    if (before !== undefined) periods.push(time - before);
    lastBack.set(to.router, time);
  }
  if (periods.length === 0) periods.push((run.at(-1)?.time ?? 0) - (run[0]?.time ?? 0));
  const mean = periods.reduce((sum, period) => sum + period, 0) / periods.length;
  const median = periods.sort((a, b) => a - b)[periods.length >> 1] ?? mean;
  const isRegular = periods.length > 1 && periods.every((period) => Math.abs(period - median) <= REGULAR * median);
  return { period: isRegular ? median : mean, isRegular };
}

function countCauses(run: readonly Takeover[]): { cause: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { cause } of run) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].map(([cause, count]) => ({ cause, count }));
}

function mostCommon(codes: readonly string[]): string | null {
  const [first] = codes.toSorted((a, b) => count(codes, b) - count(codes, a));
  return first ?? null;
}

function count(codes: readonly string[], wanted: string): number {
  return codes.filter((code) => code === wanted).length;
}
