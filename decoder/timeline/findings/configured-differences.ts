import type { Configuration } from '../../configuration/configuration.ts';
import { type Place, placeText } from '../../configuration/place.ts';
import { canAdvertise } from '../../configuration/reachable-priorities.ts';
import type { ConfiguredSetting } from '../../wording/en/configurations.ts';
import type { ConfiguredVirtualRouter, NodeInstance } from '../match-routers.ts';
import { isDifferent, isKnown, placeOf, SETTINGS, type Setting, sentInstead } from './configured-settings.ts';
import { subjectOf, throughout } from './configured-subject.ts';
import { draft, type FindingDraft, type FindingInput } from './finding-draft.ts';

/** Where nodes of one virtual router are configured differently, or one of them sends something else. */
export function differenceFindings(group: ConfiguredVirtualRouter, input: FindingInput): FindingDraft[] {
  const findings: FindingDraft[] = [];
  const told = new Set<ConfiguredSetting>();
  for (const compare of [betweenNodes, againstPackets]) {
    for (const setting of SETTINGS) {
      if (told.has(setting.name) || (setting.after && told.has(setting.after))) continue;
      const found = compare(group, setting, input);
      if (!found) continue;
      told.add(setting.name);
      findings.push(found);
    }
  }
  return [...findings, ...prioritiesOf(group, input), ...peersOf(group, input), ...syncGroupsOf(group, input)];
}

function saidBy(node: NodeInstance, keywords: readonly string[], value: string) {
  return { name: node.configuration.name, place: placeText(placeOf(node.instance, keywords)), value };
}

function betweenNodes(group: ConfiguredVirtualRouter, setting: Setting, input: FindingInput): FindingDraft | null {
  if (!isDifferent(setting, group.nodes)) return null;
  const nodes = group.nodes.filter((node) => isKnown(node, setting));
  const { findings } = input.words;
  const told = findings['config-difference'];
  const shown = shownBy(setting, input);
  const said = nodes.map((node) => saidBy(node, setting.keywords, shown(setting.configured(node.instance))));
  const isHarmless = setting.name === 'advert_int' && nodes.every(({ instance }) => instance.version === 3);
  const about = { virtualRouter: subjectOf(group), said };
  return draft('config-difference', isHarmless ? 'info' : 'warning', group.history?.virtualRouter ?? null, {
    ...(isHarmless ? told.harmlessInterval(about) : told.nodes({ ...about, setting: setting.name })),
    ...throughout(group, input),
    explains: setting.explains,
    places: placesOf(nodes, setting.keywords),
  });
}

function placesOf(nodes: readonly NodeInstance[], keywords: readonly string[]): Place[] {
  return nodes.map(({ instance }) => placeOf(instance, keywords));
}

/** Passwords are told apart by numbers. */
function shownBy({ isSecret }: Setting, { showPasswords, words }: FindingInput): (value: string) => string {
  if (!isSecret || showPasswords) return (value) => value;
  const known: string[] = [''];
  return (value) => {
    if (!known.includes(value)) known.push(value);
    return words.configurationParts.password(known.indexOf(value));
  };
}

function againstPackets(group: ConfiguredVirtualRouter, setting: Setting, input: FindingInput): FindingDraft | null {
  const differing = group.nodes.flatMap((node) => {
    const sent = sentInstead(setting, node);
    if (!node.router || sent === undefined) return [];
    return [{ node, router: node.router, configured: setting.configured(node.instance), sent }];
  });
  if (differing.length === 0) return null;
  const shown = shownBy(setting, input);
  return draft('config-difference', 'warning', group.history?.virtualRouter ?? null, {
    ...input.words.findings['config-difference'].wire({
      virtualRouter: subjectOf(group),
      setting: setting.name,
      sent: differing.map(({ node, router, configured, sent }) => {
        const { name, place } = saidBy(node, setting.keywords, configured);
        return {
          name,
          place,
          router: router.address,
          configured: shown(configured),
          sent: shown(sent),
          isLikely: node.by === 'priority',
        };
      }),
    }),
    ...throughout(group, input),
    routers: differing.map(({ router }) => router.address),
    evidence: differing.map(({ router }) => router.last.evidence).slice(0, 10),
    explains: setting.explains,
    places: placesOf(
      differing.map(({ node }) => node),
      setting.keywords,
    ),
  });
}

