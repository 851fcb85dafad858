import { describe, expect, it } from 'vitest';
import type { Report, VirtualRouter } from '../../../decoder/report.ts';
import { formatDuration, formatInterval } from '../../../decoder/wording/format-time.ts';
import { addressList, historyPhrases, shortLabel } from '../../../decoder/wording/history-phrases.ts';
import type { Language } from '../../../decoder/wording/language.ts';
import { nameAdvice } from '../../../decoder/wording/router-names.ts';
import { verdictSentence } from '../../../decoder/wording/verdict.ts';
import { wordsOf } from '../../../decoder/wording/words.ts';
import {
  finding,
  reign,
  report,
  router,
  START,
  source,
  splitBrainReport,
  transition,
  virtualRouter,
} from '../../support/report-builders.ts';

const en = wordsOf('en');
const zh = wordsOf('zh');

const says = (told: Report, language: Language) => verdictSentence(told, () => '03:12:05.441', wordsOf(language));

const ONE = router('10.0.0.5', 100);
const TWO = router('10.0.0.6', 50);
const steady = virtualRouter({ routers: [ONE], reigns: [reign(ONE.address, START, null)] });
const moved = virtualRouter({
  routers: [ONE, TWO],
  transitions: [
    transition(START, null, ONE.address, 'initial'),
    transition(START + 10, ONE.address, TWO.address, 'resignation'),
    transition(START + 20, TWO.address, ONE.address, 'preemption'),
  ],
});
const raced: VirtualRouter = {
  ...moved,
  transitions: moved.transitions.map((each) => (each.from === null ? each : { ...each, cause: 'usurpation' })),
};
const near = virtualRouter({
  routers: [ONE],
  transitions: [transition(START, ONE.address, ONE.address, 'master-down')],
  nearFailovers: [
    { time: START + 5, router: ONE.address, gap: 3, missed: 2 },
    { time: START + 9, router: ONE.address, gap: 3, missed: 2 },
  ],
});

describe('the verdict', () => {
  it('names what happened before what is configured, where both are as grave', () => {
    const told = report({
      findings: [
        finding('config-mistake', 'warning', { title: 'A failed check moves nothing' }),
        finding('failover', 'warning', { title: 'Failover from A to B', start: START + 60 }),
      ],
    });
    expect(says(told, 'en')).toContain('Failover from A to B');
  });
});

describe('the verdict in both languages', () => {
  it.each<[string, Report, string, string]>([
    ['nothing readable', report({ sources: [] }), 'Nothing could be read.', '没有可以读取的内容。'],
    [
      'an empty capture',
      report({ sources: [source({ packets: 0 })] }),
      'No packets: the capture is empty.',
      '没有数据包：抓包是空的。',
    ],
    ['no VRRP', report({ sources: [source({ vrrp: 0 })] }), 'No VRRP in this capture.', '这份抓包中没有 VRRP。'],
    [
      'no VRRP but others',
      report({
        sources: [source({ vrrp: 0 })],
        otherProtocols: [
          { protocol: 'hsrp', group: 1, vlans: [], speakers: ['10.0.0.8'], packets: 3 },
          { protocol: 'carp', group: 1, vlans: [], speakers: ['10.0.0.9'], packets: 3 },
        ],
      }),
      'No VRRP in this capture. It holds HSRP, CARP, which is not analysed.',
      '这份抓包中没有 VRRP。其中有 HSRP、CARP，不作分析。',
    ],
    [
      'none chosen',
      report({ sources: [source({ vrrp: 1604 })] }),
      'No virtual router to show here, though the capture holds 1,604 VRRP packets.',
      '没有可显示的虚拟路由器，但抓包中有 1,604 个 VRRP 数据包。',
    ],
    [
      'one master throughout',
      report({ virtualRouters: [steady] }),
      'Nothing happened: 10.0.0.5 was master of VRID 51 throughout.',
      '没有发生任何事件：10.0.0.5 始终是 VRID 51 的主用。',
    ],
    [
      'one master throughout in each of several',
      report({ virtualRouters: [steady, { ...steady, id: '52', vrid: 52 }] }),
      'Nothing happened: 2 virtual routers, each with one master throughout.',
      '没有发生任何事件：2 个虚拟路由器各自始终只有一个主用。',
    ],
    [
      'orderly handovers',
      report({ virtualRouters: [moved] }),
      'Nothing alarming: 2 orderly handovers.',
      '没有异常：2 次有序切换。',
    ],
    ['moves', report({ virtualRouters: [raced] }), 'VRID 51: mastership moved 2 times.', 'VRID 51：主用变更了 2 次。'],
    ['near-failovers', report({ virtualRouters: [near] }), 'VRID 51: 2 near-failovers.', 'VRID 51：2 次险些切换。'],
    [
      'a finding that still holds',
      report({
        virtualRouters: [steady],
        findings: [
          finding('split-brain', 'critical', { title: 'TITLE', virtualRouter: steady.id, start: START, end: null }),
        ],
      }),
      'VRID 51: TITLE (03:12:05.441, still so at the end)',
      'VRID 51：TITLE（03:12:05.441，结束时仍未恢复）',
    ],
    [
      'a finding that lasted',
      report({
        virtualRouters: [steady],
        findings: [
          finding('split-brain', 'critical', {
            title: 'TITLE',
            virtualRouter: steady.id,
            start: START,
            end: START + 302,
          }),
        ],
      }),
      'VRID 51: TITLE (03:12:05.441, 5 min 2 s)',
      'VRID 51：TITLE（03:12:05.441，5 分 2 秒）',
    ],
    [
      'a finding whose title tells how long',
      report({
        virtualRouters: [steady],
        findings: [
          finding('split-brain', 'critical', {
            title: '双主 12.0 秒 12.0 s',
            virtualRouter: steady.id,
            start: START,
            end: START + 12,
          }),
        ],
      }),
      'VRID 51: 双主 12.0 秒 12.0 s (03:12:05.441)',
      'VRID 51：双主 12.0 秒 12.0 s（03:12:05.441）',
    ],
  ])('%s', (_name, told, english, chinese) => {
    expect(says(told, 'en')).toBe(english);
    expect(says(told, 'zh')).toBe(chinese);
  });
});

