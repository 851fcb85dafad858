import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { describe, expect, test } from 'vitest';
import type { Report, VirtualRouter } from '../../../decoder/report.ts';
import { type Inventory, inventoryOf } from '../../../main/output/inventory.ts';
import { inventoryCsv } from '../../../main/output/inventory-csv.ts';
import { schemaErrors } from '../../support/json-schema.ts';
import {
  finding,
  hostileReport,
  reign,
  report,
  router,
  START,
  splitBrainReport,
  steadyVirtualRouter,
  virtualRouter,
} from '../../support/report-builders.ts';
import { REPORTS } from './text-samples.ts';

const [A, B, C] = ['10.0.0.1', '10.0.0.2', '10.0.0.9'];

const only = (value: Report) => inventoryOf(value).segments[0]?.virtualRouters[0];
const of = (fields: Partial<VirtualRouter>) => only(report({ virtualRouters: [virtualRouter(fields)] }));
const segmentsOf = ({ segments }: Inventory) => segments.map(({ vlans }) => vlans.join('.'));
const on = (vlans: number[], vrid: number, fields: Partial<VirtualRouter> = {}): VirtualRouter => ({
  ...steadyVirtualRouter(vrid, `192.0.2.${vrid}`, A),
  id: `${vlans.join('.')}/${fields.family ?? 'ipv4'}/${vrid}`,
  vlans,
  ...fields,
});

describe('who is master when the capture ends', () => {
  const routers = [router(A, 100), router(B, 50)];

  test('one: since its reign began', () => {
    const entry = of({
      routers,
      reigns: [reign(A, START, START + 9), reign(B, START + 10, null, { began: 'resignation', priority: 50 })],
    });
    expect(entry).toMatchObject({ state: 'one-master', since: START + 10, masters: [B] });
    expect(entry?.routers.map(({ address, master, reigns }) => [address, master, reigns])).toEqual([
      [B, true, 1],
      [A, false, 1],
    ]);
    expect(entry?.routers[0]?.reign).toEqual({
      start: START + 10,
      end: null,
      began: 'resignation',
      ended: 'open',
      priority: 50,
      advertisements: 10,
    });
  });

  test('one, though a split brain is over', () => {
    expect(only(splitBrainReport())).toMatchObject({ state: 'one-master', masters: ['10.0.0.5'] });
  });

  test('two, since the split brain began', () => {
    const split = { routers: [A, B], deaf: [], reason: 'unknown', inferred: false, evidence: [] };
    const entry = of({
      routers,
      reigns: [reign(A, START, null), reign(B, START + 10, null)],
      splitBrains: [{ ...split, start: START + 10, end: null }],
    });
    expect(entry).toMatchObject({ state: 'two-masters', since: START + 10, masters: [A, B] });
    expect(entry?.routers.every(({ master }) => master)).toBe(true);
  });

  test('two for less than an interval are no split brain', () => {
    const entry = of({ routers, reigns: [reign(A, START, null), reign(B, START + 10, null)] });
    expect(entry).toMatchObject({ state: 'handover', since: START + 10, masters: [A, B] });
  });

  test('nobody: resigned is told from silent, and who was last comes first', () => {
    const gone = (ended: 'resigned' | 'silent') =>
      of({ routers, reigns: [reign(A, START, START + 9), reign(B, START + 10, START + 20, { ended })] });
    expect(gone('resigned')).toMatchObject({ state: 'nobody', since: START + 20, masters: [] });
    expect(gone('silent')).toMatchObject({ state: 'silent', since: START + 20, masters: [] });
    expect(gone('silent')?.routers.map(({ address }) => address)).toEqual([B, A]);
  });

  test('never a master', () => {
    const entry = of({ routers: [router(A, 0)] });
    expect(entry).toMatchObject({ state: 'nobody', since: null, masters: [] });
    expect(entry?.routers[0]).toMatchObject({ reigns: 0, reign: null });
  });
});

