import { type Cluster, configure, interfaceOn, nodeNamed, pair, routers } from '../cluster.ts';
import type { Draw } from '../draw.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

export async function stopAndReturn(stage: Stage): Promise<void> {
  stage.terminate('lb01');
  await stage.intervals(7);
  await stage.restart('lb01');
  await stage.until('lb01', 'MASTER');
  await stage.intervals(6);
}

async function stopReturnAndKill(stage: Stage): Promise<void> {
  await stopAndReturn(stage);
  stage.kill('lb01');
  await stage.intervals(10);
}

/** A second instance on a second segment for every router, with other addresses. */
export function addSegment(
  draw: Draw,
  cluster: Cluster,
  segment: string,
  vlan: number | null,
  vrid: number | null,
): void {
  cluster.segments.push({ name: segment, vlan });
  const net = `10.${draw.integer(0, 255)}.${draw.integer(0, 255)}`;
  const virtual = draw.integer(100, 200);
  for (const [index, node] of routers(cluster).entries()) {
    const first = node.instances[0];
    if (first === undefined) continue;
    node.interfaces.push(interfaceOn(draw, 'eth1', segment, `${net}.${index + 2}`, null));
    node.instances.push({
      ...first,
      name: `VI_${segment}`,
      interface: 'eth1',
      vrid: vrid ?? first.vrid,
      addresses: [`${net}.${virtual}`],
      lines: [...first.lines],
    });
  }
}

/** Each node sends to the others instead of to the group. */
export function unicast(cluster: Cluster): Cluster {
  const all = routers(cluster).map((node) => node.interfaces[0]?.address ?? '');
  configure(cluster, (instance, node) => {
    const own = node.interfaces[0]?.address;
    const peers = all.filter((address) => address !== own).map((address) => `    ${address}`);
    instance.lines.push(['unicast_peer {', ...peers, '}'].join('\n'));
  });
  return cluster;
}

