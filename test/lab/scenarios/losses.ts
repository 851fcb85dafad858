import { pair } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';
import { addressesOf } from './addresses-of.ts';

/** Advertisements that do not arrive: split brains and near misses. */
export const losses: Scenario[] = [
  {
    name: 'split-brain-one-way',
    shows: 'the backup stops hearing the master (firewall or one-way link) and claims too; healed later',
    proves: ['split-brain'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: draw.pick(2, 3) }),
    async play(stage) {
      const heal = await stage.drop('to', 'lb02', stage.draw.pick('behind-capture', 'host'));
      await stage.until('lb02', 'MASTER');
      await stage.intervals(stage.draw.integer(8, 14));
      await heal();
      await stage.intervals(7);
    },
    expects: (cluster) => ({
      allowed: ['stale-announcement'],
      deaf: addressesOf(cluster, 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb02'),
    }),
  },
  {
    name: 'deaf-master',
    shows: 'a deaf inferior master goes on under the superior node that preempts it; healed later',
    proves: ['split-brain'],
    captureFrom: 'start',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.start('lb02');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(4);
      const heal = await stage.drop('to', 'lb02', stage.draw.pick('behind-capture', 'host'));
      await stage.start('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(stage.draw.integer(8, 12));
      await heal();
      await stage.intervals(7);
    },
    expects: (cluster) => ({
      allowed: ['stale-announcement'],
      deaf: addressesOf(cluster, 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb02'),
    }),
  },
  {
    name: 'firewall-between-peers',
    shows: 'neither node ever hears the other, from the start to the end',
    proves: ['split-brain'],
    captureFrom: 'start',
    cluster: (draw) => pair(draw),
    async play(stage) {
      const place = stage.draw.pick<'behind-capture' | 'host'>('behind-capture', 'host');
      await stage.drop('to', 'lb01', place);
      await stage.drop('to', 'lb02', place);
      await stage.start();
      await stage.until('lb02', 'MASTER');
      await stage.intervals(15);
    },
    expects: (cluster) => ({
      deaf: addressesOf(cluster, 'lb01', 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb02'),
    }),
  },
  {
    name: 'split-brain',
    shows: 'a clean start, then both directions are cut, both nodes are master, and it heals',
    proves: ['split-brain'],
    captureFrom: 'start',
    cluster: (draw) => pair(draw, { addresses: 1 }),
    async play(stage) {
      await stage.settle();
      const place = stage.draw.pick<'behind-capture' | 'host'>('behind-capture', 'host');
      const heal = [await stage.drop('to', 'lb01', place), await stage.drop('to', 'lb02', place)];
      await stage.until('lb02', 'MASTER');
      await stage.intervals(stage.draw.integer(9, 14));
      for (const undo of heal) await undo();
      await stage.intervals(8);
    },
    expects: (cluster) => ({
      allowed: ['stale-announcement'],
      deaf: addressesOf(cluster, 'lb01', 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb02'),
    }),
  },
  {
    name: 'loss-before-capture',
    shows: "the master's advertisements are lost before the capture point, long enough for a takeover",
    proves: ['split-brain'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      const heal = await stage.drop('from', 'lb01', stage.draw.pick('before-capture', 'host'));
      await stage.until('lb02', 'MASTER');
      await stage.intervals(stage.draw.integer(3, 6));
      await heal();
      await stage.intervals(7);
    },
    expects: (cluster) => ({
      allowed: ['advertisements-lost', 'stale-announcement'],
      deaf: addressesOf(cluster, 'lb02'),
    }),
  },
  {
    name: 'captured-on-the-deaf-node',
    shows:
      'captured on the backup that becomes deaf: by its own firewall, or by the network so that the capture is deaf too',
    proves: ['split-brain'],
    captureFrom: 'either',
    cluster: (draw) => ({
      ...pair(draw, { version: draw.pick(2, 3) }),
      capture: { point: 'node', node: 'lb02', tool: 'tcpdump' },
    }),
    async play(stage) {
      const heal = await stage.drop('to', 'lb02', stage.draw.pick('behind-capture', 'host'));
      await stage.until('lb02', 'MASTER');
      await stage.intervals(stage.draw.integer(6, 9));
      await heal();
      await stage.intervals(7);
    },
    expects: (cluster) => ({
      allowed: ['advertisements-lost', 'stale-announcement'],
      deaf: addressesOf(cluster, 'lb02'),
    }),
  },
  {
    name: 'near-failover',
    shows: 'two advertisements in a row are lost before the capture point: one more and there were a takeover',
    proves: ['near-failover'],
    nearMissOf: ['failover', 'split-brain'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.afterAdvertisement('lb01', 0.5);
      const heal = await stage.drop('from', 'lb01', 'before-capture');
      await stage.wait(2 * stage.longestInterval);
      await heal();
      await stage.intervals(7);
    },
    expects: (cluster) => ({
      allowed: ['advertisements-lost'],
      nearFailovers: addressesOf(cluster, 'lb01').map((router) => ({ router, missed: 2 })),
    }),
  },
  {
    name: 'beaten-back',
    shows: 'the backup misses three advertisements, claims, hears the answer and yields within milliseconds',
    nearMissOf: ['split-brain', 'usurpation', 'failover'],
    proves: ['handover-race'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: draw.pick(2, 3) }),
    async play(stage) {
      await stage.afterAdvertisement('lb01', 0.5);
      await stage.drop('to', 'lb02', 'behind-capture', { first: 3 });
      await stage.intervals(10);
    },
    expects: () => ({}),
  },
  {
    name: 'brief-usurpation',
    shows: 'the backup misses just enough advertisements to claim, and hears again about an interval later',
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.afterAdvertisement('lb01', 0.5);
      const heal = await stage.drop('to', 'lb02', 'behind-capture');
      await stage.until('lb02', 'MASTER');
      await heal();
      await stage.intervals(8);
    },
    expects: (cluster) => ({
      allowed: ['split-brain', 'usurpation', 'stale-announcement'],
      deaf: addressesOf(cluster, 'lb02'),
    }),
  },
  {
    name: 'random-loss',
    shows: 'half of what the backup should hear is lost at random',
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: 3, interval: draw.pick(0.5, 0.7) }),
    async play(stage) {
      const heal = await stage.drop('to', 'lb02', 'behind-capture', { percent: 50 });
      await stage.wait(25);
      await heal();
      await stage.intervals(6);
    },
    expects: (cluster) => ({
      allowed: ['split-brain', 'usurpation', 'flapping', 'stale-announcement'],
      deaf: addressesOf(cluster, 'lb02'),
    }),
  },
];
