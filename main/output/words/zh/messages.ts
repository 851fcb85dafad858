import type { messages as english } from '../en/messages.ts';

export const messages: typeof english = {
  noTime: '（无时间）',
  priority: (priority) => `优先级 ${String(priority).padEnd(3)}`,
  every: (interval) => `间隔 ${interval}`,
  noAddresses: '没有地址',
  resigns: '主动退出',
  checksum: {
    good: '',
    bad: '校验和错误',
    'no-pseudo-header': '校验和不含伪首部',
    'multicast-pseudo-header': '校验和按组播组计算',
    unverified: '校验和未验证',
  },
  authentication: { none: '', simple: '密码', ah: 'AH', md5: 'MD5', hmac: 'HMAC', unknown: '未知认证' },
  password: (password) => `密码 ${password === '' ? '（空）' : password}`,
  arp: {
    'gratuitous-request': ({ senderAddress, senderMac }) => `${senderAddress} 位于 ${senderMac}  （免费 ARP 请求）`,
    'gratuitous-reply': ({ senderAddress, senderMac }) => `${senderAddress} 位于 ${senderMac}  （免费 ARP 应答）`,
    probe: ({ targetAddress, senderMac }) => `是否有主机使用 ${targetAddress}？  ${senderMac} 询问  （探测）`,
    request: ({ targetAddress, senderAddress, senderMac }) =>
      `谁是 ${targetAddress}？  位于 ${senderMac} 的 ${senderAddress} 询问`,
    reply: ({ senderAddress, senderMac, targetAddress, targetMac }) =>
      `${senderAddress} 位于 ${senderMac}  应答位于 ${targetMac} 的 ${targetAddress}`,
  },
  nd: {
    'unsolicited-na': ({ senderAddress, senderMac }) => `${senderAddress} ${isAt(senderMac)}  （非请求）`,
    'solicited-na': ({ senderAddress, senderMac, targetAddress }) =>
      `${senderAddress} ${isAt(senderMac)}  应答 ${targetAddress}`,
    probe: ({ targetAddress, senderMac }) =>
      `是否有主机使用 ${targetAddress}？  ${senderMac === null ? '有主机' : `${senderMac} `}询问  （探测）`,
    request: ({ targetAddress, senderAddress, senderMac }) =>
      `谁是 ${targetAddress}？  ${senderMac === null ? '' : `位于 ${senderMac} 的 `}${senderAddress} 询问`,
  },
  problem: (code, meaning) => `${code}：${meaning}`,
};

function isAt(mac: string | null): string {
  return mac === null ? '在此' : `位于 ${mac}`;
}
