import { type Frame, HeaderFields, hexNumber } from '../frame.ts';
import { type Carried, carriedAs, cutToPayload, endpointsOf } from './carried.ts';
import { decodeErspan2, decodeErspan3, erspanName } from './erspan.ts';

export const GRE_FLAGS = { checksum: 0x8000, key: 0x2000, sequence: 0x1000 } as const;
/** Routing information and other versions are not read (RFC 2784 §2.3). */
const UNREAD = 0x4007;
export const ERSPAN = 0x88be;
const ERSPAN_3 = 0x22eb;

/** GRE (RFC 2784, RFC 2890), and the mirrored Ethernet frames that Cisco and Linux send in it. */
export function decodeGre(frame: Frame): Carried {
  cutToPayload(frame);
  if (!frame.has(4)) return 'nothing';
  const { offset, view } = frame;
  const flags = view.getUint16(offset);
  const type = view.getUint16(offset + 2);
  const length = greHeaderLength(flags);
  if ((flags & UNREAD) !== 0 || !frame.has(length)) return 'nothing';
  const keyOffset = offset + 4 + (flags & GRE_FLAGS.checksum ? 4 : 0);
  const key = flags & GRE_FLAGS.key ? view.getUint32(keyOffset) : null;
  if (frame.fields !== undefined) {
    const gre = new HeaderFields(frame, frame.fields, 'gre', offset);
    gre.add('gre.flags_and_version', 'Flags and version', hexNumber(flags, 4), 0, 2);
    gre.add('gre.proto', 'Protocol type', hexNumber(type, 4), 2, 2);
    if (key !== null) gre.add('gre.key', 'Key', key, keyOffset - offset, 4);
  }
  frame.offset += length;
  if (type === ERSPAN_3) return decodeErspan3(frame);
  if (type === ERSPAN && flags & GRE_FLAGS.sequence) return decodeErspan2(frame);
  if (type === ERSPAN) frame.enter(erspanName(frame, null));
  else
    frame.enter(key === null ? `GRE ${endpointsOf(frame)}` : `GRE ${endpointsOf(frame)} key ${withoutDirection(key)}`);
  return type === ERSPAN ? 'ethernet' : carriedAs(frame, type);
}

/** VMware's mirrors say in this bit which way a frame went: both ways are one session. */
function withoutDirection(key: number): number {
  return (key & ~0x02000000) >>> 0;
}

export function greHeaderLength(flags: number): number {
  const { checksum, key, sequence } = GRE_FLAGS;
  return 4 + (flags & checksum ? 4 : 0) + (flags & key ? 4 : 0) + (flags & sequence ? 4 : 0);
}

/** An IP packet in an IP packet (RFC 2003, RFC 4213). */
export function decodeIpInIp(frame: Frame, type: number): Carried {
  cutToPayload(frame);
  frame.enter(`IP in IP ${endpointsOf(frame)}`);
  return carriedAs(frame, type);
}
