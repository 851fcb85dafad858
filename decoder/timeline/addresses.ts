import ipaddr from 'ipaddr.js';

/** True for 224.0.0.0/4 and ff00::/8. */
export function isMulticast(address: string): boolean {
  if (address.includes(':')) return address.startsWith('ff');
  const first = Number.parseInt(address, 10);
  return first >= 224 && first < 240;
}

/** A text whose string order is the numeric order of addresses of one family (for the election's tie-break). */
export function sortableAddress(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  return ipaddr
    .parse(address)
    .toByteArray()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** 00:00:5e:00:01:VRID and 00:00:5e:00:02:VRID (RFC 5798 §7.3): shared by all routers of a virtual router. */
export function isVirtualMac(mac: string): boolean {
  return mac.startsWith('00:00:5e:00:01:') || mac.startsWith('00:00:5e:00:02:');
}

/** The one that RFC 5798 §7.3 gives to a virtual router. */
export function virtualMacOf({ family, vrid }: { family: 'ipv4' | 'ipv6'; vrid: number }): string {
  return `00:00:5e:00:${family === 'ipv4' ? '01' : '02'}:${vrid.toString(16).padStart(2, '0')}`;
}

/** Broadcast or multicast: the lowest bit of the first octet. */
export function isGroupMac(mac: string): boolean {
  return (Number.parseInt(mac, 16) & 1) === 1;
}
