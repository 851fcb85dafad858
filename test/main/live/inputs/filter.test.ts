import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CaptureReader } from '../../../../decoder/capture/capture-reader.ts';
import type { CaptureRecord } from '../../../../decoder/capture/capture-record.ts';
import { FrameDecoder } from '../../../../decoder/frame/decode-frame.ts';
import { LINK_TYPE } from '../../../../decoder/frame/link-types.ts';
import { CAPTURE_FILTERS, filtersFor, isFilterRefusal } from '../../../../main/live/inputs/capture-filter.ts';
import { captureFile } from '../../../../main/services/read-capture-file.ts';
import { pcap } from '../../../support/capture-builders.ts';
import { advertisement, arp, concat, ethernet, hex, ipv4, udp } from '../../../support/packet-builders.ts';
import { ZOO } from '../../../support/packet-zoo.ts';
import { hasPeer } from '../../../support/peer-programs.ts';

const [WITH_TAGS, PLAIN] = CAPTURE_FILTERS;
const SAMPLES = join(import.meta.dirname, '../../../../samples');
const hasTcpdump = hasPeer('tcpdump');
const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-filter-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Packet {
  linkType: number;
  data: Uint8Array;
}

/** The numbers of the packets, from 0, that the kernel would hand over. */
function passing(packets: readonly Packet[]): Set<number> {
  const passed = new Set<number>();
  const linkTypes = new Set(packets.map(({ linkType }) => linkType));
  for (const linkType of linkTypes) {
    const file = join(folder, 'packets.pcap');
    // The time tells which one it is
    const records = packets.flatMap(({ linkType: its, data }, seconds) =>
      its === linkType ? [{ seconds, data }] : [],
    );
    writeFileSync(file, pcap({ linkType, records }));
    const filter = linkType === LINK_TYPE.ethernet ? WITH_TAGS : PLAIN;
    const read = execFileSync('tcpdump', ['-r', file, '-w', '-', filter], { stdio: ['ignore', 'pipe', 'ignore'] });
    for (const { seconds } of recordsOf(read)) passed.add(seconds);
  }
  return passed;
}

function* recordsOf(bytes: Uint8Array): Generator<CaptureRecord> {
  const reader = new CaptureReader();
  for (let at = 0; ; ) {
    for (let record = reader.next(); record !== undefined; record = reader.next()) yield record;
    if (at === bytes.length) return;
    const room = reader.room();
    const part = bytes.subarray(at, at + room.length);
    room.set(part);
    reader.filled(part.length);
    at += part.length;
  }
}

async function packetsOf(path: string): Promise<Packet[]> {
  const source = captureFile(path);
  const parts: Uint8Array[] = [];
  const room = new Uint8Array(1 << 16);
  for (let read = await source.read(room); read > 0; read = await source.read(room)) parts.push(room.slice(0, read));
  const packets: Packet[] = [];
  for (const { linkType, bytes, start, end } of recordsOf(Buffer.concat(parts))) {
    packets.push({ linkType, data: bytes.slice(start, end) });
  }
  return packets;
}

function isMessage({ linkType, data }: Packet): boolean {
  const [record] = recordsOf(pcap({ linkType, records: [{ data }] }));
  return record !== undefined && new FrameDecoder(0).decode(record, 0) !== undefined;
}

describe.runIf(hasTcpdump)('what the kernel hands over', () => {
  test.each(['EN10MB', 'LINUX_SLL', 'LINUX_SLL2', 'RAW', 'NULL', 'LOOP', 'PPP'])(
    'some filter compiles for %s',
    (type) => {
      const compiles = CAPTURE_FILTERS.map((filter) => {
        try {
          execFileSync('tcpdump', ['-d', '-y', type, filter], { stdio: 'pipe' });
          return true;
        } catch (error) {
          expect(isFilterRefusal(String(error))).toBe(true);
          return false;
        }
      });
      expect(compiles).toEqual([type === 'EN10MB', true]);
    },
  );

  const captures = readdirSync(SAMPLES).filter((name) => /\.pcap(ng)?(\.\w+)?$/.test(name));
  test.each(captures)('every message of %s', async (name) => {
    const packets = await packetsOf(join(SAMPLES, name));
    const messages = packets.flatMap((packet, index) => (isMessage(packet) ? [index] : []));
    expect(messages.length).toBeGreaterThan(0);
    const passed = passing(packets);
    expect(messages.filter((index) => !passed.has(index))).toEqual([]);
  });

  /** Frames that no classic filter reaches: an 802.3 header before IP, and headers between IPv6 and its protocol. */
  const BEYOND = /SNAP|hop-by-hop|behind extension/i;
  test.each(ZOO.filter(({ name }) => !BEYOND.test(name)))('$name', ({ linkType, packet }) => {
    const one = { linkType, data: packet };
    if (isMessage(one)) expect(passing([one]).size).toBe(1);
  });

  const noise = {
    TCP: ipv4({ protocol: 6, payload: new Uint8Array(20) }),
    'UDP from an HSRP port': ipv4({ protocol: 17, payload: udp({ srcPort: 1985, dstPort: 53, payload: hex('00') }) }),
    'an echo request': ipv4({ protocol: 1, payload: hex('08 00 00 00 00 00 00 00') }),
    'an unreachable port': ipv4({
      protocol: 1,
      payload: concat(
        [3, 3, 0, 0, 0, 0, 0, 0],
        ipv4({ protocol: 17, payload: udp({ dstPort: 53, payload: new Uint8Array(4) }) }),
      ),
    }),
  };
  const TAGS = [[], [20], [{ tpid: 0x88a8, id: 100 }, 20]];
  test.each(Object.entries(noise))('not %s, tagged or not', (_, payload) => {
    const packets = TAGS.map((vlans) => ({ linkType: LINK_TYPE.ethernet, data: ethernet({ vlans, payload }) }));
    expect(passing(packets)).toEqual(new Set());
  });

  test('advertisements and ARP behind none, one and two tags', () => {
    const frames = TAGS.flatMap((vlans) => [advertisement({ vlans }), arp({ vlans })]);
    const packets = frames.map((data) => ({ linkType: LINK_TYPE.ethernet, data }));
    expect(passing(packets)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });
});

test('packets of all interfaces at once have no tags to look for', () => {
  expect(filtersFor('any')).toEqual([PLAIN]);
  expect(filtersFor('eth0')).toEqual([WITH_TAGS, PLAIN]);
});
