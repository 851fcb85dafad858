import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../decoder/analyze.ts';
import type { Report } from '../../../decoder/report.ts';
import { inventoryOf } from '../../../main/output/inventory.ts';
import { inventoryText } from '../../../main/output/inventory-text.ts';
import type { TextOptions } from '../../../main/output/text-style.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import {
  emptyReport,
  failoverReport,
  hostileReport,
  reign,
  report,
  router,
  START,
  source,
  splitBrainReport,
  steadyVirtualRouter,
  virtualRouter,
} from '../../support/report-builders.ts';
import { REPORTS } from './text-samples.ts';

const SAMPLES = join(import.meta.dirname, '../../../samples');
const PLAIN: TextOptions = { width: 80, color: false, unicode: true, utc: true, all: false, now: START };

const text = (value: Report, options: Partial<TextOptions> = {}) =>
  inventoryText(inventoryOf(value), { ...PLAIN, ...options });
/** Without what was read and when. */
const table = (value: Report, options: Partial<TextOptions> = {}) =>
  text(value, options).split('\n\n').slice(1).join('\n\n');
const linesOf = (value: string) => value.trimEnd().split('\n');
const sample = (name: string) => analyze([captureFile(join(SAMPLES, name))]);

/** 200 virtual routers on two VLANs, with everything that takes room. */
function crowd(): Report {
  const several = [
    router('10.20.30.40', 100, { name: 'a-router-with-a-rather-long-name.example' }),
    router('10.20.30.41', 50),
  ];
  const virtualRouters = Array.from({ length: 200 }, (_, index) => {
    const vrid = (index % 100) + 1;
    return virtualRouter({
      id: `${index}`,
      vlans: [index < 100 ? 10 : 4094],
      vrid,
      source: [index % 2],
      interface: index % 3 === 0 ? 'bond0.uplink' : 'eth0',
      family: index % 7 === 0 ? 'ipv6' : 'ipv4',
      addresses: Array.from({ length: index % 20 }, (_, host) => `10.${index}.0.${host}`),
      routers: several,
      reigns: [
        reign('10.20.30.40', START, START + 90_000),
        reign('10.20.30.41', START + 90_001, null, { began: 'preemption' }),
      ],
    });
  });
  return report({ sources: [source(), source({ name: 'second.pcap' })], end: START + 200_000, virtualRouters });
}

const LOOKS: [string, Report][] = [...Object.entries(REPORTS), ['200 virtual routers', crowd()]];

