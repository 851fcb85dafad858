import { carp, ETHER_TYPE, ethernet, glbp, hsrp1, ipv4, udp } from '../../support/packet-builders.ts';
import { type Cluster, configure, nodeNamed, pair, routers } from '../cluster.ts';
import type { Draw } from '../draw.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { addressesOf } from './addresses-of.ts';
import { unicast } from './layouts.ts';

/** What a router on the way does, and a sum that cannot be right twice. */
const ROUTED = 'ip ttl set 254';
const GARBLED = '@th,48,16 set 0x5aa5';

const VRRP_GROUP = '01:00:5e:00:00:12';

function mangledBriefly(name: string, shows: string, code: 'bad-ttl' | 'bad-checksum', change: string): Scenario {
  return {
    name,
    shows,
    proves: [code],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      await stage.intervals(3);
      await stage.mangle('lb01', change, { first: 2 });
      await stage.intervals(8);
    },
    expects: () => ({}),
  };
}

function mangled(name: string, shows: string, reason: 'bad-ttl' | 'bad-checksum', change: string): Scenario {
  return {
    name,
    shows,
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { addresses: 1 }),
    async play(stage) {
      const heal = await stage.mangle('lb01', change);
      await stage.until('lb02', 'MASTER');
      await stage.intervals(stage.draw.integer(8, 12));
      await heal();
      await stage.intervals(8);
    },
    expects: (cluster) => ({
      findings: ['split-brain'],
      allowed: ['stale-announcement'],
      deaf: addressesOf(cluster, 'lb02'),
      provablyDeaf: addressesOf(cluster, 'lb02'),
      reason,
    }),
  };
}

function withVirtualMac(draw: Draw): Cluster {
  const cluster = pair(draw, { version: 3 });
  configure(cluster, (instance) => instance.lines.push(`use_vmac vrrp.${instance.vrid}`));
  return cluster;
}

function carpFrame(vhid: number, counter: number): Uint8Array {
  const octet = vhid.toString(16).padStart(2, '0');
  return ethernet({
    src: `00:00:5e:00:01:${octet}`,
    dst: VRRP_GROUP,
    type: ETHER_TYPE.ipv4,
    payload: ipv4({ src: '192.0.2.254', payload: carp({ vhid, counter, advskew: 100 }) }),
  });
}

function speakCarp(stage: Stage, vhid: number): Promise<void> {
  const frames = Array.from({ length: 8 }, (_, counter) => carpFrame(vhid, counter));
  return stage.inject('client', frames, 1);
}

function vridOf({ nodes }: Cluster): number {
  return nodes[0]?.instances[0]?.vrid ?? 1;
}

