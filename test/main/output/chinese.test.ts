import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { Analysis, type AnalyzeOptions } from '../../../decoder/analyze.ts';
import type { CaptureSource } from '../../../decoder/capture/capture-source.ts';
import type { Report } from '../../../decoder/report.ts';
import type { Language } from '../../../decoder/wording/language.ts';
import { inventoryOf } from '../../../main/output/inventory.ts';
import { inventoryCsv } from '../../../main/output/inventory-csv.ts';
import { inventoryText } from '../../../main/output/inventory-text.ts';
import { reportCsv } from '../../../main/output/report-csv.ts';
import { reportMarkdown } from '../../../main/output/report-markdown.ts';
import { reportText } from '../../../main/output/report-text.ts';
import { wrap } from '../../../main/output/text-layout.ts';
import { captureFile } from '../../../main/services/read-capture-file.ts';
import { CONFIGURED } from '../../decoder/configuration/stories.ts';
import { viewStories } from '../../decoder/wording/view-stories.ts';
import { configurationOf } from '../../support/configured.ts';
import { viewsOf } from '../../support/places.ts';
import { sourceOf } from '../../support/story.ts';

const SAMPLES = join(import.meta.dirname, '../../../samples');
const inputs: [name: string, sources: CaptureSource[], options?: AnalyzeOptions][] = [
  ...readdirSync(SAMPLES)
    .filter((name) => /\.(pcap|pcapng)(\.gz|\.zst)?$/.test(name))
    .map((name): [string, CaptureSource[]] => [name, [captureFile(join(SAMPLES, name))]]),
  ...Object.entries(viewStories).map(([name, captures]): [string, CaptureSource[], AnalyzeOptions] => {
    const { sources, views } = viewsOf(captures);
    return [name, sources, { views }];
  }),
  ...Object.entries(CONFIGURED).map(([name, story]): [string, CaptureSource[], AnalyzeOptions] => {
    const configurations = Object.entries(story.configurations).map(([node, text]) => configurationOf(node, text));
    return [name, [sourceOf(story.capture)], { configurations }];
  }),
];

