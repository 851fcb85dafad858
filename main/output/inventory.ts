import type { Finding, OtherProtocol, Reign, Report, Router, VirtualRouter } from '../../decoder/report.ts';
import { segmentKey } from '../../decoder/segment.ts';
import { matchesAny } from './select-virtual-routers.ts';

/**
 * What runs on each segment, made from a report: `vrrpscope inventory --json` prints exactly this.
 *
 * Fields have the names and meanings that they have in the report. Whether a router would preempt is not on
 * the wire, and neither is a backup that was never master; nothing here speaks of either.
 */
export interface Inventory extends Pick<Report, 'tool' | 'sources' | 'unreadable' | 'start' | 'end'> {
  schema: 'vrrpscope.inventory/1';
  /** Untagged first, then by VLAN. */
  segments: Segment[];
}

/**
 * What shares a VLAN stack, and a tunnel if it is in one. Interfaces and files do not divide it: one segment may have been captured on
 * several, and a VRID that is free on all of them is free on each.
 */
export interface Segment {
  /** What carries it; absent for what was captured as it is. */
  tunnel?: string;
  /** Outermost tag first. */
  vlans: number[];
  /** By VRID. */
  virtualRouters: InventoryEntry[];
  /** In which VRRP was heard. */
  families: VirtualRouter['family'][];
  /** VRIDs that were not heard in each address family, as ranges; those that CARP uses are not free in IPv4. */
  free: { ipv4: VridRange[]; ipv6: VridRange[] };
  otherProtocols: SegmentNeighbour[];
}

/** Both belong to it. */
export type VridRange = [first: number, last: number];

/** `handover`: two masters at the very end, too briefly to tell. `silent`: the last master ceased without resigning. */
export type InventoryState = 'one-master' | 'two-masters' | 'handover' | 'nobody' | 'silent';

export interface InventoryEntry
  extends Pick<
    VirtualRouter,
    'id' | 'source' | 'interface' | 'tunnel' | 'vlans' | 'family' | 'vrid' | 'versions' | 'addresses' | 'destinations'
  > {
  /** When the capture ends. */
  state: InventoryState;
  /** Since when it is so; null if there never was a master. */
  since: number | null;
  /** Who is master when the capture ends. */
  masters: string[];
  /** Masters first, then whoever was master last. */
  routers: InventoryRouter[];
  /** Virtual routers of other clusters with this VRID, whether they were asked for or not. */
  collidesWith: OtherCluster[];
  /** Codes of what disagrees: `authentication-mismatch`, `virtual-mac-collision` … */
  conflicts: string[];
}

export interface OtherCluster extends Pick<VirtualRouter, 'id' | 'addresses'> {
  routers: Pick<Router, 'address' | 'name'>[];
}

export interface InventoryRouter extends Omit<Router, 'timing'> {
  /** Whether it is master when the capture ends. */
  master: boolean;
  /** How often it became master. */
  reigns: number;
  /** The latest of them; null without any. */
  reign: Omit<Reign, 'router'> | null;
}

export interface SegmentNeighbour extends OtherProtocol {
  /** The VRID that has the same virtual MAC and is not free in IPv4; null for HSRP and GLBP, whose MACs are others. */
  takesVrid: number | null;
}

/** What is asked for. All else still takes its VRIDs. */
export interface InventoryScope {
  virtualRouters: ReadonlySet<VirtualRouter>;
  /** An empty list means all. */
  vrids: readonly number[];
  vlans: readonly number[];
  /** Whether segments without any of the virtual routers are left out. */
  occupiedOnly: boolean;
}

const LAST_VRID = 255;

