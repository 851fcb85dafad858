import { describe, expect, test } from 'vitest';
import type { Field } from '../../../decoder/frame/field.ts';
import type { MessageRow } from '../../../decoder/packets/message-row.ts';
import { wordsOf } from '../../../decoder/wording/words.ts';
import type { MessagePage } from '../../../main/host-contract.ts';
import { adviceParts } from '../../../renderer/model/advice-parts.ts';
import { fileName } from '../../../renderer/model/capture-name.ts';
import { fieldAt, fieldLayers } from '../../../renderer/model/field-layers.ts';
import { type LongList, scrolledHeight, scrollToRow, visibleRows } from '../../../renderer/model/long-list.ts';
import { PacketPages } from '../../../renderer/model/packet-pages.ts';
import { formatBytes, percentOf, readingProgress } from '../../../renderer/model/reading-progress.ts';
import { listRouters, routerEntries } from '../../../renderer/model/router-list.ts';
import { routerVerdict, saysSeconds } from '../../../renderer/model/router-verdict.ts';
import { rowText } from '../../../renderer/model/row-text.ts';
import { wordsIn } from '../../../renderer/shared/words/words.ts';
import { deferred } from './deferred.ts';
import { sampleReport } from './sample-report.ts';

describe('commands in advice', () => {
  test.each([
    [
      'On lb01: journalctl -u keepalived; dmesg | grep -i -e oom -e segfault',
      ['journalctl -u keepalived', 'dmesg | grep -i -e oom -e segfault'],
    ],
    [
      'On 10.0.0.3: arping -A -c 3 -I IFACE 198.51.100.195 mends it now; garp_master_refresh',
      ['arping -A -c 3 -I IFACE 198.51.100.195'],
    ],
    [
      'On lb02: ip addr show to 192.0.2.110; remove it there (ip addr del) and start keepalived again.',
      ['ip addr show to 192.0.2.110', 'ip addr del'],
    ],
    [
      'Find the port (bridge fdb show; show mac address-table) and see why.',
      ['bridge fdb show', 'show mac address-table'],
    ],
    [
      "dropped? nft list ruleset; tcpdump -ni IFACE 'ip proto 112 and dst 224.0.0.18'",
      ['nft list ruleset', "tcpdump -ni IFACE 'ip proto 112 and dst 224.0.0.18'"],
    ],
    ['在 lb01 上：journalctl -u keepalived；ip -s link。', ['journalctl -u keepalived', 'ip -s link']],
    ['arping -A -c 3 -I IFACE 2001:db8::be', ['arping -A -c 3 -I IFACE 2001:db8::be']],
    ['Give both nodes the same auth_type and ip addresses.', []],
    ['The VRIDs in use are listed in this report; keepalived shows them.', []],
  ])('%s', (advice, commands) => {
    const parts = adviceParts(advice);
    expect(parts.map(({ text }) => text).join('')).toBe(advice);
    expect(parts.filter(({ command }) => command).map(({ text }) => text)).toEqual(commands);
  });
});

describe('the list of virtual routers', () => {
  const trunk = sampleReport('vlan-trunk');
  const [first, second] = trunk.virtualRouters;
  const entries = routerEntries(trunk, wordsOf('en'));
  const listing = { filter: '', order: 'vrid' as const, onlyEventful: false };
  const ids = (filter: string) =>
    listRouters(entries, { ...listing, filter }).map(({ virtualRouter }) => virtualRouter.id);

  test('is filtered by VRID, address, name and VLAN, each word being found', () => {
    expect(ids(`vrid${first?.vrid}`)).toEqual(
      trunk.virtualRouters.filter(({ vrid }) => vrid === first?.vrid).map(({ id }) => id),
    );
    expect(ids(second?.addresses[0] ?? '')).toEqual([second?.id]);
    expect(ids(`VLAN ${second?.vlans[0]} ${second?.addresses[0]}`)).toEqual([second?.id]);
    expect(ids(`${first?.addresses[0]} ${second?.addresses[0]}`)).toEqual([]);
  });

  test('has the worst first, and of equals the most restless', () => {
    const collision = sampleReport('vrid-collision');
    const [worst] = listRouters(routerEntries(collision, wordsOf('en')), { ...listing, order: 'worst' });
    expect(worst?.virtualRouter.id).toBe(collision.findings[0]?.virtualRouter);
    expect(worst?.phrases).toEqual(['no master for 7.01 s']);
  });

  test('leaves out where nothing happened', () => {
    const steady = routerEntries(sampleReport('steady'), wordsOf('en'));
    expect(listRouters(steady, { ...listing, onlyEventful: true })).toEqual([]);
    expect(listRouters(steady, listing)).toHaveLength(1);
  });
});

