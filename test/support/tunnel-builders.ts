/** Packets that carry others, written independently of the decoder. `payload` is what they carry. */
import { concat, ETHER_TYPE, ethernet, ipv4, mac, u16, u32, udp } from './packet-builders.ts';

interface Outer {
  src?: string;
  dst?: string;
}

function carrier({ src = '198.51.100.1', dst = '198.51.100.2' }: Outer, protocol: number, payload: Uint8Array) {
  return ethernet({
    src: '02:00:00:00:0c:01',
    dst: '02:00:00:00:0c:02',
    payload: ipv4({ src, dst, protocol, ttl: 64, id: 0, payload }),
  });
}

/** RFC 2784, with key and sequence number as RFC 2890 adds them. */
export function greHeader(parts: { type: number; key?: number; sequence?: number; checksum?: boolean }) {
  const { type, key, sequence, checksum = false } = parts;
  const flags = (checksum ? 0x8000 : 0) | (key === undefined ? 0 : 0x2000) | (sequence === undefined ? 0 : 0x1000);
  return concat(
    u16(flags),
    u16(type),
    checksum ? [0, 0, 0, 0] : [],
    key === undefined ? [] : u32(key),
    sequence === undefined ? [] : u32(sequence),
  );
}

export function gre(frame: Uint8Array, parts: Outer & { key?: number; type?: number; checksum?: boolean } = {}) {
  return carrier(parts, 47, concat(greHeader({ type: 0x6558, ...parts }), frame));
}

export function erspan1(frame: Uint8Array, outer: Outer = {}) {
  return carrier(outer, 47, concat(greHeader({ type: 0x88be }), frame));
}

export interface ErspanParts extends Outer {
  session?: number;
  vlan?: number;
  /** 0 untagged, 1 ISL, 2 802.1Q, 3 tag left in the frame. */
  encapsulation?: number;
  sequence?: number;
}

export function erspan2(frame: Uint8Array, parts: ErspanParts = {}) {
  const { session = 7, vlan = 0, encapsulation = 3, sequence = 1 } = parts;
  const header = concat(u16(0x1000 | vlan), u16((encapsulation << 11) | session), u32(0x00000123));
  return carrier(parts, 47, concat(greHeader({ type: 0x88be, sequence }), header, frame));
}

export function erspan3(payload: Uint8Array, parts: ErspanParts & { frameType?: number; subheader?: boolean } = {}) {
  const { session = 7, vlan = 0, sequence = 1, frameType = 0, subheader = false } = parts;
  const last = (frameType << 10) | (subheader ? 1 : 0);
  const header = concat(u16(0x2000 | vlan), u16(session), u32(0x01020304), u16(0), u16(last));
  const platform = subheader ? new Uint8Array(8).fill(0x11) : new Uint8Array(0);
  return carrier(parts, 47, concat(greHeader({ type: 0x22eb, sequence }), header, platform, payload));
}

/** RFC 7348 §5. */
export function vxlan(frame: Uint8Array, parts: Outer & { vni?: number; port?: number } = {}) {
  const { vni = 100, port = 4789 } = parts;
  const payload = concat([8, 0, 0, 0], u32(vni * 256), frame);
  return carrier(parts, 17, udp({ srcPort: 40_000, dstPort: port, payload }));
}

/** RFC 8926 §3.4. */
export function geneve(payload: Uint8Array, parts: Outer & { vni?: number; type?: number; options?: Uint8Array } = {}) {
  const { vni = 100, type = 0x6558, options = new Uint8Array(0) } = parts;
  const header = concat([options.length / 4, 0], u16(type), u32(vni * 256), options);
  return carrier(parts, 17, udp({ srcPort: 40_000, dstPort: 6081, payload: concat(header, payload) }));
}

/** With a padding tag, a tag with a value, and the end. */
export function tzsp(frame: Uint8Array, outer: Outer = {}) {
  return carrier(outer, 17, udp({ dstPort: 37_008, payload: concat([1, 0, 0, 1, 0, 10, 1, 0xaa, 1], frame) }));
}

export function ipInIp(packet: Uint8Array, outer: Outer = {}, protocol = 4) {
  return carrier(outer, protocol, packet);
}

/** IEEE 802.1ah: B-TAG, I-TAG, and the customer's frame. */
export function backboneService(frame: Uint8Array, { service = 100, backboneVlan = 7 } = {}) {
  return ethernet({
    src: '02:00:00:00:0b:01',
    dst: '02:00:00:00:0b:02',
    vlans: [{ tpid: 0x88a8, id: backboneVlan }],
    type: 0x88e7,
    payload: concat(u32(service), frame),
  });
}

