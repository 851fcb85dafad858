import type { VirtualRouter } from './report.ts';
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