describe('the verdict of a virtual router', () => {
  const moment = () => '03:12:05.441';

  test('is its worst finding', () => {
    const report = sampleReport('split-brain');
    const [virtualRouter] = report.virtualRouters;
    if (!virtualRouter) throw new Error('The sample holds a virtual router.');
    const verdict = routerVerdict(virtualRouter, report, moment, wordsOf('en'));
    expect(verdict).toMatchObject({
      severity: 'critical',
      sentence: 'Two masters for 11.6 s: lb01 and lb02 do not hear each other',
      finding: report.findings[0],
    });
  });

  test('is part of what happened in other virtual routers, too', () => {
    const report = sampleReport('sync-group-two-interfaces');
    const [virtualRouter] = report.virtualRouters;
    if (!virtualRouter) throw new Error('The sample holds a virtual router.');
    const { together } = routerVerdict(virtualRouter, report, moment, wordsOf('en'));
    expect(together?.title).toContain('moved together');
    const [alone] = sampleReport('split-brain').virtualRouters;
    if (!alone) throw new Error('The sample holds a virtual router.');
    expect(routerVerdict(alone, sampleReport('split-brain'), moment, wordsOf('en')).together).toBeNull();
  });

  test('is why mastership moved, even where that is only a note', () => {
    const report = sampleReport('child-killed-and-respawned');
    const [virtualRouter] = report.virtualRouters;
    if (!virtualRouter) throw new Error('The sample holds a virtual router.');
    expect(routerVerdict(virtualRouter, report, moment, wordsOf('en'))).toMatchObject({
      severity: 'info',
      sentence: 'The VRRP process of 10.79.2.50 died and was started again',
      finding: { code: 'process-restarted' },
      phrases: ['no master for 2.31 s'],
    });
  });

  test('is that nothing happened', () => {
    const report = sampleReport('steady');
    const [virtualRouter] = report.virtualRouters;
    if (!virtualRouter) throw new Error('The sample holds a virtual router.');
    const { sentence, severity } = routerVerdict(virtualRouter, report, moment, wordsOf('en'));
    expect([sentence, severity]).toEqual([
      'Nothing alarming: 10.128.86.20 became master of VRID 204 at 03:12:05.441 and remained so.',
      'info',
    ]);
  });

  test('does not say twice how long it took', () => {
    expect(saysSeconds('No master was heard for 7.006 s', 7.0061)).toBe(true);
    expect(saysSeconds('Failover from 10.0.0.5', 3.6)).toBe(false);
  });
});

describe('a long list', () => {
  const short: LongList = { rows: 100, rowHeight: 24, viewport: 240 };
  const long: LongList = { rows: 20_000_000, rowHeight: 24, viewport: 240 };

  test('shows the rows at a scroll position', () => {
    expect(visibleRows(short, 0, 2)).toEqual({ first: 0, end: 12, top: 0 });
    expect(visibleRows(short, 480, 2)).toEqual({ first: 18, end: 32, top: 432 });
    expect(visibleRows(short, 2160, 2)).toEqual({ first: 88, end: 100, top: 2112 });
  });

  test('reaches its last row although no element is that high', () => {
    const height = scrolledHeight(long);
    expect(height).toBeLessThan(17_000_000);
    const bottom = height - long.viewport;
    const { first, end, top } = visibleRows(long, bottom, 0);
    expect(end).toBe(long.rows);
    // The last row ends where the element ends.
    expect(top + (end - first) * long.rowHeight).toBeCloseTo(height, 0);
  });

  test.each([0, 1, 9_999_999, 19_999_999])('scrolls to row %i of twenty million', (row) => {
    for (const align of ['near', 'middle'] as const) {
      const at = scrollToRow(long, 5_000_000, row, align);
      const { first, end } = visibleRows(long, at, 0);
      expect(first).toBeLessThanOrEqual(row);
      expect(end).toBeGreaterThan(row);
    }
  });

  test('stays where it is for a row that is seen', () => {
    expect(scrollToRow(short, 480, 25, 'middle')).toBe(480);
  });
});

