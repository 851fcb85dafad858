/** Offsets in an Ethernet frame with an IPv4 header of twenty bytes. */
export const IP = 14;
export const PAYLOAD = IP + 20;

export function put16(frame: Uint8Array, at: number, value: number): void {
  frame[at] = (value >>> 8) & 0xff;
  frame[at + 1] = value & 0xff;
}

export function put32(frame: Uint8Array, at: number, value: number): void {
  put16(frame, at, value >>> 16);
  put16(frame, at + 2, value & 0xffff);
}

export function putBytes(frame: Uint8Array, at: number, bytes: readonly number[]): void {
  frame.set(bytes, at);
}

/** Ethernet and IPv4 headers; the rest of the frame, lengths and checksums are `finishIpv4`'s and the caller's. */
export function putHeaders(frame: Uint8Array, from: Station, to: Station, protocol: number, ttl: number): void {
  putBytes(frame, 0, [...to.mac, ...from.mac, 0x08, 0x00, 0x45, 0, 0, 0, 0, 0, 0x40, 0, ttl, protocol, 0, 0]);
  putBytes(frame, IP + 12, [...from.address, ...to.address]);
}

export interface Station {
  mac: readonly number[];
  address: readonly number[];
}

/** Writes length, identification and header checksum of the IPv4 packet that ends at `length`. */
export function finishIpv4(frame: Uint8Array, length: number, identification: number): void {
  put16(frame, IP + 2, length - IP);
  put16(frame, IP + 4, identification);
  put16(frame, IP + 10, 0);
  put16(frame, IP + 10, internetChecksum(frame, IP, PAYLOAD, 0));
}

/** Writes the checksum at `at` over the IPv4 payload that ends at `end`, pseudo-header included. */
export function putTransportChecksum(frame: Uint8Array, at: number, end: number, protocol: number): void {
  put16(frame, at, 0);
  const pseudo = sumWords(frame, IP + 12, PAYLOAD) + protocol + (end - PAYLOAD);
  put16(frame, at, internetChecksum(frame, PAYLOAD, end, pseudo));
}

export function internetChecksum(frame: Uint8Array, from: number, to: number, seed: number): number {
  let sum = seed + sumWords(frame, from, to);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function sumWords(frame: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i += 2) sum += ((frame[i] ?? 0) << 8) | (i + 1 < to ? (frame[i + 1] ?? 0) : 0);
  return sum;
}