export function inventoryOf(report: Report, scope: InventoryScope = everything(report)): Inventory {
  const { tool, sources, unreadable, start, end } = report;
  const collisions = collisionsOf(report);
  const conflicts = conflictsOf(report.findings);
  const segments = segmentsOf(report)
    .filter(({ vlans }) => matchesAny(scope.vlans, vlans))
    .map(
      ({ tunnel, vlans, virtualRouters, otherProtocols }): Segment => ({
        ...(tunnel === undefined ? {} : { tunnel }),
        vlans,
        virtualRouters: virtualRouters
          .filter((virtualRouter) => scope.virtualRouters.has(virtualRouter))
          .sort((one, other) => one.vrid - other.vrid || one.family.localeCompare(other.family))
          .map((virtualRouter) =>
            entryOf(virtualRouter, [...(collisions.get(virtualRouter.id) ?? [])].map(otherCluster), [
              ...(conflicts.get(virtualRouter.id) ?? []),
            ]),
          ),
        families: [...new Set(virtualRouters.map(({ family }) => family))].sort(),
        free: freeVrids(virtualRouters, otherProtocols, scope.vrids),
        otherProtocols: otherProtocols.filter(({ group }) => matchesAny(scope.vrids, [group])),
      }),
    )
    .filter(({ virtualRouters }) => !scope.occupiedOnly || virtualRouters.length > 0);
  return { schema: 'vrrpscope.inventory/1', tool, sources, unreadable, start, end, segments };
}

function everything({ virtualRouters }: Report): InventoryScope {
  return { virtualRouters: new Set(virtualRouters), vrids: [], vlans: [], occupiedOnly: false };
}

interface Residents {
  tunnel: string | undefined;
  vlans: number[];
  virtualRouters: VirtualRouter[];
  otherProtocols: SegmentNeighbour[];
}

function segmentsOf({ virtualRouters, otherProtocols }: Report): Residents[] {
  const segments = new Map<string, Residents>();
  const at = (resident: VirtualRouter | OtherProtocol) => {
    const { tunnel, vlans } = resident;
    const key = segmentKey(resident);
    const segment = segments.get(key) ?? { tunnel, vlans, virtualRouters: [], otherProtocols: [] };
    segments.set(key, segment);
    return segment;
  };
  for (const virtualRouter of virtualRouters) at(virtualRouter).virtualRouters.push(virtualRouter);
  for (const other of otherProtocols) {
    at(other).otherProtocols.push({ ...other, takesVrid: other.protocol === 'carp' ? other.group : null });
  }
  return [...segments.values()].sort(
    (one, other) =>
      (one.tunnel ?? '').localeCompare(other.tunnel ?? '', 'en', { numeric: true }) ||
      compareVlans(one.vlans, other.vlans),
  );
}

function compareVlans(one: readonly number[], other: readonly number[]): number {
  const differing = one.findIndex((vlan, index) => vlan !== other[index]);
  if (differing < 0) return one.length - other.length;
  return (one[differing] ?? 0) - (other[differing] ?? 0);
}

function entryOf(virtualRouter: VirtualRouter, collidesWith: OtherCluster[], conflicts: string[]): InventoryEntry {
  const {
    id,
    source,
    interface: where,
    tunnel,
    vlans,
    family,
    vrid,
    versions,
    addresses,
    destinations,
  } = virtualRouter;
  const open = virtualRouter.reigns.filter(({ end }) => end === null);
  const masters = [...new Set(open.map(({ router }) => router))];
  return {
    id,
    source,
    ...(where === undefined ? {} : { interface: where }),
    ...(tunnel === undefined ? {} : { tunnel }),
    vlans,
    family,
    vrid,
    versions,
    addresses,
    destinations,
    ...stateOf(virtualRouter, open),
    masters,
    routers: routersOf(virtualRouter, masters),
    collidesWith,
    conflicts,
  };
}

function stateOf(
  { reigns, splitBrains }: VirtualRouter,
  open: readonly Reign[],
): Pick<InventoryEntry, 'state' | 'since'> {
  const latest = open.at(-1);
  if (latest !== undefined) {
    if (open.length === 1) return { state: 'one-master', since: latest.start };
    const split = splitBrains.findLast(({ end }) => end === null);
    return split ? { state: 'two-masters', since: split.start } : { state: 'handover', since: latest.start };
  }
  const last = lastToEnd(reigns);
  if (last === null) return { state: 'nobody', since: null };
  return { state: last.ended === 'silent' ? 'silent' : 'nobody', since: last.end };
}

function lastToEnd(reigns: readonly Reign[]): Reign | null {
  return reigns.reduce<Reign | null>(
    (last, reign) => (last === null || (reign.end ?? 0) >= (last.end ?? 0) ? reign : last),
    null,
  );
}

