import type { Words } from '../../wording/words.ts';
import type { History, Takeover } from '../history.ts';
import { uniqueEvidence } from '../split-brain.ts';
import { draft, type FindingDraft } from './finding-draft.ts';

/** Ten minutes. */
const WINDOW = 600e9;
const TRANSITIONS = 4;
/** So many of them must be failures: planned work moves mastership, too. */
const FAILURES = 2;

/** Four or more transitions within ten minutes are one finding together; `open` loses those it explains. */
export function flappingFindings(
  { virtualRouter }: History,
  open: Set<Takeover>,
  isFailure: (transition: Takeover) => boolean,
  { findings }: Words,
): FindingDraft[] {
  const moves = [...open].filter(({ cause }) => cause !== 'split-brain-end').sort((a, b) => a.time - b.time);
  return runsOf(moves).flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (!first || !last || run.filter(isFailure).length < FAILURES) return [];
    for (const transition of run) open.delete(transition);
    const routers = [...new Set(run.map(({ to }) => to.router.address))];
    const length = last.time - first.time;
    return draft('flapping', 'warning', virtualRouter, {
      ...findings.flapping({
        virtualRouter,
        routers,
        count: run.length,
        length,
        pace: length / (run.length - 1),
        causes: countCauses(run),
      }),
      routers,
      start: first.time,
      end: last.time,
      evidence: uniqueEvidence(run.flatMap(({ evidence }) => evidence)),
    });
  });
}

/** Stretches in which every transition has three others within ten minutes. */
function runsOf(moves: readonly Takeover[]): Takeover[][] {
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

function countCauses(run: readonly Takeover[]): { cause: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { cause } of run) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].map(([cause, count]) => ({ cause, count }));
}
