import type { History } from '../history.ts';
import { isInterruption, isTakeover } from '../transitions.ts';
import { shareAnInterface, type VirtualRouterState } from '../virtual-router-state.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';
import { leakedRouters } from './vlan-leaks.ts';

/** Two clusters that chose one VRID on one segment. */
export function collisionFindings(input: FindingInput): FindingDraft[] {
  const collisions = input.timeline.collisions();
  if (collisions.length === 0) return [];
  const histories = new Map(input.histories.map((history) => [history.virtualRouter, history]));
  return collisions.flatMap((virtualRouters) => {
    const [first, ...others] = virtualRouters;
    const neighbours = first ? others.filter((other) => shareAnInterface(first, other)) : [];
    return first ? collision(first, neighbours, histories, input) : [];
  });
}

/** Virtual routers that another one on their segment shares the VRID with. */
export function collidingRouters({ timeline }: FindingInput): Set<VirtualRouterState> {
  return new Set(
    timeline
      .collisions()
      .flatMap((all) => all.filter((one) => all.some((other) => other !== one && shareAnInterface(one, other)))),
  );
}

function collision(
  first: VirtualRouterState,
  colliding: readonly VirtualRouterState[],
  histories: ReadonlyMap<VirtualRouterState, History>,
  input: FindingInput,
): FindingDraft[] {
  const last = colliding.at(-1);
  if (!last) return [];
  const all = [first, ...colliding];
  const theirs = all.flatMap((virtualRouter) => histories.get(virtualRouter) ?? []);
  const orphan = theirs.find(({ noMaster }) => noMaster.some(({ ended }) => ended.how === 'yielded'));
  const residents = all.filter((virtualRouter) => !isLeaked(virtualRouter, input));
  const isByLeak = residents.length < 2 && residents.length < all.length;
  if (isByLeak && !orphan) return [];
  return [
    draft('vrid-collision', orphan ? 'critical' : 'warning', last, {
      reason: isByLeak ? 'vlan-leak' : null,
      ...input.words.findings['vrid-collision']({
        vrid: first.vrid,
        lists: all.map(({ addresses }) => [...addresses]),
        orphaned: orphan ? [...orphan.virtualRouter.addresses] : null,
        interruptions: theirs.reduce((sum, history) => sum + interruptions(history), 0),
      }),
      routers: all.flatMap(({ routers }) => [...routers.keys()]),
      start: last.first.heard.time,
      end: null,
      evidence: all.map((virtualRouter) => virtualRouter.first.heard.evidence).slice(0, 10),
    }),
  ];
}

function interruptions({ transitions }: History): number {
  return transitions.filter((transition) => isTakeover(transition) && isInterruption(transition)).length;
}

/** Whoever speaks in it belongs to another VLAN: the leak is the finding. */
function isLeaked(virtualRouter: VirtualRouterState, input: FindingInput): boolean {
  const leaked = leakedRouters(input, virtualRouter);
  return [...virtualRouter.routers.keys()].every((router) => leaked.has(router));
}
