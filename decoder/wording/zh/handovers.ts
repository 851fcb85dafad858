import type { handovers as english, silence as englishSilence } from '../en/handovers.ts';
import { describe, duration, list, sentences, text } from './text.ts';

export const handovers: typeof english = {
  failover: {
    fault: ({ from, to, since }) => ({
      title: text`${moved(from, to)}：${from}进入 FAULT`,
      explanation: text`${from}在一毫秒内发送了两条优先级 0 的通告而退出，keepalived 进入 FAULT 时正是如此；${duration(since)}后由${to}接管。`,
      advice: text`在${from}上：是哪项检查失败了？keepalived 日志会指出是哪个 track_script、track_process、接口或地址；ip link；ip addr。`,
    }),
    priorityDrop: ({ from, to, explanation }) => ({
      title: text`${moved(from, to)}：${from}降低了优先级`,
      explanation,
      advice: text`在${from}上：是哪个 track_script、track_interface 或 track_file 扣减了权重？keepalived 日志中会有“Changing effective priority”。`,
    }),
    silence: ({ from, to, explanation, isSeenThere }) => ({
      title: text`${moved(from, to)}：${from}停止发送通告`,
      explanation,
      advice: isSeenThere
        ? text`在${from}上：keepalived 当时在运行吗，链路是否正常？journalctl -u keepalived；ip -s link`
        : text`在${from}上：keepalived 当时在运行吗，链路是否正常（journalctl -u keepalived；ip -s link）？在那里抓包可以判断它是否仍在发送。`,
    }),
  },

  fault: ({ router, back, isFault }) => ({
    title: isFault ? text`${router}进入 FAULT，没有路由器接管` : text`${router}放弃主用${duration(back)}，无人接管`,
    explanation: isFault
      ? text`${router}在一毫秒内发送了两条优先级 0 的通告而退出，keepalived 进入 FAULT 时正是如此；${duration(back)}后它又成为主用。其间没有其他路由器接管。`
      : text`${router}以一条优先级 0 的通告退出，${duration(back)}后重新成为主用。其标识号是连续的：它的进程没有停止过。其间没有其他路由器接管。`,
    advice: isFault
      ? text`在${router}上：是哪项检查失败了？keepalived 日志会指出是哪个 track_script、track_process、接口或地址；ip link；ip addr。在其他节点上：keepalived 在运行吗，是否不处于 FAULT？`
      : text`在${router}上：原因是什么？keepalived 日志会说明：虚拟地址被从接口上移除（NetworkManager、systemd-networkd、ip addr flush），或同步组中的另一个成员处于 FAULT。`,
  }),

  'planned-handover': ({ from, to, cause, explanation, wentOn }) => ({
    title:
      cause === 'preemption'
        ? text`${to}以更高的优先级从${from}接管`
        : cause === 'priority-drop'
          ? text`${from}被配置了更低的优先级，${to}成为主用`
          : from === to
            ? text`${from}退出后重新成为主用`
            : text`${from}退出，${to}成为主用`,
    explanation,
    advice:
      cause === 'priority-drop'
        ? text`如果当时有人修改了${from}的配置，则无需处理：优先级变更时配置被重新读取。`
        : cause === 'preemption'
          ? text`如果当时${to}被启动或恢复正常，则无需处理。如果主用不应自行转回：配置 nopreempt 和 state BACKUP。`
          : wentOn
            ? text`在${from}上：它为何退出？keepalived 日志会说明：虚拟地址被从接口上移除（NetworkManager、systemd-networkd、ip addr flush），或同步组中的另一个成员处于 FAULT。`
            : text`如果当时有人停止或重新启动了${from}上的 keepalived，则无需处理；否则请在那里查明它为何退出：journalctl -u keepalived`,
  }),

  usurpation: ({ from, to, explanation, backAfter }) => ({
    title: text`${to}在到期之前就从${from}接管`,
    explanation: sentences(
      explanation,
      backAfter === null
        ? text`此后没有再观测到${from}，因此没有显示出双主。`
        : text`${from}在此后${duration(backAfter)}内没有发送，因此没有显示出双主。`,
    ),
    advice: text`对比两个节点上的抓包：${from}最后的几条通告到达${to}了吗？检查两者之间的丢包。`,
  }),

  'nopreempt-takeover': ({ virtualRouter, from, to, since, ago, resigned }) => ({
    title: text`${to}从${from}接管，而此前它并不抢占`,
    explanation: sentences(
      text`${to}对${describe(virtualRouter)}的优先级更高，但在${duration(ago)}之前，它一直作为${from}的备用，直到对方${resigned ? '退出' : '停止发送通告'}才接管：这是 nopreempt 或 preempt_delay 的表现。`,
      text`而这次它在${from}的一条通告之后仅${duration(since)}就接管，对方仍在发送：nopreempt 只约束能收到主用通告的备用，可见${to}没有收到任何通告，除非 preempt_delay 刚好到期。`,
    ),
    advice: text`在${to}上：keepalived 是否在链路开始转发之前就已启动（生成树、bond、LACP）？vrrp_startup_delay 可使其等待，keepalived 2.4.0 及以上版本还有 vrrp_delay_after_boot；ip -br link；tcpdump -ni IFACE vrrp 会显示收到的通告。nopreempt 是否仍在，且为 state BACKUP？配置为 state MASTER 时 keepalived 会忽略它。`,
  }),

  'handover-race': ({ from, to, length, begunAt }) => ({
    title: text`${to}成为主用${duration(length)}后又让位`,
    explanation: sentences(
      text`${from}仍为主用时，${to}也宣称为主用，${duration(length)}后放弃，不到一个通告间隔。`,
      begunAt === null
        ? text`它有片刻没有收到${from}的通告。`
        : text`它以标识号 ${begunAt} 开始，并且没有像成为主用的路由器那样宣告地址：它此前可能已是主用，只是被隔离而在此处听不到（在${to}上抓包即可得知）。`,
    ),
    advice: text`偶尔出现并无大碍；频繁出现则说明发往${to}的通告有丢失，或节点在链路开始转发之前就已启动（vrrp_startup_delay）。`,
  }),

  'equal-priorities': ({ virtualRouter, routers, priority }) => ({
    title: text`${list(routers)}的优先级相同`,
    explanation: text`${list(routers)}以优先级${priority}在同一时刻宣称为${describe(virtualRouter)}的主用；地址较大者胜出。`,
    advice: '为各节点配置不同的优先级，这样只有一个节点接管，无需竞争。',
  }),

  flapping: (at) => ({
    title: text`主用在${duration(at.length)}内变更了${at.count}次`,
    explanation: sentences(
      text`${describe(at.virtualRouter)}的主用在${list(at.routers)}之间变更了${at.count}次；原因：${list(at.causes.map((each) => `${each.count} × ${each.cause}`))}。`,
      at.isRegular
        ? text`每隔${duration(at.period)}回到同一个路由器，像定时任务一样有规律。`
        : text`平均每隔${duration(at.period)}回到同一个路由器，但没有规律。`,
      ...(at.reason === 'sender-stalled' ? ['每次都是发送方停顿：它没有发送通告。'] : []),
      ...(at.reason === 'priority-drop'
        ? [text`每次都是${list(at.lowered)}降低了优先级（检查失败时正是如此），之后又升高。`]
        : []),
      ...(at.reason === 'process-restarted' ? ['每次都是其 VRRP 进程终止后又重新启动。'] : []),
      ...(at.reason === 'usurpation'
        ? ['每次都是在主用仍在发送通告时被接管，并且接管者大多立即让位：它漏收了通告。']
        : []),
      ...(at.reason === 'unsent-resignation'
        ? [
            '每次恢复时标识号都前进了一两个：很可能它像 keepalived 在 FAULT 中那样退出了，但退出通告没有发出去，链路反复通断时就是如此。',
          ]
        : []),
    ),
    advice:
      at.reason === 'sender-stalled'
        ? '是什么以此频率暂停该机器：快照、备份、热迁移、资源不足的虚拟化平台？keepalived 日志中会有“A thread timer expired … seconds ago”。'
        : at.reason === 'priority-drop'
          ? text`在${list(at.lowered)}上：哪个 track_script、track_process、track_file 或接口时好时坏？keepalived 日志中会有“Changing effective priority”。如果脚本接近临界值：加大 timeout、fall 和 rise。在找到之前，在首选节点上配置 nopreempt（须为 state BACKUP）或 preempt_delay 可减少变更。`
          : at.reason === 'process-restarted'
            ? '是什么终止了该进程？journalctl -u keepalived；coredumpctl；dmesg | grep -i -e oom -e segfault'
            : at.reason === 'usurpation'
              ? '检查发往接管方的途中是否丢包：用 --view 对比两个节点上的抓包；ip -s link；交换机端口计数、风暴控制、没有查询器的 IGMP snooping。在修复之前，在所有节点上加大 advert_int 可减少变更。'
              : at.reason === 'unsent-resignation'
                ? '请检查该路由器的链路：ip -s link；journalctl -k；交换机端口日志、线缆和光模块。在修复之前，在首选节点上配置 nopreempt（须为 state BACKUP）或 preempt_delay 可减少变更。'
                : '查找以此频率时好时坏的因素：接近临界值的检查脚本、反复通断的链路、资源不足的主机、重新启动 keepalived 的任务。在找到之前，在首选节点上配置 nopreempt（须为 state BACKUP）或 preempt_delay 可减少变更。',
  }),

  'sender-stalled': ({ router, length, successor, clock, answered }) => ({
    title: text`${router}停顿了${duration(length)}`,
    explanation: sentences(
      text`${router}有${duration(length)}没有发送任何通告，随后以紧接着的下一个标识号继续：途中没有丢失，是它没有发送。`,
      successor === undefined
        ? '其间没有路由器接管。'
        : text`其间由${successor}接管；${router}恢复运行时仍自认为是主用，在它看来自己从未停止过。`,
      answered ? '其间它的主机仍在应答该地址：两台主机持有该地址，客户端可能访问到其中任意一台。' : '',
      clock,
    ),
    advice: text`在${router}上：机器是否被暂停（快照、热迁移）、缺少 CPU（steal time）或被磁盘阻塞？keepalived 日志中会有“A thread timer expired … seconds ago”；timer_expired_backup（keepalived 2.2.8 及以上版本，须同时配置 nopreempt）可使它恢复后成为备用。`,
  }),

  'process-restarted': ({ router, length, successor, unownedAtLeast, unownedAtMost }) => ({
    title: text`${router}的 VRRP 进程终止后又重新启动`,
    explanation: sentences(
      text`${router}没有主动退出就停止了发送，${duration(length)}后以标识号 1 恢复：这是一个新进程。`,
      successor === undefined ? '' : text`主用转移到${successor}，随后又转回。`,
      unownedAtMost > 0
        ? text`其间没有主用的时间至少${duration(unownedAtLeast)}，至多${duration(unownedAtMost)}。`
        : '',
    ),
    advice: text`在${router}上：是什么终止了它？journalctl -u keepalived；dmesg | grep -i -e oom -e segfault`,
  }),
};

