import { pair, routers } from '../cluster.ts';
import type { Draw } from '../draw.ts';
import type { Scenario } from '../scenario.ts';

function frrPair(draw: Draw, version: 2 | 3) {
  const cluster = pair(draw, { version });
  for (const node of routers(cluster)) node.software = 'frr';
  return cluster;
}

/** FRR's vrrpd: kernel-chosen identifications, the virtual MAC, no answer to inferior advertisements. */
export const frr: Scenario[] = [
  {
    name: 'frr-v3-stopped',
    shows: 'a pair of FRR routers, VRRPv3: vrrpd of the master is stopped and returns',
    captureFrom: 'either',
    cluster: (draw) => frrPair(draw, 3),
    async play(stage) {
      stage.terminate('lb01');
      await stage.intervals(7);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'frr-v2-killed',
    shows: 'a pair of FRR routers, VRRPv2: vrrpd of the master is killed with SIGKILL',
    proves: ['failover'],
    captureFrom: 'either',
    cluster: (draw) => frrPair(draw, 2),
    async play(stage) {
      stage.kill('lb01');
      await stage.intervals(11);
    },
    expects: () => ({}),
  },
  {
    name: 'frr-v2-link-down',
    shows: 'a pair of FRR routers, VRRPv2: the link of the master is cut; it stays master alone and returns',
    proves: ['failover'],
    captureFrom: 'either',
    cluster: (draw) => frrPair(draw, 2),
    async play(stage) {
      await stage.linkDown('lb01', stage.draw.seconds(8, 12));
      await stage.intervals(9);
    },
    expects: () => ({
      allowed: ['missing-announcement', 'sender-stalled', 'stale-announcement'],
    }),
  },
];
