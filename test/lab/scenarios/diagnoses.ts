import { type Cluster, configure, nodeNamed, pair, routers } from '../cluster.ts';
import type { Draw } from '../draw.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { addSegment, unicast } from './layouts.ts';

function syncGroups(draw: Draw): Cluster {
  const cluster = pair(draw, { addresses: 1 });
  addSegment(draw, cluster, 'inner', null, draw.integer(1, 255));
  for (const node of routers(cluster)) node.syncGroup = true;
  cluster.capture = { point: 'bridge', tool: 'dumpcap' };
  return cluster;
}

/** The group moves as one because its inner link fails, and back. */
async function moveAsOne(stage: Stage): Promise<void> {
  await stage.linkDown('lb01', stage.draw.seconds(8, 10), 'eth1');
  await stage.until('lb01', 'MASTER');
  await stage.intervals(5);
}

async function dropGroup(stage: Stage, ...names: string[]): Promise<void> {
  for (const name of names) {
    nodeNamed(stage.cluster, name).syncGroup = false;
    stage.reload(name);
  }
  await stage.intervals(6);
}

/** Troubles that look like something else until the packets are read together. */
export const diagnoses: Scenario[] = [
  {
    name: 'address-unanswered',
    shows:
      'the virtual address is taken from under the master, which goes on advertising; a client asks for it in vain',
    proves: ['vip-unanswered'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { addresses: 1 }),
    async play(stage) {
      const address = nodeNamed(stage.cluster, 'lb01').instances[0]?.addresses[0] ?? '';
      await stage.ask(address, 2);
      await stage.answerNothing('lb01');
      await stage.ask(address, 5);
      await stage.intervals(4);
    },
    expects: () => ({}),
  },
  {
    name: 'nopreempt-deaf-start',
    shows:
      'a nopreempt node leaves the lower master alone, and takes over later all the same: its link does not forward yet',
    proves: ['nopreempt-takeover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      configure(cluster, (instance) => instance.lines.push('nopreempt'));
      return cluster;
    },
    async play(stage) {
      stage.terminate('lb01');
      await stage.intervals(6);
      await stage.restart('lb01');
      await stage.intervals(8);
      stage.kill('lb02');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(4);
      await stage.restart('lb02');
      await stage.intervals(5);
      stage.terminate('lb01');
      await stage.intervals(6);
      const heal = await stage.drop('to', 'lb01', 'host');
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await heal();
      await stage.intervals(6);
    },
    expects: () => ({ findings: ['failover or vip-held-by-non-master'] }),
  },
  {
    name: 'peer-without-keepalived',
    shows: 'a unicast peer on which keepalived does not run: its host refuses every advertisement',
    proves: ['protocol-unreachable'],
    captureFrom: 'start',
    cluster: (draw) => unicast(pair(draw, { version: draw.pick(2, 3) })),
    async play(stage) {
      await stage.start('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(8);
    },
    expects: () => ({}),
  },
  {
    name: 'sync-group-lost',
    shows: 'both nodes lose their sync group by a reload; then the inner link fails and only the inner side moves',
    proves: ['sync-group-split'],
    captureFrom: 'either',
    cluster: syncGroups,
    async play(stage) {
      await moveAsOne(stage);
      await dropGroup(stage, 'lb01', 'lb02');
      await stage.linkDown('lb01', stage.draw.seconds(14, 16), 'eth1');
      await stage.intervals(6);
    },
    expects: () => ({ allowed: ['failover', 'sender-stalled', 'flapping'] }),
  },
  {
    name: 'sync-group-stuck',
    shows: 'the master loses its sync group by a reload; its inner link fails, and the backup may not take over a part',
    proves: ['sync-group-split'],
    provesWithFiles: ['config-difference'],
    captureFrom: 'either',
    cluster: syncGroups,
    async play(stage) {
      await moveAsOne(stage);
      await dropGroup(stage, 'lb01');
      await stage.linkDown('lb01', stage.draw.seconds(14, 16), 'eth1');
      await stage.intervals(6);
    },
    expects: () => ({ allowed: ['failover', 'sender-stalled', 'process-restarted'] }),
  },
  {
    name: 'vlan-leak',
    shows: 'two VLANs are joined by mistake: what is sent in one is heard in the other',
    proves: ['vlan-leak'],
    captureFrom: 'start',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 1 });
      const [first = 10, second = 20] = draw.distinct(2, 2, 4000);
      for (const segment of cluster.segments) segment.vlan = first;
      const vrid = cluster.nodes[0]?.instances[0]?.vrid ?? 1;
      addSegment(draw, cluster, 'inner', second, (vrid % 255) + 1);
      return cluster;
    },
    async play(stage) {
      await stage.settle();
      await stage.joinSegments('lan', 'inner');
      await stage.intervals(10);
    },
    expects: () => ({ leaks: true }),
  },
];
