import type { CaptureRecord, Direction } from '../capture/capture-record.ts';
import { ETHER_TYPE } from '../frame/ethernet.ts';
import { LINK_TYPE } from '../frame/link-types.ts';
import type { Follower, VrrpMessage } from '../message.ts';
import type { Nanos } from '../time.ts';

/** There are twice as many slots when half of them are taken, up to one for each VRID in each VLAN. */
const FIRST_SLOT_BITS = 8;
const MOST_SLOT_BITS = 20;
const MOST_TRIES = 16;
/** Longer packets are rare, and not worth keeping. */
const LONGEST_PACKET = 192;
const VLAN_TAG = 0x8100;
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const VRRP_HEADER = 8;
/** The upper and the lower half of a little-endian word: the two bytes behind the identification, those before the checksum. */
const BEHIND = 0xffff0000 | 0;
const BEFORE = 0x0000ffff;

/** An advertisement that is sent again and again. */
export class KnownAdvertisement {
  readonly hash: number;
  readonly length: number;
  readonly linkType: number;
  readonly interfaceIndex: number;
  /** As the capture said, not as the link layer did. */
  readonly direction: Direction;
  readonly message: VrrpMessage;
  readonly isIpv4: boolean;
  /** Where its IP header begins. */
  readonly ip: number;
  /** Where it is kept. */
  slot = 0;
  /** What came behind it last time: masters go on in the same order. */
  next: KnownAdvertisement | undefined;
  /** IPv4 identification of the latest repetition. */
  identification: number | null = null;
  /** Who takes in its repetitions without needing a message of each. */
  follower: Follower | null = null;

  constructor(hash: number, ip: number, record: CaptureRecord, message: VrrpMessage) {
    this.hash = hash;
    this.ip = ip - record.start;
    this.length = record.end - record.start;
    this.linkType = record.linkType;
    this.interfaceIndex = record.interfaceIndex;
    this.direction = record.direction;
    this.message = message;
    this.isIpv4 = message.family === 'ipv4';
  }

  /** The message of its latest repetition. */
  repeat({ packet }: CaptureRecord, source: number, time: Nanos): VrrpMessage {
    return { ...this.message, source, packet, time, ipId: this.identification };
  }
}

/**
 * A master sends the same bytes again and again; only the IPv4 identification and header checksum move on. What has
 * been decoded once need not be decoded again: it is recognised by its bytes, before any layer is looked at.
 */
export class AdvertisementMemory {
  #bits = FIRST_SLOT_BITS;
  #slots = newSlots(this.#bits);
  #taken = 0;
  #latest: KnownAdvertisement | undefined;
  /** The bytes of each slot's packet. */
  #bytes = new Uint8Array(LONGEST_PACKET << this.#bits);
  #packets = new DataView(this.#bytes.buffer);

  /** What the packet repeats but for identification and header checksum. */
  recognize(record: CaptureRecord): KnownAdvertisement | undefined {
    const expected = this.#latest?.next;
    const known = expected && this.#repeats(expected, record) ? expected : this.#find(record);
    if (known === undefined) return undefined;
    if (known.isIpv4) known.identification = record.view.getUint16(record.start + known.ip + 4);
    this.#latest = known;
    return known;
  }

