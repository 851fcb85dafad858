import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CaptureReader } from '../../../decoder/capture/capture-reader.ts';
import type { ReadingPlace } from '../../../decoder/capture/reading-place.ts';
import { packetsBehind } from '../../../decoder/packets/packets-behind.ts';
import { PlaceIndex } from '../../../decoder/packets/place-index.ts';
import { concat, Pcapng, payload, pcap, readCapture } from '../../support/capture-builders.ts';

const SAMPLES = new URL('../../../samples/', import.meta.url).pathname;

/** All places that a reader of small chunks is at, each after what came before. */
function placesOf(bytes: Uint8Array, chunk: number): ReadingPlace[] {
  const reader = new CaptureReader();
  const places: ReadingPlace[] = [];
  const note = () => {
    while (reader.next() !== undefined);
    if (reader.place) places.push(reader.place);
  };
  for (let at = 0; at < bytes.length; at += chunk) {
    const part = bytes.subarray(at, at + chunk);
    reader.room().set(part);
    reader.filled(part.length);
    note();
  }
  reader.end();
  note();
  return places;
}

function behind(bytes: Uint8Array, place: ReadingPlace) {
  const readAt = (offset: number, into: Uint8Array) => {
    const part = bytes.subarray(offset, offset + into.length);
    into.set(part);
    return part.length;
  };
  return Array.from(packetsBehind(place, readAt), ({ bytes: all, view: _, byteOffset: __, start, end, ...rest }) => ({
    ...rest,
    data: Array.from(all.subarray(start, end)),
  }));
}

const manySections = [true, false].flatMap((littleEndian, section) => {
  const blocks = new Pcapng(littleEndian);
  const packet = (interfaceId: number, seconds: number) =>
    blocks.enhanced({ interfaceId, units: BigInt(seconds) * 1_000_000_000n, data: payload(40 + 7 * seconds, seconds) });
  return [
    blocks.section(),
    blocks.interface({ name: `first ${section}`, tsresol: 9, linkType: 1, tsoffset: 1_780_000_000 }),
    packet(0, 1),
    packet(0, 2),
    blocks.interface({ name: `second ${section}`, tsresol: 9, linkType: 113 }),
    packet(1, 3),
    // A journal entry, which has a number, and a block of unknown type
    blocks.block({ type: 9, body: payload(3000) }),
    packet(0, 4),
    blocks.block({ type: 0x999, body: payload(900) }),
    blocks.simple({ data: payload(33) }),
    packet(1, 5),
  ];
});
const CAPTURES: [string, Uint8Array][] = [
  ['several sections and interfaces', concat(...manySections)],
  ['big-endian pcap', pcap({ littleEndian: false, records: Array.from({ length: 50 }, () => ({})) })],
  ['modified pcap', pcap({ variant: 'modified', records: Array.from({ length: 50 }, () => ({ packetType: 4 })) })],
  ['cut pcap', pcap({ records: [{}, {}, { data: payload(900) }] }).subarray(0, 700)],
  ...['split-brain.pcapng', 'bad-checksums.pcapng', 'failover-never-recorded.pcap'].flatMap(
    (name): [string, Uint8Array][] =>
      readdirSync(SAMPLES).includes(name) ? [[name, new Uint8Array(readFileSync(SAMPLES + name))]] : [],
  ),
];

describe.each(CAPTURES)('%s', (_name, bytes) => {
  it.each([37, 512])('is read on from wherever a chunk of %i bytes ended', (chunk) => {
    const all = readCapture(bytes).records.map(({ byteOffset: _, ...rest }) => rest);
    const places = placesOf(bytes, chunk);
    expect(places.at(-1)?.packet).toBe(all.at(-1)?.packet);
    for (const place of places) {
      expect(behind(bytes, place)).toEqual(all.filter(({ packet }) => packet > place.packet));
    }
  });
});

describe('places', () => {
  const place = (packet: number, seconds: number): ReadingPlace => ({
    packet,
    byteOffset: packet * 1000,
    headers: [],
    headerCount: 0,
    interfaces: 0,
    seconds,
    nanoseconds: 500_000_000,
  });

  it('are few, and the one before a packet or a time is found', () => {
    const index = new PlaceIndex();
    for (let packet = 100; packet <= 10_000; packet += 100) index.add(place(packet, packet));
    expect(index.packets).toBe(10_000);
    expect(index.beforePacket(1).packet).toBe(0);
    expect(index.beforePacket(600).packet).toBe(0);
    expect(index.beforePacket(601).packet).toBe(600);
    expect(index.beforePacket(10_000).packet).toBeGreaterThan(9000);
    expect(index.beforeTime(600.5).packet).toBe(0);
    expect(index.beforeTime(600.6).packet).toBe(600);
    expect(index.beforeTime(-1).packet).toBe(0);
  });
});
