import type { report as english, counts as englishCounts } from '../en/report.ts';
import { counted, text } from './text.ts';

export const report: typeof english = {
  verdict: {
    nothingRead: '没有可以读取的内容。',
    noPackets: '没有数据包：抓包是空的。',
    noVrrp: (others) =>
      `这份抓包中没有 VRRP。${others.length === 0 ? '' : text`其中有${others.join('、')}，不作分析。`}`,
    noneShown: (packets) => `没有可显示的虚拟路由器，但抓包中有 ${counted(packets, '个 VRRP 数据包')}。`,
    nothingHappened: '没有发生任何事件。',
    elected: ({ master, vrid, when }) => text`没有异常：${master}于 ${when} 成为 VRID ${vrid} 的主用，此后一直是。`,
    onlyPriorities: ({ master, vrid, count }) =>
      text`没有异常：VRID ${vrid} 只有${master}一个主用，其优先级变更了 ${count} 次。`,
    oneMaster: ({ master, vrid }) => text`没有发生任何事件：${master}始终是 VRID ${vrid} 的主用。`,
    oneMasterEach: (virtualRouters) =>
      `没有发生任何事件：${counted(virtualRouters, '个虚拟路由器')}各自始终只有一个主用。`,
    nothingAlarming: '没有异常。',
    orderly: (handovers) => `没有异常：${counted(handovers, '次有序切换')}。`,
    moved: (handovers) => `主用变更了 ${counted(handovers, '次')}`,
    about: (virtualRouter, said) => `${virtualRouter}：${said}`,
    sentence: (said) => `${said}。`,
    stillSo: '结束时仍未恢复',
    finding: ({ title, when, lasted }) => `${title}（${lasted === undefined ? when : `${when}，${lasted}`}）`,
  },

  phrases: {
    twoMasters: (length, spells) => text`双主${length}${inSpells(spells)}`,
    noMaster: (length, spells) => text`无主用${length}${inSpells(spells)}`,
    moved: (times) => `主用变更了 ${times} 次`,
    nearFailovers: (count) => counted(count, '次险些切换'),
  },

  label: ({ vrid, tunnel, vlans, addresses, file }) =>
    `VRID ${vrid}${tunnel === '' ? '' : ` ${tunnel}`}${vlans.length > 0 ? ` VLAN ${vlans.join('.')}` : ''} ${addresses}${file === undefined ? '' : ` ${file}`}`,
  labelOfAll: ({ count, vrids }) => `${counted(count, '个虚拟路由器')}：VRID ${vrids}`,
  file: (number) => `文件 ${number}`,
  noAddresses: '没有地址',
  more: (count) => `+${count} 个`,
};

export const counts: typeof englishCounts = {
  packets: (count) => counted(count, '个数据包'),
  advertisements: (count) => counted(count, '条通告'),
  announcements: (count) => counted(count, '个地址宣告'),
  virtualRouters: (count) => counted(count, '个虚拟路由器'),
  problems: (count) => counted(count, '个问题'),
  uneventful: (count) => counted(count, '个没有事件的虚拟路由器'),
  findings: {
    critical: (count) => counted(count, '项严重'),
    warning: (count) => counted(count, '项警告'),
    info: (count) => counted(count, '项提示'),
  },
};

function inSpells(count: number): string {
  return count === 1 ? '' : `（${count} 段）`;
}
