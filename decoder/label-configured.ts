import type { Configuration, Instance } from './configuration/configuration.ts';
import type { ConfiguredInstance, ReportConfiguration, VirtualRouter } from './report.ts';
import type { ConfiguredVirtualRouter } from './timeline/match-routers.ts';

/** Routers under the names of their nodes. */
export function labelRouters(
  virtualRouters: readonly VirtualRouter[],
  configured: readonly ConfiguredVirtualRouter[],
): VirtualRouter[] {
  const names = new Map<string, Map<string, string>>();
  for (const { history, nodes } of configured) {
    if (!history) continue;
    const known = nodes.flatMap(({ router, configuration }): [string, string][] =>
      router ? [[router.address, configuration.name]] : [],
    );
    names.set(history.virtualRouter.id, new Map(known));
  }
  return virtualRouters.map((virtualRouter) => {
    const known = names.get(virtualRouter.id);
    if (!known || known.size === 0) return virtualRouter;
    const routers = virtualRouter.routers.map((router) => {
      const name = known.get(router.address);
      return name === undefined ? router : { ...router, name };
    });
    return { ...virtualRouter, routers };
  });
}

/** What a report tells of configurations; never a password. */
export function describeConfigurations(
  configurations: readonly Configuration[],
  configured: readonly ConfiguredVirtualRouter[],
): ReportConfiguration[] {
  const heard = new Map<Instance, Pick<ConfiguredInstance, 'virtualRouters' | 'router' | 'knownBy'>>();
  for (const { history, nodes } of configured) {
    for (const { instance, router, by } of nodes) {
      const virtualRouters = history ? [history.virtualRouter.id] : [];
      heard.set(instance, { virtualRouters, router: router?.address ?? null, knownBy: by });
    }
  }
  return configurations.map(({ name, files, routerId, instances, syncGroups, problems }) => ({
    name,
    files,
    routerId,
    instances: instances.map((instance) => ({
      name: instance.name,
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
      ...(heard.get(instance) ?? { virtualRouters: [], router: null, knownBy: null }),
    })),
    syncGroups: syncGroups.map((group) => ({ name: group.name, members: group.members })),
    problems: problems.map(({ place, code, message }) => ({ ...place, code, message })),
  }));
}