function routersOf({ routers, reigns }: VirtualRouter, masters: readonly string[]): InventoryRouter[] {
  const counts = new Map<string, number>();
  const latest = new Map<string, Reign>();
  for (const reign of reigns) {
    counts.set(reign.router, (counts.get(reign.router) ?? 0) + 1);
    latest.set(reign.router, reign);
  }
  const rank = ({ address }: Router) => {
    const reign = latest.get(address);
    if (masters.includes(address)) return Number.POSITIVE_INFINITY;
    return reign?.end ?? Number.NEGATIVE_INFINITY;
  };
  return [...routers]
    .map((router) => ({ router, rank: rank(router) }))
    .sort((one, other) => (one.rank === other.rank ? 0 : other.rank - one.rank))
    .map(({ router: { timing: _timing, ...router } }) => ({
      ...router,
      master: masters.includes(router.address),
      reigns: counts.get(router.address) ?? 0,
      reign: withoutRouter(latest.get(router.address)),
    }));
}

function withoutRouter(reign: Reign | undefined): Omit<Reign, 'router'> | null {
  if (reign === undefined) return null;
  const { router: _router, ...rest } = reign;
  return rest;
}

/** Of each virtual router, by its id. Only a finding tells that virtual routers of a VRID share an interface. */
function collisionsOf({ virtualRouters, findings }: Report): Map<string, Set<VirtualRouter>> {
  const key = (one: VirtualRouter) => `${segmentKey(one)}/${one.family}/${one.vrid}`;
  const byKey = new Map<string, VirtualRouter[]>();
  for (const one of virtualRouters) {
    const same = byKey.get(key(one)) ?? [];
    byKey.set(key(one), same);
    same.push(one);
  }
  const byId = new Map(virtualRouters.map((one) => [one.id, one]));
  const collisions = new Map<string, Set<VirtualRouter>>();
  for (const finding of findings) {
    const found = finding.code === 'vrid-collision' ? byId.get(finding.virtualRouter ?? '') : undefined;
    if (found === undefined) continue;
    const speakers = new Set(finding.routers);
    const involved = (byKey.get(key(found)) ?? []).filter(({ routers }) =>
      routers.some(({ address }) => speakers.has(address)),
    );
    for (const { id } of involved) {
      const others = involved.filter((other) => other.id !== id);
      collisions.set(id, new Set([...(collisions.get(id) ?? []), ...others]));
    }
  }
  return collisions;
}

function otherCluster({ id, addresses, routers }: VirtualRouter): OtherCluster {
  return {
    id,
    addresses,
    routers: routers.map(({ address, name }) => (name === undefined ? { address } : { address, name })),
  };
}

/** Of each virtual router, by its id. A split brain names the mismatch that caused it as its reason. */
function conflictsOf(findings: readonly Finding[]): Map<string, Set<string>> {
  const conflicts = new Map<string, Set<string>>();
  for (const { virtualRouter, code, reason } of findings) {
    if (virtualRouter === null) continue;
    const known = conflicts.get(virtualRouter) ?? new Set();
    conflicts.set(virtualRouter, known);
    for (const each of [code, reason ?? '']) {
      if (each.endsWith('-mismatch') || each === 'virtual-mac-collision') known.add(each);
    }
  }
  return conflicts;
}

function freeVrids(
  virtualRouters: readonly VirtualRouter[],
  neighbours: readonly SegmentNeighbour[],
  wanted: readonly number[],
): Segment['free'] {
  const heard = (family: VirtualRouter['family']) =>
    virtualRouters.filter((one) => one.family === family).map(({ vrid }) => vrid);
  // OpenBSD and FreeBSD use 00:00:5e:00:01:VHID for both families; VRRP over IPv6 has 00:00:5e:00:02:VRID
  const shared = neighbours.flatMap(({ takesVrid }) => takesVrid ?? []);
  return {
    ipv4: rangesOf(new Set([...heard('ipv4'), ...shared]), wanted),
    ipv6: rangesOf(new Set(heard('ipv6')), wanted),
  };
}

function rangesOf(taken: ReadonlySet<number>, wanted: readonly number[]): VridRange[] {
  const ranges: VridRange[] = [];
  for (let vrid = 1; vrid <= LAST_VRID; vrid++) {
    if (taken.has(vrid) || !matchesAny(wanted, [vrid])) continue;
    const last = ranges.at(-1);
    if (last?.[1] === vrid - 1) last[1] = vrid;
    else ranges.push([vrid, vrid]);
  }
  return ranges;
}
