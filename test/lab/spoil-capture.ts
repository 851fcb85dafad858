import { readFileSync, writeFileSync } from 'node:fs';
import type { Spoilt } from './cluster.ts';
import { FILE_HEADER, type Record, readRecords, recordHeader } from './vlan-tags.ts';

/** By so much the clock is set back. Seconds. */
const BACK = 40;
/** Packets that change places are no further apart. Microseconds. */
const CLOSE = 50_000;

/** Does to a capture what clocks and queues do. Little-endian classic pcap with microseconds, as tcpdump writes it here. */
export function spoilCapture(file: string, how: Spoilt): void {
  const bytes = readFileSync(file);
  const records = how === 'clock-back' ? setBack(readRecords(bytes)) : outOfOrder(readRecords(bytes));
  writeFileSync(
    file,
    Buffer.concat([
      bytes.subarray(0, FILE_HEADER),
      ...records.flatMap((record) => [recordHeader(record), record.frame]),
    ]),
  );
}

function setBack(records: Record[]): Record[] {
  const from = Math.floor((records.length * 2) / 3);
  return records.map((record, index) => (index < from ? record : { ...record, seconds: record.seconds - BACK }));
}

function outOfOrder(records: Record[]): Record[] {
  const mixed = [...records];
  for (let at = 1; at < mixed.length; at += 2) {
    const [one, other] = [mixed[at - 1], mixed[at]];
    if (one && other && microseconds(other) - microseconds(one) < CLOSE) [mixed[at - 1], mixed[at]] = [other, one];
  }
  return mixed;
}

function microseconds({ seconds, fraction }: Record): number {
  return seconds * 1e6 + fraction;
}
