import type { History } from '../history.ts';
import { shareAnInterface, type VirtualRouterState } from '../virtual-router-state.ts';
import { list } from '../wording.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** Two clusters that chose one VRID on one segment. */
export function collisionFindings({ timeline, histories }: FindingInput): FindingDraft[] {
  return timeline.collisions().flatMap((virtualRouters) => {
    const [first, ...others] = virtualRouters;
    const neighbours = first ? others.filter((other) => shareAnInterface(first, other)) : [];
    const overlapping = neighbours.filter((other) => first && !areDisjoint(first, other));
    const colliding = neighbours.filter((other) => !overlapping.includes(other));
    const overlaps = overlapping.flatMap((other) => (first ? lateOverlap(first, other) : []));
    return [...overlaps, ...(first ? collision(first, colliding, histories) : [])];
  });
}

function areDisjoint(a: VirtualRouterState, b: VirtualRouterState): boolean {
  return [...a.addresses].every((address) => !b.addresses.has(address));
}

/** Lists that had nothing in common at first and have now. */
function lateOverlap(first: VirtualRouterState, other: VirtualRouterState): FindingDraft {
  const lists = [first, other].map(({ addresses }) => list([...addresses], 3)).join(' against ');
  return draft('address-mismatch', 'warning', other, {
    title: `The address lists of VRID ${first.vrid} differ: ${lists}`,
    explanation: `Routers of VRID ${first.vrid} advertised lists that shared nothing at first and share addresses since one was changed: ${lists}. They are shown as two virtual routers; where both have a master at once, two routers claim the shared addresses.`,
    advice: 'Set the same virtual_ipaddress list on all nodes.',
    routers: [first, other].flatMap(({ routers }) => [...routers.keys()]),
    start: other.first.heard.time,
    end: null,
    evidence: [first.first.heard.evidence, other.first.heard.evidence],
  });
}

function collision(
  first: VirtualRouterState,
  colliding: readonly VirtualRouterState[],
  histories: readonly History[],
): FindingDraft[] {
  const last = colliding.at(-1);
  if (!last) return [];
  const all = [first, ...colliding];
  const orphan = histories.find(
    ({ virtualRouter, noMaster }) =>
      all.includes(virtualRouter) && noMaster.some(({ ended }) => ended.how === 'yielded'),
  );
  const lists = all.map(({ addresses }) => list([...addresses], 3)).join(' against ');
  return [
    draft('vrid-collision', orphan ? 'critical' : 'warning', last, {
      title: `Two clusters use VRID ${first.vrid}${orphan ? ', and one lost its address to that' : ''}`,
      explanation: `Routers on one segment advertise VRID ${first.vrid} with address lists that share nothing: ${lists}. Each takes the other's advertisements for its own virtual router's. ${
        orphan
          ? `${list([...orphan.virtualRouter.addresses], 3)} had no owner: its master yielded to the stranger.`
          : 'keepalived before 2.3.3 rejects them, and both go on as masters; later versions let the lower priority yield, and its address loses its owner.'
      }`,
      advice: 'Give one of the clusters another virtual_router_id; the VRIDs in use are listed in this report.',
      routers: all.flatMap(({ routers }) => [...routers.keys()]),
      start: last.first.heard.time,
      end: null,
      evidence: all.map((virtualRouter) => virtualRouter.first.heard.evidence).slice(0, 10),
    }),
  ];
}
