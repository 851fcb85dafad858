import type { addresses as english } from '../en/addresses.ts';
import type { FindingWords } from '../finding-words.ts';
import { describe, duration, list, sentences, text } from './text.ts';

type HeldByNonMaster = Parameters<(typeof english)['vip-held-by-non-master']>[0];

function stillAnswering({
  virtualRouter,
  address,
  holder,
  master,
  mac,
  count,
  fellSilent,
  isShared,
  answersTwice,
}: HeldByNonMaster): FindingWords {
  return {
    title: isShared
      ? text`主用是${master}，却另有一台主机（很可能是${holder}）仍在应答${address}`
      : text`主用是${master}，${holder}却仍在应答${address}`,
    explanation: sentences(
      isShared && answersTwice
        ? text`${master}是${describe(virtualRouter)}的主用，但有 ${count} 次对${address}的询问得到了两个来自同一虚拟 MAC（${mac}）的应答：两台主机持有该地址和虚拟 MAC，交换机会发往最后听到的那一台。`
        : isShared
          ? text`${master}是${describe(virtualRouter)}的主用，但它从虚拟 MAC（${mac}）发出的${address}宣告有${count}次得到了来自同一 MAC 的应答，而主机不会应答自己：两台主机持有该地址和虚拟 MAC，交换机会发往最后听到的那一台。`
          : text`${master}是${describe(virtualRouter)}的主用，但此后${holder}的 MAC（${mac}）仍为${address}应答或宣告了${count}次：两台主机持有该地址，客户端可能访问到其中任意一台。`,
      fellSilent
        ? text`${holder}没有主动退出就停止了发送，正如进程被强行终止时那样：${isShared ? '该地址很可能没有' : '该地址没有'}从其接口上移除。`
        : '',
    ),
    advice: text`在${holder}上：ip addr show to ${address}；在那里移除该地址（ip addr del），再重新启动 keepalived。然后让主用重新宣告：arping -A -c 3 -I IFACE ${address}`,
  };
}

function announcing({ virtualRouter, address, holder, master, mac, count }: HeldByNonMaster): FindingWords {
  return {
    title: text`主用是${master}，${holder}却在宣告${address}：很可能是此处听不到的第二个主用`,
    explanation: text`${master}是${describe(virtualRouter)}的主用，但${holder}的 MAC（${mac}）主动宣告了${address}共${count}次，正如路由器成为主用时那样。学到该 MAC 的主机会发往那里。很可能它的通告到不了这个抓包点；仅凭此处的抓包，也不能排除该主机上另有程序在宣告该地址。`,
    advice: text`请同时在${holder}上抓包，并用 --view 一起读取两份抓包。在${holder}上查看它是否为主用：journalctl -u keepalived; ip addr show to ${address}`,
  };
}

export const addresses: typeof english = {
  'vip-held-by-non-master': (at) => (at.hasAnswered ? stillAnswering(at) : announcing(at)),

  'address-conflict': ({ virtualRouter, address, mac, master, count }) => ({
    title: text`不属于 VRID ${virtualRouter.vrid} 任何路由器的${mac}自称持有${address}`,
    explanation: text`${master}是${describe(virtualRouter)}的主用，但不发送通告的${mac}为${address}应答或宣告了${count}次：可能是地址重复、代理 ARP、某台路由器在抓包开始前被强行终止，或地址劫持。`,
    advice: text`找出${mac}所在的端口（bridge fdb show；show mac address-table），查明该主机为何有${address}。arping -D -I IFACE ${address} 会显示现在由谁应答。`,
  }),

  'stale-announcement': ({ address, lost, kept, mac, length, until, mended, misled }) => ({
    title: text`主机上的${address}可能仍指向${lost}的 MAC：${duration(length)}内没有宣告予以更正${until === 'end' ? '，直至抓包结束' : ''}`,
    explanation: sentences(
      text`脑裂结束后主用是${kept}，但最后宣告${address}的是${lost}（${mac}），而${kept}在其 Master_Down_Interval 内没有重新宣告。`,
      '学到落败一方 MAC 的主机会一直发往那里，直到其表项老化并重新询问：Linux 上大多在一分钟左右，许多路由器上则要 20 分钟到 4 小时。',
      misled.length === 0
        ? ''
        : text`${list(misled.map(({ host, after }) => text`${host}（最后一次在${duration(after)}后）`))}只向该 MAC 询问此地址，证明到那时为止仍持有它。`,
      mended.length === 0
        ? ''
        : text`${list(mended.map(({ host, after }) => text`${host}（${duration(after)}后）`))}询问过并得到了${kept}的应答：这只更正了所列主机。`,
      until === 'announcement' ? '此后有一次宣告更正了所有主机。' : '',
      until === 'return' ? text`此后${lost}再次成为主用，其 MAC 重新变为正确。` : '',
    ),
    advice: text`在${kept}上：arping -A -c 3 -I IFACE ${address} 可立即修复；配置 garp_master_refresh 可避免长时间持续。garp_lower_prio_repeat 只有在主用能收到对方的通告时才有用。`,
  }),

  'missing-announcement': ({ virtualRouter, router, addresses: silent, after }) => ({
    title:
      after === null
        ? text`${router}成为主用后没有宣告${list(silent, 3)}`
        : text`${router}成为主用，${duration(after)}后才宣告${list(silent, 3)}`,
    explanation: text`${router}成为${describe(virtualRouter)}的主用，但在一个通告间隔内没有抓到告知主机和交换机${list(silent, 3)}已经移到这里的免费 ARP 或邻居通告。${after === null ? '在表项老化之前' : '在它宣告之前'}，它们可能仍发往旧的位置。`,
    advice: text`抓包点能看到${router}的广播吗？如果能：检查${router}上的 garp_master_repeat、garp_master_delay 和 vrrp_garp_interval；arping -A -c 3 -I IFACE ${silent[0] ?? ''} 可立即修复。`,
  }),

  'announcement-storm': ({ virtualRouter, address, count, length }) => ({
    title: text`${address}在${duration(length)}内被宣告了${count}次`,
    explanation: text`${describe(virtualRouter)}的${address}在十秒内被宣告超过 50 次，共${count}次，且没有接管可以解释。交换机和主机可能对这类流量限速，从而丢弃真正重要的宣告。`,
    advice: '检查 garp_master_refresh 和 garp_master_refresh_repeat，以及是否有两台主机在争用该地址。',
  }),
  'vip-unanswered': ({ virtualRouter, address, master, count, length }) => ({
    title: text`主用是${master}，却没有人应答${address}`,
    explanation: text`在${duration(length)}内，对${describe(virtualRouter)}的${address}的${count}次询问都没有得到应答，而${master}仍在发送通告；其他应答在此可以看到。要么有程序从其接口上移除了该地址（keepalived 2.0 之前的版本不会察觉），要么该主机不为它应答。`,
    advice: text`在${master}上：ip addr show to ${address}。如果没有：systemd-networkd（KeepConfiguration）、NetworkManager 或 netplan 会移除它们不认识的地址；移除的时间见日志（journalctl）。重新加载（systemctl reload keepalived）不会恢复该地址，重新启动（systemctl restart keepalived）才会。如果还在：检查 NOARP（ip link）、arp_ignore，以及丢弃应答的过滤规则：nft list ruleset`,
  }),
};
