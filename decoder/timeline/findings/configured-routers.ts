import type { ConfiguredVirtualRouter } from '../match-routers.ts';
import type { RouterState } from '../router-state.ts';
import { observedFrom, subjectOf } from './configured-subject.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** Routers that no configuration has, instances that nobody speaks for, and what cannot be told apart. */
export function strangerFindings(input: FindingInput): FindingDraft[] {
  return [
    ...input.configured.flatMap((group) => [...rogues(group, input), ...unclear(group, input)]),
    ...unconfigured(input),
    ...silent(input),
  ];
}

/** Those that no node is known to be, or may be. */
function strangersIn({ history, nodes }: ConfiguredVirtualRouter): RouterState[] {
  const known = new Set(nodes.flatMap(({ router, candidates }) => router ?? candidates));
  const peers = new Set(nodes.flatMap(({ instance }) => instance.peers));
  return [...(history?.virtualRouter.routers.values() ?? [])].filter(
    (router) => !known.has(router) && !peers.has(router.address),
  );
}

function rogues(group: ConfiguredVirtualRouter, input: FindingInput): FindingDraft[] {
  const strangers = strangersIn(group);
  const { history, nodes } = group;
  if (!history || strangers.length === 0) return [];
  const isAlone = nodes.length === 1;
  return [
    draft('rogue-router', isAlone ? 'info' : 'warning', history.virtualRouter, {
      ...input.words.findings['rogue-router']({
        virtualRouter: history.virtualRouter,
        routers: strangers.map(({ address, priority }) => ({ address, priority })),
        names: nodes.map(({ configuration }) => configuration.name),
        free: nodes.filter(({ router }) => router === null).map(({ configuration }) => configuration.name),
        isAlone,
      }),
      routers: strangers.map(({ address }) => address),
      start: Math.min(...strangers.map(({ first }) => first.time)),
      end: Math.max(...strangers.map(({ last }) => last.time)),
      evidence: strangers.map(({ first }) => first.evidence).slice(0, 10),
    }),
  ];
}

function unclear(group: ConfiguredVirtualRouter, input: FindingInput): FindingDraft[] {
  const nodes = group.nodes.filter(({ candidates }) => candidates.length > 0);
  const routers = [...new Set(nodes.flatMap(({ candidates }) => candidates))];
  if (!group.history || routers.length === 0) return [];
  return [
    draft('config-unmatched', 'info', group.history.virtualRouter, {
      ...input.words.findings['config-unmatched'].unclear({
        virtualRouter: subjectOf(group),
        routers: routers.map(({ address }) => address),
        names: nodes.map(({ configuration }) => configuration.name),
      }),
      routers: routers.map(({ address }) => address),
      start: Math.min(...routers.map(({ first }) => first.time)),
      evidence: routers.map(({ first }) => first.evidence).slice(0, 10),
    }),
  ];
}

/** On a shared segment others have virtual routers of their own. */
function unconfigured(input: FindingInput): FindingDraft[] {
  const configured = new Set(input.configured.map(({ history }) => history));
  const others = input.histories.filter((history) => !configured.has(history));
  const [first] = others;
  if (!first) return [];
  return [
    draft('config-unmatched', 'info', null, {
      ...input.words.findings['config-unmatched'].strangers({
        virtualRouters: others.map(({ virtualRouter }) => virtualRouter),
      }),
      routers: [],
      start: first.virtualRouter.first.heard.time,
      end: null,
      evidence: others.map(({ virtualRouter }) => virtualRouter.first.heard.evidence).slice(0, 10),
    }),
  ];
}

function silent(input: FindingInput): FindingDraft[] {
  const unheard = input.configured.filter(({ history }) => history === null).flatMap(({ nodes }) => nodes);
  if (unheard.length === 0) return [];
  return [
    draft('config-unmatched', 'info', null, {
      ...input.words.findings['config-unmatched'].silent({
        instances: unheard.map(({ configuration, instance }) => ({
          name: configuration.name,
          instance: instance.name,
          vrid: instance.vrid,
        })),
      }),
      routers: [],
      start: observedFrom(input),
      end: null,
      evidence: [],
    }),
  ];
}
