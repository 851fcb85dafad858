/**
 * Packets from named parts, written independently of the decoder: what is not named gets the value that an
 * ordinary keepalived or FRR would send. Addresses and MACs are text, everything else is a number as on the wire.
 */
import ipaddr from 'ipaddr.js';
import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';

export const VRRP_GROUP_4 = '224.0.0.18';
export const VRRP_GROUP_6 = 'ff02::12';
export const BROADCAST_MAC = 'ff:ff:ff:ff:ff:ff';

export const ETHER_TYPE = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd, vlan: 0x8100, provider: 0x88a8 } as const;
export const LINK_TYPE = {
  null: 0,
  ethernet: 1,
  raw: 101,
  loop: 108,
  sll: 113,
  ipv4: 228,
  ipv6: 229,
  sll2: 276,
} as const;

export function concat(...parts: (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
export const u16 = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];
export const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];
export const mac = (text: string): number[] => text.split(':').map((byte) => Number.parseInt(byte, 16));
export const address = (text: string): number[] => ipaddr.parse(text).toByteArray();
export const hex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from((text.replaceAll(/\s/g, '').match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)));
export const isIpv6 = (text: string): boolean => text.includes(':');

/** RFC 1071, of all parts one after the other. */
export function internetChecksum(...parts: (Uint8Array | readonly number[])[]): number {
  const bytes = concat(...parts);
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) sum += (bytes[i] ?? 0) * (i % 2 === 0 ? 256 : 1);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 65536);
  return ~sum & 0xffff;
}

export function pseudoHeader(src: string, dst: string, protocol: number, length: number): Uint8Array {
  return isIpv6(src)
    ? concat(address(src), address(dst), u32(length), [0, 0, 0, protocol])
    : concat(address(src), address(dst), [0, protocol], u16(length));
}

/** The multicast MAC of a group (RFC 1112 §6.4, RFC 2464 §7), else a made-up station. */
export function macFor(dst: string): string {
  const bytes = address(dst);
  const tail = (from: number) => bytes.slice(from).map((byte) => byte.toString(16).padStart(2, '0'));
  if (bytes.length === 16 && bytes[0] === 0xff) return ['33', '33', ...tail(12)].join(':');
  if (bytes.length === 4 && (bytes[0] ?? 0) >> 4 === 14) {
    return ['01', '00', '5e', ((bytes[1] ?? 0) & 0x7f).toString(16).padStart(2, '0'), ...tail(2)].join(':');
  }
  return '02:00:00:00:00:fe';
}

// ---------------------------------------------------------------- link layers

/** A VLAN identifier, or all of a tag. */
export type Vlan = number | { tpid?: number; id: number; priority?: number };

export interface EthernetParts {
  src?: string;
  dst?: string;
  /** Outermost first. */
  vlans?: readonly Vlan[];
  type?: number;
  /** Wrap the payload in LLC and SNAP: the type goes behind the OUI. */
  snap?: boolean;
  payload: Uint8Array;
  /** Pads with this byte to 60 bytes, as real Ethernet does. */
  padding?: number;
}

export function ethernet(parts: EthernetParts): Uint8Array<ArrayBuffer> {
  const { src = '02:00:00:00:00:01', dst = BROADCAST_MAC, vlans = [], type = ETHER_TYPE.ipv4, payload } = parts;
  const tags = vlans.flatMap((vlan) => {
    const tag = typeof vlan === 'number' ? { id: vlan } : vlan;
    return [...u16(tag.tpid ?? ETHER_TYPE.vlan), ...u16(((tag.priority ?? 0) << 13) | tag.id)];
  });
  const body = parts.snap ? concat([0xaa, 0xaa, 3, 0, 0, 0], u16(type), payload) : payload;
  const frame = concat(mac(dst), mac(src), tags, u16(parts.snap ? body.length : type), body);
  const missing = parts.padding === undefined ? 0 : Math.max(0, 60 - frame.length);
  return concat(frame, new Uint8Array(missing).fill(parts.padding ?? 0));
}

