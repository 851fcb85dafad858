import type { captures as english } from '../en/captures.ts';
import { groupDigits } from '../group-digits.ts';
import { duration, list, text } from './text.ts';

export const captures: typeof english = {
  'capture-gap': {
    dropped: ({ source, count }) => ({
      title: text`抓包丢失了${count}个数据包`,
      explanation: text`${source}记载抓包时丢弃了${count}个数据包。其中可能有通告，因此这份抓包中的静默作为证据较弱。`,
      advice:
        "抓包时使用过滤条件（'vrrp or ah or arp or icmp6'）和更大的缓冲区（tcpdump -B 8192）；否则在另一处同时抓包。",
    }),
    pause: ({ length, moves }) => ({
      title: text`两个文件之间有${duration(length)}没有抓包`,
      explanation: text`前一个文件结束${duration(length)}后，下一个文件才开始。其间发生了什么无从得知${movedMeanwhile(moves)}。`,
      advice:
        '如果这些文件来自同一个从未停止的环形缓冲，那么这段时间内没有任何路由器发送通告。dumpcap 会在每个文件中记录结束时间，tcpdump 不会。',
    }),
    interruption: ({ length, moves }) => ({
      title: text`有${duration(length)}没有抓包`,
      explanation: text`抓包中断了${duration(length)}：抓包程序、接口或时钟没有连续运行。其间发生了什么无从得知${movedMeanwhile(moves)}。`,
      advice: '如果不能有任何遗漏，请在另一处同时抓包。',
    }),
  },

  'history-folded': ({ masterships }) => ({
    title: text`较早的${masterships}段主用期不再列出`,
    explanation: text`对于观测时间很长的虚拟路由器，只保留最近的主用期；更早的${masterships}段已被略去。用 --write 或 --ndjson 写出的内容仍包含它们。`,
    advice: '如此频繁的主用变更本身就是故障：请查找反复切换的原因。',
  }),

  'clock-step': {
    back: ({ back }) => ({
      title: text`抓包主机的时钟回拨了${duration(back)}`,
      explanation: text`时间戳在此处回拨了${duration(back)}。为使时长保持正确，该来源之后的时间按时钟未回拨显示，比数据包自身的时间戳快${duration(back)}。`,
      advice: '是 NTP 调整了时钟，还是合并抓包时顺序有误（mergecap 会排序，cat 不会）？',
    }),
    oftenBack: ({ count, back }) => ({
      title: text`抓包主机的时钟回拨了${groupDigits(count)}次，共${duration(back)}`,
      explanation: text`时间戳回拨了${groupDigits(count)}次。为使时长保持正确，每次之后该来源的时间都按时钟未回拨显示；最后一次之后，比数据包自身的时间戳快${duration(back)}。如此反复，也可能不是时钟回拨，而是数据包顺序错乱：那样的话，这里的时间和时长都没有意义。`,
      advice:
        '是合并抓包时顺序有误（mergecap 会排序，cat 不会；reordercap 可将单个文件排序），还是有什么在反复调整时钟（NTP，或虚拟机的宿主机）？',
    }),
    forward: ({ by, senders }) => ({
      title: text`抓包主机的时钟被拨快了${duration(by)}`,
      explanation: text`在这段时间内没有任何协议的数据包，而${senders}个主用都以紧接着的下一个标识号继续，各自与上一条通告的间隔恰好是其节奏再加上同样的${duration(by)}。如果是主用停顿，它们会同时恢复；如果是抓包暂停，标识号会有缺失。因此没有任何主用静默：此前的时间按原样显示，比此后的时钟早${duration(by)}。`,
      advice:
        '是 NTP 调整了抓包主机的时钟（chronyc tracking；journalctl -u chronyd），还是它是一台被恢复运行的虚拟机？如果抓包前时钟就已准确，就不需要调整。',
    }),
    ofView: ({ view, by }) => ({
      title: text`观测点 ${view} 的时钟被${by > 0 ? '拨快' : '拨慢'}了${duration(Math.abs(by))}`,
      explanation: text`从其他观测点也看到的数据包可知，观测点 ${view} 的时钟在此处被${by > 0 ? '拨快' : '拨慢'}了${duration(Math.abs(by))}。此前和此后抓取的内容分别换算到第一个观测点的时钟，因此这份历史中的时间彼此一致；但其文件中的时间戳以及该主机日志中的时间并不一致。`,
      advice: '是 NTP 调整了时钟吗（chronyc tracking；journalctl -u chronyd）？如果抓包前时钟就已准确，就不需要调整。',
    }),
  },

  'virtual-mac-collision': ({ group, speakers }) => ({
    title: text`CARP VHID ${group} 与 VRRP VRID ${group} 使用同一个虚拟 MAC`,
    explanation: text`${list(speakers)}以 VHID ${group} 运行 CARP，其虚拟 MAC 与 VRID ${group} 的 VRRP 路由器相同：交换机会把帧时而转发给一方，时而转发给另一方。`,
    advice: '为其中一方换一个编号。',
  }),

  'other-protocol': ({ protocol, group, speakers, packets }) => {
    const name = protocol.toUpperCase();
    return {
      title: text`${list(speakers, 3)}在此运行 ${name} ${protocol === 'carp' ? 'VHID' : '组'} ${group}`,
      explanation: text`观测到${packets}个 ${name} 数据包，仅计数；不分析 ${name}。`,
      advice:
        protocol === 'carp' ? text`CARP 与 VRRP 共用协议号 112 和虚拟 MAC：不要在此使用 VRID ${group}。` : '无需处理。',
    };
  },

  'too-many-speakers': ({ advertisements, entries }) => ({
    title: '发送者或事件过多，无法全部跟踪',
    explanation: text`略去了其余发送者的${advertisements}条通告，以及已满列表中的${entries}个条目：真实网段不会有这么多。`,
    advice:
      '是否有人在用伪造的通告泛洪该网段？请把抓包缩小到一个 VLAN 或 VRID，或者多给内存（单位 MB）：NODE_OPTIONS=--max-old-space-size=8192。',
  }),

  'separate-viewpoints': ({ sources, command }) => ({
    title: '这些文件中相同的数据包时间不同，因此分开显示',
    explanation: text`${list(sources)}在不同的时间记录了相同的通告：它们在不同位置抓取，或抓包主机的时钟不一致，即使因此看起来像是同一处先后抓取的文件。合并为一份历史会自相矛盾，因此每个虚拟路由器按文件分别显示。`,
    advice: `请把它们作为同一时段的多个观测点读取，并为每处命名；这样会对齐时钟，并说明哪些通告到达了哪里：${command}`,
  }),
};

function movedMeanwhile(moves: readonly { from: string; to: string }[]): string {
  if (moves.length === 0) return '';
  return text`；继续抓包时主用已经变更：${list(moves.map(({ from, to }) => text`${from} → ${to}`))}`;
}
