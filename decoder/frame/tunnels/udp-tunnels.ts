import { type Frame, HeaderFields, hexNumber } from '../frame.ts';
import { type Carried, carriedAs, cutToPayload } from './carried.ts';

const UDP_HEADER = 8;
export const VXLAN_PORT = 4789;
/** What Linux took before the port was assigned, and still takes unless told. */
const OLD_VXLAN_PORT = 8472;
const GENEVE_PORT = 6081;
const TZSP_PORT = 37008;

const VNI_PRESENT = 0x08;
const ETHERNET = 1;
const TZSP_PADDING = 0;
const TZSP_END = 1;

export function isTunnelPort(port: number): boolean {
  return port === VXLAN_PORT || port === OLD_VXLAN_PORT || port === GENEVE_PORT || port === TZSP_PORT;
}

/** A packet in UDP, as overlays and mirrors send it. */
export function decodeUdpTunnel(frame: Frame): Carried {
  cutToPayload(frame);
  if (!frame.has(UDP_HEADER)) return 'nothing';
  switch (frame.view.getUint16(frame.offset + 2)) {
    case VXLAN_PORT:
      return decodeVxlan(frame);
    case OLD_VXLAN_PORT:
      return isPlainVxlan(frame) ? decodeVxlan(frame) : 'nothing';
    case GENEVE_PORT:
      return decodeGeneve(frame);
    case TZSP_PORT:
      return decodeTzsp(frame);
    default:
      return 'nothing';
  }
}

/** RFC 7348 §5. */
function decodeVxlan(frame: Frame): Carried {
  frame.offset += UDP_HEADER;
  if (!frame.has(8)) return 'nothing';
  const { offset, view } = frame;
  const flags = view.getUint8(offset);
  if ((flags & VNI_PRESENT) === 0) return 'nothing';
  const vni = view.getUint32(offset + 4) >>> 8;
  if (frame.fields !== undefined) {
    const vxlan = new HeaderFields(frame, frame.fields, 'vxlan', offset);
    vxlan.add('vxlan.flags', 'Flags', hexNumber(view.getUint16(offset), 4), 0, 2);
    vxlan.add('vxlan.vni', 'VNI', vni, 4, 3);
  }
  frame.offset += 8;
  frame.enter(`VXLAN ${vni}`);
  return 'ethernet';
}

/** Other programs use that port, too: everything reserved must be zero. */
function isPlainVxlan({ view, offset, end }: Frame): boolean {
  const header = offset + UDP_HEADER;
  return end - header >= 8 && view.getUint32(header) === VNI_PRESENT << 24 && view.getUint8(header + 7) === 0;
}

/** RFC 8926 §3.4. */
function decodeGeneve(frame: Frame): Carried {
  frame.offset += UDP_HEADER;
  if (!frame.has(8)) return 'nothing';
  const { offset, view } = frame;
  const first = view.getUint8(offset);
  const length = 8 + (first & 0x3f) * 4;
  if (first >> 6 !== 0 || !frame.has(length)) return 'nothing';
  const vni = view.getUint32(offset + 4) >>> 8;
  const type = view.getUint16(offset + 2);
  if (frame.fields !== undefined) {
    const geneve = new HeaderFields(frame, frame.fields, 'geneve', offset);
    geneve.add('geneve.proto_type', 'Protocol type', hexNumber(type, 4), 2, 2);
    geneve.add('geneve.vni', 'VNI', vni, 4, 3);
  }
  frame.offset += length;
  frame.enter(`Geneve ${vni}`);
  return carriedAs(frame, type);
}

/** TaZmen Sniffer Protocol, as MikroTik's packet sniffer streams: version, type, protocol, then tags. */
function decodeTzsp(frame: Frame): Carried {
  frame.offset += UDP_HEADER;
  if (!frame.has(4)) return 'nothing';
  const { offset, view } = frame;
  if (view.getUint8(offset) !== 1 || view.getUint16(offset + 2) !== ETHERNET) return 'nothing';
  if (frame.fields !== undefined) {
    const tzsp = new HeaderFields(frame, frame.fields, 'tzsp', offset);
    tzsp.add('tzsp.version', 'Version', 1, 0, 1);
    tzsp.add('tzsp.type', 'Type', view.getUint8(offset + 1), 1, 1);
    tzsp.add('tzsp.encap', 'Encapsulates', ETHERNET, 2, 2);
  }
  frame.offset += 4;
  while (frame.has(1)) {
    const tag = view.getUint8(frame.offset);
    frame.offset++;
    if (tag === TZSP_END) {
      frame.enter(`TZSP ${frame.address(frame.srcOffset)}`);
      return 'ethernet';
    }
    if (tag === TZSP_PADDING) continue;
    if (!frame.has(1)) break;
    frame.offset += 1 + view.getUint8(frame.offset);
  }
  return 'nothing';
}
