import type { Segment } from '../segment.ts';

/** `VXLAN 100 vlan 10`; empty for what was captured as it is and untagged. `vlan` says tags in words. */
export function segmentName({ tunnel, vlans }: Segment, vlan: (tags: string) => string): string {
  const tags = vlans.length === 0 ? '' : vlan(vlans.join('.'));
  return [tunnel ?? '', tags].filter((part) => part !== '').join(' ');
}