describe('segments', () => {
  test('are VLANs, untagged first, then in the order of numbers; a stack is its own', () => {
    const inventory = inventoryOf(
      report({ virtualRouters: [on([100], 1), on([20], 1), on([20, 7], 1), on([], 1), on([20], 9)] }),
    );
    expect(segmentsOf(inventory)).toEqual(['', '20', '20.7', '100']);
    expect(inventory.segments[1]?.virtualRouters.map(({ vrid }) => vrid)).toEqual([1, 9]);
  });

  test('list by VRID, IPv4 before IPv6', () => {
    const inventory = inventoryOf(
      report({ virtualRouters: [on([], 51), on([], 7, { family: 'ipv6' }), on([], 7), on([], 200)] }),
    );
    expect(inventory.segments[0]?.virtualRouters.map(({ vrid, family }) => `${vrid} ${family}`)).toEqual([
      '7 ipv4',
      '7 ipv6',
      '51 ipv4',
      '200 ipv4',
    ]);
    expect(inventory.segments[0]?.families).toEqual(['ipv4', 'ipv6']);
  });

  test('are there for neighbours alone', () => {
    const otherProtocols: Report['otherProtocols'] = [
      { protocol: 'hsrp', group: 7, vlans: [30], speakers: [C], packets: 4 },
    ];
    const [segment] = inventoryOf(report({ otherProtocols })).segments;
    expect(segment).toMatchObject({ vlans: [30], virtualRouters: [], families: [] });
    expect(segment?.otherProtocols).toEqual([{ ...otherProtocols[0], takesVrid: null }]);
  });
});

describe('free VRIDs', () => {
  const freeOn = (value: Report, index = 0) => inventoryOf(value).segments[index]?.free;

  test('are compact ranges, of each family and each VLAN', () => {
    const value = report({
      virtualRouters: [...[1, 2, 52, 255].map((vrid) => on([10], vrid)), on([10], 60, { family: 'ipv6' }), on([20], 1)],
    });
    expect(freeOn(value)).toEqual({
      ipv4: [
        [3, 51],
        [53, 254],
      ],
      ipv6: [
        [1, 59],
        [61, 255],
      ],
    });
    expect(freeOn(value, 1)?.ipv4).toEqual([[2, 255]]);
  });

  test('one alone is a range, and none are none', () => {
    const all = Array.from({ length: 255 }, (_, index) => on([], index + 1));
    expect(freeOn(report({ virtualRouters: all.filter(({ vrid }) => vrid !== 77) }))?.ipv4).toEqual([[77, 77]]);
    expect(freeOn(report({ virtualRouters: all }))?.ipv4).toEqual([]);
  });

  test('CARP takes those of IPv4, whose virtual MACs it uses; HSRP and GLBP take none', () => {
    const neighbour = (protocol: 'carp' | 'hsrp' | 'glbp', group: number, vlans: number[] = []) => ({
      protocol,
      group,
      vlans,
      speakers: [C],
      packets: 3,
    });
    const value = report({
      virtualRouters: [on([], 1)],
      otherProtocols: [neighbour('carp', 2), neighbour('hsrp', 3), neighbour('glbp', 4), neighbour('carp', 9, [10])],
    });
    expect(freeOn(value)).toEqual({ ipv4: [[3, 255]], ipv6: [[1, 255]] });
    const [first] = inventoryOf(value).segments;
    expect(first?.otherProtocols.map(({ protocol, takesVrid }) => [protocol, takesVrid])).toEqual([
      ['carp', 2],
      ['hsrp', null],
      ['glbp', null],
    ]);
  });
});

describe('what is asked for', () => {
  const virtualRouters = [on([10], 1), on([10], 2), on([20], 1)];
  const value = report({ virtualRouters });
  const [first] = virtualRouters;
  const scope = { virtualRouters: new Set(virtualRouters), vrids: [], vlans: [], occupiedOnly: false };

  test('some virtual routers: the others still take their VRIDs', () => {
    const inventory = inventoryOf(value, { ...scope, virtualRouters: new Set(first && [first]), occupiedOnly: true });
    expect(segmentsOf(inventory)).toEqual(['10']);
    expect(inventory.segments[0]?.virtualRouters.map(({ vrid }) => vrid)).toEqual([1]);
    expect(inventory.segments[0]?.free.ipv4).toEqual([[3, 255]]);
  });

  test('VRIDs: whether they are free on each VLAN', () => {
    const inventory = inventoryOf(value, { ...scope, virtualRouters: new Set(), vrids: [2, 3] });
    expect(inventory.segments.map(({ free }) => free.ipv4)).toEqual([[[3, 3]], [[2, 3]]]);
  });

  test('VLANs', () => {
    expect(segmentsOf(inventoryOf(value, { ...scope, vlans: [20] }))).toEqual(['20']);
  });
});

