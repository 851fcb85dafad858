import type { SettingMismatch } from '../../../decoder/wording/words.ts';
import { type Cluster, configure, type Node, nodeNamed, type PairOptions, pair, routers } from '../cluster.ts';
import type { Draw } from '../draw.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { addressesOf } from './addresses-of.ts';
import { addAddress } from './agreements.ts';
import { leaveOutPseudoHeader } from './checksums.ts';
import { unicast } from './layouts.ts';

/** Settings of a pair that do not fit together. */
interface Mismatch {
  name: string;
  code: SettingMismatch;
  shows: string;
  options?: PairOptions;
  change(cluster: Cluster, draw: Draw): void;
  /** What is done before the nodes start. */
  prepare?(stage: Stage): Promise<void>;
}

const MISMATCHES: Mismatch[] = [
  {
    name: 'authentication-mismatch',
    code: 'authentication-mismatch',
    shows: 'the passwords differ',
    change(cluster, draw) {
      configure(cluster, (instance, node) => {
        instance.password = `pw${node.name.slice(-1)}${draw.integer(1000, 9999)}`;
      });
    },
  },
  {
    name: 'authentication-type-mismatch',
    code: 'authentication-mismatch',
    shows: 'one node sends inside IPsec AH, the other without authentication',
    change(cluster) {
      const block = ['authentication {', '    auth_type AH', '    auth_pass secret', '}'].join('\n');
      configure(cluster, (instance) => instance.lines.push(block), 'lb01');
    },
  },
  {
    name: 'address-mismatch',
    code: 'address-mismatch',
    shows: 'one node has an address more than the other',
    options: { addresses: 2 },
    change(cluster) {
      for (const instance of nodeNamed(cluster, 'lb02').instances) instance.addresses = instance.addresses.slice(0, 1);
    },
  },
  {
    name: 'interval-mismatch',
    code: 'interval-mismatch',
    shows: 'VRRPv2 with one second on one node and two on the other',
    change(cluster, draw) {
      for (const instance of nodeNamed(cluster, draw.pick('lb01', 'lb02')).instances) instance.interval = 2;
    },
  },
  {
    name: 'version-mismatch',
    code: 'version-mismatch',
    shows: 'VRRPv2 on one node, VRRPv3 on the other',
    change(cluster, draw) {
      for (const instance of nodeNamed(cluster, draw.pick('lb01', 'lb02')).instances) instance.version = 3;
    },
  },
  {
    name: 'destination-mismatch',
    code: 'destination-mismatch',
    shows: 'one node sends to its unicast_peer, the other to the group',
    change(cluster) {
      unicast(cluster);
      configure(cluster, (instance) => instance.lines.pop(), 'lb02');
    },
  },
  {
    name: 'checksum-form-mismatch',
    code: 'checksum-form-mismatch',
    shows:
      'VRRPv3: the checksums of one node cover no pseudo-header, as v3_checksum_as_v2 of keepalived 2.2.8 makes them',
    options: { version: 3 },
    change() {},
    prepare: (stage) => leaveOutPseudoHeader(stage, 'lb01'),
  },
];

/** FRR does not restart its timer at what it rejects: both go on sending. */
function ofFrr(mismatch: Mismatch): Mismatch {
  return {
    ...mismatch,
    name: `frr-${mismatch.name}`,
    shows: `FRR: ${mismatch.shows}`,
    change(cluster, draw) {
      mismatch.change(cluster, draw);
      for (const node of routers(cluster)) node.software = 'frr';
    },
  };
}

const OF_FRR = MISMATCHES.filter(({ name }) => name === 'interval-mismatch' || name === 'version-mismatch').map(ofFrr);

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

/** One node after the other, never both: nothing is wrong yet. */
async function takeTurns(stage: Stage): Promise<void> {
  const intervalOf = (node: Node) => node.instances[0]?.interval ?? 0;
  const [first, second] = routers(stage.cluster).toSorted((a, b) => intervalOf(b) - intervalOf(a));
  if (first === undefined || second === undefined) return;
  await stage.start(first.name);
  await stage.until(first.name, 'MASTER');
  await stage.intervals(4);
  stage.terminate(first.name);
  await stage.start(second.name);
  await stage.until(second.name, 'MASTER');
  await stage.intervals(6);
}

function scenarioOf(
  { options, change, prepare }: Mismatch,
  play: (stage: Stage) => Promise<void>,
): Pick<Scenario, 'captureFrom' | 'cluster' | 'play'> {
  return {
    captureFrom: 'start',
    cluster(draw) {
      const cluster = pair(draw, options);
      change(cluster, draw);
      return cluster;
    },
    async play(stage) {
      await prepare?.(stage);
      await play(stage);
    },
  };
}

const together = [...MISMATCHES, ...OF_FRR].map(
  (mismatch): Scenario => ({
    name: mismatch.name,
    shows: mismatch.shows,
    proves: ['split-brain'],
    ...scenarioOf(mismatch, joinAndStop),
    expects: (cluster) => ({
      allowed: ['stale-announcement', 'vip-held-by-non-master'],
      deaf: addressesOf(cluster, 'lb01', 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb01', 'lb02'),
      reason: mismatch.code,
    }),
  }),
);

const inTurn = MISMATCHES.map(
  (mismatch): Scenario => ({
    name: `${mismatch.name}-in-turn`,
    shows: `${mismatch.shows}; they are never up together: a warning of what will happen`,
    proves: [mismatch.code],
    nearMissOf: ['split-brain', 'failover', 'no-master'],
    ...scenarioOf(mismatch, takeTurns),
    expects: () => ({}),
  }),
);

/** Configurations that do not fit together. */
export const mismatches: Scenario[] = [
  ...together,
  ...inTurn,
  {
    name: 'address-added-one-by-one',
    shows:
      'the master is reloaded with an address more, the backup many seconds later: meanwhile it rejects the master',
    proves: ['split-brain'],
    nearMissOf: ['vrid-collision', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { addresses: 2 }),
    async play(stage) {
      addAddress(stage, 'lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(stage.draw.integer(7, 10));
      addAddress(stage, 'lb02');
      await stage.intervals(8);
    },
    expects: (cluster) => ({
      allowed: ['stale-announcement'],
      deaf: addressesOf(cluster, 'lb01', 'lb02'),
      reason: 'address-mismatch',
    }),
  },
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