/** Other ways to wire and configure; the events are simple. */
export const layouts: Scenario[] = [
  {
    name: 'two-masters-two-vrids',
    shows: 'each node is master of one of two virtual routers; one node is stopped and returns',
    nearMissOf: ['split-brain', 'vrid-collision'],
    captureFrom: 'start',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 1 });
      const [high, low] = routers(cluster).map((node) => node.instances[0]);
      if (high === undefined || low === undefined) throw new Error('a pair has two nodes');
      const vrid = (high.vrid % 255) + 1;
      const addresses = high.addresses.map((address) => address.replace(/\d+$/, '251'));
      for (const [node, other] of [
        ['lb01', low],
        ['lb02', high],
      ] as const) {
        const own = nodeNamed(cluster, node).instances;
        own.push({ ...other, name: `VI_${vrid}`, vrid, addresses, lines: [] });
      }
      return cluster;
    },
    async play(stage) {
      await stage.start();
      await stage.intervals(8);
      stage.terminate('lb01');
      await stage.intervals(7);
      await stage.restart('lb01');
      await stage.intervals(10);
    },
    expects: () => ({}),
  },
  {
    name: 'sync-group',
    shows: 'two segments in a sync group: the inner link fails, the outer segment resigns with it',
    nearMissOf: ['sync-group-split'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 1 });
      addSegment(draw, cluster, 'inner', null, draw.integer(1, 255));
      for (const node of routers(cluster)) node.syncGroup = true;
      cluster.capture = { point: 'bridge', tool: 'dumpcap' };
      return cluster;
    },
    async play(stage) {
      await stage.linkDown('lb01', stage.draw.seconds(9, 12), 'eth1');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({ allowed: ['failover', 'sender-stalled'] }),
  },
  {
    name: 'independent-segments',
    shows: 'two segments without a sync group: the inner link fails, the outer segment stays, and that is meant',
    nearMissOf: ['sync-group-split', 'split-brain'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 1 });
      addSegment(draw, cluster, 'inner', null, draw.integer(1, 255));
      cluster.capture = { point: 'bridge', tool: 'dumpcap' };
      return cluster;
    },
    async play(stage) {
      for (let times = 0; times < 2; times++) {
        await stage.linkDown('lb01', stage.draw.seconds(14, 16), 'eth1');
        await stage.until('lb01', 'MASTER');
        await stage.intervals(6);
      }
    },
    expects: () => ({ findings: ['failover or sender-stalled or flapping'] }),
  },
  {
    name: 'unicast-peers',
    shows: 'unicast_peer instead of multicast; the master is stopped, returns, and is killed',
    proves: ['failover'],
    nearMissOf: ['destination-mismatch'],
    captureFrom: 'either',
    cluster: (draw) => unicast(pair(draw, { version: draw.pick(2, 3), nodes: draw.pick(2, 3) })),
    play: stopReturnAndKill,
    expects: () => ({ allowed: ['protocol-unreachable'] }),
  },
  {
    name: 'mcast-group-224.0.0.141',
    shows: 'vrrp_mcast_group4 224.0.0.141; the master is stopped, returns, and is killed',
    proves: ['failover'],
    nearMissOf: ['destination-mismatch'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      for (const node of routers(cluster)) node.globals.push('vrrp_mcast_group4 224.0.0.141');
      return cluster;
    },
    play: stopReturnAndKill,
    expects: () => ({}),
  },
  {
    name: 'vmac',
    shows: 'use_vmac: both nodes use the virtual MAC; the master is stopped and returns',
    nearMissOf: ['address-conflict', 'wrong-virtual-mac', 'virtual-mac-collision'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { version: draw.pick(2, 3) });
      configure(cluster, (instance) => instance.lines.push(`use_vmac vrrp.${instance.vrid}`));
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'v3-100ms',
    shows: 'VRRPv3 with an interval of a tenth of a second; stopped, returned, killed',
    proves: ['failover'],
    captureFrom: 'either',
    cluster: (draw) => ({
      ...pair(draw, { version: 3, interval: 0.1 }),
      capture: { point: 'bridge', tool: 'tcpdump-nano' },
    }),
    async play(stage) {
      await stage.wait(2);
      stage.terminate('lb01');
      await stage.wait(stage.draw.seconds(2, 3));
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.wait(stage.draw.seconds(2, 3));
      stage.kill('lb01');
      await stage.wait(3);
    },
    expects: () => ({}),
  },
  {
    name: 'v3-ipv6',
    shows: 'VRRPv3 over IPv6; stopped, returned, killed',
    proves: ['failover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { family: 'ipv6', interval: draw.pick(1, 0.5) }),
    play: stopReturnAndKill,
    expects: () => ({}),
  },
  {
    name: 'three-nodes',
    shows: 'three nodes: the first is stopped, the second killed, the first returns',
    proves: ['failover'],
    nearMissOf: ['equal-priorities'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { nodes: 3 }),
    async play(stage) {
      stage.terminate('lb01');
      await stage.intervals(7);
      stage.kill('lb02');
      await stage.intervals(9);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'equal-priorities',
    shows: 'three nodes of one priority: after the master stops the other two fire together',
    captureFrom: 'start',
    cluster: (draw) => pair(draw, { nodes: 3, equalPriorities: true }),
    async play(stage) {
      await stage.start();
      await stage.intervals(8);
      stage.terminate(stage.master);
      await stage.intervals(7);
      stage.terminate(stage.master);
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'any-interface',
    shows: 'captured by tcpdump -i any (Linux cooked v2) on the backup; the master is stopped and returns',
    nearMissOf: ['reflected-advertisement', 'duplicate-packets', 'router-address-conflict'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { version: draw.pick(2, 3) });
      cluster.capture = { point: 'node', node: 'lb02', tool: 'tcpdump' };
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'vlan-trunk',
    shows: 'one VRID in two VLANs of a trunk, a different master in each; one node is stopped and returns',
    nearMissOf: ['vrid-collision', 'vlan-leak'],
    captureFrom: 'start',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 1 });
      const [first = 10, second = 20] = draw.distinct(2, 2, 4000);
      for (const segment of cluster.segments) segment.vlan = first;
      addSegment(draw, cluster, 'inner', second, null);
      const [high, low] = routers(cluster).map((node) => node.instances[1]);
      if (high === undefined || low === undefined) throw new Error('a pair has two nodes');
      [high.priority, low.priority] = [low.priority, high.priority];
      return cluster;
    },
    async play(stage) {
      await stage.start();
      await stage.intervals(8);
      stage.terminate('lb01');
      await stage.intervals(7);
      await stage.restart('lb01');
      await stage.intervals(10);
    },
    expects: () => ({}),
  },
];