/** Only the last part of a path, which may hold any word. */
function named(report: Report): Report {
  return {
    ...report,
    sources: report.sources.map((source) => ({ ...source, name: source.name.replace(/^.*\//, '') })),
  };
}

const reports = await Promise.all(
  inputs.map(async ([name, sources, options]) => {
    const analysis = new Analysis(sources, options);
    await analysis.run();
    return { name, english: named(analysis.report('en')), chinese: named(analysis.report('zh')) };
  }),
);

const LOOK = { color: false, unicode: true, utc: true, now: 0 };
const text = (report: Report, language: Language, width = 200, all = true) =>
  reportText(report, { ...LOOK, width, all, language });
const inventory = (report: Report, language: Language) =>
  inventoryText(inventoryOf(report), { ...LOOK, width: 200, all: true, language });

/** What a Chinese network engineer writes in Latin letters, too. */
const TERMS =
  /^(nopreempt|noreempt|VRRP|VRID|VLAN|ARP|MAC|IP|ICMP|IGMP|CARP|HSRP|GLBP|UTC|RFC|NTP|FAULT|MASTER|BACKUP|CPU|portfast|systemd-networkd|firewalld|AH|keepalived|FRR|Linux|Cisco|snooping|ppm|TTL|HMAC|IFACE)$/;
/** Keywords of keepalived.conf, and names in the stories. */
const KEYWORDS =
  /^(weight|priority|version|state|multicast|trunk|chk|colour|authentication|icmp-proto-unreachable|no)$/;
/** What keepalived, hypervisors and switches call it. */
const PHRASES = /state (?:BACKUP|MASTER)|steal time|no authentication|icmp-proto-unreachable|vlan trunk|trunk/g;
const COMMAND =
  /(?<![\w-])(?:nft|tcpdump|journalctl|dmesg|ip|arping|systemctl|ethtool|chronyc|editcap|sysctl|iptables-save|bridge|show|date|keepalived|grep|iptables|firewall-cmd)(?: [^\p{Script=Han}，；：。（）？]*|(?=[\p{Script=Han}；，。）]))/gu;

function englishIn(told: string, report: Report): string[] {
  const data = valuesIn(report);
  const prose = told
    .replace(/\\/g, '')
    .replace(/\n {2,}/g, ' ')
    .replace(/&[a-z]+;/g, ' ')
    .replace(/“[^”]*”|"[^"]*"|'[^']*'/gu, ' ')
    .replace(COMMAND, ' ')
    .replace(PHRASES, ' ');
  const words = prose.match(/(?<![\w.:/-])[A-Za-z][a-z]+(?:-[a-z]+)*(?![\w.:/-])/g) ?? [];
  const isKeyword = (word: string) => report.configurations !== undefined && KEYWORDS.test(word);
  return words.filter((word) => !TERMS.test(word) && !data.has(word) && !isKeyword(word));
}

/** Names and codes, but no sentences. */
function valuesIn(report: Report): Set<string> {
  const values = new Set<string>();
  JSON.stringify(report, (key, value: unknown) => {
    if (/^(title|explanation|advice|message)$/.test(key)) return undefined;
    if (typeof value === 'string') for (const part of value.split(/[\s.]/)) values.add(part);
    return value;
  });
  return values;
}

/** Numbers of more than one digit, addresses, packet numbers and times. */
function factsIn(told: string): string[] {
  return [...new Set(told.match(/[\w.:-]*\d[\w.:-]*\d(?![\w])/g) ?? [])].sort();
}

describe.each(reports)('$name in Chinese', ({ english, chinese }) => {
  const forms: [string, (report: Report, language: Language) => string][] = [
    ['text', text],
    ['Markdown', (report, language) => reportMarkdown(report, true, language)],
    ['inventory', inventory],
  ];
  test.each(forms)('%s: no English is left, and no number, address or code is lost', (_form, tell) => {
    const told = tell(chinese, 'zh');
    expect(englishIn(told, chinese)).toEqual([]);
    expect(factsIn(told)).toEqual(factsIn(tell(english, 'en')));
    for (const { code } of chinese.findings) if (tell !== inventory) expect(told).toContain(code);
    expect(told).not.toMatch(/undefined|\[object| \n/);
  });

  test.each([60, 80, 200])('%i cells are enough, though characters are two cells wide', (width) => {
    for (const line of text(chinese, 'zh', width).split('\n'))
      expect(stringWidth(line), line).toBeLessThanOrEqual(width);
  });

  test('CSV: headings and every cell but the last are the same', () => {
    const cells = (csv: string) => csv.split('\n').map((line) => line.split(',').slice(0, 12));
    expect(cells(reportCsv(chinese, true, 'zh'))).toEqual(cells(reportCsv(english, true)));
    const rows = (csv: string) => csv.split('\n').map((line) => line.split(',').slice(0, 15));
    expect(rows(inventoryCsv(inventoryOf(chinese), true, 'zh'))).toEqual(
      rows(inventoryCsv(inventoryOf(english), true)),
    );
  });
});

function sample(name: string): Report {
  const found = reports.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no sample ${name}`);
  return found.chinese;
}

test('a split brain at 80 cells: lanes, columns and notes stand under each other', () => {
  expect(
    text(sample('split-brain.pcapng'), 'zh', 80, false),
  ).toBe(`⬣ VRID 62：双主 11.6 秒：lb01 和 lb02 互相收不到对方的通告（13:03:10.562）
  2 项严重
  split-brain.pcapng   64 个数据包   40 VRRP   20 个地址宣告   未报告丢包
  2026-11-20 13:02:59.854 – 13:03:30.174 UTC   30.3 秒

⬣ VRID 62  198.51.100.153   VRRPv2 间隔 1 秒                        双主 11.6 秒
                         ╷13:03:00         ╷13:03:10          ╷13:03:20
  lb01 198.51.100.16 175       █████████████████████████████████████████████████
  lb02 198.51.100.38 155                    █████████████████████▒
  双主                                      ╳╳╳╳╳╳╳╳╳╳╳╳╳╳╳╳╳╳╳╳╳╳ 11.6 秒
  13:03:03.165  → lb01       initial
  13:03:10.562  lb01 → lb02  usurpation       393 毫秒
                lb02 以优先级 155 成为主用，而 393 毫秒前线路上还有 lb01 的通
                告：lb02 没有收到或没有接受它们。
  13:03:22.172  lb02 → lb01  split-brain-end  581 毫秒
                lb02 让位给 lb01，此后 lb01 是唯一的主用。

发现
⬣ 13:03:10.562  11.6 秒  split-brain                  数据包 22 23 29 30 31 32 …
  双主 11.6 秒：lb01 和 lb02 互相收不到对方的通告
    lb01 和 lb02 同时是 VRID 62（198.51.100.153）的主用，持续 11.6 秒。其间双方
    既没有让位，也没有回应对方的通告：两个方向似乎都不通（配置了 vrrp_strict 或
    lower_prio_no_advert 的更优主用即使收到通告，也会保持静默）。
    下一步：在 lb01 和 lb02 上：发往 224.0.0.18 的 IP 协议 112 是否被丢弃？nft
    list ruleset；tcpdump -ni IFACE 'ip proto 112 and dst 224.0.0.18'（它在防火
    墙之前抓取：如果通告到达了那里，就是主机丢弃的，否则是网络丢弃的；后者请检查
    没有查询器的 IGMP snooping、端口过滤和云安全组）。
⬣ 13:03:22.172  直至结束  stale-announcement                     数据包 42 55 64
  主机上的 198.51.100.153 可能仍指向 lb02 的 MAC：8.002 秒内没有宣告予以更正，直
  至抓包结束
    脑裂结束后主用是 lb01，但最后宣告 198.51.100.153 的是 lb02
    （52:54:00:0a:27:d0），而 lb01 在其 Master_Down_Interval 内没有重新宣告。学
    到落败一方 MAC 的主机会一直发往那里，直到其表项老化并重新询问：Linux 上大多
    在一分钟左右，许多路由器上则要 20 分钟到 4 小时。
    下一步：在 lb01 上：arping -A -c 3 -I IFACE 198.51.100.153 可立即修复；配置
    garp_master_refresh 可避免长时间持续。garp_lower_prio_repeat 只有在主用能收
    到对方的通告时才有用。
`);
});

test('a capture in which a cluster has lost its master, as Markdown', () => {
  expect(reportMarkdown(sample('vrid-collision.pcap'), true, 'zh')).toBe(`# VRRP 报告

**VRID 253 10.61.249.252：7.006 秒没有听到主用，直至抓包结束（2026-11-20 13:04:21.633，结束时仍未恢复）**

| 抓包 | 数据包 | VRRP | 地址宣告 | 丢弃 | 问题 |
| --- | --- | --- | --- | --- | --- |
| vrid-collision.pcap | 57 | 31 | 20 | 未报告 |  |

观测时段：2026-11-20 13:03:57.118 至 2026-11-20 13:04:28.639（UTC），共 31.5 秒。

## VRID 253 10.61.249.252

无主用 7.01 秒。

| 路由器 | 地址 | 优先级 | 通告数 |
| --- | --- | --- | --- |
|  | 10.61.249.53 | 146 | 3 |

| 时间 | 从 | 到 | 原因 | 距上次听到 | 说明 |
| --- | --- | --- | --- | --- | --- |
| 2026-11-20 13:04:08.712 |  | 10.61.249.53 | initial |  | 10.61.249.53 是观测到的第一个主用。 |

| 时间 | 情况 | 时长 | 路由器或原因 |
| --- | --- | --- | --- |
| 2026-11-20 13:04:21.633 | 无主用 | 7.01 秒至 7.01 秒 | 主动退出之后 |

1 个没有事件的虚拟路由器：VRID 253 10.61.249.237。

## 发现

### 严重：7.006 秒没有听到主用，直至抓包结束

no-master，VRID 253 10.61.249.252，2026-11-20 13:04:21.633，直至结束，数据包 34、48

10.61.249.53 以优先级 0 退出，7.006 秒内（直至抓包结束）没有其他路由器成为 VRID 253（10.61.249.252）的主用：就这份抓包所见，这些地址无人持有。

**下一步：** 有备用在运行吗？备用在线路上是静默的：请在每个节点上检查 keepalived（systemctl status keepalived；journalctl -u keepalived）、是否处于 FAULT 状态、vrrp\\_startup\\_delay，以及是否配置了该 VRID。

### 警告：两个集群使用同一个 VRID 253

vrid-collision，VRID 253 10.61.249.252，2026-11-20 13:04:08.712，直至结束，数据包 3、24

同一网段上的路由器通告 VRID 253，而地址列表毫无交集：10.61.249.237 与 10.61.249.252。每一方都把对方的通告当作自己虚拟路由器的通告。2.3.3 之前的 keepalived 会拒绝这些通告，双方都继续作为主用；更新的版本会使优先级较低的一方让位，其地址便无人持有。

**下一步：** 为其中一个集群换一个 virtual\\_router\\_id；本报告列出了已使用的 VRID。
`);
});

describe('lines of Chinese', () => {
  test('are broken between any characters, but not before what closes or after what opens', () => {
    expect(wrap('其间双方既没有让位，也没有回应（对方）的通告。', 19)).toEqual([
      '其间双方既没有让',
      '位，也没有回应（对',
      '方）的通告。',
    ]);
  });

  test('keep a number with its unit, and a Latin word whole', () => {
    expect(wrap('主用 lb01 持续了 11.6 秒', 14)).toEqual(['主用 lb01 持续', '了 11.6 秒']);
    expect(wrap('lb02 没有收到 lb01，', 17)).toEqual(['lb02 没有收到', 'lb01，']);
  });
});
