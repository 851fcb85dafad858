import type { OtherProtocolMessage } from '../message.ts';
import { type Frame, HeaderFields } from './frame.ts';

const UDP_HEADER_LENGTH = 8;
const HSRP_PORT = 1985;
const HSRP_IPV6_PORT = 2029;
const GLBP_PORT = 3222;
const HSRP2_GROUP_STATE = 1;
const MOST_TLVS = 8;

/** An HSRP or GLBP message with its group, from UDP to a multicast group; undefined for all other UDP. */
export function decodeNeighborProtocol(frame: Frame): OtherProtocolMessage | undefined {
  if (frame.capturedPayload < UDP_HEADER_LENGTH) return undefined;
  const port = frame.view.getUint16(frame.offset + 2);
  if (!isNeighborPort(port)) return undefined;
  if (!frame.isMulticast()) return undefined;
  const { offset } = frame;
  if (frame.fields !== undefined) {
    const udp = new HeaderFields(frame, frame.fields, 'udp', offset);
    udp.add('udp.srcport', 'Source port', frame.view.getUint16(offset), 0, 2);
    udp.add('udp.dstport', 'Destination port', port, 2, 2);
  }
  frame.offset += UDP_HEADER_LENGTH;
  frame.payloadLength -= UDP_HEADER_LENGTH;
  return port === GLBP_PORT ? decodeGlbp(frame) : decodeHsrp(frame);
}

export function isNeighborPort(port: number): boolean {
  return port === HSRP_PORT || port === HSRP_IPV6_PORT || port === GLBP_PORT;
}

/** Version 1 (RFC 2281 §5.1) starts with version 0; version 2 is a list of TLVs. */
function decodeHsrp(frame: Frame): OtherProtocolMessage | undefined {
  const { offset, view } = frame;
  if (frame.capturedPayload < 8) return undefined;
  if (view.getUint8(offset) === 0) {
    const isStateMessage = view.getUint8(offset + 1) <= 2;
    return isStateMessage ? message(frame, 'hsrp', 'hsrp.group', offset + 6, 1) : undefined;
  }
  const state = findGroupState(frame);
  return state < 0 ? undefined : message(frame, 'hsrp', 'hsrp2.group', state + 6, 2);
}

function findGroupState(frame: Frame): number {
  const end = frame.offset + frame.capturedPayload;
  let at = frame.offset;
  for (let i = 0; i < MOST_TLVS && at + 8 <= end; i++) {
    if (frame.view.getUint8(at) === HSRP2_GROUP_STATE) return at;
    at += 2 + frame.view.getUint8(at + 1);
  }
  return -1;
}

/** Version 1, unknown 1, group 2, as Wireshark's packet-glbp.c reads it. */
function decodeGlbp(frame: Frame): OtherProtocolMessage | undefined {
  if (frame.capturedPayload < 12 || frame.view.getUint8(frame.offset) !== 1) return undefined;
  return message(frame, 'glbp', 'glbp.group', frame.offset + 2, 2);
}

function message(
  frame: Frame,
  protocol: 'hsrp' | 'glbp',
  name: string,
  at: number,
  length: 1 | 2,
): OtherProtocolMessage {
  const group = length === 1 ? frame.view.getUint8(at) : frame.view.getUint16(at);
  if (frame.fields !== undefined) {
    new HeaderFields(frame, frame.fields, protocol, at).add(name, 'Group', group, 0, length);
  }
  return { kind: 'other', ...frame.envelope(), protocol, group };
}