export interface CookedParts {
  src?: string;
  /** 0 to us, 1 broadcast, 2 multicast, 3 other host, 4 sent by us. */
  packetType?: number;
  protocol?: number;
  hardwareType?: number;
  interfaceIndex?: number;
  payload: Uint8Array;
}

/** LINKTYPE_LINUX_SLL, 113. */
export function linuxCooked(parts: CookedParts): Uint8Array<ArrayBuffer> {
  const { packetType = 2, protocol = ETHER_TYPE.ipv4, hardwareType = 1, payload } = parts;
  const station = parts.src === undefined ? [] : mac(parts.src);
  const field = concat(station, new Uint8Array(8 - station.length));
  return concat(u16(packetType), u16(hardwareType), u16(station.length), field, u16(protocol), payload);
}

/** LINKTYPE_LINUX_SLL2, 276. */
export function linuxCooked2(parts: CookedParts): Uint8Array<ArrayBuffer> {
  const { packetType = 2, protocol = ETHER_TYPE.ipv4, hardwareType = 1, interfaceIndex = 2, payload } = parts;
  const station = parts.src === undefined ? [] : mac(parts.src);
  const field = concat(station, new Uint8Array(8 - station.length));
  return concat(
    u16(protocol),
    [0, 0],
    u32(interfaceIndex),
    u16(hardwareType),
    [packetType, station.length],
    field,
    payload,
  );
}

/** LINKTYPE_NULL (family in the writer's byte order) and, big-endian, LINKTYPE_LOOP. */
export function loopback(family: number, payload: Uint8Array, littleEndian = false): Uint8Array<ArrayBuffer> {
  return concat(littleEndian ? u32(family).reverse() : u32(family), payload);
}

// ---------------------------------------------------------------- network layers

export interface Ipv4Parts {
  src?: string;
  dst?: string;
  protocol?: number;
  ttl?: number;
  id?: number;
  tos?: number;
  /** Padded to four bytes by the caller. */
  options?: Uint8Array;
  moreFragments?: boolean;
  /** In units of eight bytes. */
  fragmentOffset?: number;
  totalLength?: number;
  payload: Uint8Array;
}

export function ipv4(parts: Ipv4Parts): Uint8Array<ArrayBuffer> {
  const { src = '192.0.2.1', dst = VRRP_GROUP_4, protocol = 112, ttl = 255, id = 1, tos = 0xc0, payload } = parts;
  const options = parts.options ?? new Uint8Array(0);
  const headerLength = 20 + options.length;
  const fragment = (parts.moreFragments ? 0x2000 : 0) | (parts.fragmentOffset ?? 0);
  const before = [
    0x40 | (headerLength / 4),
    tos,
    ...u16(parts.totalLength ?? headerLength + payload.length),
    ...u16(id),
    ...u16(fragment),
    ttl,
    protocol,
  ];
  const after = concat(address(src), address(dst), options);
  return concat(before, u16(internetChecksum(before, [0, 0], after)), after, payload);
}

export interface Ipv6Parts {
  src?: string;
  dst?: string;
  nextHeader?: number;
  hopLimit?: number;
  /** In wire order; each body starts behind the next-header byte, so it holds the length byte itself. */
  extensions?: readonly { type: number; body: Uint8Array | readonly number[] }[];
  payloadLength?: number;
  payload: Uint8Array;
}

export function ipv6(parts: Ipv6Parts): Uint8Array<ArrayBuffer> {
  const { src = 'fe80::1', dst = VRRP_GROUP_6, nextHeader = 112, hopLimit = 255, extensions = [], payload } = parts;
  const chain = extensions.map((extension, i) => concat([extensions[i + 1]?.type ?? nextHeader], extension.body));
  const body = concat(...chain, payload);
  const first = extensions[0]?.type ?? nextHeader;
  return concat(
    [0x6c, 0, 0, 0],
    u16(parts.payloadLength ?? body.length),
    [first, hopLimit],
    address(src),
    address(dst),
    body,
  );
}

