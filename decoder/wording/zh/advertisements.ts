import type { advertisements as english } from '../en/advertisements.ts';
import { describe, duration, list, sentences, text } from './text.ts';

export const advertisements: typeof english = {
  'near-failover': (at) => ({
    title:
      at.gaps === 1
        ? text`${at.router}缺失${at.missed}条通告：${duration(at.longest)}没有通告`
        : text`${at.router}有${at.gaps}次缺失通告，最长${duration(at.longest)}没有通告`,
    explanation: text`${at.router}有${at.missed}条${describe(at.virtualRouter)}的通告没有出现，也没有路由器接管。备用在其 Master_Down_Interval（略长于三个通告间隔）之后才会接管。${whyMissed(at)}`,
    advice:
      at.lost > 0
        ? text`检查${at.router}与抓包点之间的丢包：ip -s link、交换机端口计数、风暴抑制、链路拥塞。`
        : at.otherwise === 'unknown'
          ? text`在${at.router}上：当时是否繁忙、被暂停或在使用交换分区？在那里抓包可以判断它是否发送了这些通告；如果发送了，请检查途中的丢包（ip -s link、交换机端口计数）。`
          : text`在${at.router}上：当时是否繁忙、被暂停或在使用交换分区？与该节点自身的 keepalived 日志对照。`,
  }),

  'advertisements-lost': ({ virtualRouter, router, count }) => ({
    title: text`${router}的${count}条通告在到达抓包点之前丢失`,
    explanation: text`${router}的标识号跳过了${count}个：也就是有这么多条${describe(virtualRouter)}的通告已发送但没有抓到。`,
    advice: text`检查${router}与抓包点之间的丢包：ip -s link、交换机端口计数，或抓包本身的丢包。`,
  }),

  'priority-drop-too-small': (at) => ({
    title: text`${at.router}的优先级从${at.from}降到${at.to}，但仍为主用`,
    explanation: text`${at.router}把${describe(at.virtualRouter)}的优先级从${at.from}降到${at.to}，被跟踪的脚本或接口失败时 keepalived 就会这样做，但没有路由器接管。${whyNobody(at)}`,
    advice:
      at.higher.length > 0
        ? text`在${list(at.higher.map(({ address }) => address))}上：keepalived 是否在运行，且不处于 FAULT（systemctl status keepalived）？是否配置了 nopreempt？tcpdump -ni IFACE vrrp 会显示主用的通告是否到达那里。`
        : text`权重必须使主用的优先级低于备用：${at.from} − 权重 < 备用的优先级。检查${at.router}上 track_script 的权重，以及其他节点的优先级和 nopreempt。`,
  }),

  'priority-change': ({ virtualRouter, router, steps }) => {
    const told = list(steps.map(({ from, to }) => `${from} → ${to}`));
    return {
      title: text`${router}的优先级变更${steps.length === 1 ? `：${told}` : text`了${steps.length}次`}`,
      explanation: text`${router}在${describe(virtualRouter)}的通告中的优先级：${told}。`,
      advice: '被跟踪的脚本、接口或文件改变了状态，或配置被重新加载。',
    };
  },

  'bad-checksum': ({ virtualRouter, router, count }) => ({
    title: text`${router}有${count}条通告校验和错误`,
    explanation: text`${router}有${count}条${describe(virtualRouter)}的通告，其 VRRP 校验和不符合任何已知规则；接收方会丢弃它们。`,
    advice: text`如果是在${router}本机抓取的，可能是发送校验和卸载所致（ethtool -K IFACE tx off）。否则是途中有设备改写了数据包。`,
  }),

  'bad-ttl': ({ virtualRouter, router, count, ttl }) => ({
    title: text`${router}的通告到达时 TTL 为${ttl}`,
    explanation: text`${router}有${count}条${describe(virtualRouter)}的通告 TTL 不是 255；接收方会丢弃它们（RFC 5798 §7.1）。`,
    advice: '组播通告不得被路由转发：找出转发它们的路由器、隧道或代理。',
  }),

  'wrong-virtual-mac': ({ virtualRouter, router, mac, expected }) => ({
    title: text`${router}用其他 VRID 的虚拟 MAC 发送 VRID ${virtualRouter.vrid} 的通告`,
    explanation: text`${router}以${mac}发送${describe(virtualRouter)}的通告；该虚拟路由器的虚拟 MAC 应为${expected}。`,
    advice: '检查 macvlan 接口（ip -d link），以及该 VRID 的 use_vmac 或 FRR macvlan 配置。',
  }),

  'router-address-conflict': ({ virtualRouter, router, macs }) => ({
    title: text`${macs.length} 台主机以同一地址${router}发送通告`,
    explanation: text`${router}的${describe(virtualRouter)}通告轮流来自${list(macs)}：多台机器使用了同一地址，例如克隆的机器。任何一台都不会把对方的通告当作竞争者的通告，因此它们同时是主用，并都持有虚拟地址。有关${router}的其他结论混合了这些机器。`,
    advice: text`找出${list(macs)}所在的端口（bridge fdb show；show mac address-table），只让其中一台保留该地址，其余的改用其他地址或断开网络。arping -D -I IFACE ${router} 会显示现在由谁应答。`,
  }),

  'reflected-advertisement': ({ router, count }) => ({
    title: text`${router}收到了自己的通告`,
    explanation: text`${router}发送的${count}条通告又从同一接口返回。`,
    advice: '检查是否存在环路、交换机侧未配置 LAG 的 bond，或会反射组播的虚拟交换机。',
  }),

  'vlan-leak': ({ virtualRouter, router, from, into, count }) => ({
    title: text`${router}的通告从 VLAN ${from} 泄漏到 VLAN ${into}`,
    explanation: text`${router}有${count}条${describe(virtualRouter)}的通告出现在 VLAN ${from} 中，随后同一个数据包又出现在 VLAN ${into} 中。VLAN ${into} 中使用 VRID ${virtualRouter.vrid} 的路由器会把它当作自己的主用。`,
    advice: text`查找是什么连通了两个 VLAN：在两者中都不带标签的端口、trunk 上错误的 native VLAN、跨两个 VLAN 接口的网桥（bridge vlan show；bridge link）、处于混杂或 VLAN 4095 模式的虚拟交换机。如果 VLAN ${into} 是镜像会话复制到的 VLAN（RSPAN），那么这只是镜像。`,
  }),

  'protocol-unreachable': {
    noProtocol: ({ advertiser, refuser, vrid, count, resigned, isBrief }) => ({
      title: isBrief
        ? text`${refuser}曾短暂没有运行 VRRP：它拒绝了${advertiser}的通告`
        : text`${refuser}没有运行 VRRP：它拒绝${advertiser}的通告`,
      explanation: sentences(
        text`${refuser}以${count}个 ICMP 差错（"protocol unreachable"）回应${advertiser}的 VRID ${vrid} 通告：该主机在运行，也收到了通告，但没有进程接收 VRRP。`,
        isBrief
          ? '之后它不再拒绝，就像 keepalived 重启之后那样；在此期间它无法接管。'
          : resigned
            ? '它此前已退出；从那时起集群少了一个节点。'
            : '它无法接管。',
      ),
      advice: text`在${refuser}上：systemctl status keepalived。它是否在运行，是否在该接口上配置了该 VRID，且不处于 FAULT？以 icmp-proto-unreachable 拒绝的防火墙规则也会如此：nft list ruleset。如果${refuser}不是该集群的节点，请从${advertiser}的 unicast_peer 中移除它。`,
    }),

    prohibited: ({ advertiser, refuser, vrid, count, protocol }) => ({
      title: text`${refuser}上的防火墙拒绝${advertiser}的通告`,
      explanation: text`${refuser}以${count}个 ICMP 差错回应${advertiser}的 VRID ${vrid} 通告，表示不允许其进入；只有防火墙会这样回应。一旦其后运行了 VRRP，双方都会成为主用。`,
      advice: text`在${refuser}上：允许来自其他节点的 IP 协议 ${protocol}（nft list ruleset；iptables -S）。如果它不是该集群的节点，请从${advertiser}的 unicast_peer 中移除它。`,
    }),
  },

  'duplicate-packets': ({ router, count }) => ({
    title: text`${router}的${count}条通告被抓到两次`,
    explanation: '在所有接口上抓包或使用镜像端口时，会出现同一数据包的副本；副本只计一次。',
    advice: '无需处理；只在一个接口上抓包即可避免。',
  }),

  'cleartext-password': ({ virtualRouter, passwords }) => ({
    title: text`VRID ${virtualRouter.vrid} 的密码以明文传输`,
    explanation: text`${describe(virtualRouter)}使用认证类型 1：网段上的任何人都能读到密码${passwords.length === 0 ? '' : ` ${list(passwords.map((password) => JSON.stringify(password)))}`}。它只能防止误配置，不能防止攻击。`,
    advice: '只把它当作标签；RFC 3768 已将其移除。应改为过滤协议 112，只允许已知节点。',
  }),

  'configuration-reloaded': ({ virtualRouter, router }) => ({
    title: text`${router}重新加载了配置`,
    explanation: text`${router}仍为${describe(virtualRouter)}的主用，但标识号重新从 1 开始：keepalived 重新读取了配置。`,
    advice: '如果当时有人修改了配置，则无需处理。',
  }),
};

