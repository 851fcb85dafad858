import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../decoder/wording/words.ts';

const en = wordsOf('en').inventory;
const zh = wordsOf('zh').inventory;

describe('an inventory in both languages', () => {
  it.each([
    [
      { virtualRouters: 1, segments: 1, states: [{ state: 'silent', count: 1 }] },
      '1 virtual router, silent',
      '1 个虚拟路由器，静默',
    ],
    [
      { virtualRouters: 2, segments: 2, states: [{ state: 'one-master', count: 2 }] },
      '2 virtual routers on 2 segments, all with one master',
      '2 个网段上共有 2 个虚拟路由器，均有唯一主用',
    ],
    [
      {
        virtualRouters: 1200,
        segments: 1,
        states: [
          { state: 'two-masters', count: 1 },
          { state: 'nobody', count: 1199 },
        ],
      },
      '1,200 virtual routers: 1 with two masters, 1199 without a master',
      '1,200 个虚拟路由器：1 个双主，1199 个无主用',
    ],
  ] as const)('counts %o', (found, english, chinese) => {
    expect(en.found(found)).toBe(english);
    expect(zh.found(found)).toBe(chinese);
  });

  it('names who was last, with a space only where Chinese touches Latin', () => {
    expect(en.trouble.silent('lb01')).toBe('lb01 fell silent and nobody has followed');
    expect(zh.trouble.silent('lb01')).toBe('lb01 静默后无人接替');
    expect(zh.trouble.silent('主机')).toBe('主机静默后无人接替');
    expect(zh.trouble.resigned('lb01')).toBe('lb01 主动退出后无人接替');
    expect(zh.trouble.yielded('lb01')).toBe('lb01 让位后无人接替');
  });

  it('names the other clusters of a VRID', () => {
    const others = (words: typeof en) => [
      words.cluster({ addresses: '192.0.2.9', speakers: ['lb07', 'lb08'] }),
      words.cluster({ addresses: '192.0.2.8', speakers: [] }),
    ];
    expect(en.trouble.collision({ vrid: 51, others: others(en) })).toBe(
      'VRID 51 is used by another cluster too: 192.0.2.9 of lb07 and lb08 and 192.0.2.8',
    );
    expect(zh.trouble.collision({ vrid: 51, others: others(zh) })).toBe(
      'VRID 51 也被另一个集群使用：192.0.2.9（lb07 和 lb08）和 192.0.2.8',
    );
  });

  it('says what is free, and that nothing is', () => {
    expect(en.free({ family: 'IPv4', ranges: ['1–50', '52'] })).toBe('Free VRIDs, IPv4: 1–50, 52');
    expect(zh.free({ family: 'IPv4', ranges: ['1–50', '52'] })).toBe('空闲 VRID（IPv4）：1–50、52');
    expect(en.free({ family: 'IPv6', ranges: [] })).toBe('No IPv6 VRID is free.');
    expect(zh.free({ family: 'IPv6', ranges: [] })).toBe('IPv6 没有空闲的 VRID。');
    expect(zh.freeMeans('5 分 2 秒')).toBe('空闲指在 5 分 2 秒内没有听到。没有存活主用的虚拟路由器是听不到的。');
  });

  it('tells neighbours that take a VRID from those that do not', () => {
    const neighbour = { protocol: 'CARP', group: 7, speakers: '192.0.2.9', packets: 1 };
    expect(en.neighbour(neighbour)).toBe('CARP 7: 192.0.2.9 (1 packet)');
    expect(en.neighbourTaking(neighbour)).toContain('(1 packet); IPv4 VRID 7 would have the same virtual MAC');
    expect(zh.neighbourTaking(neighbour)).toBe('CARP 7：192.0.2.9（1 个数据包）；IPv4 VRID 7 会使用相同的虚拟 MAC');
  });
});