export interface AuthenticationHeaderParts {
  nextHeader?: number;
  spi?: number;
  sequence?: number;
  icv?: Uint8Array;
  payload: Uint8Array;
}

/** RFC 2402 §2 */
export function authenticationHeader(parts: AuthenticationHeaderParts): Uint8Array<ArrayBuffer> {
  const { nextHeader = 112, spi = 0xc0000201, sequence = 1, icv = new Uint8Array(12).fill(0xab), payload } = parts;
  return concat([nextHeader, (12 + icv.length) / 4 - 2, 0, 0], u32(spi), u32(sequence), icv, payload);
}

export interface UdpParts {
  srcPort?: number;
  dstPort: number;
  payload: Uint8Array;
}

export function udp(parts: UdpParts): Uint8Array<ArrayBuffer> {
  return concat(
    u16(parts.srcPort ?? parts.dstPort),
    u16(parts.dstPort),
    u16(8 + parts.payload.length),
    [0, 0],
    parts.payload,
  );
}

// ---------------------------------------------------------------- VRRP and its neighbours

export type ChecksumForm = 'usual' | 'no-pseudo-header' | 'multicast-pseudo-header' | 'bad';

export interface VrrpParts {
  version?: number;
  type?: number;
  vrid?: number;
  priority?: number;
  /** As sent: VRRPv2 seconds, VRRPv3 centiseconds. */
  interval?: number;
  addresses?: readonly string[];
  /** Where it lies about the addresses. */
  count?: number;
  authType?: number;
  /** VRRPv2: text (zero padded to eight) or bytes; an empty array leaves the field out. */
  authData?: string | Uint8Array;
  /** Behind the message; `checksumCovers` says whether the sum includes it. */
  trailer?: Uint8Array;
  checksumCoversTrailer?: boolean;
  checksum?: ChecksumForm | number;
  /** IP addresses for the pseudo-header. */
  src?: string;
  dst?: string;
}

/** The IP payload of an advertisement. */
export function vrrp(parts: VrrpParts = {}): Uint8Array<ArrayBuffer> {
  const { version = 2, type = 1, vrid = 51, priority = 100, addresses = ['192.0.2.100'] } = parts;
  const src = parts.src ?? (addresses.some(isIpv6) ? 'fe80::1' : '192.0.2.1');
  const dst = parts.dst ?? (isIpv6(src) ? VRRP_GROUP_6 : VRRP_GROUP_4);
  const trailer = parts.trailer ?? new Uint8Array(0);
  const timing = version === 3 ? u16(parts.interval ?? 100) : [parts.authType ?? 0, parts.interval ?? 1];
  const head = [(version << 4) | type, vrid, priority, parts.count ?? addresses.length, ...timing];
  const tail = concat(...addresses.map(address), vrrpAuthData(parts, version, src));
  const covered = parts.checksumCoversTrailer ? concat(tail, trailer) : tail;
  return concat(head, u16(vrrpChecksum(parts.checksum ?? 'usual', version, src, dst, head, covered)), tail, trailer);
}

function vrrpAuthData(parts: VrrpParts, version: number, src: string): Uint8Array {
  const { authData } = parts;
  if (authData instanceof Uint8Array) return authData;
  if (version === 3 || isIpv6(src)) return new Uint8Array(0);
  const text = [...(authData ?? '')].map((char) => char.charCodeAt(0));
  return concat(text, new Uint8Array(8 - text.length));
}

function vrrpChecksum(
  form: ChecksumForm | number,
  version: number,
  src: string,
  dst: string,
  head: readonly number[],
  covered: Uint8Array,
): number {
  if (typeof form === 'number') return form;
  const length = 8 + covered.length;
  const plain = form === 'no-pseudo-header' || (version !== 3 && !isIpv6(src));
  const group = isIpv6(src) ? VRRP_GROUP_6 : VRRP_GROUP_4;
  const pseudo = plain ? [] : pseudoHeader(src, form === 'multicast-pseudo-header' ? group : dst, 112, length);
  const sum = internetChecksum(pseudo, head, [0, 0], covered);
  return form === 'bad' ? sum ^ 0x5555 : sum;
}