describe('pages of packets', () => {
  const row = (packet: number): MessageRow => ({
    kind: 'arp',
    source: 0,
    packet,
    time: packet,
    src: '10.0.0.1',
    dst: '10.0.0.1',
    srcMac: null,
    vlans: [],
    problems: [],
    operation: 1,
    senderAddress: '10.0.0.1',
    targetAddress: '10.0.0.1',
    senderMac: '',
    targetMac: '',
    role: 'reply',
  });

  function asked() {
    const calls: { first: number; answer: (page: MessagePage) => void; refuse: () => void }[] = [];
    const pages = new PacketPages((first) => {
      const { promise, resolve, reject } = deferred<MessagePage>();
      calls.push({ first, answer: resolve, refuse: () => reject(new Error('The file is gone.')) });
      return promise;
    });
    const page = (first: number): MessagePage => ({
      total: 5000,
      complete: true,
      rows: Array.from({ length: 200 }, (_, i) => row(first + i)),
    });
    return { pages, calls, page };
  }

  test('are asked for as they are looked at, once', async () => {
    const { pages, calls, page } = asked();
    pages.want(0, 30);
    pages.want(5, 35);
    expect(calls.map(({ first }) => first)).toEqual([0]);
    calls[0]?.answer(page(0));
    await Promise.resolve();
    expect(pages.row(7)?.packet).toBe(7);
    expect(pages.row(200)).toBeUndefined();
    expect(pages.state().total).toBe(5000);
  });

  test('that were only passed by are not asked for', async () => {
    const { pages, calls, page } = asked();
    for (let at = 0; at < 4000; at += 100) pages.want(at, at + 30);
    expect(calls).toHaveLength(2);
    calls[0]?.answer(page(0));
    await Promise.resolve();
    expect(calls.map(({ first }) => first)).toEqual([0, 200, 3800]);
  });

  test('stay to be seen while they are read anew', async () => {
    const { pages, calls, page } = asked();
    pages.want(0, 30);
    calls[0]?.answer(page(0));
    await Promise.resolve();
    pages.refresh();
    expect(pages.row(7)?.packet).toBe(7);
    expect(calls).toHaveLength(2);
  });

  test('that cannot be had are told', async () => {
    const { pages, calls } = asked();
    pages.want(0, 30);
    calls[0]?.refuse();
    await Promise.resolve();
    await Promise.resolve();
    expect(pages.state().failure).toBe('The file is gone.');
  });
});

describe('fields', () => {
  const field = (layer: string, name: string, byteOffset: number, byteLength: number): Field => ({
    layer,
    name,
    label: name,
    value: '',
    byteOffset,
    byteLength,
  });
  const fields = [
    field('vlan', 'vlan.id', 14, 2),
    field('vlan', 'vlan.etype', 16, 2),
    field('vlan', 'vlan.id', 18, 2),
    field('vlan', 'vlan.etype', 20, 2),
    field('vrrp', 'vrrp.version', 42, 1),
    field('vrrp', 'vrrp.ip_addr', 50, 4),
    field('vrrp', 'vrrp.ip_addr', 54, 4),
  ];

  test('stand under their headers, each VLAN tag under its own', () => {
    expect(fieldLayers(fields).map(({ layer, byteOffset, byteLength }) => [layer, byteOffset, byteLength])).toEqual([
      ['vlan', 14, 4],
      ['vlan', 18, 4],
      ['vrrp', 42, 16],
    ]);
  });

  test('are found by a byte, the shortest that covers it', () => {
    const nibble = [...fields, field('vrrp', 'vrrp.header', 42, 8)];
    expect(fieldAt(nibble, 42)?.name).toBe('vrrp.version');
    expect(fieldAt(nibble, 45)?.name).toBe('vrrp.header');
    expect(fieldAt(nibble, 55)).toMatchObject({ name: 'vrrp.ip_addr', byteOffset: 54 });
    expect(fieldAt(nibble, 99)).toBeNull();
  });
});

test('a message is worded in both languages', () => {
  const advertisement: MessageRow = {
    kind: 'vrrp',
    source: 0,
    packet: 1,
    time: 0,
    src: '10.0.0.1',
    dst: '224.0.0.18',
    srcMac: null,
    vlans: [],
    problems: ['vrrp.bad-ttl'],
    version: 2,
    vrid: 51,
    priority: 0,
    interval: 1,
    addresses: [],
    authentication: 'none',
    password: null,
    checksum: 'bad',
    ttl: 64,
    ipId: 1,
  };
  expect(rowText(advertisement, wordsIn('en'), true)).toBe(
    'Advertisement, priority 0: resigns, every 1 s · VRID 51 · bad checksum · TTL 64 · 1 problem',
  );
  expect(rowText(advertisement, wordsIn('zh'), false)).toBe(
    '通告，优先级 0：退出，间隔 1 秒 · 校验和错误 · TTL 64 · 1 个问题',
  );
});

test('how far reading is', () => {
  const status = {
    id: '1',
    paths: [],
    state: 'reading' as const,
    packets: 0,
    messages: 0,
    revision: 0,
    failure: null,
    trouble: null,
    advice: null,
    beside: null,
    live: null,
  };
  expect(readingProgress({ ...status, done: 50, total: 200, elapsed: 2 })).toEqual({ share: 0.25, rate: 25, left: 6 });
  expect(readingProgress({ ...status, done: 50, total: null, elapsed: 2 })).toEqual({
    share: null,
    rate: 25,
    left: null,
  });
  expect([percentOf(0.999), percentOf(1)]).toEqual([99, 100]);
  expect([formatBytes(812), formatBytes(4_200_000), formatBytes(128_000_000), formatBytes(999_950)]).toEqual([
    '812 B',
    '4.2 MB',
    '128 MB',
    '1.0 MB',
  ]);
});

test.each([
  ['/var/captures/a.pcap', 'a.pcap'],
  ['C:\\captures\\a.pcap', 'a.pcap'],
  ['-', '-'],
])('the name of %s', (path, name) => {
  expect(fileName(path)).toBe(name);
});