function whyMissed({ lost, otherwise }: Parameters<(typeof english)['near-failover']>[0]): string {
  if (lost > 0) return text`标识号出现跳跃：其中${lost}条通告已发送，但在到达抓包点之前丢失。`;
  switch (otherwise) {
    case 'restarted':
      return '标识号重新从 1 开始：其间 keepalived 被重新启动，或重新加载了配置。';
    case 'not-sent':
      return '标识号没有跳跃：它没有发送这些通告。';
    case 'unknown':
      return '无法判断它们是否曾被发送。';
  }
}

function whyNobody({ to, others, higher }: Parameters<(typeof english)['priority-drop-too-small']>[0]): string {
  const named = (routers: typeof others) => list(routers.map(({ address, priority }) => `${address}（${priority}）`));
  if (higher.length > 0) {
    return text`${named(higher)}通告过更高的优先级，因此它已停机、收不到通告、配置了 nopreempt，或在等待其 vrrp_sync_group：同步组要么整体接管，要么不接管。`;
  }
  return others.length > 0
    ? text`其他路由器通告过的优先级都不高于${to}：${named(others)}。检查的权重太小，不足以触发切换。`
    : '要么没有备用，要么备用配置了 nopreempt，要么备用的优先级不高于当前值：若是最后一种，检查的权重太小，不足以触发切换。';
}