/** keepalived's 28-byte auth_hmac trailer. */
export function hmacTrailer(
  parts: { seconds?: number; fraction?: number; counter?: number; digest?: number } = {},
): Uint8Array<ArrayBuffer> {
  const { seconds = 1_780_000_000, fraction = 0x8000, counter = 1, digest = 0x77 } = parts;
  return concat([1, 1, 0, 0], u32(seconds), u16(fraction), u16(counter), new Uint8Array(16).fill(digest));
}

/** Cisco's 30-byte MD5 trailer of authentication type 254. */
export function md5Trailer(src = '192.0.2.1', digest = 0x99): Uint8Array<ArrayBuffer> {
  return concat([0xfe, 0x1c, 1, 0, 0, 0], address(src), [0, 0, 0, 0], new Uint8Array(16).fill(digest));
}

export interface AdvertisementParts extends VrrpParts {
  srcMac?: string;
  dstMac?: string;
  vlans?: readonly Vlan[];
  ttl?: number;
  id?: number;
  /** Wraps the message in an Authentication Header with this sequence number. */
  ahSequence?: number;
  padding?: number;
}

/** A whole Ethernet frame with an advertisement; IPv6 if `src` or an address is. */
export function advertisement(parts: AdvertisementParts = {}): Uint8Array<ArrayBuffer> {
  const v6 = parts.src === undefined ? (parts.addresses ?? []).some(isIpv6) : isIpv6(parts.src);
  const src = parts.src ?? (v6 ? 'fe80::1' : '192.0.2.1');
  const dst = parts.dst ?? (v6 ? VRRP_GROUP_6 : VRRP_GROUP_4);
  const message = vrrp({ ...parts, src, dst });
  const payload =
    parts.ahSequence === undefined ? message : authenticationHeader({ sequence: parts.ahSequence, payload: message });
  const protocol = parts.ahSequence === undefined ? 112 : 51;
  const ttl = parts.ttl ?? 255;
  return ethernet({
    src: parts.srcMac ?? '02:00:00:00:00:01',
    dst: parts.dstMac ?? macFor(dst),
    vlans: parts.vlans ?? [],
    type: v6 ? ETHER_TYPE.ipv6 : ETHER_TYPE.ipv4,
    payload: v6
      ? ipv6({ src, dst, nextHeader: protocol, hopLimit: ttl, payload })
      : ipv4({ src, dst, protocol, ttl, id: parts.id ?? 1, payload }),
    ...(parts.padding === undefined ? {} : { padding: parts.padding }),
  });
}

/** The IP payload of a CARP announcement: 36 bytes. */
export function carp(
  parts: { vhid?: number; advskew?: number; advbase?: number; counter?: number } = {},
): Uint8Array<ArrayBuffer> {
  const { vhid = 7, advskew = 0, advbase = 1, counter = 0x01020304 } = parts;
  const before = [0x21, vhid, advskew, 7, 0, advbase];
  const after = concat(u32(0), u32(counter), new Uint8Array(20).fill(0x5a));
  return concat(before, u16(internetChecksum(before, [0, 0], after)), after);
}

/** HSRP version 1 Hello (RFC 2281 §5.1), a UDP payload for port 1985. */
export function hsrp1(
  parts: { group?: number; priority?: number; opcode?: number; address?: string } = {},
): Uint8Array<ArrayBuffer> {
  const { group = 10, priority = 110, opcode = 0 } = parts;
  const auth = [...'cisco'].map((char) => char.charCodeAt(0));
  return concat([0, opcode, 16, 3, 10, priority, group, 0], auth, [0, 0, 0], address(parts.address ?? '192.0.2.200'));
}

