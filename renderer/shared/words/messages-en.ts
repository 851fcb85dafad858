import type { ArpRow, NdRow } from '../../../decoder/packets/message-row.ts';

/** One message in a line of the packet list. */
export const messageWordsEn = {
  advertisement: (priority: number, interval: string) => `Advertisement, priority ${priority}, every ${interval}`,
  resigns: (interval: string) => `Advertisement, priority 0: resigns, every ${interval}`,
  vrid: (vrid: number) => `VRID ${vrid}`,
  arp: {
    'gratuitous-request': ({ senderAddress, senderMac }) => `Gratuitous ARP: ${senderAddress} is at ${senderMac}`,
    'gratuitous-reply': ({ senderAddress, senderMac }) => `Gratuitous ARP reply: ${senderAddress} is at ${senderMac}`,
    probe: ({ targetAddress }) => `ARP probe: does anybody have ${targetAddress}?`,
    request: ({ targetAddress, senderAddress }) => `ARP: who has ${targetAddress}? Tell ${senderAddress}`,
    reply: ({ senderAddress, senderMac }) => `ARP answer: ${senderAddress} is at ${senderMac}`,
  } satisfies Record<ArpRow['role'], (row: ArpRow) => string>,
  unread: 'not a packet that can be read',
  nd: {
    'unsolicited-na': ({ senderAddress, senderMac }) =>
      `Unsolicited neighbour advertisement: ${senderAddress}${senderMac === null ? '' : ` is at ${senderMac}`}`,
    'solicited-na': ({ senderAddress, senderMac }) =>
      `Neighbour advertisement: ${senderAddress}${senderMac === null ? '' : ` is at ${senderMac}`}`,
    probe: ({ targetAddress }) => `Duplicate address detection: does anybody have ${targetAddress}?`,
    request: ({ targetAddress }) => `Neighbour solicitation: who has ${targetAddress}?`,
  } satisfies Record<NdRow['role'], (row: NdRow) => string>,
  checksum: {
    good: '',
    bad: 'bad checksum',
    'no-pseudo-header': 'checksum without pseudo-header',
    'multicast-pseudo-header': 'checksum for the group',
    unverified: 'checksum not verified',
  },
  ttl: (ttl: number) => `TTL ${ttl}`,
  problems: (count: number) => (count === 1 ? '1 problem' : `${count} problems`),
};

export type MessageWords = typeof messageWordsEn;