describe('what does not go together', () => {
  const ours = on([], 51, { id: 'ipv4/51' });
  const theirs = on([], 51, { id: 'ipv4/51/2', addresses: ['192.0.2.99'], routers: [router(C, 100)] });
  const collision = finding('vrid-collision', 'warning', { virtualRouter: 'ipv4/51/2', routers: [A, C] });

  test('two clusters of one VRID name each other', () => {
    const [segment] = inventoryOf(report({ virtualRouters: [ours, theirs], findings: [collision] })).segments;
    expect(segment?.virtualRouters.map(({ id, collidesWith }) => [id, collidesWith])).toEqual([
      ['ipv4/51', [{ id: 'ipv4/51/2', addresses: ['192.0.2.99'], routers: [{ address: C }] }]],
      ['ipv4/51/2', [{ id: 'ipv4/51', addresses: ['192.0.2.51'], routers: [{ address: A }] }]],
    ]);
  });

  test('the same VRID on two interfaces or VLANs collides with nothing', () => {
    const elsewhere = on([10], 51, { id: 'vlan10/ipv4/51' });
    const { segments } = inventoryOf(report({ virtualRouters: [ours, theirs, elsewhere] }));
    expect(segments.flatMap((one) => one.virtualRouters).flatMap(({ collidesWith }) => collidesWith)).toEqual([]);
  });

  test('mismatches, also those that a split brain has as its reason', () => {
    const findings = [
      finding('interval-mismatch', 'warning', { virtualRouter: 'ipv4/51' }),
      finding('split-brain', 'critical', { virtualRouter: 'ipv4/51', reason: 'authentication-mismatch' }),
      finding('failover', 'warning', { virtualRouter: 'ipv4/51', reason: 'not-received' }),
      finding('virtual-mac-collision', 'warning', { virtualRouter: 'ipv4/51' }),
    ];
    expect(only(report({ virtualRouters: [ours], findings }))?.conflicts).toEqual([
      'interval-mismatch',
      'authentication-mismatch',
      'virtual-mac-collision',
    ]);
  });
});

describe('the type that is exported', () => {
  const root = join(import.meta.dirname, '../../..');
  const schema = {
    ...createGenerator({
      path: join(root, 'main/output/inventory.ts'),
      tsconfig: join(root, 'main/tsconfig.json'),
      type: 'Inventory',
      skipTypeCheck: true,
    }).createSchema('Inventory'),
  };

  test.each(Object.entries(REPORTS))('is what is printed of %s, with not a field more', (_name, value) => {
    expect(schemaErrors(JSON.parse(JSON.stringify(inventoryOf(value))), schema)).toEqual([]);
  });

  test('has the times and routers of the report, without what charts are drawn from', () => {
    const inventory = inventoryOf(splitBrainReport());
    expect([inventory.start, inventory.end]).toEqual([START, START + 302.113]);
    expect(JSON.stringify(inventory)).not.toContain('timing');
  });
});

describe('the table', () => {
  const rows = (value: Report) =>
    inventoryCsv(inventoryOf(value), true)
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));

  test('has a row for each virtual router, for what is free, and for neighbours', () => {
    const [split, ...more] = rows(splitBrainReport()).slice(1);
    expect(split?.slice(0, 14)).toEqual([
      'virtual-router',
      '10',
      'eth0',
      'ipv4',
      '51',
      '2',
      'one-master',
      '2026-03-01T03:10:00.200000Z',
      'lb01',
      'lb02',
      '100 50',
      '1 1',
      'none none',
      '10.0.0.3',
    ]);
    expect(more.map(([type, vlan, , family]) => [type, vlan, family])).toEqual([
      ['free', '10', 'ipv4'],
      ['free', '10', 'ipv6'],
    ]);
  });

  test('lets no control character and no formula through', () => {
    const hostile = hostileReport();
    const text = inventoryCsv(
      inventoryOf({ ...hostile, virtualRouters: hostile.virtualRouters.map((one) => ({ ...one, interface: '=1+1' })) }),
      true,
    );
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).not.toMatch(/(^|,)"?=/m);
  });
});