describe.each(LOOKS)('%s', (_name, value) => {
  test.each([60, 80, 100, 200])('no line is wider than %i cells', (width) => {
    for (const all of [false, true]) {
      for (const line of linesOf(text(value, { width, all }))) {
        expect(stringWidth(line), line).toBeLessThanOrEqual(width);
      }
    }
  });

  test('colour changes nothing but the colour', () => {
    const colored = text(value, { color: true });
    expect(colored).toContain('\x1b[');
    expect(stripVTControlCharacters(colored)).toBe(text(value));
  });

  test('is ASCII where the locale is not UTF-8', () => {
    expect(text(value, { unicode: false, all: true })).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test('holds no control character and no trailing blanks', () => {
    const plain = text(value, { all: true });
    expect(plain.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(plain).not.toMatch(/ \n/);
  });
});

describe.each(readdirSync(SAMPLES).filter((name) => /\.(pcap|pcapng)(\.gz|\.zst)?$/.test(name)))('%s', (name) => {
  test.each([60, 80, 200])('fits %i columns, and has a row for each virtual router', async (width) => {
    const value = await sample(name);
    const plain = text(value, { width, all: true });
    for (const line of linesOf(plain)) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    const marked = linesOf(plain).filter((line) => /^[●▲⬣] \d+ /.test(line) && !/virtual router/.test(line));
    expect(marked).toHaveLength(value.virtualRouters.length);
    for (const { vrid } of value.virtualRouters) expect(plain).toMatch(new RegExp(`^[●▲⬣] ${vrid} `, 'm'));
  });
});

describe('in full', () => {
  test('a pair that is well: master, who was, and what is free', () => {
    expect(text(splitBrainReport())).toBe(
      `\
● 1 virtual router, with one master
  incident-0312.pcapng   1,508,009 packets   604 VRRP   41 announcements
  no drops reported
  03:10:00.000 – 03:15:02.113 UTC   5 min 2 s

  VRID  Ver  Every  Auth  Prio  Router  Master          Addresses
vlan 10   eth0
● 51    v2   1 s    none   100  lb01    from the start  10.0.0.3
                            50  lb02    until 03:12:17
  Free VRIDs, IPv4: 1–50, 52–255

Free: not heard in 5 min 2 s. A virtual router without a living master cannot be
heard.
`,
    );
  });

  test('two clusters with one VRID, one of them without a master', async () => {
    expect(table(await sample('vrid-collision.pcap'))).toBe(
      `\
  VRID  Ver  Every  Auth  Prio  Router        Master          Addresses
untagged
▲ 253   v2   1 s    none   215  10.61.249.50  since 13:04:00  10.61.249.237
        VRID 253 is used by another cluster too: 10.61.249.252 of 10.61.249.53
⬣ 253   v2   1 s    none        nobody        since 13:04:21  10.61.249.252
                           146  10.61.249.53  until 13:04:21
        10.61.249.53 resigned and nobody has followed
        VRID 253 is used by another cluster too: 10.61.249.237 of 10.61.249.50
  Free VRIDs, IPv4: 1–252, 254–255

Free: not heard in 31.5 s. A virtual router without a living master cannot be
heard.
`,
    );
  });

  test('two masters', async () => {
    expect(table(await sample('firewall-between-peers.pcapng'), { width: 200 })).toBe(
      `\
  VRID  Ver  Every  Auth  Prio  Router        Master          Addresses
untagged   br-lan
⬣ 39    v2   1 s    none   188  10.117.99.65  since 13:03:01  10.117.99.147 10.117.99.157 10.117.99.197
                           122  10.117.99.79  since 13:03:01
        two masters since 13:03:01
  Free VRIDs, IPv4: 1–38, 40–255

Free: not heard in 18.8 s. A virtual router without a living master cannot be heard.
`,
    );
  });

  test('one VRID on two VLANs; neighbours, of which CARP takes a VRID', () => {
    const virtualRouters = [
      steadyVirtualRouter(7, '192.0.2.7', '192.0.2.1'),
      steadyVirtualRouter(7, '192.0.2.70', '192.0.2.2'),
    ];
    const value = report({
      virtualRouters: virtualRouters.map((one, index) => ({ ...one, id: `${index}`, vlans: [index === 0 ? 20 : 10] })),
      otherProtocols: [
        { protocol: 'carp', group: 9, vlans: [10], speakers: ['192.0.2.8', '192.0.2.9'], packets: 1300 },
        { protocol: 'hsrp', group: 300, vlans: [30], speakers: ['192.0.2.3'], packets: 1 },
      ],
    });
    expect(table(value)).toBe(
      `\
  VRID  Ver  Every  Auth  Prio  Router     Master          Addresses
vlan 10
● 7     v2   1 s    none   100  192.0.2.2  from the start  192.0.2.70
  Free VRIDs, IPv4: 1–6, 8, 10–255
  CARP 9: 192.0.2.8 192.0.2.9 (1,300 packets); IPv4 VRID 9 would have the same
  virtual MAC

vlan 20
● 7     v2   1 s    none   100  192.0.2.1  from the start  192.0.2.7
  Free VRIDs, IPv4: 1–6, 8–255

vlan 30
  HSRP 300: 192.0.2.3 (1 packet)

Free: not heard in 5 min 2 s. A virtual router without a living master cannot be
heard.
`,
    );
  });
});

describe('what differs is said, what does not is said once', () => {
  test('settings of the second router only where they differ from the first', async () => {
    const lines = linesOf(table(await sample('interval-mismatch.pcap')));
    expect(lines).toContain('▲ 186   v2   1 s    none   209  198.51.100.3   since 13:03:55  198.51.100.195');
    expect(lines).toContain('             2 s           126  198.51.100.20  until 13:04:35');
    expect(lines).toContain('        conflicts that the report explains: interval-mismatch');
  });

  test('the kind of authentication, and never the password', async () => {
    const plain = text(await sample('authentication-mismatch.pcap'));
    expect(plain).toMatch(/^▲ 179 +v2 +1 s +simple +239 /m);
    expect(plain).toContain('authentication-mismatch');
  });

  test('the interface in the heading if it is one, else beside each virtual router', () => {
    const both = [
      { ...steadyVirtualRouter(1, '192.0.2.7', '192.0.2.1'), interface: 'eth0' },
      { ...steadyVirtualRouter(2, '192.0.2.8', '192.0.2.1'), interface: 'eth1' },
    ];
    expect(table(report({ virtualRouters: both.slice(0, 1) }))).toContain('untagged   eth0\n');
    const plain = table(report({ virtualRouters: both }));
    expect(plain).toContain('untagged\n● 1     eth0   v2 ');
    expect(plain).toContain('\n● 2     eth1   v2 ');
  });

  test('the file, where only one of several has it', () => {
    const virtualRouters = [
      { ...steadyVirtualRouter(1, '192.0.2.7', '192.0.2.1'), source: [0, 1] },
      { ...steadyVirtualRouter(2, '192.0.2.8', '192.0.2.1'), source: [1] },
    ];
    const plain = table(report({ sources: [source(), source({ name: 'two.pcap' })], virtualRouters }));
    expect(plain).toMatch(/^● 1 {13}v2 /m);
    expect(plain).toMatch(/^● 2 {5}file 2 {2}v2 /m);
  });
});

describe('long lists', () => {
  const many = virtualRouter({
    addresses: Array.from({ length: 20 }, (_, index) => `10.0.0.${index + 10}`),
    routers: Array.from({ length: 9 }, (_, index) => router(`10.0.0.${index + 1}`, 100)),
    reigns: Array.from({ length: 9 }, (_, index) =>
      reign(`10.0.0.${index + 1}`, START + index, index === 8 ? null : START + index + 1),
    ),
  });

  test('are folded', () => {
    const plain = table(report({ virtualRouters: [many] }), { width: 200 });
    expect(plain).toContain('10.0.0.10 10.0.0.11 10.0.0.12 +17 more\n');
    expect(plain).not.toContain('10.0.0.13');
    expect(
      linesOf(plain)
        .slice(2, 7)
        .map((line) => line.slice(32, 40)),
    ).toEqual(['10.0.0.9', '10.0.0.8', '10.0.0.7', '10.0.0.6', '+5 more']);
  });

  test('are whole with --all', () => {
    const plain = table(report({ virtualRouters: [many] }), { all: true });
    for (let host = 1; host < 30; host++) expect(plain).toMatch(new RegExp(`10\\.0\\.0\\.${host}(?!\\d)`));
    expect(plain).not.toContain('more');
  });
});

describe('narrow terminals', () => {
  test('settings and addresses go below, nothing is lost', () => {
    const long = virtualRouter({
      family: 'ipv6',
      versions: [3],
      interface: 'eth0',
      addresses: ['fe80::1234:5678:9abc:def0'],
      routers: [router('fe80::5054:ff:fe67:91', 100)],
      reigns: [reign('fe80::5054:ff:fe67:91', START + 5, null, { began: 'elected' })],
    });
    expect(table(report({ virtualRouters: [long] }), { width: 60 })).toBe(
      `\
  VRID  Ver      Prio  Router                 Master
untagged   eth0
● 51    v3 IPv6   100  fe80::5054:ff:fe67:91  since 03:10:05
        fe80::1234:5678:9abc:def0
        every 1 s, authentication none
  Free VRIDs, IPv6: 1–50, 52–255

Free: not heard in 5 min 2 s. A virtual router without a
living master cannot be heard.
`,
    );
  });

  test('settings of all routers are told', async () => {
    const plain = table(await sample('interval-mismatch.pcap'), { width: 60 });
    expect(plain).toContain('every 1 s / 2 s, authentication none\n');
  });

  test('names lose their middle', () => {
    const plain = table(crowd(), { width: 60 });
    expect(plain).toMatch(/ a-\S+…\S+ {2}until 2026-03-02/);
  });
});

describe('names and times', () => {
  test('several days have dates', () => {
    expect(table(crowd(), { width: 200 })).toMatch(/ {2}since 2026-03-02 04:10:01/);
  });

  test('names from a capture are shown escaped, and cannot fill the screen', () => {
    const plain = table(hostileReport());
    expect(plain).not.toContain('\u202e');
    expect(Math.max(...linesOf(plain).map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
    expect(plain).toContain('\\u202e');
  });
});

describe('without virtual routers', () => {
  test('an empty capture, none of VRRP, and nothing read: said plainly', () => {
    expect(text(emptyReport())).toMatch(/^● No packets: the capture is empty\.[\s\S]*Next: capture on the segment/);
    expect(text(REPORTS['no VRRP'])).toMatch(/^● No VRRP in this capture\./);
    expect(text(REPORTS['nothing read'])).toMatch(/^● Nothing could be read\.\n {2}not read: photo\.jpg/);
  });

  test('neighbours alone: named, and of free VRIDs only where they take some', () => {
    const alone = (protocol: 'carp' | 'hsrp') =>
      text(
        report({
          sources: [source({ vrrp: 0 })],
          otherProtocols: [{ protocol, group: 3, vlans: [], speakers: ['192.0.2.9'], packets: 60 }],
        }),
      );
    expect(alone('hsrp')).toContain('No VRRP in this capture. It holds HSRP, which is not analysed.');
    expect(alone('hsrp')).toContain('HSRP 3: 192.0.2.9 (60 packets)');
    expect(alone('hsrp')).not.toContain('Free');
    expect(alone('carp')).toContain('Free VRIDs, IPv4: 1–2, 4–255');
  });

  test('that were asked for: says whether the VRID is free', () => {
    const inventory = inventoryOf(failoverReport(), {
      virtualRouters: new Set(),
      vrids: [60],
      vlans: [],
      occupiedOnly: false,
    });
    const plain = inventoryText(inventory, PLAIN);
    expect(plain).toContain('No virtual router to show here, though the capture holds 58 VRRP packets.');
    expect(plain).toContain('Free VRIDs, IPv4: 60\n');
  });

  test('no VRID is free', () => {
    const virtualRouters = Array.from({ length: 255 }, (_, index) => ({
      ...steadyVirtualRouter(index + 1, '192.0.2.7', '192.0.2.1'),
      id: `${index}`,
    }));
    expect(text(report({ virtualRouters }))).toContain('\n  No IPv4 VRID is free.\n');
  });
});

test('the worst state is the mark of the first line', () => {
  const one = steadyVirtualRouter(1, '192.0.2.7', '192.0.2.1');
  const silent = { ...one, id: 'x', vrid: 2, reigns: [reign('192.0.2.1', START, START + 9, { ended: 'silent' })] };
  const value = report({ virtualRouters: [one, silent] });
  expect(linesOf(text(value))[0]).toBe('⬣ 2 virtual routers: 1 with one master, 1 silent');
  expect(linesOf(text(report({ virtualRouters: [one, { ...one, id: 'y', vlans: [5] }] })))[0]).toBe(
    '● 2 virtual routers on 2 segments, all with one master',
  );
  expect(text(value)).toContain('        192.0.2.1 fell silent and nobody has followed\n');
});
