import { onBothNodes, pair } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';
import { addressesOf } from './addresses-of.ts';

/** Captures on both nodes at once, by clocks that are hours apart and drift. */
export const viewpoints: Scenario[] = [
  {
    name: 'both-nodes-partitioned',
    shows: 'both directions are cut between the nodes, and it heals: each node alone shows a failover or nothing',
    proves: ['split-brain'],
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw), capture: onBothNodes(draw) }),
    async play(stage) {
      const heal = [await stage.drop('to', 'lb01', 'behind-capture'), await stage.drop('to', 'lb02', 'behind-capture')];
      await stage.until('lb02', 'MASTER');
      await stage.intervals(stage.draw.integer(8, 12));
      for (const undo of heal) await undo();
      await stage.intervals(8);
    },
    expects: (cluster) => ({
      allowed: ['stale-announcement'],
      deaf: addressesOf(cluster, 'lb01', 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb01', 'lb02'),
      reason: 'not-received',
      deliveries: [
        { from: 'lb01', to: 'lb02', how: 'lost' },
        { from: 'lb02', to: 'lb01', how: 'lost' },
      ],
    }),
  },
  {
    name: 'both-nodes-one-way',
    shows: 'the way to the backup is cut, in front of its interface or behind that of the master; healed later',
    proves: ['split-brain'],
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw, { version: draw.pick(2, 3) }), capture: onBothNodes(draw) }),
    async play(stage) {
      const heal = stage.draw.chance(0.5)
        ? await stage.drop('to', 'lb02', 'behind-capture')
        : await stage.drop('from', 'lb01', 'before-capture');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(stage.draw.integer(8, 12));
      await heal();
      await stage.intervals(8);
    },
    expects: (cluster) => ({
      allowed: ['stale-announcement'],
      deaf: addressesOf(cluster, 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb02'),
      reason: 'not-received',
      deliveries: [{ from: 'lb01', to: 'lb02', how: 'lost' }],
    }),
  },
  {
    name: 'both-nodes-local-filter',
    shows: "the backup's own firewall drops what has arrived at its interface; healed later",
    proves: ['split-brain'],
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw, { version: draw.pick(2, 3) }), capture: onBothNodes(draw) }),
    async play(stage) {
      const heal = await stage.drop('to', 'lb02', 'host');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(stage.draw.integer(8, 12));
      await heal();
      await stage.intervals(8);
    },
    expects: (cluster) => ({
      allowed: ['stale-announcement'],
      deaf: addressesOf(cluster, 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb02'),
      reason: 'not-received',
      deliveries: [{ from: 'lb01', to: 'lb02', how: 'refused' }],
    }),
  },
  {
    name: 'both-nodes-handovers',
    shows: 'nothing is lost: a planned stop, a return by preemption, and a kill',
    captureFrom: 'settled',
    cluster: (draw) => ({ ...pair(draw), capture: onBothNodes(draw) }),
    async play(stage) {
      stage.terminate('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(4);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(5);
      stage.kill('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({ findings: ['failover or vip-held-by-non-master'] }),
  },
];
