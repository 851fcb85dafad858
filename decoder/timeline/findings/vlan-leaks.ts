import { uniqueEvidence } from '../split-brain.ts';
import type { VirtualRouterState } from '../virtual-router-state.ts';
import type { VlanLeak } from '../vlan-leaks.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** The very same advertisements in two VLANs. */
export function leakFindings({ timeline, histories, words }: FindingInput): FindingDraft[] {
  return [...timeline.leaks.all()].flatMap((leak) => {
    const history = histories.find(({ virtualRouter }) => isIn(virtualRouter, leak, leak.from));
    const into = histories.find(({ virtualRouter }) => isIn(virtualRouter, leak, leak.into));
    if (!history || !into) return [];
    const { router, from, into: vlans, count, original, first, last } = leak;
    const { virtualRouter, end } = history;
    const interval = into.virtualRouter.routers.get(router)?.interval ?? 0;
    return draft('vlan-leak', 'warning', into.virtualRouter, {
      ...words.findings['vlan-leak']({ virtualRouter, router, from: from.join('.'), into: vlans.join('.'), count }),
      routers: [router],
      start: first.time,
      end: end - last.time <= 2 * interval ? null : last.time,
      evidence: uniqueEvidence([original.evidence, first.evidence, last.evidence]),
    });
  });
}

/** Routers that are heard in a virtual router because their advertisements leak into its VLAN. */
export function leakedRouters({ timeline }: FindingInput, virtualRouter: VirtualRouterState): Set<string> {
  const leaked = [...timeline.leaks.all()].filter((leak) => isIn(virtualRouter, leak, leak.into));
  return new Set(leaked.map(({ router }) => router));
}

function isIn(
  { family, vrid, tunnel, vlans, routers }: VirtualRouterState,
  leak: VlanLeak,
  wanted: readonly number[],
): boolean {
  return (
    vrid === leak.vrid &&
    family === leak.family &&
    tunnel === leak.tunnel &&
    vlans.join('.') === wanted.join('.') &&
    routers.has(leak.router)
  );
}
