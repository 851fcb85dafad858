import type { Ownership } from '../../decoder/report.ts';
import type { ChartHistory, RouterHistory } from './chart-history.ts';
import { type Timeline, timelineOf, visibleItems } from './thinning.ts';

/** Which MAC addresses that always moved together were at. */
export interface OwnershipRow {
  addresses: string[];
  owners: Timeline<Ownership>;
  /** For each router, and for MACs of none: the times it owned the addresses. */
  byRouter: Map<string | null, Timeline<Ownership>>;
  /** The owner was not master. */
  astray: Timeline<Astray>;
}

export interface Astray {
  start: number;
  end: number;
  owner: Ownership;
}

/** Addresses that change their MAC within so many seconds move together. */
const TOGETHER = 1;
const VIRTUAL_MAC = /^00:00:5e:00:0[12]:/;

const known = new WeakMap<ChartHistory, OwnershipRow[]>();

export function ownershipRows(history: ChartHistory): OwnershipRow[] {
  const rows = known.get(history) ?? groupAddresses(history);
  known.set(history, rows);
  return rows;
}

function groupAddresses(history: ChartHistory): OwnershipRow[] {
  const groups: { addresses: string[]; owners: Ownership[] }[] = [];
  const byAddress = new Map<string, Ownership[]>();
  for (const owner of history.virtualRouter.ownership) {
    const owners = byAddress.get(owner.address);
    if (owners) owners.push(owner);
    else byAddress.set(owner.address, [owner]);
  }
  for (const [address, owners] of byAddress) {
    owners.sort((a, b) => a.start - b.start);
    const group = groups.find((candidate) => moveTogether(candidate.owners, owners));
    if (group) group.addresses.push(address);
    else groups.push({ addresses: [address], owners });
  }
  return groups.map(({ addresses, owners }) => {
    const lasting = (owner: { end: number | null }) => owner.end ?? history.end;
    const routers = new Set(owners.map(({ router }) => router));
    return {
      addresses,
      owners: timelineOf(owners, startOf, lasting),
      byRouter: new Map(
        [...routers].map((router) => [
          router,
          timelineOf(
            owners.filter((owner) => owner.router === router),
            startOf,
            lasting,
          ),
        ]),
      ),
      astray: timelineOf(
        owners.flatMap((owner) => timesAstray(owner, lasting(owner), history)),
        startOf,
        lasting,
      ),
    };
  });
}

function moveTogether(a: readonly Ownership[], b: readonly Ownership[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ mac, start }, i) => mac === b[i]?.mac && Math.abs(start - (b[i]?.start ?? Infinity)) < TOGETHER)
  );
}

/** When the owner was no master, for longer than an interval: a handover takes its moment. */
function timesAstray(owner: Ownership, end: number, history: ChartHistory): Astray[] {
  if (owner.router === null) return VIRTUAL_MAC.test(owner.mac) ? [] : [{ start: owner.start, end, owner }];
  const router = history.routers.find((candidate) => candidate.router.address === owner.router);
  if (!router) return [{ start: owner.start, end, owner }];
  const tolerance = router.router.interval.advertised;
  return pausesOf(router, owner.start, end).flatMap((pause) =>
    pause.end - pause.start > tolerance ? [{ ...pause, owner }] : [],
  );
}

function pausesOf({ reigns }: RouterHistory, from: number, to: number): { start: number; end: number }[] {
  const pauses: { start: number; end: number }[] = [];
  let start = from;
  for (const reign of visibleItems(reigns, from, to)) {
    if (reign.start > start) pauses.push({ start, end: reign.start });
    start = Math.max(start, reign.end ?? Infinity);
  }
  if (to > start) pauses.push({ start, end: to });
  return pauses;
}

function startOf({ start }: { start: number }): number {
  return start;
}
