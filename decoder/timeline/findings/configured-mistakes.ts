import type { Configuration, Instance, Tracked } from '../../configuration/configuration.ts';
import { type Place, placeText } from '../../configuration/place.ts';
import { failedPriority, healthyPriority } from '../../configuration/reachable-priorities.ts';
import type { FindingWords } from '../../wording/finding-words.ts';
import type { ConfiguredVirtualRouter, NodeInstance } from '../match-routers.ts';
import { observedFrom, subjectOf, throughout } from './configured-subject.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

const OWNER = 255;

/** Settings that keepalived takes and that cannot do what they were meant for. */
export function mistakeFindings(input: FindingInput): FindingDraft[] {
  return [
    ...input.configured.flatMap((group) => [
      ...group.nodes.flatMap((node) => mistakesOf(node, group, input)),
      ...tooSmallWeights(group, input),
    ]),
    ...input.configurations.flatMap((configuration) => twiceOnAnInterface(configuration, input)),
  ];
}

function mistakesOf(node: NodeInstance, group: ConfiguredVirtualRouter, input: FindingInput): FindingDraft[] {
  const { instance, configuration } = node;
  const told = input.words.findings['config-mistake'];
  const about = (place: Place) => ({
    virtualRouter: subjectOf(group),
    name: configuration.name,
    instance: instance.name,
    place: placeText(place),
  });
  const drafts: FindingDraft[] = [];
  const add = (places: Place[], words: FindingWords, explains?: string) =>
    drafts.push(
      draft('config-mistake', 'warning', group.history?.virtualRouter ?? null, {
        ...throughout({ ...group, nodes: [node] }, input),
        ...words,
        places,
        ...(explains !== undefined && { explains }),
      }),
    );
  const { nopreemptAt, clearedDelayAt, ignoredWeights, undefinedTracks } = instance;
  if (nopreemptAt !== null && !instance.nopreempt && instance.priority !== OWNER && isStated(instance)) {
    add([nopreemptAt], told.nopreempt(about(nopreemptAt)), 'nopreempt-takeover');
  }
  if (clearedDelayAt !== null && isStated(instance)) {
    add(
      [clearedDelayAt],
      told.preemptDelay({ ...about(clearedDelayAt), because: instance.nopreempt ? 'nopreempt' : instance.state }),
    );
  }
  if (ignoredWeights.length > 0) {
    const syncGroup = instance.priority === OWNER ? null : instance.syncGroup;
    const places = ignoredWeights.map(({ place }) => place);
    add(places, told.ignoredWeights({ ...about(instance.place), tracked: ignoredWeights.map(toldTrack), syncGroup }));
  }
  for (const { keyword, name, place } of undefinedTracks) {
    add([place], told.undefinedTrack({ ...about(place), keyword, tracked: name }));
  }
  return drafts;
}

function isStated({ unread }: Instance): boolean {
  return !unread.has('state') && !unread.has('priority');
}

function toldTrack({ kind, name, weight, place }: Tracked) {
  return { keyword: kind, name, weight, place: placeText(place) };
}

/** The node that is master while all is well keeps mastership although everything that it tracks fails. */
function tooSmallWeights(group: ConfiguredVirtualRouter, input: FindingInput): FindingDraft[] {
  const nodes = group.nodes.filter(({ instance }) => !instance.unread.has('priority'));
  if (nodes.length < 2 || nodes.length < group.nodes.length) return [];
  const [master, ...others] = [...nodes].sort((a, b) => healthyPriority(b.instance) - healthyPriority(a.instance));
  if (!master || master.instance.tracked.some(({ weight }) => weight === 0)) return [];
  const weighted = master.instance.tracked.filter(({ weight }) => weight !== 0);
  const [healthy, failed] = [healthyPriority(master.instance), failedPriority(master.instance)];
  const rivals = others.map(({ configuration, instance }) => ({
    name: configuration.name,
    priority: healthyPriority(instance),
  }));
  const isEnough = rivals.some(({ priority }) => priority > failed);
  const nobodyPreempts = isEnough && others.every(({ instance }) => instance.nopreempt);
  const isLower = rivals.every(({ priority }) => priority < healthy);
  if (weighted.length === 0 || !isLower || (isEnough && !nobodyPreempts)) return [];
  const [first] = weighted;
  return [
    draft('config-mistake', 'warning', group.history?.virtualRouter ?? null, {
      ...input.words.findings['config-mistake'].weights({
        virtualRouter: subjectOf(group),
        name: master.configuration.name,
        instance: master.instance.name,
        place: placeText(first?.place ?? master.instance.place),
        healthy,
        failed,
        tracked: weighted.map(toldTrack),
        others: rivals,
        nobodyPreempts,
      }),
      ...throughout({ ...group, nodes: [master] }, input),
      explains: 'priority-drop-too-small',
      places: [first?.place ?? master.instance.place],
    }),
  ];
}

/** The same VRID twice among advertisements that cannot be told apart (vrrp.c: check_vrid_conflicts). */
function twiceOnAnInterface({ name, instances }: Configuration, input: FindingInput): FindingDraft[] {
  const uses = new Map<string, Instance[]>();
  for (const instance of instances) {
    const { family, vrid, group, source } = instance;
    if (instance.interface === null) continue;
    const among = group ?? `unicast ${source ?? ''}`;
    const key = JSON.stringify([instance.interface, family, vrid, among]);
    uses.set(key, [...(uses.get(key) ?? []), instance]);
  }
  return [...uses.values()].flatMap((same) => {
    const [first, second] = same;
    if (!first || !second || isApart(same)) return [];
    const words = input.words.findings['config-mistake'].twice({
      name,
      vrid: first.vrid,
      interface: first.interface ?? '',
      instances: same.map((instance) => ({
        instance: instance.name,
        place: placeText(instance.places.get('virtual_router_id') ?? instance.place),
      })),
    });
    const start = observedFrom(input);
    const places = same.map((instance) => instance.places.get('virtual_router_id') ?? instance.place);
    return [
      draft('config-mistake', 'warning', null, { ...words, routers: [], start, end: null, evidence: [], places }),
    ];
  });
}

/** Unicast to different peers stays apart. */
function isApart(instances: readonly Instance[]): boolean {
  const peers = instances.flatMap((instance) => instance.peers);
  return peers.length > 0 && new Set(peers).size === peers.length;
}
