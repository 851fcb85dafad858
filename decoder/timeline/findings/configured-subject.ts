import type { ConfiguredVirtualRouter } from '../match-routers.ts';
import type { FindingInput } from './finding-draft.ts';

/** The beginning of what was captured; Infinity without packets. */
export function observedFrom({ streams }: Pick<FindingInput, 'streams'>): number {
  return Math.min(...streams.flatMap(({ span }) => span?.start ?? []));
}

/** Who the nodes of a virtual router are, and what it covers: as heard, else as configured. */
export function subjectOf({ history, nodes }: ConfiguredVirtualRouter): { vrid: number; addresses: Iterable<string> } {
  const [first] = nodes;
  return history?.virtualRouter ?? { vrid: first?.instance.vrid ?? 0, addresses: first?.instance.addresses ?? [] };
}

/** What configurations say holds throughout. */
export function throughout(group: ConfiguredVirtualRouter, input: FindingInput) {
  const routers = group.nodes.flatMap(({ router }) => router ?? []);
  return {
    routers: routers.map(({ address }) => address),
    start: group.history?.virtualRouter.first.heard.time ?? observedFrom(input),
    end: null,
    evidence: routers.map(({ first }) => first.evidence).slice(0, 10),
  };
}
