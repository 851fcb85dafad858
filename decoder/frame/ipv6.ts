import { decodeAuthenticationHeader } from './authentication-header.ts';
import { type Frame, HeaderFields } from './frame.ts';
import { IP_PROTOCOL } from './ip-protocol.ts';

const MOST_EXTENSION_HEADERS = 16;

/** Reads the IPv6 header and its extension headers (RFC 8200 §4); false if one is cut or contradicts itself. */
export function decodeIpv6(frame: Frame): boolean {
  if (!frame.has(40)) return false;
  const { offset, view } = frame;
  if (view.getUint8(offset) >> 4 !== 6) return false;
  frame.ipVersion = 6;
  frame.srcOffset = offset + 8;
  frame.dstOffset = offset + 24;
  frame.hopLimit = view.getUint8(offset + 7);
  frame.hopLimitOffset = offset + 7;
  frame.protocol = view.getUint8(offset + 6);
  frame.lengthOffset = offset + 4;
  frame.payloadLength = view.getUint16(offset + 4);
  if (frame.fields !== undefined) {
    const ipv6 = new HeaderFields(frame, frame.fields, 'ipv6', offset);
    ipv6.add('ipv6.version', 'Version', 6, 0, 1);
    ipv6.add('ipv6.tclass', 'Traffic class', (view.getUint16(offset) >> 4) & 0xff, 0, 2);
    ipv6.add('ipv6.plen', 'Payload length', frame.payloadLength, 4, 2);
    ipv6.add('ipv6.nxt', 'Next header', frame.protocol, 6, 1);
    ipv6.add('ipv6.hlim', 'Hop limit', frame.hopLimit, 7, 1);
    ipv6.add('ipv6.src', 'Source', frame.address(frame.srcOffset), 8, 16);
    ipv6.add('ipv6.dst', 'Destination', frame.address(frame.dstOffset), 24, 16);
  }
  frame.offset += 40;
  return decodeExtensionHeaders(frame);
}

function decodeExtensionHeaders(frame: Frame): boolean {
  for (let headers = 0; isExtensionHeader(frame.protocol); headers++) {
    // Behind a fragment offset there is data, not a header
    if (frame.fragmentOffset !== 0) return true;
    if (headers === MOST_EXTENSION_HEADERS || !decodeExtensionHeader(frame)) return false;
  }
  return true;
}

function isExtensionHeader(protocol: number): boolean {
  switch (protocol) {
    case IP_PROTOCOL.hopByHopOptions:
    case IP_PROTOCOL.routing:
    case IP_PROTOCOL.fragment:
    case IP_PROTOCOL.authenticationHeader:
    case IP_PROTOCOL.destinationOptions:
      return true;
    default:
      return false;
  }
}

function decodeExtensionHeader(frame: Frame): boolean {
  if (frame.protocol === IP_PROTOCOL.authenticationHeader) return decodeAuthenticationHeader(frame);
  if (frame.capturedPayload < 8) return false;
  const { offset, view } = frame;
  const kind = frame.protocol;
  const isFragment = kind === IP_PROTOCOL.fragment;
  const length = isFragment ? 8 : (view.getUint8(offset + 1) + 1) * 8;
  if (frame.capturedPayload < length) return false;
  if (isFragment) {
    const fragment = view.getUint16(offset + 2);
    frame.fragmentOffset = fragment >> 3;
    frame.moreFragments = (fragment & 1) !== 0;
  }
  frame.protocol = view.getUint8(offset);
  if (frame.fields !== undefined) {
    const name = isFragment ? 'ipv6.fraghdr' : 'ipv6.ext';
    const header = new HeaderFields(frame, frame.fields, name, offset);
    header.add(`${name}.nxt`, 'Next header', frame.protocol, 0, 1);
    header.add(name, `Extension header ${kind}`, `${length} bytes`, 0, length);
    if (isFragment) header.add('ipv6.fraghdr.offset', 'Fragment offset', frame.fragmentOffset * 8, 2, 2);
  }
  frame.offset += length;
  frame.payloadLength -= length;
  return true;
}
