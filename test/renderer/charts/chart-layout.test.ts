import { expect, test } from 'vitest';
import { chartHistory } from '../../../renderer/model/chart-history.ts';
import { chartLayout } from '../../../renderer/model/chart-layout.ts';
import { report, START, virtualRouter } from '../../support/report-builders.ts';

/** So many addresses, each moved to another MAC at a time of its own. */
function layoutOf(addresses: number) {
  const ownership = Array.from({ length: addresses }, (_, i) => ({
    address: `192.0.2.${100 + i}`,
    mac: `02:00:00:00:00:0${i}`,
    router: null,
    start: START + i,
    end: null,
    by: 'announcement' as const,
  }));
  const one = virtualRouter({ addresses: ownership.map(({ address }) => address), ownership });
  return chartLayout(chartHistory(report({ virtualRouters: [one] }), one));
}

test('addresses that have no row are counted below the last one', () => {
  expect(layoutOf(4)).toMatchObject({ ownershipRest: null, ownership: { length: 4 } });
  const { ownership, ownershipRest, priority, height } = layoutOf(6);
  expect(ownership).toHaveLength(4);
  expect(ownershipRest?.count).toBe(2);
  expect(ownershipRest?.y).toBeGreaterThan(ownership[3]?.y ?? Infinity);
  expect(priority.y).toBeGreaterThan((ownershipRest?.y ?? 0) + (ownershipRest?.height ?? 0));
  expect(height).toBeGreaterThan(layoutOf(4).height);
});
