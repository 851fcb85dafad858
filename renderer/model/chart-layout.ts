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
  /** All lanes together, with a margin that bands across them fill. */
  lanesBand: Row;
  announcements: Row | null;
  ownership: Row[];
  /** Rows of addresses that have no place; the tooltip tells of them too. */
  ownershipHidden: number;
  priority: Row;
  advertisements: Row;
  height: number;
}

const LANE = 26;
const LANE_PITCH = 40;
const OWNERSHIP_ROWS = 4;

export function chartLayout(history: ChartHistory): ChartLayout {
  const lanes = history.routers.map((_, i) => ({ y: 12 + i * LANE_PITCH, height: LANE }));
  const lanesEnd = 12 + Math.max(1, lanes.length) * LANE_PITCH;
  let y = lanesEnd;
  const announcements = history.announcements.items.length === 0 ? null : { y, height: 20 };
  if (announcements) y += 22;
  const rows = ownershipRows(history);
  const ownership = rows.slice(0, OWNERSHIP_ROWS).map((_, i) => ({ y: y + i * 24, height: 18 }));
  y += ownership.length * 24 + 12;
  const priority = { y, height: 60 };
  y += 60 + 16;
  const advertisements = { y, height: 112 };
  return {
    lanes,
    lanesBand: { y: 4, height: lanesEnd - 12 },
    announcements,
    ownership,
    ownershipHidden: rows.length - ownership.length,
    priority,
    advertisements,
    height: y + 112 + 6,
  };
}