/** Equal ones leave the choice to the address; sent ones that no check explains are not those of the file. */
function prioritiesOf(group: ConfiguredVirtualRouter, input: FindingInput): FindingDraft[] {
  const { nodes } = group;
  const keywords = ['priority', 'state'];
  const told = input.words.findings['config-difference'];
  const virtualRouter = group.history?.virtualRouter ?? null;
  const drafts: FindingDraft[] = [];
  const known = nodes.filter((node) => isKnown(node, { keywords }));
  const highest = Math.max(...known.map(({ instance }) => instance.priority));
  const rivals = known.filter(({ instance }) => instance.priority === highest);
  if (rivals.length > 1) {
    const said = rivals.map((node) => saidBy(node, keywords, `priority ${node.instance.priority}`));
    drafts.push(
      draft('config-difference', 'info', virtualRouter, {
        ...told.equalPriorities({ virtualRouter: subjectOf(group), said }),
        ...throughout(group, input),
        explains: 'equal-priorities',
        places: placesOf(rivals, keywords),
      }),
    );
  }
  const differing = nodes.flatMap((node) => {
    const other = unexplainedPriority(node);
    return node.router && other !== undefined ? [{ node, router: node.router, other }] : [];
  });
  if (differing.length === 0) return drafts;
  const sent = differing.map(({ node, router, other }) => {
    const { name, place, value } = saidBy(node, keywords, `priority ${node.instance.priority}`);
    return { name, place, router: router.address, configured: value, sent: `priority ${other}`, isLikely: false };
  });
  drafts.push(
    draft('config-difference', 'warning', virtualRouter, {
      ...told.wire({ virtualRouter: subjectOf(group), setting: 'priority', sent }),
      ...throughout(group, input),
      routers: differing.map(({ router }) => router.address),
      evidence: differing.map(({ router }) => router.last.evidence).slice(0, 10),
      places: placesOf(
        differing.map(({ node }) => node),
        keywords,
      ),
    }),
  );
  return drafts;
}

/** The latest one sent, where nothing in the node's configuration leads to it; those before may be of a file that was changed since. */
export function unexplainedPriority({ router, instance }: NodeInstance): number | undefined {
  return router && router.priority > 0 && !canAdvertise(instance, router.priority) ? router.priority : undefined;
}

/** In unicast every node must list all others. */
function peersOf(group: ConfiguredVirtualRouter, input: FindingInput): FindingDraft[] {
  if (!group.nodes.every(({ instance }) => instance.peers.length > 0)) return [];
  return group.nodes.flatMap((node) => {
    const others = group.nodes.filter((other) => other !== node).map(addressOf);
    const missing = others.filter((address) => address !== null && !node.instance.peers.includes(address));
    const addresses = missing.flatMap((address) => address ?? []);
    if (addresses.length === 0 || !isKnown(node, { keywords: ['unicast_peer'] })) return [];
    const { name, place } = saidBy(node, ['unicast_peer'], '');
    return [
      draft('config-difference', 'warning', group.history?.virtualRouter ?? null, {
        ...input.words.findings['config-difference'].peers({
          virtualRouter: subjectOf(group),
          name,
          place,
          missing: addresses,
        }),
        ...throughout(group, input),
        places: placesOf([node], ['unicast_peer']),
        explains: 'not-received',
      }),
    ];
  });
}

function addressOf({ instance, router }: NodeInstance): string | null {
  return instance.source ?? router?.address ?? null;
}

/** Which virtual routers move with this one; none without a sync group. */
function syncGroupsOf(group: ConfiguredVirtualRouter, input: FindingInput): FindingDraft[] {
  if (group.nodes.length < 2) return [];
  const moved = group.nodes.map(
    ({ configuration, instance }) => membersOf(configuration).get(instance.syncGroup) ?? '',
  );
  if (new Set(moved).size < 2) return [];
  const said = group.nodes.map((node, index) => {
    const vrids = moved[index] ?? '';
    const named = `vrrp_sync_group ${node.instance.syncGroup} (VRID ${vrids})`;
    const value = vrids === '' ? input.words.configurationParts.noSyncGroup : named;
    return saidBy(node, [], value);
  });
  return [
    draft('config-difference', 'warning', group.history?.virtualRouter ?? null, {
      ...input.words.findings['config-difference'].nodes({
        virtualRouter: subjectOf(group),
        setting: 'vrrp_sync_group',
        said,
      }),
      ...throughout(group, input),
      places: placesOf(group.nodes, []),
    }),
  ];
}

const members = new WeakMap<Configuration, ReadonlyMap<string | null, string>>();

/** The VRIDs of each sync group. */
function membersOf(configuration: Configuration): ReadonlyMap<string | null, string> {
  const known = members.get(configuration);
  if (known) return known;
  const vrids = new Map<string, string[]>();
  for (const { syncGroup, vrid, family } of configuration.instances) {
    if (syncGroup === null) continue;
    vrids.set(syncGroup, [...(vrids.get(syncGroup) ?? []), `${vrid}${family === 'ipv6' ? ' (IPv6)' : ''}`]);
  }
  const found = new Map([...vrids].map(([group, list]) => [group, list.sort().join(', ')]));
  members.set(configuration, found);
  return found;
}
