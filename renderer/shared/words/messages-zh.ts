import type { MessageWords } from './messages-en.ts';

export const messageWordsZh: MessageWords = {
  advertisement: (priority, interval) => `通告，优先级 ${priority}，间隔 ${interval}`,
  resigns: (interval) => `通告，优先级 0：退出，间隔 ${interval}`,
  vrid: (vrid) => `VRID ${vrid}`,
  arp: {
    'gratuitous-request': ({ senderAddress, senderMac }) => `免费 ARP：${senderAddress} 位于 ${senderMac}`,
    'gratuitous-reply': ({ senderAddress, senderMac }) => `免费 ARP 应答：${senderAddress} 位于 ${senderMac}`,
    probe: ({ targetAddress }) => `ARP 探测：是否有主机使用 ${targetAddress}？`,
    request: ({ targetAddress, senderAddress }) => `ARP：谁是 ${targetAddress}？请告知 ${senderAddress}`,
    reply: ({ senderAddress, senderMac }) => `ARP 应答：${senderAddress} 位于 ${senderMac}`,
  },
  unread: '不是可读取的数据包',
  nd: {
    'unsolicited-na': ({ senderAddress, senderMac }) =>
      `非请求邻居通告：${senderAddress}${senderMac === null ? '' : ` 位于 ${senderMac}`}`,
    'solicited-na': ({ senderAddress, senderMac }) =>
      `邻居通告：${senderAddress}${senderMac === null ? '' : ` 位于 ${senderMac}`}`,
    probe: ({ targetAddress }) => `重复地址检测：是否有主机使用 ${targetAddress}？`,
    request: ({ targetAddress }) => `邻居请求：谁是 ${targetAddress}？`,
  },
  checksum: {
    good: '',
    bad: '校验和错误',
    'no-pseudo-header': '校验和不含伪首部',
    'multicast-pseudo-header': '校验和按组播组计算',
    unverified: '校验和未验证',
  },
  ttl: (ttl) => `TTL ${ttl}`,
  problems: (count) => `${count} 个问题`,
};
