import { counted, text } from '../../../../decoder/wording/zh/text.ts';
import type { live as english } from '../en/live.ts';

type Input = Parameters<typeof english.listening>[0];

export const live: typeof english = {
  listening: (input) => `正在${listening(input)}`,
  listeningAgain: (input) => `重新开始${listening(input)}`,
  opening: (name) => `正在打开 ${name}`,
  since: (time) => `自 ${time}`,
  lost: (trouble) => `${trouble}；正在重试`,
  hasEnded: (name) => `${name} 已结束`,
  retry: (trouble, seconds) => `${trouble}；${seconds} 秒后重试`,
  nothingReceived: (seconds) => `${seconds} 秒未收到任何数据`,
  nothingReceivedWhy: (seconds, why) => `${seconds} 秒未收到任何数据：${why}`,
  why: {
    pipe: '可能是发送方静默，也可能是管道停滞',
    nothingYet: '从一开始就什么都没有收到：这是路由器所在的网段吗？',
    programStalled: '抓包程序停滞时，无法判断是否无人发送',
  },
  receivedAgain: '又收到数据包了',
  dropped: (count) => `内核丢弃了 ${counted(count, '个数据包')}`,
  droppedMeans: '静默作为证据的效力因此降低',
  writtenAgain: '数据包恢复写入',
  dropsUnknown: '丢包数未知',
  noDrops: '无丢包',
  drops: (count) => `丢弃 ${counted(count, '个数据包')}`,
  quiet: (time) => `已静默 ${time}`,
  commandSays: (line) => `命令输出：${line}`,
  withDetail: (told, detail) => `${told}：${detail}`,

  noLongerSo: (told) => `不再成立：${told}`,
  revised: (told) => `更正：${told}`,
  priority: ({ router, change }) => text`${router}优先级 ${change}`,
  twoMasters: (who) => `双主：${who}`,
  twoMastersFor: (length, who) => text`双主${length}：${who}`,
  twoMastersEnded: (length) => text`双主结束，持续了${length}`,
  noMaster: '无主用',
  noMasterFor: (least, most) => text`无主用${least}至${most}`,
  noMasterEnded: (least, most) => text`重新有了主用，此前无主用${least}至${most}`,

  now: {
    unheard: '没有听到主用',
    master: (router) => text`主用是${router}`,
    masterFor: (router, length) => text`主用是${router}，已持续${length}`,
    twoMasters: (length) => text`双主${length}`,
    noMaster: (length) => text`无主用${length}`,
  },

  nothingYet: '尚无 VRRP 通告。',
  rest: ({ count, isAll, isQuiet }) =>
    `${isAll ? '' : '还有 '}${counted(count, isQuiet ? '个没有事件' : '个虚拟路由器')}：`,
  endsWith: 'Ctrl-C 结束并显示报告',
  endsWithKey: '按 q 或 Ctrl-C 结束并显示报告',
};

function listening({ name, via }: Input): string {
  if (via === 'command') return `读取命令 ${name} 的输出`;
  if (via === 'pipe') return name === '-' ? '读取标准输入' : `读取 ${name}`;
  return `用 ${via} 监听 ${name}`;
}
