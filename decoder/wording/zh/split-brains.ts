import type { splitBrains as english, splitBrainParts as englishParts } from '../en/split-brains.ts';
import { describe, duration, list, sentences, text } from './text.ts';

export const splitBrains: typeof english = {
  'split-brain': ({ virtualRouter, routers, length, isOver, headline, explanation, advice }) => ({
    title: text`${routers.length === 2 ? '双主' : '多主'}${duration(length)}：${headline}`,
    explanation: sentences(
      isOver
        ? text`${list(routers)}同时是${describe(virtualRouter)}的主用，持续${duration(length)}。`
        : text`${list(routers)}同时是${describe(virtualRouter)}的主用，已持续${duration(length)}，抓包结束时仍是如此。`,
      explanation,
    ),
    advice,
  }),

  'no-master': ({ virtualRouter, router, after, length, atMost, isOver, silence }) => ({
    title: text`${duration(length)}没有听到主用${isOver ? '' : '，直至抓包结束'}`,
    explanation: sentences(
      text`${router}${after === 'resignation' ? '以优先级 0 退出' : '停止发送通告'}，${
        after === 'resignation'
          ? text`${duration(atMost)}内`
          : text`在至少${duration(length)}、至多${duration(atMost)}的时间内`
      }${isOver ? '' : '（直至抓包结束）'}没有其他路由器成为${describe(virtualRouter)}的主用：就这份抓包所见，这些地址无人持有。`,
      silence,
    ),
    advice: sentences(
      '有备用在运行吗？备用在线路上是静默的：请在每个节点上检查 keepalived（systemctl status keepalived；journalctl -u keepalived）、是否处于 FAULT 状态、vrrp_startup_delay，以及是否配置了该 VRID。',
      after === 'resignation'
        ? ''
        : '还是所有节点同时失去了网络？请对比各节点链路断开和恢复的时间（journalctl -k；ip -s link），并检查交换机：运行时间、端口日志、生成树（端口每次连通后阻塞 30 s 时，应配置 portfast）。',
    ),
  }),

  'vrid-collision': ({ vrid, lists, orphaned, interruptions }) => ({
    title: text`两个集群使用同一个 VRID ${vrid}${orphaned ? '，其中一个因此失去了地址' : ''}`,
    explanation: sentences(
      text`同一网段上的路由器通告 VRID ${vrid}，而地址列表毫无交集：${against(lists)}。每一方都把对方的通告当作自己虚拟路由器的通告。`,
      orphaned
        ? text`${list(orphaned, 3)}无人持有：其主用让位给了不相干的路由器。`
        : '2.3.3 之前的 keepalived 会拒绝这些通告，双方都继续作为主用；更新的版本会使优先级较低的一方让位，其地址便无人持有。',
      interruptions > 0 ? `另一集群的通告使自己的主用发不出通告，备用因此接管了 ${interruptions} 次。` : '',
    ),
    advice: '为其中一个集群换一个 virtual_router_id；本报告列出了已使用的 VRID。',
  }),

  'sync-group-split': ({ places, length, isOver }) => ({
    title: text`同步组分裂：${list(places.map(({ virtualRouter: { vrid }, master }) => (master === null ? `VRID ${vrid} 没有主用` : text`VRID ${vrid} 的主用是${master}`)))}`,
    explanation: sentences(
      text`${list(places.map(({ virtualRouter }) => describe(virtualRouter)))}此前总是一起切换，正如 vrrp_sync_group 那样。`,
      isOver
        ? text`有${duration(length)}它们不在同一个节点上。`
        : text`已有${duration(length)}它们不在同一个节点上，抓包结束时仍是如此。`,
      '从一个节点进入、却要从另一个节点发出的流量会丢失。',
    ),
    advice:
      '在每个节点上：是否仍有一个 vrrp_sync_group 包含所有这些实例，其中哪个处于 FAULT？journalctl -u keepalived。如果只有一个节点配置了同步组，或重新加载后丢失了同步组，其他实例就会单独切换；而备用的同步组不能整体切换时，它什么也不会接管。ip -br link 可显示哪条链路中断。',
  }),
};

