import type { tables as english, progress as englishProgress, warnings as englishWarnings } from '../en/tables.ts';

const SEVERITIES = { critical: '严重', warning: '警告', info: '提示' };

export const tables: typeof english = {
  source: ({ name, packets, vrrp, announcements }) =>
    `${name}：${packets} 个数据包，${vrrp} 个 VRRP，${announcements} 个地址宣告`,
  unreadable: (name, why) => `${name}：${why}`,
  view: ({ name, clockOffset, clockDrift, matched }) =>
    `${name}：时钟偏差 ${clockOffset} 秒，漂移 ${clockDrift} ppm，匹配 ${matched} 个数据包`,
  logLine: (name, line) => `${name}：${line}`,
  undelivered: ({ advertisements, view }) => `${advertisements} 条通告始终没有到达观测点 ${view}`,
  otherProtocol: ({ protocol, group, packets }) => `${protocol} 组 ${group}，${packets} 个数据包`,
  reign: ({ priority, advertisements, ended }) => `优先级 ${priority}，${advertisements} 条通告，${ended}`,
  deaf: (routers) => `听不到对方：${routers.join(' ')}`,
  noMaster: ({ atLeast, atMost }) => `无主用至少 ${atLeast} 秒，至多 ${atMost} 秒`,
  lost: (advertisements) => `${advertisements} 条通告已发出但没有抓到`,
  nearFailover: (missed) => `缺失 ${missed} 条通告`,
  announcement: ({ address, mac, count }) => `${address} 位于 ${mac}，宣告 ${count} 次`,
  ownership: ({ address, mac }) => `${address} 位于 ${mac}`,
  finding: ({ severity, title, explanation }) => `${SEVERITIES[severity]}：${title}。${explanation}`,
  free: (ranges) => `空闲：${ranges.length === 0 ? '无' : ranges.join('、')}`,
  neighbour: ({ protocol, group, packets, takesVrid }) =>
    `${protocol} 组 ${group}，${packets} 个数据包${takesVrid === null ? '' : `，占用 IPv4 VRID ${takesVrid}`}`,
};

export const warnings: typeof englishWarnings = {
  problem: (message, offset, packet) =>
    packet === undefined ? `${message}（偏移 ${offset}）` : `${message}（数据包 ${packet}，偏移 ${offset}）`,
  moreOf: (count, code) => `还有 ${count} 个 ${code}`,
  moreLike: (count) => `还有 ${count} 个类似的问题`,
  notPrinted: (count) => `${count} 个 CARP、HSRP 或 GLBP 数据包没有显示`,
  neitherVersion: (count) => `${count} 个 IP 协议 112 的数据包既不是 VRRPv2 也不是 VRRPv3`,
};

export const progress: typeof englishProgress = {
  reading: '正在读取',
  done: (megabytes, speed) => `${megabytes} MB  ${speed} MB/s`,
  doneOf: (done, total, speed) => `${done} / ${total} MB  ${speed} MB/s`,
  left: (time) => `剩余 ${time}`,
};
