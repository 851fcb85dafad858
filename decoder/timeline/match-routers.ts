import type { Configuration, Instance } from '../configuration/configuration.ts';
import { canAdvertise, healthyPriority } from '../configuration/reachable-priorities.ts';
import type { History } from './history.ts';
import type { RouterState } from './router-state.ts';

/** How a router is known to be the one that runs an instance. */
export type KnownBy = 'source' | 'name' | 'peers' | 'elsewhere' | 'priority';

/** One node's instance, and the router that speaks for it. */
export interface NodeInstance {
  configuration: Configuration;
  instance: Instance;
  /** Null where none was heard, as of a backup, or where it cannot be told which. */
  router: RouterState | null;
  by: KnownBy | null;
  /** Those that it may be, as far as their priorities go. */
  candidates: RouterState[];
}

/** Instances of several nodes that make one virtual router. */
export interface ConfiguredVirtualRouter {
  /** Null where nothing of it was heard. */
  history: History | null;
  nodes: NodeInstance[];
}

/** Which instances belong together, to what was heard, and to which router. `names` are routers' by their addresses. */
export function matchRouters(
  configurations: readonly Configuration[],
  histories: readonly History[],
  names: ReadonlyMap<string, string>,
): ConfiguredVirtualRouter[] {
  const groups = groupInstances(configurations, histories);
  const owners = new Map<RouterState['address'], Configuration>();
  for (const group of groups) assignByAddress(group, owners, names);
  let isChanged = true;
  while (isChanged) {
    isChanged = false;
    for (const group of groups) if (assignKnown(group, owners)) isChanged = true;
    for (const group of groups) {
      if (assignByPriority(group, owners, isUsual) || assignByPriority(group, owners, canBe)) isChanged = true;
    }
  }
  for (const group of groups) noteCandidates(group, owners);
  return groups;
}

function groupInstances(
  configurations: readonly Configuration[],
  histories: readonly History[],
): ConfiguredVirtualRouter[] {
  const heard = new Map<string, History[]>();
  for (const history of histories) listIn(heard, keyOf(history.virtualRouter)).push(history);
  const groups = new Map<string, ConfiguredVirtualRouter[]>();
  for (const configuration of configurations) {
    for (const instance of configuration.instances) {
      const key = keyOf(instance);
      const history = historyOf(instance, heard.get(key) ?? []);
      const known = listIn(groups, key);
      const group = known.find((one) => belongsTo(one, configuration, instance, history)) ?? { history, nodes: [] };
      if (group.nodes.length === 0) known.push(group);
      group.history ??= history;
      group.nodes.push({ configuration, instance, router: null, by: null, candidates: [] });
    }
  }
  return [...groups.values()].flat();
}

function keyOf({ family, vrid }: { family: string; vrid: number }): string {
  return `${family}/${vrid}`;
}

function listIn<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** The one that shares most addresses, or that its source address speaks in. */
function historyOf(instance: Instance, histories: readonly History[]): History | null {
  const shared = ({ virtualRouter }: History) =>
    instance.addresses.filter((address) => virtualRouter.addresses.has(address)).length;
  const [best] = [...histories].sort((a, b) => shared(b) - shared(a));
  if (best && shared(best) > 0) return best;
  const { source } = instance;
  return histories.find(({ virtualRouter }) => source !== null && virtualRouter.routers.has(source)) ?? null;
}

/** Nodes of one virtual router share addresses; one that was mistyped is known by the name of the instance. */
function belongsTo(
  { history, nodes }: ConfiguredVirtualRouter,
  configuration: Configuration,
  instance: Instance,
  heardAs: History | null,
): boolean {
  if (nodes.some((node) => node.configuration === configuration)) return false;
  if (history !== null && heardAs !== null) return history === heardAs;
  return nodes.some(
    ({ instance: other }) =>
      (other.name === instance.name && other.interface === instance.interface) ||
      other.addresses.some((address) => instance.addresses.includes(address)),
  );
}

function assignByAddress(
  group: ConfiguredVirtualRouter,
  owners: Map<string, Configuration>,
  names: ReadonlyMap<string, string>,
): void {
  const routers = group.history?.virtualRouter.routers;
  if (!routers) return;
  for (const node of group.nodes) {
    const { source } = node.instance;
    const own = source === null ? undefined : routers.get(source);
    const named = [...routers.values()].find(({ address }) => names.get(address) === node.configuration.name);
    if (own) assign(node, own, 'source', owners);
    else if (named) assign(node, named, 'name', owners);
    else if (source === null) {
      const [only, ...more] = [...routers.values()].filter((router) => isItsPeer(router.address, node, group.nodes));
      if (only && more.length === 0) assign(node, only, 'peers', owners);
    }
  }
}

/** In unicast each node lists the others: its own address is the one that it does not list and all others do. */
function isItsPeer(address: string, node: NodeInstance, nodes: readonly NodeInstance[]): boolean {
  if (node.instance.peers.length === 0 || node.instance.peers.includes(address)) return false;
  return nodes.every((other) => other === node || other.instance.peers.includes(address));
}

/** One address is one node, in every virtual router that it speaks in. */
function assignKnown({ history, nodes }: ConfiguredVirtualRouter, owners: Map<string, Configuration>): boolean {
  let isChanged = false;
  for (const router of history?.virtualRouter.routers.values() ?? []) {
    const owner = owners.get(router.address);
    const node = nodes.find(({ configuration }) => configuration === owner);
    if (!node || node.router !== null) continue;
    assign(node, router, 'elsewhere', owners);
    isChanged = true;
  }
  return isChanged;
}

/** Where one node alone fits a router, and no other router fits it. */
function assignByPriority(
  group: ConfiguredVirtualRouter,
  owners: Map<string, Configuration>,
  fits: (node: NodeInstance, router: RouterState) => boolean,
): boolean {
  let isChanged = false;
  const free = group.nodes.filter(({ router }) => router === null);
  const routers = unassigned(group, owners);
  for (const node of free) {
    const [only, ...more] = routers.filter((router) => fits(node, router));
    if (!only || more.length > 0 || free.some((other) => other !== node && fits(other, only))) continue;
    assign(node, only, 'priority', owners);
    isChanged = true;
  }
  return isChanged;
}

function noteCandidates(group: ConfiguredVirtualRouter, owners: ReadonlyMap<string, Configuration>): void {
  const routers = unassigned(group, owners);
  for (const node of group.nodes) {
    if (node.router === null) node.candidates = routers.filter((router) => canBe(node, router));
  }
}

function unassigned({ history }: ConfiguredVirtualRouter, owners: ReadonlyMap<string, Configuration>): RouterState[] {
  return [...(history?.virtualRouter.routers.values() ?? [])].filter(({ address }) => !owners.has(address));
}

/** It sends what the node sends when nothing fails. */
function isUsual(node: NodeInstance, router: RouterState): boolean {
  const usual = healthyPriority(node.instance);
  return canBe(node, router) && (router.maxPriority === usual || router.priority === usual);
}

/** It sends nothing that the node cannot send; what it sent before may be of a file that was changed since. */
function canBe({ instance }: NodeInstance, { address, priority }: RouterState): boolean {
  if (instance.source !== null || instance.peers.includes(address)) return false;
  return priority === 0 || canAdvertise(instance, priority);
}

function assign(node: NodeInstance, router: RouterState, by: KnownBy, owners: Map<string, Configuration>): void {
  node.router = router;
  node.by = by;
  owners.set(router.address, node.configuration);
}
