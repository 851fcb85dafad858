import { readFileSync, writeFileSync } from 'node:fs';

export const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MAC_ADDRESSES = 12;

export interface Record {
  seconds: number;
  fraction: number;
  originalLength: number;
  frame: Buffer;
}

/**
 * Merges captures of single VLANs into what a trunk's mirror port shows: every frame with its 802.1Q tag, in time order.
 * Reads little-endian classic pcap, as tcpdump writes it here.
 */
export function mergeTagged(parts: { file: string; vlan: number }[], into: string): void {
  const records = parts.flatMap(({ file, vlan }) => readRecords(readFileSync(file)).map((record) => tag(record, vlan)));
  records.sort((a, b) => a.seconds - b.seconds || a.fraction - b.fraction);
  const header = parts[0] === undefined ? Buffer.alloc(0) : readFileSync(parts[0].file).subarray(0, FILE_HEADER);
  writeFileSync(into, Buffer.concat([header, ...records.flatMap((record) => [recordHeader(record), record.frame])]));
}

export function readRecords(file: Buffer): Record[] {
  const records: Record[] = [];
  for (let at = FILE_HEADER; at + RECORD_HEADER <= file.length; ) {
    const length = file.readUInt32LE(at + 8);
    const end = at + RECORD_HEADER + length;
    if (end > file.length) break;
    records.push({
      seconds: file.readUInt32LE(at),
      fraction: file.readUInt32LE(at + 4),
      originalLength: file.readUInt32LE(at + 12),
      frame: file.subarray(at + RECORD_HEADER, end),
    });
    at = end;
  }
  return records;
}

function tag(record: Record, vlan: number): Record {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(0x8100, 0);
  header.writeUInt16BE(vlan, 2);
  const frame = Buffer.concat([record.frame.subarray(0, MAC_ADDRESSES), header, record.frame.subarray(MAC_ADDRESSES)]);
  return { ...record, frame, originalLength: record.originalLength + header.length };
}

export function recordHeader(record: Record): Buffer {
  const header = Buffer.alloc(RECORD_HEADER);
  header.writeUInt32LE(record.seconds, 0);
  header.writeUInt32LE(record.fraction, 4);
  header.writeUInt32LE(record.frame.length, 8);
  header.writeUInt32LE(record.originalLength, 12);
  return header;
}
