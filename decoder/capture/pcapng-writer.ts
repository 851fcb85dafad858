import type { Direction } from './capture-record.ts';
import { paddedLength } from './pcapng-options.ts';
import { SECTION_HEADER } from './pcapng-reader.ts';
import { ENHANCED_PACKET, INTERFACE_DESCRIPTION, INTERFACE_STATISTICS } from './pcapng-section.ts';
import type { Timestamp } from './timestamp.ts';

/** In Node and in browsers, though not in the language's own library. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const NANOSECONDS = 9;
const LITTLE_ENDIAN = true;
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
  const { data } = parts;
  const [high, low] = nanosecondsSinceEpoch(parts);
  const flags = DIRECTION_FLAGS[parts.direction];
  const fixed = words(parts.interfaceIndex, high, low, data.length, parts.originalLength);
  return block(ENHANCED_PACKET, [fixed, data], flags === 0 ? [] : [{ code: 2, value: words(flags) }]);
}

export interface StatisticsParts {
  interfaceIndex: number;
  /** When these numbers were true, and the end of the capture. */
  time: Timestamp;
  received?: number;
  dropped?: number;
}

/** Interface Statistics Block. */
export function interfaceStatistics(parts: StatisticsParts): Uint8Array {
  const [high, low] = nanosecondsSinceEpoch(parts.time);
  const options: Option[] = [{ code: 3, value: words(high, low) }];
  if (parts.received !== undefined) options.push({ code: 4, value: uint64(parts.received) });
  if (parts.dropped !== undefined) options.push({ code: 5, value: uint64(parts.dropped) });
  return block(INTERFACE_STATISTICS, [words(parts.interfaceIndex, high, low)], options);
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