export const splitBrainParts: typeof englishParts = {
  sentences,
  rejectEachOther: (routers) => text`${list(routers)}互相拒绝对方的通告`,
  doesNotHear: ({ deaf, others }) => text`${deaf}收不到${list(others)}的通告`,
  doNotHearEachOther: (routers) => text`${list(routers)}互相收不到对方的通告`,
  onlyNamed: (routers) => list(routers),

  inferred: '其中一段时间内，有一方没有出现在此处的线路上；它仍为主用是推断得出的。',
  isRejected: ({ by, router }) => text`${by}上的防火墙拒绝${router}的通告`,
  rejected: ({ by, router, count }) =>
    text`${by}以${count}个 ICMP 差错回应${router}的通告，表示不允许其进入；只有防火墙会这样回应。`,
  letIn: ({ on, protocol }) =>
    text`在${list(on)}上：允许来自其他节点的 IP 协议 ${protocol}。nft list ruleset；iptables -S；使用 firewalld 时：firewall-cmd --add-protocol=${protocol === 112 ? 'vrrp' : 'ah'} --permanent，然后 firewall-cmd --reload`,
  leftOut: ({ router, sendsTo, missing }) =>
    text`${router}把通告发往${list(sendsTo)}，此处没有看到发往${missing}的通告。`,
  addPeer: ({ router, missing }) =>
    text`在${router}上：把${missing}加入 unicast_peer 并重新加载。每个节点都必须列出所有其他节点。`,
  woke: (router) => text`${router}曾经停顿，恢复运行后成为第二个主用。`,
  doesNotReceive: ({ deaf, others }) =>
    text`${list(others)}的通告更优，${deaf}却仍在继续发送通告，可见它收不到这些通告。`,
  answered: ({ deaf, others }) => text`${list(others)}立即回应了${deaf}的通告，可见这个方向是通的。`,
  nothingPasses: (routers) =>
    `其间${routers === 2 ? '双方' : '各方'}既没有让位，也没有回应对方的通告：两个方向似乎都不通（配置了 vrrp_strict 或 lower_prio_no_advert 的更优主用即使收到通告，也会保持静默）。`,
  unknown: (newcomer = '后来者', master = '原主用') => text`从这份抓包无法判断${newcomer}为何收不到${master}的通告。`,

  advice: {
    'authentication-mismatch':
      '在两个节点上配置相同的 auth_type 和 auth_pass（只有前 8 个字符有效），然后都重新加载配置。',
    'version-mismatch': '在两个节点上配置相同的 vrrp_version（FRR：vrrp N version），然后都重新加载配置。',
    'interval-mismatch': '在两个节点上配置相同的 advert_int：VRRPv2 会丢弃通告间隔不同的通告。',
    'address-mismatch':
      '在两个节点上配置数量和内容都相同的 virtual_ipaddress 列表；2.3.3 之前的 keepalived 会拒绝任何不同的列表。',
    'checksum-form-mismatch':
      '让双方以相同方式计算 VRRPv3 校验和：keepalived 2.2.8 及以上版本用 v3_checksum_as_v2，FRR 用 checksum-with-ipv4-pseudoheader。',
    'destination-mismatch': '让两个节点使用同一个组播组（vrrp_mcast_group4、mcast_dst_ip），或都使用 unicast_peer。',
    'bad-checksum':
      '途中有设备改写了数据包，或发送方计算的校验和有误：对比发送方和接收方的抓包。在发送方关闭校验和卸载，可以排除网卡的原因：ethtool -K IFACE tx off',
    'bad-ttl': '通告到达时 TTL 必须为 255：移除节点之间转发或改写通告的设备。',
  },
  findWhatStopped: (router) => text`查明是什么使${router}停顿：快照、热迁移、CPU steal、磁盘卡死。`,
  lostOnTheWay: ({ router, advertisements }) =>
    text`其间${router}发送了 ${advertisements} 条没有到达此抓包点的通告：它的标识号一直在递增。可见它是主用，这些通告是在离开它之后的途中丢失的。`,
  findWhereLost: ({ router, tcpdump }) =>
    text`在${router}上也抓包：${tcpdump}。如果通告离开了它，就是从它到此处的途中丢弃的：它的交换机端口（没有 portfast 时，生成树在链路连通后会阻塞 30 s）、线缆或链路聚合、没有查询器的 IGMP snooping、风暴控制；否则是它自己的防火墙：nft list ruleset。用 --view 同时读取两份抓包，可以看出哪些通告到达了哪里。`,
  findWhatDrops: ({ routers, destination, protocol, tcpdump }) =>
    text`在${list(routers)}上：${destination === undefined ? '' : text`发往${destination}的`}IP 协议 ${protocol} 是否被丢弃？` +
    `nft list ruleset；${tcpdump}（它在防火墙之前抓取：如果通告到达了那里，` +
    '就是主机丢弃的，否则是网络丢弃的；后者请检查没有查询器的 IGMP snooping、端口过滤和云安全组）。',
};

function against(lists: readonly (readonly string[])[]): string {
  return lists.map((addresses) => list(addresses, 3)).join(' 与 ');
}
