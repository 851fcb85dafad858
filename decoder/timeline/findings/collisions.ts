import { shareAnInterface } from '../virtual-router-state.ts';
import { list } from '../wording.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** Two clusters that chose one VRID on one segment. */
export function collisionFindings({ timeline, histories }: FindingInput): FindingDraft[] {
  return timeline.collisions().flatMap((virtualRouters) => {
    const [first, ...others] = virtualRouters;
    const colliding = first ? others.filter((other) => shareAnInterface(first, other)) : [];
    const last = colliding.at(-1);
    if (!first || !last) return [];
    const all = [first, ...colliding];
    const orphan = histories.find(
      ({ virtualRouter, noMaster }) =>
        all.includes(virtualRouter) && noMaster.some(({ before }) => before.end?.how === 'yielded'),
    );
    const lists = all.map(({ addresses }) => list([...addresses], 3)).join(' against ');
    return draft('vrid-collision', orphan ? 'critical' : 'warning', last, {
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
    });
  });
}
