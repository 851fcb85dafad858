import { type Cluster, emptyNode, nodeNamed, pair, routers } from '../cluster.ts';
import type { Draw } from '../draw.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { stopAndReturn } from './layouts.ts';

function firstAddress(stage: Stage): string {
  return nodeNamed(stage.cluster, 'lb01').instances[0]?.addresses[0] ?? '';
}

async function killMaster(stage: Stage): Promise<void> {
  stage.kill('lb01');
  await stage.until('lb02', 'MASTER');
  await stage.intervals(7);
}

/** A host that has nothing to do with VRRP, beside the client. */
function withStranger(draw: Draw, family: 'ipv4' | 'ipv6' = 'ipv4'): Cluster {
  const cluster = pair(draw, { addresses: 1, family });
  const address = cluster.nodes[0]?.interfaces[0]?.address.replace(/\d+$/, '1') ?? '';
  cluster.nodes.push(emptyNode(draw, 'stranger', address, family === 'ipv6' ? 77 : null));
  return cluster;
}

/** What the new master sends for its addresses never leaves its port. */
async function muteAnnouncements(stage: Stage, name: string): Promise<() => Promise<void>> {
  const addresses = nodeNamed(stage.cluster, name).instances.flatMap((instance) => instance.addresses);
  const rules = addresses.map((address) =>
    address.includes(':') ? `ip6 saddr ${address} icmpv6 type nd-neighbor-advert drop` : `arp saddr ip ${address} drop`,
  );
  return stage.filter('no-announcements', name, 'at its port', rules, { direction: 'from', isHost: false });
}

