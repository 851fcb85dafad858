import { counted } from '../../../../decoder/wording/zh/text.ts';
import type { markdown as english } from '../en/markdown.ts';

export const markdown: typeof english = {
  title: '# VRRP 报告',
  incidents: '## 事件',
  findings: '## 发现',
  severity: { critical: '严重', warning: '警告', info: '提示' },
  heading: (severity, title) => `### ${severity}：${title}`,
  next: (advice) => `**下一步：** ${advice}`,
  columns: {
    sources: ['抓包', '数据包', 'VRRP', '地址宣告', '丢弃', '问题'],
    incidents: ['时间', '时长', '发生了什么'],
    routers: ['路由器', '地址', '优先级', '通告数'],
    configured: ['配置', '实例', '接口', '状态', '优先级', '跟踪', '同步组'],
    transitions: ['时间', '从', '到', '原因', '距上次听到', '说明'],
    troubles: ['时间', '情况', '时长', '路由器或原因'],
  },
  dropsUnknown: '未报告',
  notRead: (why) => `未读取：${why}`,
  listed: (items) => items.join('，'),
  listedProblems: (items) => items.join('；'),
  span: ({ start, end, zone, length }) => `观测时段：${start} 至 ${end}（${zone}），共 ${length}。`,
  twoMasters: '双主',
  noMaster: '无主用',
  undelivered: '未送达',
  masters: ({ routers, reason }) => `${routers.join('、')}（${reason}）`,
  sentence: (text) => `${text}。`,
  uneventful: (count, list) => `${counted(count, '个没有事件的虚拟路由器')}：${list}。`,
  facts: ({ code, subject, time, lasted, packets }) =>
    [
      code,
      ...(subject === null ? [] : [subject]),
      time,
      ...(lasted === null ? [] : [lasted]),
      ...(packets.length === 0 ? [] : [`数据包 ${packets.join('、')}`]),
    ].join('，'),
  packetOf: (packet, file) => `${packet}（${file}）`,
  neighbours: (list) => `邻居协议，仅计数：${list}。`,
  neighbour: ({ protocol, group, speakers, packets }) =>
    `${protocol} ${group}：${speakers.join(' ')}（${counted(packets, '个数据包')}）`,
};
