import type { logs as english, logLines as englishLines } from '../en/logs.ts';
import { counted, describe, duration, sentences, text } from './text.ts';

export const logs: typeof english = {
  'log-disagreement': {
    silentMaster: ({ virtualRouter, router, name, instance, length }) => ({
      title: text`${name}的日志称其为${describe(virtualRouter)}的 MASTER，却听不到它的通告`,
      explanation: text`在${duration(length)}内（超过 Master_Down_Interval），${name}的 ${instance} 在日志中一直是 MASTER，但没有抓到${router}的任何通告。它没有发送，或者通告没有到达抓包点；处在同一故障之后的备用也会接管。`,
      advice: text`请直接在${name}上抓包，看它是否在发送：tcpdump -ni IFACE vrrp；然后用 --view 一起读取两份抓包`,
    }),
    advertisingBackup: ({ virtualRouter, router, name, instance, state, length }) => ({
      title: text`${name}的日志称其在${describe(virtualRouter)}中处于 ${state}，却仍在通告`,
      explanation: text`在${duration(length)}内，${router}一直以主用身份发送通告，而${name}的 ${instance} 在日志中处于 ${state}。可能有另一个进程用该地址发送，例如没有停掉的 keepalived；也可能这份日志属于别的节点。`,
      advice: text`在${name}上查找第二个进程：systemctl status keepalived; ip netns list`,
    }),
    unlogged: ({ virtualRouter, router, name, instance }) => ({
      title: text`${name}接管了${describe(virtualRouter)}，但其日志没有记录`,
      explanation: text`${router}开始以主用身份发送通告，而${name}的日志覆盖了这段时间，却没有 ${instance} 进入 MASTER STATE 的记录。日志不完整，或有另一个进程用该地址发送。`,
      advice: '请查找丢失的日志行和第二个进程：journalctl -u keepalived; systemctl status keepalived',
    }),
  },
};

export const logLines: typeof englishLines = {
  title: '日志',
  columns: ['时间', '节点', '虚拟路由器', '日志行'],
  compared: ({ name, offset, isBehind, uncertainty, matched, isSure }) =>
    sentences(
      offset === null
        ? text`${name}的日志：与抓包的时钟一致，误差不超过${uncertainty}，匹配 ${counted(matched, '次状态变化')}。`
        : text`${name}的日志：比抓包${isBehind ? '慢' : '快'}${offset}，误差不超过${uncertainty}，匹配 ${counted(matched, '次状态变化')}。`,
      isSure ? '' : '依据太少：真正的偏差可能是另一个。',
    ),
  ownClock: (name) => text`${name}的日志：采用自己的时钟，能与抓包匹配的状态变化太少，无法比对。`,
  asItsView: (name) => text`${name}的日志：采用观测点 ${name} 的时钟；报文中没有找到可比对的状态变化。`,
  empty: (name) => text`${name}的日志：没有任何一行记录 keepalived 的状态。`,
  noZone: '其中没有写明时区：按 UTC 读取。',
  noYear: '其中没有写明年份：取自抓包。',
  leftOut: (lines) => text`另有 ${counted(lines, '行')}未列出。`,
  together: (told) => sentences(...told),
  repeated: ({ text: line, count }) => text`${line}（${count}次）`,
};
