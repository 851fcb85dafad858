import type { ChartHistory } from './chart-history.ts';
import { ownershipRows } from './ownership-rows.ts';

/** Pixels from the top. */
export interface Row {
  y: number;
  height: number;
}

/** Where each chart stands under the axis. */
export interface ChartLayout {
  lanes: Row[];
  /** Of nodes that were not heard. */
  silent: Row[];
  /** All lanes together, with a margin that bands across them fill. */
  lanesBand: Row;
  announcements: Row | null;
  ownership: Row[];
  /** Where to say how many rows of addresses have no place; the tooltip tells of them too. */
  ownershipRest: (Row & { count: number }) | null;
  priority: Row;
  advertisements: Row;
  height: number;
}

const LANES_TOP = 10;
export const LANE = 26;
const LANE_PITCH = 36;
const OWNERSHIP_ROWS = 4;
const OWNERSHIP_PITCH = 22;
const OWNERSHIP_REST = 16;
const PRIORITY = 48;
const ADVERTISEMENTS = 96;

export function chartLayout(history: ChartHistory): ChartLayout {
  const lanes = history.routers.map((_, i) => ({ y: LANES_TOP + i * LANE_PITCH, height: LANE }));
  const lanesEnd = LANES_TOP + Math.max(1, lanes.length) * LANE_PITCH;
  const silent = history.silent.map((_, i) => ({ y: lanesEnd + i * LANE_PITCH, height: LANE }));
  let y = lanesEnd + silent.length * LANE_PITCH;
  const announcements = history.announcements.items.length === 0 ? null : { y, height: 20 };
  if (announcements) y += 20;
  const rows = ownershipRows(history);
  const ownership = rows.slice(0, OWNERSHIP_ROWS).map((_, i) => ({ y: y + i * OWNERSHIP_PITCH, height: 18 }));
  y += ownership.length * OWNERSHIP_PITCH;
  const count = rows.length - ownership.length;
  const ownershipRest = count === 0 ? null : { y, height: OWNERSHIP_REST, count };
  y += (ownershipRest?.height ?? 0) + 8;
  const priority = { y, height: PRIORITY };
  y += PRIORITY + 12;
  const advertisements = { y, height: ADVERTISEMENTS };
  return {
    lanes,
    silent,
    lanesBand: { y: 4, height: lanesEnd - 8 },
    announcements,
    ownership,
    ownershipRest,
    priority,
    advertisements,
    height: y + ADVERTISEMENTS + 6,
  };
}
