import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { advertisement, arp, concat, LINK_TYPE, neighborAdvertisement, u32 } from '../../support/packet-builders.ts';
import { pcapngOf, ZOO, type ZooPacket } from '../../support/packet-zoo.ts';
import { type CliOptions, runCli } from '../../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-decode-'));
const file = (name: string) => join(folder, name);
const ethernetPackets = (...packets: Uint8Array[]): ZooPacket[] =>
  packets.map((packet, i) => ({ name: String(i), linkType: LINK_TYPE.ethernet, packet }));
const decode = (words: readonly string[], options?: CliOptions) => runCli(['decode', ...words], options);

/** pcap of µs resolution, so that packets of two files can lie between each other. */
function pcapOf(packets: readonly { time: number; packet: Uint8Array }[]): Uint8Array {
  const header = concat(u32(0xa1b2c3d4), [0, 2, 0, 4], u32(0), u32(0), u32(65535), u32(1));
  const records = packets.map(({ time, packet }) => {
    const seconds = Math.floor(time);
    const micros = Math.round((time - seconds) * 1e6);
    return concat(u32(seconds), u32(micros), u32(packet.length), u32(packet.length), packet);
  });
  return concat(header, ...records);
}

async function json(words: readonly string[], options?: CliOptions): Promise<Record<string, unknown>[]> {
  const { stdout } = await decode(['--json', ...words], options);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

beforeAll(() => {
  writeFileSync(file('zoo.pcapng'), pcapngOf(ZOO));
  writeFileSync(
    file('passwords.pcapng'),
    pcapngOf(
      ethernetPackets(
        advertisement({ authType: 1, authData: 'hunter2' }),
        advertisement({ authType: 1, authData: 'other' }),
        advertisement({ authType: 1, authData: 'hunter2', src: '192.0.2.9' }),
        advertisement({ authType: 7, authData: 'hunter2' }),
      ),
    ),
  );
  writeFileSync(
    file('pair.pcapng'),
    pcapngOf(
      ethernetPackets(
        arp({ senderAddress: '192.0.2.7', targetAddress: '192.0.2.100' }),
        advertisement({ vrid: 51, vlans: [20] }),
        arp({ senderAddress: '192.0.2.100', vlans: [20] }),
        advertisement({ vrid: 52, addresses: ['192.0.2.200'], src: '192.0.2.2', vlans: [30] }),
        arp({ senderAddress: '192.0.2.200', vlans: [30] }),
        neighborAdvertisement(),
        advertisement({ vrid: 53, src: 'fe80::1', version: 3, addresses: ['fe80::100', '2001:db8::100'] }),
      ),
    ),
  );
  const at = (time: number, vrid: number) => ({ time: 1_700_000_000 + time, packet: advertisement({ vrid }) });
  writeFileSync(file('odd.pcap'), pcapOf([at(1, 1), at(3, 3), at(5, 5)]));
  writeFileSync(file('even.pcap'), pcapOf([at(0.5, 9), at(2, 2), at(3, 33), at(4, 4)]));
  writeFileSync(file('cut.pcap'), pcapOf([at(1, 1), at(2, 2)]).slice(0, -5));
  writeFileSync(file('hosts'), '192.0.2.1 lb01 # first\n192.0.2.2 lb02\n');
  writeFileSync(file('empty.pcap'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('lines', () => {
  let zooLines: string[] = [];
  beforeAll(async () => {
    zooLines = (await decode([file('zoo.pcapng')])).stdout.trimEnd().split('\n');
  });

  it('are one per message, aligned, and count what is not printed', async () => {
    const { status, stdout, stderr } = await decode(['--utc', file('zoo.pcapng')]);
    const lines = stdout.trimEnd().split('\n');
    expect(status).toBe(0);
    expect(lines).toHaveLength((await json([file('zoo.pcapng')])).length);
    expect(lines[0]).toBe(
      '2023-11-14 22:13:20.123457       1  VRRPv2  192.0.2.1       → 224.0.0.18       vrid 51   prio 100  every 1 s    192.0.2.100',
    );
    expect(new Set(lines.map((line) => line.indexOf('→'))).size).toBe(1);
    expect(stderr).toContain('5 packets of CARP, HSRP or GLBP');
    expect(stderr).toContain('1 packet of IP protocol 112 is neither');
  });

  test.each([
    ['a resignation', 2, /prio 0 .*resigns/],
    ['a bad checksum', 6, /bad checksum {2}! vrrp\.bad-checksum$/],
    ['a TTL', 7, /ttl 64 {2}! vrrp\.bad-ttl$/],
    ['Cisco MD5', 10, /192\.0\.2\.100 {2}MD5$/],
    ['VLANs, outermost first', 13, /VLAN 100\.20$/],
    ['10 ms', 18, /every 10 ms/],
    ['the checksum form of RFC 9568', 20, /checksum without pseudo-header$/],
    ['a gratuitous ARP', 38, /ARP .*192\.0\.2\.100 is at 02:00:00:00:00:01 {2}\(gratuitous request\)$/],
    ['a gratuitous reply', 40, /\(gratuitous reply\)$/],
    ['a probe', 41, /does anybody have 192\.0\.2\.100\?.*\(probe\)$/],
    ['a question', 42, /who has 192\.0\.2\.100\? {2}asks 192\.0\.2\.7/],
    ['an answer', 43, /192\.0\.2\.100 is at 02:00:00:00:00:01 {2}answers 192\.0\.2\.7/],
    ['an unsolicited NA', 44, /NA .*2001:db8::100 is at 02:00:00:00:00:01 {2}\(unsolicited\)$/],
    ['a solicited NA', 45, /answers fe80::7$/],
    ['an NS', 47, /NS .*who has 2001:db8::100\?/],
    ['duplicate address detection', 48, /NS .*does anybody have 2001:db8::100\?.*\(probe\)$/],
  ])('show %s', (_, packet, expected) => {
    const line = zooLines.find((text) => Number(text.slice(26, 34)) === packet);
    expect(line).toMatch(expected);
  });

  it('are those of the packets that are asked for, in each file', async () => {
    const all = await json([file('zoo.pcapng')]);
    const numbers = all.map(({ packet }) => Number(packet));
    const [first = 0, second = 0, third = 0] = numbers.slice(3);
    const last = numbers.at(-1) ?? 0;
    const wanted = await json(['--packets', `${first},${second}-${third}`, '--packets', `${last}`, file('zoo.pcapng')]);
    expect(wanted.map(({ packet }) => packet)).toEqual([first, second, third, last]);
    expect(await json(['--packets', `${last + 1}-${last + 9}`, file('zoo.pcapng')])).toEqual([]);
    const twice = await json(['--packets', `${first}`, file('zoo.pcapng'), file('zoo.pcapng')]);
    expect(twice.map(({ source, packet }) => [source, packet])).toEqual([
      [0, first],
      [1, first],
    ]);
  });

  test.each(['0', '5-3', '-4', 'x', '1-2-3', ''])('are not asked for as packets %j', async (text) => {
    const { status, stderr } = await decode(['--packets', text, file('zoo.pcapng')]);
    expect(status).toBe(2);
    expect(stderr).toContain('numbers of packets');
  });

  it('are in local time unless --utc is given', async () => {
    const env = { TZ: 'Asia/Tokyo' };
    expect((await decode([file('odd.pcap')], { env })).stdout).toMatch(/^2023-11-15 07:13:21\.000000/);
    expect((await decode(['--utc', file('odd.pcap')], { env })).stdout).toMatch(/^2023-11-14 22:13:21\.000000/);
  });

  it('are plain ASCII where the locale is', async () => {
    const { stdout } = await decode([file('passwords.pcapng')], { env: { LC_ALL: 'C' } });
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
    expect(stdout).toContain('->');
  });

  it('show what a terminal would obey', async () => {
    const packet = advertisement({ authType: 1, authData: '\x1b]0;x\x07\x9b' });
    writeFileSync(file('hostile.pcapng'), pcapngOf(ethernetPackets(packet)));
    for (const form of [[], ['-v'], ['--json']]) {
      const { stdout } = await decode([...form, '--show-passwords', file('hostile.pcapng')]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
      expect(stdout).toContain('x1b]0;x'.slice(form[0] === '--json' ? 3 : 0));
    }
  });
});

describe('-v', () => {
  it('prints each field with its place in the packet', async () => {
    const { stdout } = await decode(['-v', '--vrid', '52', file('pair.pcapng')]);
    expect(stdout).toMatch(/^ {5}14 {3}2 {2}vlan\.id +VLAN +30$/m);
    expect(stdout).toMatch(/^ {5}39 {3}1 {2}vrrp\.virt_rtr_id +VRID +52$/m);
    expect(stdout).toMatch(/^ {5}46 {3}4 {2}vrrp\.ip_addr +Address +192\.0\.2\.200$/m);
  });

  it('explains problems and says where they are', async () => {
    const { stdout } = await decode(['-v', file('zoo.pcapng')]);
    expect(stdout).toMatch(/^ {5}22 {3}! {2}vrrp\.bad-ttl: The TTL or hop limit/m);
  });
});

describe('--json', () => {
  const common = ['source', 'packet', 'time', 'kind', 'src', 'dst', 'srcMac', 'vlans', 'problems'];

  it('gives the properties of the contract, and these only', async () => {
    const messages = await json([file('pair.pcapng')]);
    const keys = (kind: string) => Object.keys(messages.find((message) => message.kind === kind) ?? {});
    expect(keys('vrrp')).toEqual([
      ...common,
      ...[
        'version',
        'vrid',
        'priority',
        'interval',
        'addresses',
        'authentication',
        'password',
        'checksum',
        'ttl',
        'ipId',
      ],
    ]);
    const pair = ['operation', 'senderMac', 'senderAddress', 'targetMac', 'targetAddress', 'role'];
    expect(keys('arp')).toEqual([...common, ...pair]);
    expect(keys('nd')).toEqual([...common, ...pair]);
  });

  it('gives values with their units', async () => {
    const messages = await json([file('zoo.pcapng')]);
    expect(messages.find((message) => message.packet === 18)).toEqual({
      source: 0,
      packet: 18,
      time: 1_700_000_017.123457,
      kind: 'vrrp',
      src: '192.0.2.1',
      dst: '224.0.0.18',
      srcMac: '02:00:00:00:00:01',
      vlans: [],
      problems: [],
      version: 3,
      vrid: 51,
      priority: 100,
      interval: 0.01,
      addresses: ['192.0.2.100'],
      authentication: 'none',
      password: null,
      checksum: 'good',
      ttl: 255,
      ipId: 1,
    });
    const raw = messages.find((message) => message.packet === 53);
    expect(raw).toMatchObject({ srcMac: null, ipId: null, addresses: ['fe80::100', '2001:db8::100'] });
  });

  it('has no time where the file has none', async () => {
    const packet = advertisement();
    const padded = concat(packet, new Uint8Array((4 - (packet.length % 4)) % 4));
    const length = u32(16 + padded.length).reverse();
    const simple = concat(u32(3).reverse(), length, u32(packet.length).reverse(), padded, length);
    const timed = pcapngOf(ethernetPackets(packet));
    writeFileSync(file('simple.pcapng'), concat(timed, simple));
    expect((await json([file('simple.pcapng')])).map((message) => message.time)).toEqual([1_700_000_000.123457, null]);
    expect((await decode([file('simple.pcapng')])).stdout).toMatch(/^\(no time\) +2 {2}VRRPv2/m);
  });
});

describe('passwords', () => {
  const secrets = /hunter2|other|68756e746572|6f74686572/;

  it('are masked so that equal ones look equal and nothing else shows', async () => {
    const masked = (await json([file('passwords.pcapng')])).map((message) => message.password);
    expect(masked).toEqual(['•••• (1)', '•••• (2)', '•••• (1)', null]);
    for (const form of [[], ['-v'], ['--json']]) {
      expect((await decode([...form, file('passwords.pcapng')])).stdout).not.toMatch(secrets);
    }
  });

  it('take the checksum with them, whose value would tell their sum', async () => {
    const { stdout } = await decode(['-v', file('passwords.pcapng')]);
    expect(stdout).not.toMatch(/vrrp\.checksum +Checksum +0x/);
    expect((await decode(['-v', file('pair.pcapng')])).stdout).toMatch(/vrrp\.checksum +Checksum +0x/);
  });

  it('are shown on request', async () => {
    const shown = await json(['--show-passwords', file('passwords.pcapng')]);
    expect(shown.map((message) => message.password)).toEqual(['hunter2', 'other', 'hunter2', null]);
    const { stdout } = await decode(['-v', '--show-passwords', file('passwords.pcapng')]);
    expect(stdout).toMatch(/vrrp\.auth_string +Password +hunter2$/m);
    expect(stdout).toMatch(/vrrp\.checksum +Checksum +0x/);
  });
});

describe('filters', () => {
  const packets = async (...words: string[]) =>
    (await json([...words, file('pair.pcapng')])).map((message) => message.packet);

  test.each([
    ['nothing: all of it', [], [1, 2, 3, 4, 5, 6, 7]],
    ['a VRID, and ARP about what it advertised', ['--vrid', '51'], [2, 3]],
    ['two VRIDs', ['--vrid', '51,52'], [2, 3, 4, 5]],
    ['two VRIDs, the option twice', ['--vrid', '51', '--vrid', '52'], [2, 3, 4, 5]],
    ['a virtual address', ['--address', '192.0.2.100'], [1, 2, 3]],
    ['a router', ['--address', '192.0.2.2'], [4]],
    ['an IPv6 address, written long', ['--address', '2001:db8:0:0:0:0:0:100'], [6, 7]],
    ['a VLAN', ['--vlan', '30'], [4, 5]],
    ['a VLAN and a VRID', ['--vlan', '20', '--vrid', '52'], []],
  ])('%s', async (_, words, expected) => {
    expect(await packets(...words)).toEqual(expected);
  });
});

describe('several files', () => {
  it('come in time order, with the number of the file; equal times in the order of the files', async () => {
    const messages = await json([file('odd.pcap'), file('even.pcap')]);
    expect(messages.map(({ source, packet, vrid }) => [source, packet, vrid])).toEqual([
      [1, 1, 9],
      [0, 1, 1],
      [1, 2, 2],
      [0, 2, 3],
      [1, 3, 33],
      [1, 4, 4],
      [0, 3, 5],
    ]);
    const { stdout } = await decode([file('odd.pcap'), file('even.pcap')]);
    expect(stdout.split('\n')[0]).toMatch(/^2023-11-14 22:13:20\.500000 {3}1 {7}1 {2}VRRPv2/);
  });

  it('that cannot be read do not hide the others', async () => {
    const { status, stdout, stderr } = await decode([
      '--json',
      file('none.pcap'),
      file('odd.pcap'),
      file('empty.pcap'),
    ]);
    expect(status).toBe(3);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({ source: 1 });
    expect(stderr).toMatch(/none\.pcap: there is no such file/);
    expect(stderr).toMatch(/empty\.pcap: the file is empty/);
  });

  it('may hold standard input once', async () => {
    const stdin = readFileSync(file('odd.pcap'));
    expect((await json(['-'], { stdin })).map((message) => message.vrid)).toEqual([1, 3, 5]);
    const twice = await decode(['-', '-'], { stdin });
    expect(twice).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('--names', () => {
  it('calls routers as a hosts file does', async () => {
    const { stdout } = await decode(['--names', file('hosts'), file('pair.pcapng')]);
    expect(stdout).toMatch(/VRRPv2 {2}lb01 +→ 224\.0\.0\.18/);
    expect(stdout).toMatch(/VRRPv2 {2}lb02 +→ 224\.0\.0\.18/);
  });

  it('that cannot be read is wrong usage', async () => {
    expect(await decode(['--names', file('nowhere'), file('pair.pcapng')])).toMatchObject({ status: 2, stdout: '' });
  });
});

describe('--pseudonyms', () => {
  const originals = /198\.51\.100\.77|198\.51\.100\.99|0a:00:27:00:00:77|2001:db8:7:7::99|fe80::77|c633644d|lb-secret/;

  it('leaves no address, MAC or name, and keeps who is who', async () => {
    const srcMac = '0a:00:27:00:00:77';
    const v4 = { srcMac, src: '198.51.100.77', addresses: ['198.51.100.99'] };
    writeFileSync(
      file('named.pcapng'),
      pcapngOf(
        ethernetPackets(
          advertisement(v4),
          advertisement({ ...v4, ahSequence: 5, authType: 2 }),
          arp({ senderMac: srcMac, senderAddress: '198.51.100.99' }),
          neighborAdvertisement({ srcMac, target: '2001:db8:7:7::99' }),
          advertisement({ version: 3, srcMac, src: 'fe80::77', addresses: ['fe80::99', '2001:db8:7:7::99'] }),
        ),
      ),
    );
    writeFileSync(file('secret-hosts'), '198.51.100.77 lb-secret\n');
    for (const form of [[], ['-v'], ['--json']]) {
      const words = [...form, '--pseudonyms', '--names', file('secret-hosts'), file('named.pcapng')];
      expect((await decode(words)).stdout).not.toMatch(originals);
    }
    const [first, second, announcement, na, v6] = await json(['--pseudonyms', file('named.pcapng')]);
    expect(first?.dst).toBe('224.0.0.18');
    expect(second?.src).toBe(first?.src);
    expect([announcement?.senderAddress]).toEqual(first?.addresses);
    expect(announcement?.senderMac).toBe(first?.srcMac);
    expect(v6?.addresses).toContain(na?.senderAddress);
  });

  it('cannot be had for extracted packets', async () => {
    const out = file('never.pcapng');
    expect(await decode(['--pseudonyms', '--write', out, file('pair.pcapng')])).toMatchObject({
      status: 2,
      stdout: '',
    });
    expect(readdirSync(folder)).not.toContain('never.pcapng');
  });
});

describe('--write', () => {
  const withoutPlace = (messages: Record<string, unknown>[]) =>
    messages.map(({ packet: _, source: _from, ...rest }) => rest);

  it('extracts the packets of the messages, of every link type, and prints nothing', async () => {
    const out = file('out.pcapng');
    const { status, stdout } = await decode(['--write', out, file('zoo.pcapng')]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(withoutPlace(await json([out]))).toEqual(withoutPlace(await json([file('zoo.pcapng')])));
  });

  it('extracts from several files in time order what the filters choose', async () => {
    const out = file('chosen.pcapng');
    await decode(['--write', out, '--vrid', '1,2,3', file('odd.pcap'), file('even.pcap')]);
    expect((await json([out])).map((message) => message.vrid)).toEqual([1, 2, 3]);
  });

  it('replaces a file only when the new one is whole, and leaves nothing else behind', async () => {
    writeFileSync(file('same.pcapng'), pcapngOf(ZOO));
    await decode(['--write', file('same.pcapng'), '--vlan', '100', file('same.pcapng')]);
    expect(await json([file('same.pcapng')])).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('to where no file can be is wrong usage', async () => {
    const run = await decode(['--write', join(folder, 'no', 'such', 'folder.pcapng'), file('odd.pcap')]);
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('cannot write to');
  });
});

describe('exit status', () => {
  test.each([
    ['no file', []],
    ['an unknown option', ['--verbos', 'x.pcap']],
    ['a VRID out of range', ['--vrid', '256', 'x.pcap']],
    ['no address', ['--address', '300.1.1.1', 'x.pcap']],
    ['fields and JSON at once', ['-v', '--json', 'x.pcap']],
  ])('2 for %s', async (_, words) => {
    const { status, stdout, stderr } = await decode(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
  });

  it('0 for a truncated file, which is said', async () => {
    const { status, stdout, stderr } = await decode(['--json', file('cut.pcap')]);
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/warning: .*cut\.pcap/);
  });

  it('0 in silence for a closed standard output', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ time: i, packet: advertisement({ id: i }) }));
    writeFileSync(file('many.pcap'), pcapOf(many));
    const run = await decode(['-v', file('many.pcap')], { closeAfter: 10 });
    expect(run).toMatchObject({ status: 0, stderr: '' });
  });
});