/** What single advertisements show, and who else speaks on the segment. */
export const advertisements: Scenario[] = [
  mangledBriefly(
    'checksum-garbled-briefly',
    'something on the way garbles two advertisements',
    'bad-checksum',
    GARBLED,
  ),
  mangledBriefly('routed-briefly', 'two multicast advertisements come through a router: TTL 254', 'bad-ttl', ROUTED),
  mangled('checksum-garbled', "what garbles the master's advertisements makes two masters", 'bad-checksum', GARBLED),
  mangled(
    'routed',
    "a router between the nodes lowers the TTL of the master's advertisements: two masters",
    'bad-ttl',
    ROUTED,
  ),
  {
    name: 'unicast-routed',
    shows: 'unicast advertisements that come through a router: TTL 254 is as it should be',
    nearMissOf: ['bad-ttl', 'protocol-unreachable'],
    captureFrom: 'either',
    cluster: (draw) => unicast(pair(draw, { version: draw.pick(2, 3) })),
    async play(stage) {
      await stage.mangle('lb01', ROUTED);
      await stage.mangle('lb02', ROUTED);
      await stage.intervals(8);
    },
    expects: () => ({}),
  },
  {
    name: 'virtual-mac-of-another',
    shows: "the master's interface was given the virtual MAC of another VRID",
    proves: ['wrong-virtual-mac'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      const [nic] = nodeNamed(cluster, 'lb01').interfaces;
      const other = ((vridOf(cluster) % 255) + 1).toString(16).padStart(2, '0');
      if (nic) nic.mac = `00:00:5e:00:01:${other}`;
      return cluster;
    },
    play: (stage) => stage.intervals(8),
    expects: () => ({}),
  },
  {
    name: 'carp-with-our-number',
    shows: 'CARP (raw socket: there is no CARP here) with the virtual MAC that VRRP uses as well',
    proves: ['virtual-mac-collision'],
    captureFrom: 'either',
    cluster: withVirtualMac,
    async play(stage) {
      await speakCarp(stage, vridOf(stage.cluster));
      await stage.intervals(3);
    },
    expects: () => ({}),
  },
  {
    name: 'other-protocols',
    shows: 'CARP with a number of its own, HSRP and GLBP (raw socket: no daemon here speaks them) beside VRRP',
    proves: ['other-protocol'],
    nearMissOf: ['virtual-mac-collision'],
    captureFrom: 'either',
    cluster: withVirtualMac,
    async play(stage) {
      const hello = (port: number, payload: Uint8Array) =>
        ethernet({
          dst: '01:00:5e:00:00:02',
          payload: ipv4({
            src: '192.0.2.253',
            dst: '224.0.0.2',
            protocol: 17,
            ttl: 1,
            payload: udp({ dstPort: port, payload }),
          }),
        });
      await stage.inject('client', [hello(1985, hsrp1()), hello(3222, glbp())], 0.5);
      await speakCarp(stage, (vridOf(stage.cluster) % 255) + 1);
      await stage.intervals(3);
    },
    expects: () => ({}),
  },
  {
    name: 'one-lost',
    shows: 'single advertisements are lost before the capture point, never two in a row',
    proves: ['advertisements-lost'],
    nearMissOf: ['near-failover', 'sender-stalled', 'handover-race'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw),
    async play(stage) {
      for (let lost = 0; lost < 3; lost++) {
        await stage.drop('from', 'lb01', 'before-capture', { first: 1 });
        await stage.intervals(3);
      }
      await stage.intervals(3);
    },
    expects: () => ({}),
  },
  {
    name: 'reflected',
    shows: "the switch port of the master hands its advertisements back to it; captured on the master's any interface",
    proves: ['reflected-advertisement'],
    nearMissOf: ['duplicate-packets'],
    captureFrom: 'either',
    cluster: (draw) => ({ ...pair(draw), capture: { point: 'node', node: 'lb01', tool: 'tcpdump' } }),
    async play(stage) {
      const heal = await stage.reflect('lb01');
      await stage.intervals(6);
      await heal();
      await stage.intervals(4);
    },
    expects: () => ({}),
  },
  {
    name: 'all-ports-of-the-switch',
    shows: 'captured by tcpdump -i any on the switch: every packet on its way in, through and out again',
    proves: ['duplicate-packets'],
    nearMissOf: ['reflected-advertisement', 'split-brain'],
    captureFrom: 'either',
    cluster: (draw) => ({ ...pair(draw), capture: { point: 'node', node: 'sw', tool: 'tcpdump' } }),
    async play(stage) {
      stage.terminate('lb01');
      await stage.intervals(6);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(5);
    },
    expects: () => ({}),
  },
  {
    name: 'announcement-storm',
    shows: 'vrrp_garp_master_refresh is set so that every address is announced ten times a second',
    proves: ['announcement-storm'],
    captureFrom: 'settled',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 1 });
      for (const node of routers(cluster))
        node.globals.push('vrrp_garp_master_refresh 1', `vrrp_garp_master_refresh_repeat ${draw.integer(8, 12)}`);
      return cluster;
    },
    play: (stage) => stage.intervals(25),
    expects: () => ({}),
  },
  {
    name: 'announcements-of-a-takeover',
    shows: 'each takeover announces every address sixty times and again; in between three times every five seconds',
    nearMissOf: ['announcement-storm'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 2 });
      for (const node of routers(cluster))
        node.globals.push(
          'vrrp_garp_master_repeat 60',
          'vrrp_garp_master_delay 3',
          'vrrp_garp_master_refresh 5',
          'vrrp_garp_master_refresh_repeat 3',
        );
      return cluster;
    },
    async play(stage) {
      stage.terminate('lb01');
      await stage.intervals(12);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(12);
    },
    expects: () => ({}),
  },
  {
    name: 'password',
    shows: 'both nodes send the same password, for everyone to read',
    proves: ['cleartext-password'],
    nearMissOf: ['authentication-mismatch'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      const password = `pw${draw.integer(1000, 9999)}`;
      configure(cluster, (instance) => {
        instance.password = password;
      });
      return cluster;
    },
    async play(stage) {
      stage.terminate('lb01');
      await stage.intervals(6);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(5);
    },
    expects: () => ({}),
  },
];
