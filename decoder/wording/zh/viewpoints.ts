import type { Nanos } from '../../time.ts';
import type {
  viewpoints as english,
  deliveries as englishDeliveries,
  viewLines as englishLines,
} from '../en/viewpoints.ts';
import { counted, describe, duration, list, sentences, text } from './text.ts';

export const deliveries: typeof englishDeliveries = {
  leftAndNeverArrived: ({ at, ...sent }) => text`${subject(sent)}已从${sent.router}发出，却始终没有到达${at}。`,
  leftAndNotSeen: ({ view, ...sent }) => text`${subject(sent)}已从${sent.router}发出，却始终没有出现在观测点 ${view}。`,
  neverArrived: ({ views, at, ...sent }) => text`${subject(sent)}出现在${named(views)}，却始终没有到达${at}。`,
  notSeen: ({ views, view, ...sent }) => text`${subject(sent)}出现在${named(views)}，却始终没有出现在观测点 ${view}。`,
  refused: ({ router, by }) =>
    text`其间${router}的通告到达了${by}的接口，却没有被接受：是${by}自身丢弃了它们，例如本机防火墙。`,
  reached: ({ router, deaf, views }) =>
    text`其间${router}的通告出现在${named(views)}；如果那是在${deaf}上抓取的，说明通告已经到达，是${deaf}自身丢弃了它们，例如本机防火墙。`,
  findFilter: (routers) =>
    text`在${list(routers)}上：是什么丢弃了已经到达的数据包？` +
    'nft list ruleset；iptables-save；sysctl net.ipv4.conf.all.rp_filter；ip maddr show（该接口是否已加入组播组？）',
  findWhatIsBetween:
    '请检查两处之间，而不是主机本身：没有查询器的 IGMP snooping、交换机的端口过滤和风暴抑制、云安全组、单向不通的线缆或 trunk。在中间再抓一处，作为另一个 --view 一起读取，即可把范围缩小一半。',
  nothingLeft: (router) => text`在${router}上抓取的数据显示其间它没有发出任何通告：是它停止了发送，而不是途中丢失。`,
  nothingSeen: ({ router, views }) =>
    text`其间${named(views)}都没有出现${router}的通告；如果其中之一是在${router}上抓取的，说明它停止了发送。`,
};

