import { internetChecksum } from '../../support/packet-builders.ts';
import { type Instance, nodeNamed } from '../cluster.ts';
import type { Stage } from '../stage.ts';

/** VRRPv3: what the node sends gets, at its port, the checksum of RFC 9568 §5.2.8, which keepalived sends since 2.2.8 only. */
export async function leaveOutPseudoHeader(stage: Stage, name: string): Promise<void> {
  const rules = nodeNamed(stage.cluster, name).instances.flatMap((instance) =>
    [instance.priority, 0].map((priority) => setChecksum(instance, priority)),
  );
  await stage.filter('changed-checksum', name, 'without pseudo-header', rules, { direction: 'from', isHost: false });
}

function setChecksum({ vrid, interval, addresses }: Instance, priority: number): string {
  const centiseconds = Math.round(interval * 100);
  const header = [0x31, vrid, priority, addresses.length, centiseconds >> 8, centiseconds & 0xff, 0, 0];
  const checksum = internetChecksum([...header, ...addresses.flatMap((address) => address.split('.').map(Number))]);
  return `ip protocol 112 @th,8,8 ${vrid} @th,16,8 ${priority} @th,48,16 set ${checksum}`;
}