/** HSRP version 2 Hello: a Group State TLV, a UDP payload for port 1985 (IPv4) or 2029 (IPv6). */
export function hsrp2(parts: { group?: number; priority?: number; address?: string } = {}): Uint8Array<ArrayBuffer> {
  const { group = 500, priority = 110 } = parts;
  const virtual = address(parts.address ?? '192.0.2.200');
  const field = concat(virtual, new Uint8Array(16 - virtual.length));
  const family = virtual.length === 16 ? 6 : 4;
  return concat(
    [1, 40, 2, 0, 6, family],
    u16(group),
    mac('02:00:00:00:00:01'),
    u32(priority),
    u32(3000),
    u32(10000),
    field,
  );
}

/** GLBP Hello, a UDP payload for port 3222. */
export function glbp(parts: { group?: number; priority?: number } = {}): Uint8Array<ArrayBuffer> {
  const hello = concat(
    [1, 28, 0, 32, 0, parts.priority ?? 100, 0, 0],
    u32(3000),
    u32(10000),
    u16(600),
    u16(14400),
    [0, 0, 1, 4],
    address('192.0.2.200'),
  );
  return concat([1, 4], u16(parts.group ?? 20), [0, 0], mac('02:00:00:00:00:01'), hello);
}

// ---------------------------------------------------------------- ARP and neighbour discovery

export interface ArpParts {
  /** 1 request, 2 reply. */
  operation?: number;
  senderMac?: string;
  senderAddress?: string;
  targetMac?: string;
  targetAddress?: string;
  hardwareType?: number;
  protocolType?: number;
  ethernetSrc?: string;
  ethernetDst?: string;
  vlans?: readonly Vlan[];
  padding?: number;
}

/** The ARP packet alone (RFC 826). */
export function arpPayload(parts: ArpParts = {}): Uint8Array<ArrayBuffer> {
  const { operation = 1, senderMac = '02:00:00:00:00:01', senderAddress = '192.0.2.100', hardwareType = 1 } = parts;
  const { targetMac = BROADCAST_MAC, targetAddress = senderAddress, protocolType = 0x0800 } = parts;
  return concat(
    u16(hardwareType),
    u16(protocolType),
    [6, 4],
    u16(operation),
    mac(senderMac),
    address(senderAddress),
    mac(targetMac),
    address(targetAddress),
  );
}

/** An Ethernet frame with ARP; by default keepalived's gratuitous request for 192.0.2.100. */
export function arp(parts: ArpParts = {}): Uint8Array<ArrayBuffer> {
  return ethernet({
    src: parts.ethernetSrc ?? parts.senderMac ?? '02:00:00:00:00:01',
    dst: parts.ethernetDst ?? BROADCAST_MAC,
    vlans: parts.vlans ?? [],
    type: ETHER_TYPE.arp,
    payload: arpPayload(parts),
    ...(parts.padding === undefined ? {} : { padding: parts.padding }),
  });
}

export interface NeighborParts {
  src?: string;
  dst?: string;
  srcMac?: string;
  dstMac?: string;
  target?: string;
  /** NA: R 0x80, S 0x40, O 0x20. */
  flags?: number;
  /** Link-layer address option; null leaves it out. */
  linkLayerAddress?: string | null;
  /** Raw options before it. */
  options?: Uint8Array;
  hopLimit?: number;
  code?: number;
  vlans?: readonly Vlan[];
}

/** An Ethernet frame with a neighbour advertisement (RFC 4861 §4.4); by default keepalived's unsolicited one. */
export function neighborAdvertisement(parts: NeighborParts = {}): Uint8Array<ArrayBuffer> {
  const target = parts.target ?? '2001:db8::100';
  return neighborFrame(136, 2, { src: target, dst: 'ff02::1', flags: 0x20, ...parts, target });
}

