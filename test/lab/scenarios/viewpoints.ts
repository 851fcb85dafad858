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
    name: 'both-nodes-few-lost',
    shows: 'two advertisements in a row are lost on the way to the backup, and later one: too few for a takeover',
    proves: ['advertisements-undelivered'],
    provesApart: ['separate-viewpoints'],
    nearMissOf: ['split-brain', 'near-failover'],
    captureFrom: 'settled',
    cluster: (draw) => {
      const capture = onBothNodes(draw);
      // So close that both files, read as if of one place, are of one time
      const views = capture.views.map((view, index) => ({ ...view, ahead: index * draw.seconds(2, 5) }));
      return { ...pair(draw), capture: { ...capture, views } };
    },
    async play(stage) {
      await stage.intervals(4);
      const healTwo = await stage.drop('to', 'lb02', 'behind-capture', { first: 2 });
      await stage.intervals(5);
      await healTwo();
      await stage.intervals(1);
      const healOne = await stage.drop('to', 'lb02', 'behind-capture', { first: 1 });
      await stage.intervals(5);
      await healOne();
      await stage.intervals(4);
    },
    expects: () => ({}),
  },
  {
    name: 'both-nodes-never-met',
    shows: 'nothing passes between the nodes from the start to the end: no packet tells how their clocks stand',
    proves: ['view-clock-uncertain'],
    captureFrom: 'start',
    cluster: (draw) => {
      const capture = onBothNodes(draw);
      // Their clocks do agree, and no packet can tell
      const views = capture.views.map((view) => ({ ...view, ahead: 0, drift: 0 }));
      return { ...pair(draw), capture: { ...capture, views } };
    },
    async play(stage) {
      await stage.drop('to', 'lb01', 'behind-capture');
      await stage.drop('to', 'lb02', 'behind-capture');
      await stage.start();
      await stage.until('lb02', 'MASTER');
      await stage.intervals(8);
    },
    expects: (cluster) => ({
      findings: ['split-brain'],
      deaf: addressesOf(cluster, 'lb01', 'lb02'),
    }),
  },
  {
    name: 'both-nodes-handovers',
    nearMissOf: ['advertisements-undelivered', 'view-clock-uncertain'],
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