describe('words about a virtual router', () => {
  it('two masters and none, in several spells', () => {
    const [split] = splitBrainReport().virtualRouters[0]?.splitBrains ?? [];
    if (!split) throw new Error('the report has a split brain');
    const troubled = virtualRouter({
      splitBrains: [
        { ...split, start: START, end: START + 4 },
        { ...split, start: START + 10, end: null },
      ],
      noMaster: [{ start: START, end: START + 1, atLeast: 0.8, atMost: 1.2, after: 'silence' }],
    });
    expect(historyPhrases(troubled, START + 18, en)).toEqual([
      'two masters for 12.0 s in 2 spells',
      'no master for 800 ms',
    ]);
    expect(historyPhrases(troubled, START + 18, zh)).toEqual(['双主 12.0 秒（2 段）', '无主用 800 毫秒']);
  });

  it('its label tells it from others of that number', () => {
    const [here, there] = [
      virtualRouter({ id: 'a', vlans: [10, 20], addresses: ['10.0.0.3', '10.0.0.4', '10.0.0.7'] }),
      virtualRouter({ id: 'b', source: [1], addresses: [] }),
    ];
    const both = report({ sources: [source(), source()], virtualRouters: [{ ...here, source: [0, 1] }, there] });
    expect(both.virtualRouters.map((each) => shortLabel(each, both, en))).toEqual([
      'VRID 51 vlan 10.20 10.0.0.3 +2 more',
      'VRID 51 no addresses file 2',
    ]);
    expect(both.virtualRouters.map((each) => shortLabel(each, both, zh))).toEqual([
      'VRID 51 VLAN 10.20 10.0.0.3 +2 个',
      'VRID 51 没有地址 文件 2',
    ]);
  });

  it('lists of addresses', () => {
    expect(addressList([], 2, zh)).toBe('没有地址');
    expect(addressList(['10.0.0.3', '10.0.0.4'], 2, zh)).toBe('10.0.0.3 10.0.0.4');
  });

  it('counts', () => {
    expect([1, 2].map(en.counts.virtualRouters)).toEqual(['1 virtual router', '2 virtual routers']);
    expect([1, 1_508_009].map(zh.counts.packets)).toEqual(['1 个数据包', '1,508,009 个数据包']);
    expect(zh.counts.findings.critical(3)).toBe('3 项严重');
  });

  it('names stand for addresses in advice up to the colon, full width too; a command needs the address', () => {
    const named = virtualRouter({ routers: [{ ...ONE, name: 'lb01' }] });
    expect(nameAdvice('在 10.0.0.5 上：arping -D 10.0.0.5', [named])).toBe('在 lb01 上：arping -D 10.0.0.5');
    expect(nameAdvice('On 10.0.0.5: arping -D 10.0.0.5', [named])).toBe('On lb01: arping -D 10.0.0.5');
  });
});

describe('durations in Chinese', () => {
  it.each([
    [0, '0 秒'],
    [0.0004, '0.4 毫秒'],
    [0.805, '805 毫秒'],
    [3.805, '3.81 秒'],
    [12.013, '12.0 秒'],
    [59.99, '1 分钟'],
    [302.1, '5 分 2 秒'],
    [3599.9, '1 小时'],
    [12_000, '3 小时 20 分'],
    [100 * 3600, '4 天 4 小时'],
    [-2, '-2.00 秒'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatDuration(seconds, zh)).toBe(text);
  });

  it('and intervals', () => {
    expect([1, 0.01].map((seconds) => formatInterval(seconds, zh))).toEqual(['1 秒', '10 毫秒']);
  });
});
