import { type Frame, HeaderFields, hexNumber } from './frame.ts';

export const ETHER_TYPE = {
  ipv4: 0x0800,
  arp: 0x0806,
  transparentEthernet: 0x6558,
  ipv6: 0x86dd,
  mpls: 0x8847,
  mplsMulticast: 0x8848,
  pppoeSession: 0x8864,
  macsec: 0x88e5,
  backboneService: 0x88e7,
} as const;

const HEADER_LENGTH = 14;
const MOST_TAGS = 8;
/** Smaller values are a length, and LLC follows (IEEE 802.3 §3.2.6). */
const SMALLEST_ETHER_TYPE = 0x0600;

/** Reads MACs, VLAN tags and LLC/SNAP; false where no further layer can be read. */
export function decodeEthernet(frame: Frame): boolean {
  return decodeEthernetWith(frame, 0);
}

/** `tagLength` bytes of a switch's own stand between the MACs and the type. */
export function decodeEthernetWith(frame: Frame, tagLength: number): boolean {
  if (!frame.has(HEADER_LENGTH + tagLength)) return false;
  const { offset } = frame;
  frame.dstMacOffset = offset;
  frame.srcMacOffset = offset + 6;
  if (frame.fields !== undefined) {
    const eth = new HeaderFields(frame, frame.fields, 'eth', offset);
    eth.add('eth.dst', 'Destination', frame.mac(frame.dstMacOffset), 0, 6);
    eth.add('eth.src', 'Source', frame.mac(frame.srcMacOffset), 6, 6);
  }
  frame.offset = offset + HEADER_LENGTH + tagLength;
  return decodeEtherType(frame, 'eth', offset + 12 + tagLength);
}

/** Reads the type at `typeOffset`, and at `frame.offset` the tags and LLC/SNAP that it announces. */
export function decodeEtherType(frame: Frame, layer: string, typeOffset: number): boolean {
  const { view } = frame;
  let type = view.getUint16(typeOffset);
  addType(frame, layer, type < SMALLEST_ETHER_TYPE ? 'len' : 'type', type, typeOffset);
  for (let tags = 0; isVlanTag(type); tags++) {
    if (tags === MOST_TAGS || !frame.has(4)) return false;
    type = decodeVlanTag(frame);
  }
  if (type < SMALLEST_ETHER_TYPE) {
    if (!isSnap(frame)) return false;
    type = view.getUint16(frame.offset + 6);
    addType(frame, 'llc', 'type', type, frame.offset + 6);
    frame.offset += 8;
  }
  frame.etherType = type;
  return true;
}

/** 802.1Q, 802.1ad, and the older QinQ type. */
export function isVlanTag(type: number): boolean {
  return type === 0x8100 || type === 0x88a8 || type === 0x9100;
}

/** Returns the type behind the tag. */
function decodeVlanTag(frame: Frame): number {
  const { offset, view } = frame;
  const control = view.getUint16(offset);
  const vid = control & 0x0fff;
  const type = view.getUint16(offset + 2);
  if (frame.fields !== undefined) {
    const vlan = new HeaderFields(frame, frame.fields, 'vlan', offset);
    vlan.add('vlan.priority', 'Priority', control >> 13, 0, 1);
    vlan.add('vlan.dei', 'Drop eligible', (control >> 12) & 1, 0, 1);
    vlan.add('vlan.id', 'VLAN', vid, 0, 2);
    addType(frame, 'vlan', type < SMALLEST_ETHER_TYPE ? 'len' : 'etype', type, offset + 2);
  }
  // VID 0 only carries a priority (IEEE 802.1Q §9.6)
  if (vid !== 0) frame.segment = frame.segment.tagged(vid);
  frame.offset += 4;
  return type;
}

/** LLC with SNAP and an EtherType: OUI 00-00-00 (RFC 1042) or the bridge-tunnel's 00-00-f8. */
function isSnap(frame: Frame): boolean {
  if (!frame.has(8)) return false;
  const head = frame.view.getUint32(frame.offset);
  const organisation = frame.view.getUint16(frame.offset + 4);
  return head === 0xaaaa0300 && (organisation === 0x0000 || organisation === 0x00f8);
}

function addType(frame: Frame, layer: string, name: 'type' | 'etype' | 'len', value: number, offset: number): void {
  if (frame.fields === undefined) return;
  const text = name === 'len' ? String(value) : hexNumber(value, 4);
  new HeaderFields(frame, frame.fields, layer, offset).add(
    `${layer}.${name}`,
    name === 'len' ? 'Length' : 'Type',
    text,
    0,
    2,
  );
}
