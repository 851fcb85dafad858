import ipaddr from 'ipaddr.js';
import type { Direction } from './capture-record.ts';
import { paddedLength } from './pcapng-options.ts';
import { SECTION_HEADER } from './pcapng-reader.ts';
import {
  INTERFACE_DESCRIPTION,
  INTERFACE_STATISTICS,
  NAME_RESOLUTION,
  NRB_RECORD_IPV4,
  NRB_RECORD_IPV6,
} from './pcapng-section.ts';
import { DATA_AT, ENHANCED_PACKET } from './plain-block.ts';
import type { Timestamp } from './timestamp.ts';

/** In Node and in browsers, though not in the language's own library. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const NANOSECONDS = 9;
const LITTLE_ENDIAN = true;
/** An Enhanced Packet Block without data and options. */
const PACKET_FIXED_LENGTH = 32;
const EPB_FLAGS = 2;
/** The option of that name and the end of options behind it. */
const FLAGS_LENGTH = 12;
const DIRECTION_FLAGS: Record<Direction, number> = { unknown: 0, inbound: 1, outbound: 2 };

interface Option {
  code: number;
  value: Uint8Array;
}

/** Section Header Block of unknown length: what a pcapng stream begins with. */
export function sectionHeader(application: string): Uint8Array {
  const fixed = words(BYTE_ORDER_MAGIC, 0x0000_0001, 0xffff_ffff, 0xffff_ffff);
  return block(SECTION_HEADER, [fixed], [{ code: 4, value: text(application) }]);
}

/** Interface Description Block; timestamps of its packets count nanoseconds. `snapLength` 0 is unlimited. */
export function interfaceDescription(parts: { linkType: number; snapLength?: number; name?: string }): Uint8Array {
  const name = parts.name === undefined ? [] : [{ code: 2, value: text(parts.name) }];
  const resolution = { code: 9, value: Uint8Array.of(NANOSECONDS) };
  return block(INTERFACE_DESCRIPTION, [words(parts.linkType & 0xffff, parts.snapLength ?? 0)], [...name, resolution]);
}

export interface PacketParts extends Timestamp {
  /** Counts interface descriptions of the section from 0. */
  interfaceIndex: number;
  data: Uint8Array;
  originalLength: number;
  direction: Direction;
}

/** Enhanced Packet Block. */
export function enhancedPacket(parts: PacketParts): Uint8Array {
  const bytes = new Uint8Array(enhancedPacketLength(parts));
  putEnhancedPacket(new DataView(bytes.buffer), 0, parts);
  return bytes;
}

export function enhancedPacketLength({ data, direction }: PacketParts): number {
  return PACKET_FIXED_LENGTH + paddedLength(data.length) + (DIRECTION_FLAGS[direction] === 0 ? 0 : FLAGS_LENGTH);
}

/** Writes an Enhanced Packet Block into `view`, which has room for it, and returns where it ends. */
export function putEnhancedPacket(view: DataView, at: number, parts: PacketParts): number {
  const { data, interfaceIndex, originalLength } = parts;
  const flags = DIRECTION_FLAGS[parts.direction];
  const length = enhancedPacketLength(parts);
  const [high, low] = nanosecondsSinceEpoch(parts);
  view.setUint32(at, ENHANCED_PACKET, LITTLE_ENDIAN);
  view.setUint32(at + 4, length, LITTLE_ENDIAN);
  view.setUint32(at + 8, interfaceIndex, LITTLE_ENDIAN);
  view.setUint32(at + 12, high, LITTLE_ENDIAN);
  view.setUint32(at + 16, low, LITTLE_ENDIAN);
  view.setUint32(at + 20, data.length, LITTLE_ENDIAN);
  view.setUint32(at + 24, originalLength, LITTLE_ENDIAN);
  const bytes = new Uint8Array(view.buffer, view.byteOffset);
  const padding = at + DATA_AT + data.length;
  bytes.set(data, at + DATA_AT);
  const end = at + length;
  bytes.fill(0, padding, end);
  if (flags !== 0) {
    view.setUint32(end - 4 - FLAGS_LENGTH, EPB_FLAGS | (4 << 16), LITTLE_ENDIAN);
    view.setUint32(end - FLAGS_LENGTH, flags, LITTLE_ENDIAN);
  }
  view.setUint32(end - 4, length, LITTLE_ENDIAN);
  return end;
}

export interface StatisticsParts {
  interfaceIndex: number;
  /** When these numbers were true; the interface was observed until then. */
  time: Timestamp;
  /** The interface is observed from then on instead. */
  begins?: true;
  received?: number;
  dropped?: number;
}

/** Interface Statistics Block. */
export function interfaceStatistics(parts: StatisticsParts): Uint8Array {
  const [high, low] = nanosecondsSinceEpoch(parts.time);
  const options: Option[] = [{ code: parts.begins ? 2 : 3, value: words(high, low) }];
  if (parts.received !== undefined) options.push({ code: 4, value: uint64(parts.received) });
  if (parts.dropped !== undefined) options.push({ code: 5, value: uint64(parts.dropped) });
  return block(INTERFACE_STATISTICS, [words(parts.interfaceIndex, high, low)], options);
}

/** Name Resolution Block; nothing without names. Addresses are texts, names of more than 255 bytes are cut. */
export function nameResolution(names: readonly (readonly [address: string, name: string])[]): Uint8Array {
  if (names.length === 0) return new Uint8Array(0);
  const records = names.map(([address, name]) => {
    const bytes = Uint8Array.from(ipaddr.parse(address).toByteArray());
    const value = Uint8Array.of(...bytes, ...text(name), 0);
    return { code: bytes.length === 4 ? NRB_RECORD_IPV4 : NRB_RECORD_IPV6, value };
  });
  return block(NAME_RESOLUTION, encodeOptions(records), []);
}

/** High and low word, exact: digits of 16 bits keep every product below 2^53. Before 1970 is 1970. */
function nanosecondsSinceEpoch({ seconds, nanoseconds }: Timestamp): [high: number, low: number] {
  if (seconds < 0) return [0, 0];
  const lower = (seconds % 0x10000) * 1e9 + nanoseconds;
  const upper = Math.floor(seconds / 0x10000) * 1e9 + Math.floor(lower / 0x10000);
  return [Math.floor(upper / 0x10000), (upper % 0x10000) * 0x10000 + (lower % 0x10000)];
}

function block(type: number, body: Uint8Array[], options: Option[]): Uint8Array {
  const parts = [...body, ...encodeOptions(options)];
  const length = parts.reduce((sum, part) => sum + paddedLength(part.length), 12);
  const bytes = new Uint8Array(length);
  bytes.set(words(type, length));
  let at = 8;
  for (const part of parts) {
    bytes.set(part, at);
    at += paddedLength(part.length);
  }
  bytes.set(words(length), at);
  return bytes;
}

function encodeOptions(options: Option[]): Uint8Array[] {
  if (options.length === 0) return [];
  const end = words(0);
  return [...options.flatMap(({ code, value }) => [words(code | (value.length << 16)), value]), end];
}

function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setUint32(4 * index, value, LITTLE_ENDIAN);
  });
  return bytes;
}

function uint64(value: number): Uint8Array {
  return words(value % 2 ** 32, Math.floor(value / 2 ** 32));
}

/** An option's text; more than 255 bytes help nobody. */
function text(value: string): Uint8Array {
  return new TextEncoder().encode(value).subarray(0, 255);
}
