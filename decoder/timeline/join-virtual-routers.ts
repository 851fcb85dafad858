import type { Nanos } from '../time.ts';
import type { FewSet } from './few.ts';
import type { VirtualRouterState } from './virtual-router-state.ts';

/** Two virtual routers turned out to be one: all that is known of `gone` is from now on known of `into`. */
export function join(into: VirtualRouterState, gone: VirtualRouterState): void {
  addAll(into.sources, gone.sources);
  addAll(into.addresses, gone.addresses);
  addAll(into.destinations, gone.destinations);
  addAll(into.interfaces, gone.interfaces);
  for (const [address, router] of gone.routers) into.routers.set(address, router);
  into.openClaims = [...into.openClaims, ...gone.openClaims];
  merge(into.claims, gone.claims, ({ start }) => start.time);
  merge(into.lost, gone.lost, ({ end }) => end);
  merge(into.nearFailovers, gone.nearFailovers, ({ time }) => time);
  merge(into.reloads, gone.reloads, ({ time }) => time);
  into.observedUntil = Math.min(into.observedUntil, gone.observedUntil);
  into.overflow += gone.overflow;
  into.folded.claims += gone.folded.claims;
  into.folded.until = Math.max(into.folded.until, gone.folded.until);
}

function addAll<T extends string | number>(into: FewSet<T>, from: FewSet<T>): void {
  for (const one of from) into.add(one);
}

function merge<T>(into: T[], from: readonly T[], timeOf: (one: T) => Nanos): void {
  for (const one of from) into.push(one);
  into.sort((a, b) => timeOf(a) - timeOf(b));
}
