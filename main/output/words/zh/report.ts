import { groupDigits } from '../../../../decoder/wording/group-digits.ts';
import { counted, list, text } from '../../../../decoder/wording/zh/text.ts';
import type { report as english } from '../en/report.ts';

export const report: typeof english = {
  incidents: '事件',
  findings: '发现',
  toTheEnd: '直至结束',
  lastedToTheEnd: (length) => `${length}，直至结束`,
  next: (advice) => `下一步：${advice}`,
  nextAsAbove: '下一步：同上',
  packets: (_count, numbers) => `数据包 ${numbers}`,

  more: {
    any: (count) => `还有 ${count} 项，用 --all 显示`,
    virtualRouters: (count) => `还有 ${counted(count, '个虚拟路由器')}，用 --all 显示`,
    files: (count) => `还有 ${counted(count, '个文件')}，用 --all 显示`,
    routers: (count) => `还有 ${counted(count, '个路由器')}，用 --all 显示`,
  },

  lanes: { twoMasters: '双主', noMaster: '无主用' },

  source: {
    notRead: (name, why) => `未读取：${name}：${why}`,
    vrrp: (count) => `${groupDigits(count)} VRRP`,
    dropsUnknown: '未报告丢包',
    noDrops: '无丢包',
    dropped: (count) => `抓包时丢弃 ${counted(count, '个数据包')}`,
    unreadLinkType: (count) => `${counted(count, '个数据包')}的链路类型不支持，未读取`,
    damaged: (problems) => `已损坏：${counted(problems, '个问题')}`,
  },

  oneMaster: '始终只有一个主用',
  vlan: (tags) => `VLAN ${tags}`,
  version: ({ versions, isIpv6, intervals }) => {
    const version = `${list(versions.map((number) => `VRRPv${number}`))}${isIpv6 ? ' IPv6' : ''}`;
    return intervals.length === 0 ? version : `${version} 间隔 ${intervals.join(' / ')}`;
  },
  uneventful: (count) => `${counted(count, '个没有事件')}，用 --all 显示：`,
  with: (what, more) => `${what}（${more}）`,
  listed: (items) => items.join('，'),
  neighbours: (listed) => `邻居协议，仅计数：${listed}`,
  noVrrp: (command) => `下一步：请在路由器所在的网段抓包，并抓取本报告所需的全部内容：  ${command}`,

  notes: {
    line: (title, items) => `${title}：${items.join('；')}`,
    heading: (title) => `${title}：`,
    configured: '配置',
    undelivered: '未送达',
    noMaster: '无主用',
    nearFailovers: '险些切换',
    lost: '在到达本抓包点之前丢失',
    priorityChanges: '优先级变更',
    handoverRaces: '切换竞争',
    owners: '地址归属',
    span: (from, to) => `${from} 至 ${to}`,
    unowned: ({ time, length, after }) => text`${time} 起${length}（${AFTER[after]}）`,
    nearFailover: ({ time, router, gap, missed }) => text`${time} ${router} 间隔${gap}，缺失${missed}条`,
    lostOnes: ({ time, router, advertisements }) => text`${time} ${router}的 ${counted(advertisements, '条通告')}`,
    race: ({ time, routers, length }) => text`${time} ${list(routers)}${length === null ? '' : `，持续 ${length}`}`,
    owner: ({ time, address, mac, router, by }) =>
      `${time} ${address} 位于 ${mac}${router === null ? '' : `（${router}）`}，依据${BY[by]}`,
  },

  between: (least, most) => `${least}至 ${most}`,
  after: (what) => AFTER[what],

  configured: ({ node, name, where, priority, nopreempt, tracked, syncGroup, isGuessed }) =>
    [
      `${node} ${name}${where === null ? '' : `（${where}）`}`,
      `优先级 ${priority}`,
      ...(nopreempt ? ['nopreempt'] : []),
      ...tracked,
      ...(syncGroup === null ? [] : [`同步组 ${syncGroup}`]),
      ...(isGuessed ? ['仅凭优先级推断'] : []),
    ].join('，'),
  moreTracked: (count) => `另外跟踪 ${count} 项`,
};

const AFTER = { silence: '静默之后', resignation: '主动退出之后' };
const BY = { announcement: '宣告', answer: '应答' };
