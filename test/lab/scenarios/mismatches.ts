import { type Cluster, configure, nodeNamed, type PairOptions, pair } from '../cluster.ts';
import type { Draw } from '../draw.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { addressesOf } from './addresses-of.ts';

/** One node is master, the other joins, both reject each other; one of them is stopped at the end. */
async function joinAndStop(stage: Stage): Promise<void> {
  const [first, second] = stage.draw.pick<[string, string]>(['lb01', 'lb02'], ['lb02', 'lb01']);
  await stage.start(first);
  await stage.until(first, 'MASTER');
  await stage.intervals(4);
  await stage.start(second);
  await stage.until(second, 'MASTER');
  await stage.intervals(12);
  stage.terminate(stage.draw.pick('lb01', 'lb02'));
  await stage.intervals(7);
}

function mismatch(
  name: string,
  shows: string,
  options: PairOptions,
  change: (cluster: Cluster, draw: Draw) => void,
): Scenario {
  return {
    name,
    shows,
    proves: ['split-brain'],
    captureFrom: 'start',
    cluster(draw) {
      const cluster = pair(draw, options);
      change(cluster, draw);
      return cluster;
    },
    play: joinAndStop,
    expects: (cluster) => ({
      allowed: ['stale-announcement', 'vip-held-by-non-master'],
      deaf: addressesOf(cluster, 'lb01', 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb01', 'lb02'),
      reason: name,
    }),
  };
}

/** Configurations that do not fit together. */
export const mismatches: Scenario[] = [
  mismatch('authentication-mismatch', 'the passwords differ', {}, (cluster, draw) => {
    configure(cluster, (instance, node) => {
      instance.password = `pw${node.name.slice(-1)}${draw.integer(1000, 9999)}`;
    });
  }),
  mismatch('address-mismatch', 'one node has an address more than the other', { addresses: 2 }, (cluster) => {
    for (const instance of nodeNamed(cluster, 'lb02').instances) instance.addresses = instance.addresses.slice(0, 1);
  }),
  mismatch('interval-mismatch', 'VRRPv2 with one second on one node and two on the other', {}, (cluster, draw) => {
    for (const instance of nodeNamed(cluster, draw.pick('lb01', 'lb02')).instances) instance.interval = 2;
  }),
  mismatch('version-mismatch', 'VRRPv2 on one node, VRRPv3 on the other', {}, (cluster, draw) => {
    for (const instance of nodeNamed(cluster, draw.pick('lb01', 'lb02')).instances) instance.version = 3;
  }),
  {
    name: 'vrid-collision',
    shows: 'two clusters chose one VRID: their address lists share nothing',
    proves: ['vrid-collision'],
    nearMissOf: ['split-brain'],
    captureFrom: 'start',
    cluster(draw) {
      const cluster = pair(draw, { addresses: 1 });
      for (const instance of nodeNamed(cluster, 'lb02').instances) {
        instance.addresses = instance.addresses.map((address) => address.replace(/\d+$/, '252'));
      }
      return cluster;
    },
    play: joinAndStop,
    expects: () => ({ allowed: ['no-master'] }),
  },
];
