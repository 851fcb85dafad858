import type { ArpMessage, NdMessage, VrrpMessage } from '../../../../decoder/message.ts';

type Checksum = VrrpMessage['checksum'];
type Authentication = VrrpMessage['authentication'];
type Arp = Pick<ArpMessage, 'senderAddress' | 'senderMac' | 'targetAddress' | 'targetMac'>;
type Nd = Pick<NdMessage, 'senderAddress' | 'senderMac' | 'targetAddress'>;

/** What `decode` says of a message. */
export const messages = {
  noTime: '(no time)',
  priority: (priority: number) => `prio ${String(priority).padEnd(3)}`,
  every: (interval: string) => `every ${interval}`,
  noAddresses: 'no addresses',
  resigns: 'resigns',
  checksum: {
    good: '',
    bad: 'bad checksum',
    'no-pseudo-header': 'checksum without pseudo-header',
    'multicast-pseudo-header': 'checksum for the group',
    unverified: 'checksum not verified',
  } satisfies Record<Checksum, string>,
  authentication: {
    none: '',
    simple: 'password',
    ah: 'AH',
    md5: 'MD5',
    hmac: 'HMAC',
    unknown: 'unknown authentication',
  } satisfies Record<Authentication, string>,
  password: (password: string) => `password ${password === '' ? '(empty)' : password}`,
  arp: {
    'gratuitous-request': ({ senderAddress, senderMac }) => `${senderAddress} is at ${senderMac}  (gratuitous request)`,
    'gratuitous-reply': ({ senderAddress, senderMac }) => `${senderAddress} is at ${senderMac}  (gratuitous reply)`,
    probe: ({ targetAddress, senderMac }) => `does anybody have ${targetAddress}?  asks ${senderMac}  (probe)`,
    request: ({ targetAddress, senderAddress, senderMac }) =>
      `who has ${targetAddress}?  asks ${senderAddress} at ${senderMac}`,
    reply: ({ senderAddress, senderMac, targetAddress, targetMac }) =>
      `${senderAddress} is at ${senderMac}  answers ${targetAddress} at ${targetMac}`,
  } satisfies Record<ArpMessage['role'], (message: Arp) => string>,
  nd: {
    'unsolicited-na': ({ senderAddress, senderMac }) => `${senderAddress} ${isAt(senderMac)}  (unsolicited)`,
    'solicited-na': ({ senderAddress, senderMac, targetAddress }) =>
      `${senderAddress} ${isAt(senderMac)}  answers ${targetAddress}`,
    probe: ({ targetAddress, senderMac }) =>
      `does anybody have ${targetAddress}?  asks ${senderMac ?? 'somebody'}  (probe)`,
    request: ({ targetAddress, senderAddress, senderMac }) =>
      `who has ${targetAddress}?  asks ${senderAddress}${senderMac === null ? '' : ` at ${senderMac}`}`,
  } satisfies Record<NdMessage['role'], (message: Nd) => string>,
  problem: (code: string, meaning: string) => `${code}: ${meaning}`,
};

function isAt(mac: string | null): string {
  return mac === null ? 'is here' : `is at ${mac}`;
}
