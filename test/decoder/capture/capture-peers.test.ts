import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { enhancedPacket, interfaceDescription, sectionHeader } from '../../../decoder/capture/pcapng-writer.ts';
import {
  ascii,
  concat,
  Pcapng,
  type PcapRecordParts,
  pcap,
  type ReadCapture,
  readCapture,
} from '../../support/capture-builders.ts';
import { advertisement, arp } from '../../support/packet-builders.ts';
import { requirePeer } from '../../support/peer-programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'capture-peers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const records: PcapRecordParts[] = Array.from({ length: 40 }, (_, i) => ({
  seconds: 1_780_000_000 + i,
  fraction: (i * 137_713) % 1e6,
  data: i % 5 === 0 ? arp() : advertisement({ id: i + 1 }),
}));
const packets = records.map(({ data }) => data ?? new Uint8Array(0));

function stored(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function made(name: string, program: string, ...parameters: string[]): string {
  const path = join(folder, name);
  execFileSync(program, [...parameters, path], { stdio: ['ignore', 'ignore', 'pipe'] });
  return path;
}

const classic = () => stored('classic.pcap', pcap({ records }));
const reversed = () => stored('reversed.pcap', pcap({ records: [...records].reverse() }));

/**
 * Two sections of different byte orders; microseconds, nanoseconds, 2^-20, an offset; directions and skipped blocks.
 * Accepted difference: tshark 4.0 looks up the names of all sections in the first, so they are the same here.
 */
function sections(): string {
  const le = new Pcapng(true);
  const be = new Pcapng(false);
  return stored(
    'sections.pcapng',
    concat(
      le.section(),
      le.interface({ name: 'eth0' }),
      le.interface({ name: 'eth1', tsresol: 9, tsoffset: 1000 }),
      le.interface({ name: 'eth2', tsresol: 0x94 }),
      le.enhanced({ units: 1_780_000_000_123_456n, flags: 1 }),
      le.block({ type: 0x0a, body: concat(le.u32(0x544c534b), le.u32(4), ascii('keys')) }),
      le.enhanced({ interfaceId: 1, units: 1_780_000_000_123_456_789n, flags: 2, originalLength: 900 }),
      le.enhanced({ interfaceId: 2, units: 1_780_000_000n * 2n ** 20n + 3n }),
      le.packet({ interfaceId: 0, units: 1_780_000_001_000_000n }),
      be.section({ length: -1n }),
      be.interface({ name: 'eth0', linkType: 113, tsresol: 3 }),
      be.names({ type: 1, value: concat([192, 0, 2, 1], ascii('lb01\0')) }),
      be.enhanced({ units: 1_780_000_002_500n, dropCount: 4n }),
      be.statistics({ ifdrop: 3n, end: 1_780_000_009_000n }),
    ),
  );
}

/** capinfos gives no times where one packet has none, so all have none. The custom block takes a number. */
function simple(): string {
  const ng = new Pcapng(false);
  const custom = ng.block({ type: 0x0bad, body: concat(ng.u32(32473), ascii('custom')) });
  return stored(
    'simple.pcapng',
    concat(ng.section(), ng.interface({ name: 'eth0' }), ng.simple(), custom, ng.simple()),
  );
}

function ours(): string {
  const blocks = packets.map((data, i) =>
    enhancedPacket({
      interfaceIndex: i % 2,
      seconds: 1_780_000_000 + i,
      nanoseconds: (i * 123_456_789) % 1e9,
      data,
      originalLength: data.length + i,
      direction: (['unknown', 'inbound', 'outbound'] as const)[i % 3] ?? 'unknown',
    }),
  );
  const interfaces = ['eth0', 'eth1'].map((name) => interfaceDescription({ linkType: 1, name }));
  return stored('ours.pcapng', concat(sectionHeader('vrrpscope'), ...interfaces, ...blocks));
}

const FILES: [name: string, needs: string, make: () => string][] = [
  ['our own classic pcap', 'capinfos', classic],
  ['a pcap whose time runs backwards', 'capinfos', reversed],
  ['a big-endian pcap', 'capinfos', () => stored('be.pcap', pcap({ littleEndian: false, records }))],
  ['a nanosecond pcap', 'capinfos', () => stored('ns.pcap', pcap({ variant: 'nanoseconds', records }))],
  ['a modified pcap', 'capinfos', () => stored('modified.pcap', pcap({ variant: 'modified', records }))],
  ['a pcapng of two sections', 'capinfos', sections],
  ['a pcapng with simple packets', 'capinfos', simple],
  ['a pcapng that we wrote', 'capinfos', ours],
  ["tcpdump's pcap", 'tcpdump', () => made('tcpdump.pcap', 'tcpdump', '-r', classic(), '-w')],
  ["tcpdump's nanoseconds", 'tcpdump', () => made('tcpdump-ns.pcap', 'tcpdump', '--nano', '-r', classic(), '-w')],
  ["editcap's pcapng", 'editcap', () => made('editcap.pcapng', 'editcap', '-F', 'pcapng', classic())],
  ["editcap's nanosecond pcap", 'editcap', () => made('editcap-ns.pcap', 'editcap', '-F', 'nsecpcap', classic())],
  ["editcap's modified pcap", 'editcap', () => made('editcap-mod.pcap', 'editcap', '-F', 'modpcap', classic())],
  ["editcap's snapped pcapng", 'editcap', () => made('snapped.pcapng', 'editcap', '-s', '40', classic())],
  ["mergecap's pcapng", 'mergecap', () => merged()],
];

/** mergecap wants its output first. */
function merged(): string {
  const path = join(folder, 'merged.pcapng');
  execFileSync('mergecap', ['-w', path, classic(), ours()], { stdio: 'pipe' });
  return path;
}

/** Their text has nine decimals, or as many as they think the file has. */
function sameMoment(theirs: string, seconds: number, nanoseconds: number): void {
  const decimals = theirs.split('.')[1]?.length ?? 0;
  expect(theirs).toBe(`${seconds}.${String(nanoseconds).padStart(9, '0').slice(0, decimals)}`);
}

function read(path: string): ReadCapture {
  return readCapture(new Uint8Array(readFileSync(path)), [65_536]);
}

/** One line of `capinfos` a file: name, packets, bytes on the wire, start, end. A cut file only makes it complain. */
function capinfos(paths: string[]): string[][] {
  const parameters = ['-T', '-r', '-M', '-S', '-c', '-d', '-a', '-e', ...paths];
  const { stdout } = spawnSync('capinfos', parameters, { encoding: 'utf8' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
}

function expectAsCapinfos({ reader, records: found }: ReadCapture, [, count, bytes, start, end]: string[]): void {
  expect(reader.packets).toBe(Number(count));
  expect(found.reduce((sum, { originalLength }) => sum + originalLength, 0)).toBe(Number(bytes));
  if (reader.earliest !== undefined) sameMoment(start ?? '', reader.earliest.seconds, reader.earliest.nanoseconds);
  if (reader.latest !== undefined) sameMoment(end ?? '', reader.latest.seconds, reader.latest.nanoseconds);
}

describe('every sample', () => {
  it('has the packets, bytes and times that capinfos says', ({ skip }) => {
    requirePeer('capinfos', skip);
    const samples = new URL('../../../samples/', import.meta.url);
    const names = existsSync(samples) ? readdirSync(samples).filter((name) => /\.pcap(ng)?$/.test(name)) : [];
    if (names.length === 0) skip('there are no samples');
    const lines = capinfos(names.map((name) => fileURLToPath(new URL(name, samples))));
    expect(lines.length).toBe(names.length);
    for (const line of lines) expectAsCapinfos(read(line[0] ?? ''), line);
  });
});

describe.each(FILES)('%s', (_, needs, make) => {
  it('has the packets, bytes and times that capinfos says', ({ skip }) => {
    requirePeer(needs, skip);
    requirePeer('capinfos', skip);
    const path = make();
    const capture = read(path);
    expect(capture.reader.problems).toEqual([]);
    expectAsCapinfos(capture, capinfos([path])[0] ?? []);
  });

  it('has each packet as tshark sees it', ({ skip }) => {
    requirePeer(needs, skip);
    requirePeer('tshark', skip);
    const path = make();
    const { reader, records: found } = read(path);
    const fields = ['number', 'time_epoch', 'cap_len', 'len', 'interface_name', 'packet_flags_direction'];
    const wanted = fields.flatMap((field) => ['-e', `frame.${field}`]);
    const output = execFileSync('tshark', ['-n', '-r', path, '-T', 'fields', ...wanted], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 28,
    });
    // Custom blocks are listed too, without an interface.
    const lines = output
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.split('\t')[4] !== '' || reader.format === 'pcap');
    expect(lines.length).toBe(found.length);
    for (const [i, record] of found.entries()) {
      const [packet, time = '', captured, original, name, direction = ''] = lines[i]?.split('\t') ?? [];
      expect([packet, captured, original]).toEqual(
        [record.packet, record.data.length, record.originalLength].map(String),
      );
      if (record.hasTime) sameMoment(time, record.seconds, record.nanoseconds);
      else expect(time).toBe('');
      if (reader.format === 'pcapng') {
        expect(name).toBe(reader.interfaces[record.interfaceIndex]?.name ?? 'unknown');
        expect(['unknown', 'inbound', 'outbound'][Number.parseInt(direction || '0', 16)]).toBe(record.direction);
      }
    }
  });
});

interface ParsedPacket {
  header: { timestampSeconds: number; timestampMicroseconds: number; capturedLength: number; originalLength: number };
  data: Buffer;
}

interface PcapParser {
  parse(path: string): {
    on(event: 'packet', listener: (packet: ParsedPacket) => void): void;
    on(event: 'end' | 'error', listener: (error?: Error) => void): void;
  };
}

describe('the package pcap-parser', () => {
  const pcapParser: PcapParser = createRequire(import.meta.url)('pcap-parser');

  it.each([
    ['little-endian', true],
    ['big-endian', false],
  ])('reads the same from a %s pcap', async (name, littleEndian) => {
    const path = stored(`${name}.pcap`, pcap({ littleEndian, records, snapLength: 100 }));
    const parsed = await new Promise<ParsedPacket[]>((resolve, reject) => {
      const all: ParsedPacket[] = [];
      const parser = pcapParser.parse(path);
      parser.on('packet', (packet) => all.push(packet));
      parser.on('end', () => resolve(all));
      parser.on('error', reject);
    });
    const theirs = parsed.map(({ header, data }) => ({
      seconds: header.timestampSeconds,
      nanoseconds: header.timestampMicroseconds * 1000,
      originalLength: header.originalLength,
      data: Array.from(data),
    }));
    expect(theirs.length).toBe(40);
    expect(read(path).records).toMatchObject(theirs);
  });
});