  #find(record: CaptureRecord): KnownAdvertisement | undefined {
    const ip = findIp(record);
    if (ip < 0) return undefined;
    const known = this.#slots[this.#slotOf(hashOf(record, ip))];
    if (known === undefined || !this.#repeats(known, record)) return undefined;
    if (this.#latest) this.#latest.next = known;
    return known;
  }

  /** Keeps what a packet was decoded to, where it can be recognised. */
  remember(record: CaptureRecord, message: VrrpMessage): KnownAdvertisement | undefined {
    const { start, end } = record;
    const ip = findIp(record);
    // A sequence number, or the identification inside a tunnel, makes every packet another one
    if (ip < 0 || end - start > LONGEST_PACKET || message.sequence !== null || message.tunnel !== null)
      return undefined;
    const known = new KnownAdvertisement(hashOf(record, ip), ip, record, message);
    this.#put(known, record.bytes.subarray(start, end));
    if (this.#taken > this.#slots.length / 2 && this.#bits < MOST_SLOT_BITS) this.#grow();
    return known;
  }

  #put(known: KnownAdvertisement, packet: Uint8Array): void {
    const slot = this.#slotOf(known.hash);
    if (this.#slots[slot] === undefined) this.#taken++;
    this.#slots[slot] = known;
    known.slot = slot;
    this.#bytes.set(packet, slot * LONGEST_PACKET);
  }

  #grow(): void {
    const [slots, bytes] = [this.#slots, this.#bytes];
    this.#bits++;
    this.#slots = newSlots(this.#bits);
    this.#taken = 0;
    this.#bytes = new Uint8Array(LONGEST_PACKET << this.#bits);
    this.#packets = new DataView(this.#bytes.buffer);
    slots.forEach((known, slot) => {
      const start = slot * LONGEST_PACKET;
      if (known) this.#put(known, bytes.subarray(start, start + known.length));
    });
  }

  /** The one of this sender, or the next that is free; where all are taken, another's. */
  #slotOf(hash: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = hash >>> (32 - this.#bits);
    for (let tries = 0; tries < MOST_TRIES; tries++, slot = (slot + 1) & last) {
      const known = slots[slot];
      if (known === undefined || known.hash === hash) break;
    }
    return slot;
  }

  #repeats(known: KnownAdvertisement, record: CaptureRecord): boolean {
    const { view, start, end, interfaceIndex, linkType, direction } = record;
    const { slot } = known;
    if (known.length !== end - start || this.#slots[slot] !== known) return false;
    if (known.interfaceIndex !== interfaceIndex || known.linkType !== linkType || known.direction !== direction) {
      return false;
    }
    const shift = slot * LONGEST_PACKET - start;
    const difference = known.isIpv4
      ? differenceOfIpv4(this.#packets, shift, view, start, start + known.ip, end)
      : differenceOf(this.#packets, shift, view, start, end);
    return difference === 0;
  }
}

/** Where packets differ, as bits of a word: all words are looked at, which is faster than to stop at the first. */
function differenceOf(known: DataView, shift: number, view: DataView, from: number, to: number): number {
  let difference = 0;
  for (let i = from; i + 4 < to; i += 4) difference |= known.getInt32(i + shift, true) ^ view.getInt32(i, true);
  return difference | (known.getInt32(to - 4 + shift, true) ^ view.getInt32(to - 4, true));
}

/** The same, but for identification and checksum of the IPv4 header at `ip`. */
function differenceOfIpv4(
  known: DataView,
  shift: number,
  view: DataView,
  start: number,
  ip: number,
  end: number,
): number {
  const identified = known.getInt32(ip + 4 + shift, true) ^ view.getInt32(ip + 4, true);
  const summed = known.getInt32(ip + 8 + shift, true) ^ view.getInt32(ip + 8, true);
  return (
    differenceOf(known, shift, view, start, ip + 4) |
    (identified & BEHIND) |
    (summed & BEFORE) |
    differenceOf(known, shift, view, ip + 12, end)
  );
}

/** Where the IP header begins, if the usual headers are in front of it and a VRRP header has room behind; else -1. */
function findIp({ linkType, view, start, end }: CaptureRecord): number {
  let ip = start + linkHeaderLength(linkType);
  if (ip === start || ip + IPV4_HEADER + VRRP_HEADER > end) return -1;
  let type = view.getUint16(linkType === LINK_TYPE.linuxCooked2 ? start : ip - 2);
  if (type === VLAN_TAG) {
    type = view.getUint16(ip + 2);
    ip += 4;
  }
  const version = view.getUint8(ip) >> 4;
  if (type === ETHER_TYPE.ipv4) return version === 4 && ip + IPV4_HEADER + VRRP_HEADER <= end ? ip : -1;
  return type === ETHER_TYPE.ipv6 && version === 6 && ip + IPV6_HEADER + VRRP_HEADER <= end ? ip : -1;
}

function linkHeaderLength(linkType: number): number {
  if (linkType === LINK_TYPE.ethernet) return 14;
  if (linkType === LINK_TYPE.linuxCooked) return 16;
  return linkType === LINK_TYPE.linuxCooked2 ? 20 : 0;
}

function newSlots(bits: number): (KnownAdvertisement | undefined)[] {
  return new Array<KnownAdvertisement | undefined>(1 << bits).fill(undefined);
}

/** By the last four bytes of the source address, the VRID, the VLAN tag, if there is one, and the interface. */
function hashOf({ view, interfaceIndex }: CaptureRecord, ip: number): number {
  const isIpv4 = view.getUint8(ip) >> 4 === 4;
  const source = view.getInt32(ip + (isIpv4 ? 12 : 20));
  const vrid = view.getUint8(ip + (isIpv4 ? IPV4_HEADER : IPV6_HEADER) + 1);
  const tag = view.getUint16(ip - 4);
  const place = Math.imul(vrid | (tag << 8) | (interfaceIndex << 24), 0x9e3779b1);
  const mixed = Math.imul(source ^ place, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
}