export const silence: typeof englishSilence = {
  unsentResignation: ({ router, skipped }) =>
    text`${router}恢复时，标识号前进了${skipped}：很可能它像 keepalived 在 FAULT 中那样退出了，但退出通告没有发出去，链路中断时就是如此。`,
  sentUnseen: ({ router, skipped }) =>
    text`${router}恢复时，标识号前进了${skipped}：它发送过一些没有到达这里的通告，其余时间没有发送。`,
  newProcess: ({ router, unheard }) =>
    text`${router}恢复时，标识号${unheard === 0 ? '重新从 1 开始：这是一个新进程' : text`已重新从 1 开始计数：这是一个新进程，它发送过 ${unheard} 条没有到达这里的通告`}。旧进程结束时没有退出通告到达这里：可能是崩溃、被强行终止、重启系统，或故障后重新启动。`,
  sentNothing: (router) => text`${router}恢复时，标识号连续没有间断：其间它没有发送任何通告。`,
  orClock: ({ by }) =>
    text`这段时间内也没有抓到任何其他数据包：也可能是抓包主机的时钟被拨快了${duration(by)}，而没有任何路由器静默（可查看 chronyc tracking；journalctl -u chronyd）。`,
  unknown: (router) => text`${router}没有主动退出。它是停止了发送，还是通告在途中丢失，仅凭静默无法判断。`,
};

function moved(from: string, to: string): string {
  return from === to ? text`${from}中断后恢复` : text`主用从${from}切换到${to}`;
}
