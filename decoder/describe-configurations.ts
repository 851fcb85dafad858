import type { Configuration, Instance, Tracked } from './configuration/configuration.ts';
import type { Place } from './configuration/place.ts';
import type { ConfiguredInstance, ConfiguredPlace, ConfiguredSetting, ReportConfiguration } from './report.ts';
import { unexplainedPriority } from './timeline/findings/configured-differences.ts';
import {
  isDifferent,
  isKnown,
  NOTHING,
  placeOf,
  SETTINGS,
  type Setting,
  sentInstead,
} from './timeline/findings/configured-settings.ts';
import type { ConfiguredVirtualRouter, NodeInstance } from './timeline/match-routers.ts';
import { PasswordMask } from './wording/password-mask.ts';

/** What the packets and the other nodes tell of an instance. */
type Compared = Pick<ConfiguredInstance, 'virtualRouters' | 'router' | 'knownBy' | 'settings'>;

/** What a report tells of configurations. */
export function describeConfigurations(
  configurations: readonly Configuration[],
  configured: readonly ConfiguredVirtualRouter[],
  showPasswords: boolean,
): ReportConfiguration[] {
  const compared = new Map<Instance, Compared>();
  const masked = new PasswordMask();
  const mask = (password: string) => (showPasswords ? password : masked.mask(password));
  for (const { history, nodes } of configured) {
    for (const node of nodes) {
      const virtualRouters = history ? [history.virtualRouter.id] : [];
      const settings = [
        ...ownSettings(node),
        ...SETTINGS.map((setting) => sharedSetting(setting, node, nodes, mask)),
        ...node.instance.tracked.map((tracked) =>
          own(node.instance, tracked.kind, trackedText(tracked), tracked.place),
        ),
      ].filter(({ value, sent }) => value !== '' || sent !== null);
      const router = node.router?.address ?? null;
      compared.set(node.instance, { virtualRouters, router, knownBy: node.by, settings });
    }
  }
  return configurations.map(({ name, files, routerId, instances, syncGroups, problems }) => ({
    name,
    files,
    routerId,
    instances: instances.map((instance) => ({
      name: instance.name,
      place: placed(instance.place),
      vrid: instance.vrid,
      family: instance.family,
      interface: instance.interface,
      version: instance.version,
      state: instance.state,
      priority: instance.priority,
      interval: instance.interval / 1e9,
      authentication: instance.authentication,
      nopreempt: instance.nopreempt,
      addresses: instance.addresses,
      syncGroup: instance.syncGroup,
      tracked: instance.tracked.map((tracked) => ({ kind: tracked.kind, name: tracked.name, weight: tracked.weight })),
      ...(compared.get(instance) ?? { virtualRouters: [], router: null, knownBy: null, settings: [] }),
    })),
    syncGroups: syncGroups.map((group) => ({ name: group.name, members: group.members })),
    problems: problems.map(({ place, code, message }) => ({ ...place, code, message })),
  }));
}

/** What nodes may well have differently. */
function ownSettings(node: NodeInstance): ConfiguredSetting[] {
  const { instance } = node;
  const priority = own(instance, 'priority', String(instance.priority));
  const sent = unexplainedPriority(node);
  return [
    own(instance, 'interface', instance.interface ?? ''),
    own(instance, 'state', instance.state),
    { ...priority, sent: sent === undefined ? null : String(sent) },
    own(instance, 'nopreempt', instance.nopreempt ? 'nopreempt' : ''),
    own(instance, 'vrrp_sync_group', instance.syncGroup ?? ''),
  ];
}

function own(instance: Instance, keyword: string, value: string, place?: Place): ConfiguredSetting {
  return {
    keyword,
    value: instance.unread.has(keyword) ? null : value,
    place: placed(place ?? placeOf(instance, [keyword])),
    differs: false,
    sent: null,
  };
}

function sharedSetting(
  setting: Setting,
  node: NodeInstance,
  nodes: readonly NodeInstance[],
  mask: (password: string) => string,
): ConfiguredSetting {
  const { name, keywords, isSecret } = setting;
  const told = (value: string) => {
    if (NOTHING.has(value)) return '';
    const bare = value.startsWith(`${name} `) ? value.slice(name.length + 1) : value;
    return isSecret && bare !== '' ? mask(bare) : bare;
  };
  const value = told(setting.configured(node.instance));
  const { peers } = node.instance;
  const sent = sentInstead(setting, node);
  return {
    keyword: name,
    value: isKnown(node, setting) ? (name === 'unicast_peer' && peers.length > 0 ? peers.join(', ') : value) : null,
    place: placed(placeOf(node.instance, keywords)),
    differs: isDifferent(setting, nodes),
    sent: sent === undefined ? null : told(sent),
  };
}

/** `chk_web weight -20`. */
function trackedText({ name, weight, reverse }: Tracked): string {
  if (weight === 0) return name;
  return `${name} weight ${weight}${reverse ? ' reverse' : ''}`;
}

function placed({ file, line }: Place): ConfiguredPlace {
  return { file, line };
}
