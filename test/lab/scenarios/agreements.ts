import { configure, nodeNamed, pair, routers } from '../cluster.ts';
import type { Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';
import { stopAndReturn, unicast } from './layouts.ts';

/** The node is reloaded with an address more. */
export function addAddress(stage: Stage, name: string): void {
  for (const instance of nodeNamed(stage.cluster, name).instances) {
    const more = instance.addresses.map((address) => address.replace(/\d+$/, '251')).slice(0, 1);
    instance.addresses = [...instance.addresses, ...more];
  }
  stage.reload(name);
}

/** Configurations that look as if they did not fit together, and do: the master is stopped and returns. */
export const agreements: Scenario[] = [
  {
    name: 'equal-passwords',
    shows: 'both nodes have the same auth_pass; the master is stopped and returns',
    proves: ['cleartext-password'],
    nearMissOf: ['authentication-mismatch', 'split-brain', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      const password = `pw${draw.integer(100_000, 999_999)}`;
      configure(cluster, (instance) => {
        instance.password = password;
      });
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'equal-ah-passwords',
    shows: 'both nodes send inside IPsec AH, with the same key and their own sequence numbers',
    nearMissOf: ['authentication-mismatch', 'cleartext-password', 'split-brain', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw);
      const block = ['authentication {', '    auth_type AH', '    auth_pass secret', '}'].join('\n');
      configure(cluster, (instance) => instance.lines.push(block));
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'addresses-in-another-order',
    shows: 'the nodes list the same addresses in another order',
    nearMissOf: ['address-mismatch', 'split-brain', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { addresses: 3 });
      for (const instance of nodeNamed(cluster, 'lb02').instances) instance.addresses = instance.addresses.toReversed();
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'changed-in-turn',
    shows: 'version and password are changed on one node after the other, never both up: in the end they are equal',
    nearMissOf: ['version-mismatch', 'authentication-mismatch', 'split-brain', 'failover'],
    captureFrom: 'start',
    cluster: (draw) => {
      const cluster = pair(draw);
      configure(cluster, (instance) => {
        instance.password = 'before';
      });
      return cluster;
    },
    async play(stage) {
      await stage.start('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(4);
      configure(stage.cluster, (instance) => {
        instance.password = null;
        instance.version = 3;
      });
      stage.terminate('lb01');
      await stage.start('lb02');
      await stage.until('lb02', 'MASTER');
      await stage.intervals(4);
      await stage.restart('lb01');
      await stage.until('lb01', 'MASTER');
      await stage.intervals(6);
    },
    expects: () => ({}),
  },
  {
    name: 'address-added-by-reload',
    shows: 'an address more in the configurations of both nodes, which are reloaded right after each other',
    proves: ['configuration-reloaded'],
    nearMissOf: ['address-mismatch', 'vrid-collision', 'split-brain', 'vip-held-by-non-master', 'address-conflict'],
    captureFrom: 'either',
    cluster: (draw) => pair(draw, { addresses: 2 }),
    async play(stage) {
      addAddress(stage, 'lb02');
      addAddress(stage, 'lb01');
      await stage.intervals(8);
      await stopAndReturn(stage);
    },
    expects: () => ({}),
  },
  {
    name: 'intervals-of-v3-differ',
    shows: 'VRRPv3 with one second on one node and two on the other: a backup goes by what the master advertises',
    proves: ['planned-handover'],
    nearMissOf: ['interval-mismatch above info', 'split-brain', 'failover', 'no-master'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { version: 3 });
      for (const instance of nodeNamed(cluster, draw.pick('lb01', 'lb02')).instances) instance.interval = 2;
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'dual-stack',
    shows: 'VRRPv2 over IPv4 and VRRPv3 over IPv6 with one VRID on one segment: two virtual routers',
    nearMissOf: ['version-mismatch', 'vrid-collision', 'address-mismatch', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { family: 'ipv6' });
      const host = draw.integer(100, 250);
      for (const node of routers(cluster)) {
        const [first] = node.instances;
        const own = node.interfaces[0]?.address;
        if (first === undefined || own === undefined) continue;
        const addresses = [own.replace(/\d+$/, `${host}`)];
        node.instances.push({ ...first, name: `${first.name}_4`, family: 'ipv4', version: 2, addresses, lines: [] });
      }
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
  {
    name: 'old-unicast-checksum',
    shows:
      'VRRPv3 to unicast peers: one node computes checksums as keepalived 1.3.6 did, with the group in the pseudo-header',
    nearMissOf: ['checksum-form-mismatch', 'bad-checksum', 'destination-mismatch', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = unicast(pair(draw, { version: 3 }));
      configure(cluster, (instance) => instance.lines.push('old_unicast_checksum'), 'lb01');
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({ allowed: ['protocol-unreachable'] }),
  },
  {
    name: 'frr-and-keepalived',
    shows: 'a pair of one FRR router and one keepalived, VRRPv3: same checksums, different announcements and MACs',
    nearMissOf: ['checksum-form-mismatch', 'version-mismatch', 'split-brain', 'failover'],
    captureFrom: 'either',
    cluster: (draw) => {
      const cluster = pair(draw, { version: 3 });
      nodeNamed(cluster, draw.pick('lb01', 'lb02')).software = 'frr';
      return cluster;
    },
    play: stopAndReturn,
    expects: () => ({}),
  },
];
