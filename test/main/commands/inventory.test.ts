import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import { type Inventory, inventoryOf } from '../../../main/output/inventory.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import type { Speaker, Truth } from '../../lab/truth.ts';
import { type AdvertisementParts, carp, ethernet, hsrp1, ipv4, udp } from '../../support/packet-builders.ts';
import { type CliOptions, runCli } from '../../support/run-cli.ts';
import { Story } from '../../support/story.ts';

const SAMPLES = join(import.meta.dirname, '../../../samples');
const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-inventory-'));
const file = (name: string) => join(folder, name);
const inventory = (words: readonly string[], options?: CliOptions) => runCli(['inventory', ...words], options);

async function json(...words: string[]): Promise<Inventory> {
  const { status, stdout, stderr } = await inventory(['--json', ...words]);
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

const rowsOf = ({ segments }: Inventory) =>
  segments.flatMap(({ virtualRouters }) => virtualRouters).map(({ vlans, vrid }) => `${vlans.join('.')}/${vrid}`);

/** Two VLANs, two address families, CARP and HSRP beside them. */
function lan(): Uint8Array {
  const story = new Story();
  const speak = (number: number, priority: number, vlan: number, vrid: number, parts: AdvertisementParts = {}) => {
    const addresses = parts.addresses ?? [`192.0.2.${100 + number}`];
    const node = story.node(number, priority, { vlans: [vlan], vrid, ...parts, addresses });
    // Not the first advertisement of its process
    node.id = 500;
    node.advertiseFrom(number / 10, 20);
  };
  speak(1, 100, 10, 51);
  speak(2, 90, 10, 60);
  speak(3, 80, 20, 51);
  speak(4, 70, 10, 51, { version: 3, src: 'fe80::1', dst: 'ff02::12', addresses: ['fe80::100'], interval: 100 });
  for (let second = 0; second < 20; second++) {
    const hello = udp({ dstPort: 1985, payload: hsrp1({ group: 7 }) });
    const hsrp = ipv4({ src: '192.0.2.8', dst: '224.0.0.2', protocol: 17, ttl: 1, payload: hello });
    story.add(second, ethernet({ vlans: [20], payload: hsrp }));
    story.add(second, ethernet({ vlans: [10], payload: ipv4({ src: '192.0.2.9', payload: carp({ vhid: 52 }) }) }));
  }
  return story.capture();
}

/** A killed process does not say that it is no longer master. */
function isMasterAtEnd({ node, instance }: Speaker, { states, faults, capture }: Truth): boolean {
  const own = states.filter((one) => one.node === node && one.instance === instance && one.time <= capture.end);
  const last = own.findLast(({ state }) => state !== null);
  const killed = faults.some((fault) => fault.kind === 'kill' && fault.node === node && fault.time > (last?.time ?? 0));
  return last?.state === 'MASTER' && !killed;
}

beforeAll(() => {
  writeFileSync(file('lan.pcap'), lan());
  writeFileSync(file('packed'), gzipSync(lan()));
  writeFileSync(file('empty.pcap'), '');
  writeFileSync(file('hosts'), '192.0.2.1 alpha\n192.0.2.2 beta\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a busy segment', () => {
  test('every virtual router by VLAN, free VRIDs of each family, and neighbours', async () => {
    const { stdout, stderr, status } = await inventory(['--utc', file('lan.pcap')]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^● 4 virtual routers on 2 segments, all with one master\n/);
    expect(stdout.split('\n\n').slice(1).join('\n\n')).toBe(
      `\
  VRID  Ver      Every  Auth  Prio  Router     Master          Addresses
vlan 10
● 51    v2       1 s    none   100  192.0.2.1  from the start  192.0.2.101
● 51    v3 IPv6  1 s    none    70  fe80::1    from the start  fe80::100
● 60    v2       1 s    none    90  192.0.2.2  from the start  192.0.2.102
  Free VRIDs, IPv4: 1–50, 53–59, 61–255
  Free VRIDs, IPv6: 1–50, 52–255
  CARP 52: 192.0.2.9 (20 packets); IPv4 VRID 52 would have the same virtual MAC

vlan 20
● 51    v2       1 s    none    80  192.0.2.3  from the start  192.0.2.103
  Free VRIDs, IPv4: 1–50, 52–255
  HSRP 7: 192.0.2.8 (20 packets)

Free: not heard in 19.4 s. A virtual router without a living master cannot be
heard.
`,
    );
  });

  test('is the same from a pipe and packed', async () => {
    const segments = async (words: string[], options?: CliOptions) =>
      JSON.parse((await inventory(['--json', ...words], options)).stdout).segments;
    const plain = await segments([file('lan.pcap')]);
    expect(plain).toHaveLength(2);
    expect(await segments([file('packed')])).toEqual(plain);
    expect(await segments(['-'], { stdin: lan() })).toEqual(plain);
  });

  test('--vrid, --address and --vlan choose; free VRIDs are counted from everything', async () => {
    expect(rowsOf(await json('--vrid', '51', file('lan.pcap')))).toEqual(['10/51', '10/51', '20/51']);
    expect(rowsOf(await json('--vlan', '20', file('lan.pcap')))).toEqual(['20/51']);
    const chosen = await json('--address', '192.0.2.102', file('lan.pcap'));
    expect(rowsOf(chosen)).toEqual(['10/60']);
    expect(chosen.segments[0]?.free.ipv4).toEqual([
      [1, 50],
      [53, 59],
      [61, 255],
    ]);
    const asked = await json('--vrid', '52,60', file('lan.pcap'));
    expect(asked.segments.map(({ free }) => free)).toEqual([
      {
        ipv4: [],
        ipv6: [
          [52, 52],
          [60, 60],
        ],
      },
      {
        ipv4: [
          [52, 52],
          [60, 60],
        ],
        ipv6: [
          [52, 52],
          [60, 60],
        ],
      },
    ]);
  });

  test('--names, --color, NO_COLOR and the C locale', async () => {
    const run = async (words: string[], env = {}) => (await inventory([...words, file('lan.pcap')], { env })).stdout;
    expect(await run(['--names', file('hosts')])).toMatch(/ 100 {2}alpha {6}from the start/);
    expect(await run([])).not.toContain('\x1b');
    expect(await run(['--color'], { NO_COLOR: '1' })).toContain('\x1b[');
    expect(await run([], { FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain('\x1b');
    expect(await run([], { LC_ALL: 'C' })).toMatch(/^[\n\x20-\x7e]+$/);
    expect(await run([], { TZ: 'Asia/Tokyo' })).toContain('UTC+09:00');
  });

  test('--pseudonyms shows no address, and still chooses by true ones', async () => {
    for (const form of [[], ['--json'], ['--csv']]) {
      const { stdout } = await inventory(['--pseudonyms', '--address', '192.0.2.102', ...form, file('lan.pcap')]);
      expect(stdout).toMatch(/\b60\b/);
      expect(stdout).not.toContain('lan.pcap');
      expect(stdout).not.toMatch(/192\.0\.2\.102|02:00:00:00:00:02/);
    }
  });

  test('--csv is a table', async () => {
    const { stdout } = await inventory(['--csv', '--utc', file('lan.pcap')]);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^type,vlan,interface,family,vrid,/);
    expect(lines.filter((line) => line.startsWith('virtual-router,'))).toHaveLength(4);
    expect(lines).toContain('free,10,,ipv4,,,,,,,,,,,,,"free: 1-50, 53-59, 61-255",');
    expect(lines).toContain(
      'other-protocol,10,,,,,,,,192.0.2.9,,,,,,,"carp group 52, 20 packets, takes IPv4 VRID 52",',
    );
  });
});

describe('real captures', () => {
  const truths = readdirSync(SAMPLES)
    .filter((name) => name.endsWith('.truth.json'))
    .map((name): Truth => JSON.parse(readFileSync(join(SAMPLES, name), 'utf8')));

  test.each(truths.map((truth) => [truth.capture.file, truth] as const))(
    '%s: the masters are those that keepalived and FRR name, with their settings',
    async (name, truth) => {
      const report = await analyze([captureFile(join(SAMPLES, name))]);
      const entries = inventoryOf(report).segments.flatMap(({ virtualRouters }) => virtualRouters);
      const speakers = truth.virtualRouters.flatMap((one) => one.speakers);
      const masters = speakers.filter((speaker) => isMasterAtEnd(speaker, truth)).map(({ router }) => router);
      expect(entries.flatMap((entry) => entry.masters).sort()).toEqual(masters.sort());
      for (const { versions, routers } of entries) {
        for (const { address, priority, interval } of routers) {
          expect(speakers).toContainEqual(
            expect.objectContaining({
              router: address,
              version: versions[0],
              priority: priority.last,
              interval: interval.advertised,
            }),
          );
        }
      }
    },
  );

  test('the other cluster of a VRID is named though it was not asked for', async () => {
    const words = ['--address', '10.61.249.237', join(SAMPLES, 'vrid-collision.pcap')];
    const { stdout } = await inventory(words);
    expect(stdout).toContain('        VRID 253 is used by another cluster too: 10.61.249.252 of 10.61.249.53\n');
    expect(rowsOf(await json(...words))).toEqual(['/253']);
  });

  test('several files are one segment', async () => {
    const both = await json(join(SAMPLES, 'steady.pcapng'), join(SAMPLES, 'vlan-trunk.pcap'));
    expect(rowsOf(both)).toEqual(['/204', '2050/197', '3389/197']);
  });
});

describe('exit status', () => {
  test('3 for what cannot be read, and the other file is listed', async () => {
    const { status, stdout, stderr } = await inventory([file('empty.pcap'), file('lan.pcap')]);
    expect(status).toBe(3);
    expect(stdout).toContain('vlan 10');
    expect(stderr).toMatch(/^vrrpscope: error: .*empty\.pcap: .*\n$/);
  });

  test.each([
    ['no file', []],
    ['two forms', ['--json', '--csv', 'x.pcap']],
    ['a bad VRID', ['--vrid', '0', 'x.pcap']],
    ['standard input twice', ['-', '-']],
    ['names that are not there', ['--names', 'no/such/hosts', 'x.pcap']],
    ['an option of report', ['--fail-on', 'critical', 'x.pcap']],
  ])('2 for %s', async (_name, words) => {
    const { status, stdout, stderr } = await inventory(words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });

  test('0 and silence when nobody reads on', async () => {
    expect(await inventory(['--json', file('lan.pcap')], { closeAfter: 0 })).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('help documents the JSON', async () => {
    const { stdout } = await inventory(['--help']);
    const { segments } = await json(file('lan.pcap'));
    for (const key of [...Object.keys(segments[0] ?? {}), ...Object.keys(segments[0]?.virtualRouters[0] ?? {})]) {
      if (key !== 'source') expect(stdout).toContain(key);
    }
  });
});
