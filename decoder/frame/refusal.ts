import type { RefusalMessage } from '../message.ts';
import type { Frame } from './frame.ts';
import { IP_PROTOCOL } from './ip-protocol.ts';

const ICMP_HEADER = 8;
const IPV6_HEADER = 40;
/** Where an IPv4 header names the protocol. */
const PROTOCOL = 9;

type Refused = RefusalMessage['because'];

/** By type and code, as they stand behind the IP header. VRRP has no ports: who says that one is closed is a firewall. */
const IPV4_REFUSALS = new Map<number, Refused>([
  [0x0302, 'no-protocol'],
  [0x0303, 'prohibited'],
  [0x0309, 'prohibited'],
  [0x030a, 'prohibited'],
  [0x030d, 'prohibited'],
]);
const IPV6_REFUSALS = new Map<number, Refused>([
  [0x0401, 'no-protocol'],
  [0x0101, 'prohibited'],
  [0x0104, 'prohibited'],
  [0x0105, 'prohibited'],
  [0x0106, 'prohibited'],
]);

/** Whether the ICMP message at `icmp`, in IPv4, may be one that `decodeRefusal` reads. */
export function mayRefuse(view: DataView, icmp: number, end: number): boolean {
  if (!IPV4_REFUSALS.has(view.getUint16(icmp))) return false;
  const quotedProtocol = icmp + ICMP_HEADER + PROTOCOL;
  if (quotedProtocol >= end) return false;
  const protocol = view.getUint8(quotedProtocol);
  return protocol === IP_PROTOCOL.vrrp || protocol === IP_PROTOCOL.authenticationHeader;
}

/**
 * An ICMP error that says that a host knows no protocol 112, or that a firewall lets none in, and quotes the advertisement
 * that it got (RFC 792, RFC 1812 §5.2.7.1, RFC 4443 §3); undefined for all other ICMP. A quoted advertisement is no
 * advertisement.
 */
export function decodeRefusal(frame: Frame): RefusalMessage | undefined {
  if (frame.capturedPayload < ICMP_HEADER) return undefined;
  const code = frame.view.getUint16(frame.offset);
  const because = (frame.ipVersion === 4 ? IPV4_REFUSALS : IPV6_REFUSALS).get(code);
  if (because === undefined) return undefined;
  return frame.ipVersion === 4 ? quotedInIpv4(frame, because) : quotedInIpv6(frame, because);
}

function quotedInIpv4(frame: Frame, because: Refused): RefusalMessage | undefined {
  const { view } = frame;
  const quoted = frame.offset + ICMP_HEADER;
  const end = frame.offset + frame.capturedPayload;
  if (quoted + 20 > end || view.getUint8(quoted) >> 4 !== 4 || (view.getUint16(quoted + 6) & 0x1fff) !== 0)
    return undefined;
  const payload = quoted + (view.getUint8(quoted) & 0x0f) * 4;
  const vrrp = behindAuthentication(view, view.getUint8(quoted + PROTOCOL), payload, end);
  // Nobody answers what was sent to a group (RFC 1122 §3.2.2)
  return view.getUint8(quoted + 16) >> 4 === 0xe ? undefined : refusal(frame, because, quoted + 12, vrrp, end);
}

function quotedInIpv6(frame: Frame, because: Refused): RefusalMessage | undefined {
  const { view } = frame;
  const quoted = frame.offset + ICMP_HEADER;
  const end = frame.offset + frame.capturedPayload;
  if (quoted + IPV6_HEADER > end || view.getUint8(quoted) >> 4 !== 6) return undefined;
  const vrrp = behindAuthentication(view, view.getUint8(quoted + 6), quoted + IPV6_HEADER, end);
  return view.getUint8(quoted + 24) === 0xff ? undefined : refusal(frame, because, quoted + 8, vrrp, end);
}

/** Where the quoted VRRP header begins; -1 if there is none. */
function behindAuthentication(view: DataView, protocol: number, payload: number, end: number): number {
  if (protocol === IP_PROTOCOL.vrrp) return payload;
  if (protocol !== IP_PROTOCOL.authenticationHeader || payload + 2 > end) return -1;
  return view.getUint8(payload) === IP_PROTOCOL.vrrp ? payload + (view.getUint8(payload + 1) + 2) * 4 : -1;
}

function refusal(
  frame: Frame,
  because: Refused,
  source: number,
  vrrp: number,
  end: number,
): RefusalMessage | undefined {
  const { view } = frame;
  if (vrrp < 0 || vrrp + 2 > end) return undefined;
  const version = view.getUint8(vrrp) >> 4;
  if (version !== 2 && version !== 3) return undefined;
  return {
    kind: 'other',
    ...frame.envelope(),
    protocol: 'icmp',
    family: frame.ipVersion === 4 ? 'ipv4' : 'ipv6',
    because,
    advertiser: frame.address(source),
    group: view.getUint8(vrrp + 1),
  };
}
