import type { RefusalMessage } from '../message.ts';
import type { Frame } from './frame.ts';
import { IP_PROTOCOL } from './ip-protocol.ts';

const DESTINATION_UNREACHABLE = 3;
const PROTOCOL_UNREACHABLE = 2;
const PARAMETER_PROBLEM = 4;
const UNRECOGNIZED_NEXT_HEADER = 1;
const ICMP_HEADER = 8;
const IPV6_HEADER = 40;

/** Type and code of the one ICMP error that is looked at, as they stand behind the IP header. */
export const PROTOCOL_UNREACHABLE_CODE = (DESTINATION_UNREACHABLE << 8) | PROTOCOL_UNREACHABLE;

/**
 * An ICMP error that says that a host knows no protocol 112, and quotes the advertisement that it got (RFC 792, RFC 4443
 * §3.4); undefined for all other ICMP. A quoted advertisement is no advertisement.
 */
export function decodeRefusal(frame: Frame): RefusalMessage | undefined {
  if (frame.capturedPayload < ICMP_HEADER) return undefined;
  const code = frame.view.getUint16(frame.offset);
  return frame.ipVersion === 4
    ? code === PROTOCOL_UNREACHABLE_CODE
      ? quotedInIpv4(frame)
      : undefined
    : code === ((PARAMETER_PROBLEM << 8) | UNRECOGNIZED_NEXT_HEADER)
      ? quotedInIpv6(frame)
      : undefined;
}

function quotedInIpv4(frame: Frame): RefusalMessage | undefined {
  const { view } = frame;
  const quoted = frame.offset + ICMP_HEADER;
  const end = frame.offset + frame.capturedPayload;
  if (quoted + 20 > end || view.getUint8(quoted) >> 4 !== 4 || (view.getUint16(quoted + 6) & 0x1fff) !== 0)
    return undefined;
  const payload = quoted + (view.getUint8(quoted) & 0x0f) * 4;
  const vrrp = behindAuthentication(view, view.getUint8(quoted + 9), payload, end);
  // Nobody answers what was sent to a group (RFC 1122 §3.2.2)
  return view.getUint8(quoted + 16) >> 4 === 0xe ? undefined : refusal(frame, quoted + 12, vrrp, end);
}

function quotedInIpv6(frame: Frame): RefusalMessage | undefined {
  const { view } = frame;
  const quoted = frame.offset + ICMP_HEADER;
  const end = frame.offset + frame.capturedPayload;
  if (quoted + IPV6_HEADER > end || view.getUint8(quoted) >> 4 !== 6) return undefined;
  const vrrp = behindAuthentication(view, view.getUint8(quoted + 6), quoted + IPV6_HEADER, end);
  return view.getUint8(quoted + 24) === 0xff ? undefined : refusal(frame, quoted + 8, vrrp, end);
}

/** Where the quoted VRRP header begins; -1 if there is none. */
function behindAuthentication(view: DataView, protocol: number, payload: number, end: number): number {
  if (protocol === IP_PROTOCOL.vrrp) return payload;
  if (protocol !== IP_PROTOCOL.authenticationHeader || payload + 2 > end) return -1;
  return view.getUint8(payload) === IP_PROTOCOL.vrrp ? payload + (view.getUint8(payload + 1) + 2) * 4 : -1;
}

function refusal(frame: Frame, source: number, vrrp: number, end: number): RefusalMessage | undefined {
  const { view } = frame;
  if (vrrp < 0 || vrrp + 2 > end) return undefined;
  const version = view.getUint8(vrrp) >> 4;
  if (version !== 2 && version !== 3) return undefined;
  return {
    kind: 'other',
    ...frame.envelope(),
    protocol: 'icmp',
    family: frame.ipVersion === 4 ? 'ipv4' : 'ipv6',
    advertiser: frame.address(source),
    group: view.getUint8(vrrp + 1),
  };
}