/** Who speaks for the virtual addresses, who should not, and who does not. */
export const addresses: Scenario[] = [
  {
    name: 'kill-9-address-left-behind-ipv6',
    shows: 'keepalived killed with SIGKILL: its host goes on answering neighbour solicitations for the address',
    proves: ['vip-held-by-non-master'],
    nearMissOf: ['address-conflict'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { family: 'ipv6', addresses: 1 }),
    async play(stage) {
      stage.kill('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(3);
      await stage.ask(firstAddress(stage), 4);
      await stage.intervals(4);
    },
    expects: () => ({}),
  },
  {
    name: 'killed-before-capture',
    shows: 'keepalived was killed before the capture began; its host answers for the address until it is started again',
    proves: ['vip-held-by-non-master'],
    nearMissOf: ['address-conflict', 'failover'],
    captureFrom: 'settled',
    cluster: (draw) => pair(draw, { addresses: 1 }),
    before: killMaster,
    async play(stage) {
      await stage.ask(firstAddress(stage), 3);
      await stage.intervals(2);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'killed-before-capture-for-good',
    shows: 'the same, and it never comes back: who answers cannot be told from a stranger, and is told so',
    proves: ['address-conflict'],
    nearMissOf: ['vip-held-by-non-master', 'failover'],
    captureFrom: 'settled',
    cluster: (draw) => pair(draw, { addresses: 1 }),
    before: killMaster,
    async play(stage) {
      await stage.ask(firstAddress(stage), 3);
      await stage.intervals(5);
    },
    expects: () => ({}),
  },
  {
    name: 'stopped-and-asked-for',
    shows: 'the master is stopped, which removes the address; a client asks for it before, meanwhile and after',
    proves: ['planned-handover'],
    nearMissOf: ['vip-held-by-non-master', 'address-conflict', 'vip-unanswered', 'missing-announcement'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { version: draw.pick(2, 3) }),
    async play(stage) {
      await stage.ask(firstAddress(stage), 2);
      stage.terminate('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.ask(firstAddress(stage), 4);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.ask(firstAddress(stage), 3);
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'asked-for-all-along',
    shows: 'a client asks for the address again and again while the master is stopped and comes back',
    proves: ['planned-handover'],
    nearMissOf: ['vip-held-by-non-master', 'address-conflict', 'vip-unanswered', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { addresses: 1 }),
    async play(stage) {
      await Promise.all([stage.ask(firstAddress(stage), 45), stopAndReturn(stage)]);
    },
    expects: () => ({}),
  },
  {
    name: 'address-taken',
    shows: 'another host is given the virtual address by hand, and announces it and answers for it',
    proves: ['address-conflict'],
    nearMissOf: ['vip-held-by-non-master', 'announcement-storm'],
    captureFrom: 'either',
    cluster: (draw) => withStranger(draw),
    async play(stage) {
      await stage.takeAddress('stranger', firstAddress(stage));
      await stage.ask(firstAddress(stage), 3);
      await stage.intervals(3);
    },
    expects: () => ({}),
  },
  {
    name: 'address-taken-ipv6',
    shows:
      'another host is given the virtual link-local address without duplicate address detection, and answers for it',
    proves: ['address-conflict'],
    nearMissOf: ['vip-held-by-non-master'],
    captureFrom: 'either',
    cluster: (draw) => withStranger(draw, 'ipv6'),
    async play(stage) {
      await stage.takeAddress('stranger', firstAddress(stage));
      await stage.ask(firstAddress(stage), 4);
      await stage.intervals(3);
    },
    expects: () => ({}),
  },
  {
    name: 'address-probed',
    shows: 'a host probes for the virtual address (arping -D) before it would take it, and asks for it',
    nearMissOf: ['address-conflict', 'vip-held-by-non-master', 'vip-unanswered'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { addresses: 1 }),
    async play(stage) {
      await stage.probe(firstAddress(stage));
      await stage.ask(firstAddress(stage), 2);
      await stage.intervals(4);
    },
    expects: () => ({}),
  },
  {
    name: 'announcements-filtered',
    shows: 'the announcements of the new master are dropped at its port: port security, ARP inspection',
    proves: ['missing-announcement'],
    nearMissOf: ['failover'],
    captureFrom: 'start',
    cluster: (draw) => pair(draw, { family: draw.pick<'ipv4' | 'ipv6'>('ipv4', 'ipv6') }),
    async play(stage) {
      await stage.settle();
      await muteAnnouncements(stage, 'lb02');
      stage.terminate('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(8);
    },
    expects: () => ({}),
  },
  {
    name: 'first-announcements-filtered',
    shows: 'the port of the new master blocks for two seconds after the takeover; the second burst comes through',
    proves: ['missing-announcement'],
    nearMissOf: ['failover', 'stale-announcement'],
    captureFrom: 'start',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.settle();
      const heal = await muteAnnouncements(stage, 'lb02');
      stage.terminate('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.wait(2);
      await heal();
      await stage.intervals(8);
    },
    expects: () => ({}),
  },
  {
    name: 'announcements-spaced',
    shows: 'vrrp_garp_interval spaces the announcements: the last address is announced late in the first interval',
    nearMissOf: ['missing-announcement', 'announcement-storm'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 3 });
      for (const node of routers(cluster)) node.globals.push('vrrp_garp_interval 0.15');
      return cluster;
    },
    async play(stage) {
      stage.terminate('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(8);
    },
    expects: () => ({}),
  },
  {
    name: 'announcements-far-apart',
    shows: 'vrrp_garp_interval spaces the announcements of many addresses over several intervals: slow, as configured',
    nearMissOf: ['missing-announcement above info', 'announcement-storm'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 6 });
      for (const node of routers(cluster)) node.globals.push('vrrp_garp_interval 0.4');
      return cluster;
    },
    async play(stage) {
      stage.terminate('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(9);
    },
    expects: () => ({}),
  },
  {
    name: 'refreshes-lost',
    shows: 'the takeover is announced; the refreshes that follow every few seconds are lost for a while',
    nearMissOf: ['missing-announcement', 'stale-announcement', 'vip-unanswered'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      for (const node of routers(cluster)) node.globals.push('vrrp_garp_master_refresh 3');
      return cluster;
    },
    async play(stage) {
      stage.terminate('lb01');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(2);
      const heal = await muteAnnouncements(stage, 'lb02');
      await stage.intervals(9);
      await heal();
      await stage.intervals(5);
    },
    expects: () => ({}),
  },
];