export interface MplsParts {
  labels?: readonly number[];
  controlWord?: boolean;
}

/** RFC 3032 §2.1; the last label is at the bottom of the stack. */
export function mpls(payload: Uint8Array, { labels = [16_001, 100], controlWord = false }: MplsParts = {}) {
  const stack = labels.flatMap((label, index) => u32(label * 4096 + (index === labels.length - 1 ? 0x100 : 0) + 64));
  return ethernet({
    src: '02:00:00:00:0d:01',
    dst: '02:00:00:00:0d:02',
    type: 0x8847,
    payload: concat(stack, controlWord ? [0, 0, 0, 0] : [], payload),
  });
}

/** RFC 2516 §4. */
export function pppoe(packet: Uint8Array, { session = 17, protocol = 0x21, vlans = [] as readonly number[] } = {}) {
  return ethernet({
    src: '02:00:00:00:0e:01',
    dst: '02:00:00:00:0e:02',
    vlans,
    type: 0x8864,
    payload: concat([0x11, 0], u16(session), u16(packet.length + 2), u16(protocol), packet),
  });
}

/** LINKTYPE_PPP, with or without address and control. */
export function ppp(packet: Uint8Array, { protocol = 0x21, framed = true } = {}) {
  return concat(framed ? [0xff, 3] : [], u16(protocol), packet);
}

/** LINKTYPE_C_HDLC */
export function ciscoHdlc(packet: Uint8Array, type: number = ETHER_TYPE.ipv4) {
  return concat([0x8f, 0], u16(type), packet);
}

/** LINKTYPE_NFLOG as an input hook of the family `ip` writes it. */
export function netfilterLog(
  packet: Uint8Array,
  {
    type = ETHER_TYPE.ipv4 as number,
    outgoing = false,
    src = '02:00:00:00:00:01',
    littleEndian = true,
    seconds = 0,
    microseconds = 0,
  } = {},
) {
  const word = (value: number) => (littleEndian ? u16(value).reverse() : u16(value));
  const attribute = (kind: number, value: readonly number[] | Uint8Array) =>
    concat(word(4 + value.length), word(kind), value, new Uint8Array((4 - (value.length % 4)) % 4));
  return concat(
    [type === ETHER_TYPE.ipv6 ? 10 : 2, 0],
    u16(5),
    attribute(1, [...u16(type), outgoing ? 3 : 1, 0]),
    attribute(10, [0]),
    attribute(outgoing ? 5 : 4, u32(3)),
    outgoing ? [] : attribute(8, [...u16(6), 0, 0, ...mac(src), 0, 0]),
    seconds === 0 ? [] : attribute(3, [...u32(0), ...u32(seconds), ...u32(0), ...u32(microseconds)]),
    attribute(9, packet),
  );
}

/** Between MACs and type. */
function insertBehindMacs(frame: Uint8Array, tag: readonly number[]) {
  return concat(frame.subarray(0, 12), tag, frame.subarray(12));
}

export function broadcomTagged(frame: Uint8Array) {
  return insertBehindMacs(frame, [0, 0, 0x20, 0]);
}

export function broadcomPrepended(frame: Uint8Array) {
  return concat([0, 0, 0x20, 0], frame);
}

/** Marvell's tag; it stands for one of 802.1Q where `tagged`. */
function dsaTag(vlan: number, tagged: boolean) {
  return [0xc0 | (tagged ? 0x20 : 0), 0x08, ...u16(vlan)];
}

export function dsaTagged(frame: Uint8Array, { vlan = 0, tagged = false } = {}) {
  return insertBehindMacs(frame, dsaTag(vlan, tagged));
}

export function extendedDsaTagged(frame: Uint8Array, { vlan = 0, tagged = false } = {}) {
  return insertBehindMacs(frame, [0xda, 0xda, 0, 0, ...dsaTag(vlan, tagged)]);
}

/** Apple's header of 108 bytes, in front of a packet of the link type that it names. */
export function pktap(packet: Uint8Array, { linkType = 1, outgoing = false } = {}) {
  const header = new DataView(new ArrayBuffer(108));
  header.setUint32(0, 108, true);
  header.setUint32(4, 1, true);
  header.setUint32(8, linkType, true);
  header.setUint32(36, outgoing ? 2 : 1, true);
  return concat(new Uint8Array(header.buffer), packet);
}
