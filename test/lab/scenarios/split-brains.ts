import { type Cluster, nodeNamed, pair, routers } from '../cluster.ts';
import type { Draw } from '../draw.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { addressesOf } from './addresses-of.ts';
import { unicast } from './layouts.ts';

/** The second node hears nothing for so many intervals. */
async function deafen(stage: Stage, intervals = stage.draw.integer(8, 12)): Promise<void> {
  const heal = await stage.drop('to', 'lb02', stage.draw.pick('behind-capture', 'host'));
  await stage.until('lb02', 'MASTER');
  await stage.intervals(intervals);
  await heal();
  await stage.intervals(8);
}

function oneWay(name: string, shows: string, cluster: (draw: Draw) => Cluster): Scenario {
  return {
    name,
    shows,
    proves: ['split-brain'],
    nearMissOf: ['failover', 'usurpation'],
    captureFrom: 'either',
    cluster,
    play: deafen,
    expects: (made) => ({ allowed: ['stale-announcement'], deaf: addressesOf(made, 'lb02') }),
  };
}

/** Two masters, where less than usual can be seen of why. */
export const splitBrains: Scenario[] = [
  oneWay(
    'split-brain-ipv6',
    'one way is cut between two nodes of IPv6, whose packets carry no identification',
    (draw) => pair(draw, { family: 'ipv6' }),
  ),
  oneWay('split-brain-unicast', 'one way is cut between two unicast peers', (draw) =>
    unicast(pair(draw, { version: draw.pick(2, 3) })),
  ),
  oneWay('split-brain-fast', 'one way is cut between two nodes that advertise five times a second', (draw) =>
    pair(draw, { version: 3, interval: 0.2 }),
  ),
  oneWay(
    'split-brain-frr',
    'one way is cut between two FRR routers, which answer no inferior advertisement',
    (draw) => {
      const cluster = pair(draw, { version: draw.pick(2, 3) });
      for (const node of routers(cluster)) node.software = 'frr';
      return cluster;
    },
  ),
  {
    name: 'unicast-peer-left-out',
    shows: 'three unicast nodes, and the master does not list the third: that one is master, too',
    proves: ['split-brain'],
    captureFrom: 'start',
    cluster: (draw) => {
      const cluster = unicast(pair(draw, { nodes: 3, version: draw.pick(2, 3) }));
      const [left] = addressesOf(cluster, 'lb03');
      for (const instance of nodeNamed(cluster, 'lb01').instances) {
        instance.lines = instance.lines.map((line) => line.replace(`    ${left}\n`, ''));
      }
      return cluster;
    },
    async play(stage) {
      await stage.start();
      await stage.until('lb03', 'MASTER');
      await stage.intervals(9);
    },
    expects: (cluster) => ({
      deaf: addressesOf(cluster, 'lb03'),
      provablyDeaf: addressesOf(cluster, 'lb03'),
      reason: 'not-addressed',
    }),
  },
  {
    name: 'equal-priorities-of-many',
    shows: 'many nodes of one priority: when the master stops, several fire within the same millisecond',
    proves: ['equal-priorities'],
    nearMissOf: ['split-brain', 'failover', 'usurpation'],
    captureFrom: 'start',
    cluster: (draw) => pair(draw, { nodes: 8, equalPriorities: true }),
    async play(stage) {
      await stage.start();
      await stage.intervals(8);
      for (let times = 0; times < 4; times++) {
        stage.terminate(stage.master);
        await stage.intervals(5);
      }
    },
    expects: () => ({}),
  },
  {
    name: 'three-masters',
    shows: 'three nodes lose each other in both directions: three masters, until they find back one by one',
    proves: ['split-brain'],
    nearMissOf: ['failover', 'flapping'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { nodes: 3 }),
    async play(stage) {
      const names = ['lb01', 'lb02', 'lb03'];
      const heal = await Promise.all(names.map((name) => stage.drop('to', name, 'behind-capture')));
      await Promise.all([stage.until('lb02', 'MASTER'), stage.until('lb03', 'MASTER')]);
      await stage.intervals(10);
      for (const undo of heal.toReversed()) {
        await undo();
        await stage.intervals(3);
      }
      await stage.intervals(6);
    },
    expects: (cluster) => ({
      allowed: ['stale-announcement'],
      deaf: addressesOf(cluster, 'lb01', 'lb02', 'lb03'),
    }),
  },
];