/** An Ethernet frame with a neighbour solicitation (RFC 4861 §4.3). */
export function neighborSolicitation(parts: NeighborParts = {}): Uint8Array<ArrayBuffer> {
  const target = parts.target ?? '2001:db8::100';
  const group = concat(address('ff02::1:ff00:0').slice(0, 13), address(target).slice(13));
  const dst = parts.dst ?? ipaddr.fromByteArray([...group]).toString();
  return neighborFrame(135, 1, { src: 'fe80::1', ...parts, dst, target });
}

function neighborFrame(
  type: number,
  optionType: number,
  parts: NeighborParts & { src: string; dst: string; target: string },
): Uint8Array<ArrayBuffer> {
  const { src, dst, target, srcMac = '02:00:00:00:00:01', linkLayerAddress = srcMac } = parts;
  const option = linkLayerAddress === null ? [] : [optionType, 1, ...mac(linkLayerAddress)];
  const after = concat([parts.flags ?? 0, 0, 0, 0], address(target), parts.options ?? [], option);
  const before = [type, parts.code ?? 0];
  const sum = internetChecksum(pseudoHeader(src, dst, 58, 4 + after.length), before, [0, 0], after);
  const payload = ipv6({
    src,
    dst,
    nextHeader: 58,
    hopLimit: parts.hopLimit ?? 255,
    payload: concat(before, u16(sum), after),
  });
  return ethernet({
    src: srcMac,
    dst: parts.dstMac ?? macFor(dst),
    vlans: parts.vlans ?? [],
    type: ETHER_TYPE.ipv6,
    payload,
  });
}

export interface RefusalParts {
  /** The IP packet that is quoted, cut to so many bytes. */
  quoted: Uint8Array;
  quotedLength?: number;
  /** Who sends the error, and to whom. */
  src: string;
  dst: string;
  srcMac?: string;
  vlans?: readonly Vlan[];
  type?: number;
  code?: number;
}

/** An Ethernet frame with the ICMP error of a host that does not know protocol 112 (RFC 792, RFC 4443 §3.4). */
export function refusal(parts: RefusalParts): Uint8Array<ArrayBuffer> {
  const { src, dst } = parts;
  const quoted = parts.quoted.slice(0, parts.quotedLength ?? parts.quoted.length);
  const before = [parts.type ?? (isIpv6(src) ? 4 : 3), parts.code ?? (isIpv6(src) ? 1 : 2)];
  const after = concat(u32(0), quoted);
  const pseudo = isIpv6(src) ? pseudoHeader(src, dst, 58, 4 + after.length) : [];
  const error = concat(before, u16(internetChecksum(pseudo, before, [0, 0], after)), after);
  const payload = isIpv6(src)
    ? ipv6({ src, dst, nextHeader: 58, hopLimit: 64, payload: error })
    : ipv4({ src, dst, protocol: 1, ttl: 64, payload: error });
  const type = isIpv6(src) ? ETHER_TYPE.ipv6 : ETHER_TYPE.ipv4;
  return ethernet({
    src: parts.srcMac ?? '02:00:00:00:00:02',
    dst: macFor(dst),
    vlans: parts.vlans ?? [],
    type,
    payload,
  });
}

// ---------------------------------------------------------------- records

/** A record as a reader would hand it out, the packet `before` bytes into its buffer. */
export function captureRecord(packet: Uint8Array, overrides: Partial<CaptureRecord> = {}, before = 0): CaptureRecord {
  const bytes = concat(new Uint8Array(before).fill(0xee), packet, new Uint8Array(before).fill(0xee));
  return {
    packet: 1,
    interfaceIndex: 0,
    linkType: LINK_TYPE.ethernet,
    seconds: 1_700_000_000,
    nanoseconds: 0,
    hasTime: true,
    bytes,
    view: new DataView(bytes.buffer),
    start: before,
    end: before + packet.length,
    originalLength: packet.length,
    direction: 'unknown',
    byteOffset: 0,
    ...overrides,
  };
}