export const viewpoints: typeof english = {
  'advertisements-undelivered': ({ virtualRouter, router, view, advertisements, longest, explanation }) => ({
    title: text`${router}的${advertisements}条通告没有到达观测点 ${view}`,
    explanation: sentences(
      explanation,
      text`${longest === 1 ? '均为单条缺失' : text`最多连续缺失${longest}条`}；连续缺失三条时，${describe(virtualRouter)}的备用就会接管。`,
    ),
    advice:
      '请查找两处之间的丢包：端口的错误和丢弃计数（ethtool -S IFACE；ip -s link）、风暴抑制、拥塞。在两者之间再抓一处，即可把范围缩小一半。',
  }),

  'view-clock-uncertain': {
    few: ({ view, other, matched }) => ({
      title: text`观测点 ${view} 的时钟仅依据${matched}个数据包`,
      explanation: text`观测点 ${view} 的数据包中只有${matched}个能在观测点 ${other} 找到。由此得出时钟偏差，但漂移未知：之后的时间可能相差数毫秒甚至更多；只要有一个匹配错误，时间就完全不可信。`,
      advice:
        '请让抓包重叠更长时间，或在两台主机上运行 NTP。通告按 IPv4 标识号匹配；IPv6 没有标识号，需要两处都抓到大约三十条连续的通告。',
    }),
    disagreement: ({ view, other, matched, outliers }) => ({
      title: text`观测点 ${view} 的时钟走时不均匀`,
      explanation: text`观测点 ${view} 的数据包中有${matched + outliers}个能在观测点 ${other} 找到，其中${outliers}个与其余数据包的偏差和漂移不符：抓包期间有一方的时钟被调整过。在那段时间前后，两个观测点会互相矛盾。`,
      advice: '请在时钟被调整的时刻把抓包切开（editcap -A -B），再分别生成报告。',
    }),
    own: ({ view }) => ({
      title: text`观测点 ${view} 的时钟无法比对`,
      explanation: text`观测点 ${view} 没有任何一条通告出现在其他观测点，因此直接采用它自己的时钟。如果这些抓包属于同一时段，这本身就说明两处之间什么都没有传到；时间的吻合程度取决于各主机的时钟。`,
      advice: '请检查各主机的时钟相差多少（chronyc tracking；date），或让抓包在故障之前开始。',
    }),
    leftOut: ({ view }) => ({
      title: text`观测点 ${view} 无法与其他观测点对齐时钟，已被略去`,
      explanation: text`观测点 ${view} 有相同路由器的通告，但无法判断哪个数据包对应哪个：它们没有编号（IPv6 没有标识号，有些发送者使用固定的标识号），通告之间的间隔也不足以确证它们相同，或者抓包属于不同时段。这份历史不包含它的任何内容。`,
      advice:
        '这些抓包是在同一时段进行的吗？请让抓包在无故障时重叠数分钟，或同时抓取同一批主机的 IPv4 通告，其标识号可以匹配；或对每个文件单独生成报告。',
    }),
    contradicted: {
      'no-advertisements': ({ view }) => ({
        title: text`观测点 ${view} 没有任何通告，已被略去`,
        explanation: text`观测点 ${view} 没有任何可以读取的 VRRP 通告，因此无法得知它的时钟与其他观测点相差多少，也无法得知它缺少了什么。这份历史不包含它的任何内容。`,
        advice:
          '它是在运行 VRRP 的接口上抓取的吗？过滤条件是否放行 IP 协议 112，并且抓取了完整的数据包（tcpdump -s 0 ip proto 112 or ip6 proto 112 or arp or icmp6）？',
      }),
      'other-times': ({ view }) => ({
        title: text`按自己的时钟，观测点 ${view} 属于另一时段，已被略去`,
        explanation: text`观测点 ${view} 没有任何一条通告出现在其他观测点，而且按它自己的时钟，它抓取时第一个观测点并未在抓取：要么它属于另一时段，要么它的时钟相差很远，且无法得知相差多少。这份历史不包含它的任何内容。`,
        advice: '这些抓包是在同一时段进行的吗？请让抓包在故障之前开始，使两处都能看到一部分相同的通告。',
      }),
      'other-hardware': ({ view }) => ({
        title: text`观测点 ${view} 属于另一个网段，已被略去`,
        explanation: text`观测点 ${view} 的通告具有相同的地址、VRID 和编号，但发送它们的 MAC 地址不同：它们来自其他主机，例如本网段的克隆。这份历史不包含它的任何内容。`,
        advice: '请对每个网段单独生成报告。',
      }),
      'other-rhythm': ({ view }) => ({
        title: text`观测点 ${view} 属于另一个网段，已被略去`,
        explanation: text`观测点 ${view} 的通告具有相同的地址、VRID 和编号，但通告间隔的细微变化与其他观测点不同：它们由另一台主机的定时器发出，例如本网段的克隆，或重启之后的进程。这份历史不包含它的任何内容。`,
        advice: '这些抓包是在同一时段、同一网段进行的吗？如果不是，请对每个文件单独生成报告。',
      }),
      'other-order': ({ view }) => ({
        title: text`观测点 ${view} 与其他观测点矛盾，已被略去`,
        explanation: text`观测点 ${view} 的通告具有相同的地址、VRID 和编号，但看似相同的通告顺序或间距不同，且无法用时钟被调整来解释：这些抓包属于地址相同的不同网段，或属于不同时段。这份历史不包含它的任何内容。`,
        advice: '这些抓包是在同一时段、同一网段进行的吗？如果不是，请对每个文件单独生成报告。',
      }),
    },
    partLeftOut: ({ view, advertisements }) => ({
      title: text`观测点 ${view} 的${advertisements}条通告无法对齐时钟`,
      explanation: text`观测点 ${view} 的时钟在此前后被调整过，而其他观测点也看到的数据包太少，无法得知调整了多少。其间抓取的${advertisements}条通告不属于这份历史。`,
      advice: '如需查看它们，请对该观测点的抓包单独生成报告。',
    }),
  },
};

export const viewLines: typeof englishLines = {
  first: (view) => `${view}：时间均以它的时钟为准`,
  compared: ({ view, first, offset, isBehind, drift, matched }) =>
    text`${view}：时钟比 ${first} ${isBehind ? '慢' : '快'}${offset}，漂移 ${drift.toFixed(1)} ppm，匹配 ${counted(matched, '个数据包')}`,
  ownClock: (view) => `${view}：采用自己的时钟，无法比对`,
  leftOut: (view) => `${view}：已略去，其数据包无法对齐时钟`,
  undelivered: ({ router, view, advertisements }) => text`${router}的${advertisements}条通告始终没有到达观测点 ${view}`,
};

function subject({
  router,
  advertisements,
  length,
}: {
  router: string;
  advertisements: number;
  length: Nanos;
}): string {
  return length > 0
    ? text`${router}在${duration(length)}内的${advertisements}条通告`
    : text`${router}的${advertisements}条通告`;
}

function named(views: readonly string[]): string {
  return text`观测点 ${list(views)}`;
}
