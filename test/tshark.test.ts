import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type {
  ArpMessage,
  Message,
  NdMessage,
  OtherProtocolMessage,
  RefusalMessage,
  VrrpMessage,
} from '../decoder/message.ts';
import { MessageStream } from '../decoder/message-stream.ts';
import { captureFile } from '../main/services/read-capture-file.ts';
import { pcapngOf, ZOO, type ZooPacket } from './support/packet-zoo.ts';
import { hasPeer } from './support/peer-programs.ts';
import { type TsharkField, type TsharkPacket, tsharkPackets } from './support/tshark-fields.ts';
import { TUNNEL_ZOO } from './support/tunnel-zoo.ts';

const CAPTURE = /\.(pcap|pcapng|cap)(\.(gz|zst|lz4))?$/;

/** Where we differ from Wireshark on purpose. */
const ACCEPTED_CHECKSUM_DIFFERENCES: readonly { reason: string; applies: (message: VrrpMessage) => boolean }[] = [
  {
    reason: 'Wireshark sums VRRPv3 over IPv4 with a pseudo-header only; Cisco and RFC 9568 leave it out',
    applies: (message) => message.version === 3 && message.checksum === 'no-pseudo-header',
  },
  {
    reason: 'old keepalived sums unicast for the group; Wireshark does not try that',
    applies: (message) => message.version === 3 && message.checksum === 'multicast-pseudo-header',
  },
  {
    reason: 'the auth_hmac trailer is outside the checksum in IPv4; Wireshark sums the whole payload',
    applies: (message) => message.authentication === 'hmac' && message.family === 'ipv4' && message.checksum === 'good',
  },
];

/** Packets that Wireshark dissects as VRRP and we do not. */
const ACCEPTED_EXTRA_MESSAGES: readonly { reason: string; applies: (packet: TsharkPacket) => boolean }[] = [
  {
    reason: 'CARP: 36 bytes and a 7 where VRRPv2 counts addresses; Wireshark takes it for VRRPv2',
    applies: (packet) =>
      packet['vrrp.version'][0] === '2' && packet['ip.len'][0] === '56' && packet['vrrp.addr_count'][0] === '7',
  },
  {
    reason: 'an advertisement quoted by ICMP is not an advertisement',
    applies: (packet) => packet['icmp.type'].length > 0 || packet['icmpv6.type'][0] === '4',
  },
  {
    reason: 'neither version 2 nor version 3',
    applies: (packet) => !['2', '3'].includes(packet['vrrp.version'][0] ?? ''),
  },
];

/** Switch tags, which tshark 4.0 refuses a whole file for; tcpdump reads them. */
const SWITCH_TAGS: readonly number[] = [281, 282, 284, 285];

function isReadByTshark({ name, linkType }: ZooPacket): boolean {
  // It takes the byte order of a netfilter log from the file
  return !SWITCH_TAGS.includes(linkType) && name !== 'netfilter log, big-endian';
}

const NETFILTER_LOG = 239;

const folder = mkdtempSync(join(tmpdir(), 'vrrpscope-tshark-'));
const zoo = join(folder, 'zoo.pcapng');
writeFileSync(zoo, pcapngOf(ZOO));
const tunnelZoo = join(folder, 'tunnel-zoo.pcapng');
writeFileSync(tunnelZoo, pcapngOf(TUNNEL_ZOO.filter(isReadByTshark)));
afterAll(() => rmSync(folder, { recursive: true }));

/** VRRPSCOPE_CAPTURES names a folder of more captures to compare. */
const captures = ['samples', 'test/captures', process.env.VRRPSCOPE_CAPTURES].flatMap((root) => {
  const names = root ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : [];
  return names.filter((name) => CAPTURE.test(name)).map((name) => join(root ?? '', name));
});

describe.skipIf(!hasPeer('tshark'))('as tshark reads it', () => {
  it.each([zoo, tunnelZoo, ...captures])(
    '%s',
    async (path) => {
      const packets = await tsharkPackets(path);
      const messages = await messagesOf(path);
      expect(messages.size + packets.length).toBeGreaterThan(0);
      for (const packet of packets) {
        const number = Number(packet['frame.number'][0]);
        const message = messages.get(number);
        expect({ packet: number, kind: kindOf(message) }).toEqual({ packet: number, kind: kindSeenByTshark(packet) });
        if (message !== undefined) expect(ours(message)).toEqual(theirs(message, packet));
        messages.delete(number);
      }
      expect([...messages.keys()]).toEqual([]);
    },
    30_000,
  );
});

async function messagesOf(path: string): Promise<Map<number, Message>> {
  const source = captureFile(path);
  const stream = new MessageStream(source);
  const messages = new Map<number, Message>();
  await stream.open();
  stream.startAt(0, 0);
  for (let step = stream.step(); step !== 'ended'; step = stream.step()) {
    if (step === 'needs-bytes') await stream.fill();
    else messages.set(step.packet, step);
  }
  await source.close();
  return messages;
}

function kindOf(message: Message | undefined): string {
  if (message?.kind === 'other') return ['carp', 'icmp'].includes(message.protocol) ? 'none' : message.protocol;
  return message?.kind ?? 'none';
}

function kindSeenByTshark(packet: TsharkPacket): string {
  if (packet['vrrp.version'].length > 0) {
    return ACCEPTED_EXTRA_MESSAGES.some((difference) => difference.applies(packet)) ? 'none' : 'vrrp';
  }
  if (['1', '2'].includes(packet['arp.opcode'][0] ?? '')) return 'arp';
  if (['135', '136'].includes(packet['icmpv6.type'][0] ?? '')) return 'nd';
  if (packet['hsrp.group'].length + packet['hsrp2.group'].length > 0) return 'hsrp';
  return packet['glbp.group'].length > 0 ? 'glbp' : 'none';
}

function ours(message: Message): object {
  const vlans = message.vlans.map(String);
  switch (message.kind) {
    case 'vrrp':
      return { vlans, srcMac: message.srcMac, ...ourVrrp(message) };
    case 'arp':
      return { vlans, ...ourArp(message) };
    case 'nd':
      return { vlans, ...ourNd(message) };
    case 'other':
      return { vlans, group: String(message.group) };
  }
}

function theirs(message: Message, packet: TsharkPacket): object {
  const vlans = theirVlans(message, packet);
  switch (message.kind) {
    case 'vrrp':
      return {
        vlans,
        srcMac: theirSrcMac(message, packet),
        ...theirVrrp(message, packet),
      };
    case 'arp':
      return { vlans, ...theirArp(packet) };
    case 'nd':
      return { vlans, ...theirNd(message, packet) };
    case 'other':
      return { vlans, group: theirGroup(message, packet) };
  }
}

/** Priority tags are no VLAN to us. Of a carried packet only its own tags count, and those that a mirror says. */
function theirVlans({ tunnel, vlans }: Message, packet: TsharkPacket): string[] {
  const all = [...packet['ieee8021ad.id'], ...packet['vlan.id']].filter((id) => id !== '0');
  if (tunnel === null) return all;
  const mirrored = packet['erspan.vlan'].filter((id) => id !== '0' && !all.includes(id));
  return [...mirrored, ...all].slice(-vlans.length || Infinity);
}

function theirSrcMac(message: Message, packet: TsharkPacket): string | null {
  // What a carrier's frame says is not about a packet that came without one of its own
  if (message.tunnel !== null && message.srcMac === null) return null;
  // It has no field for the address in a netfilter log
  if (message.linkType === NETFILTER_LOG) return message.srcMac;
  const [customer] = packet['ieee8021ah.csrc'];
  return customer ?? innermost(message, packet, 'eth.src') ?? packet['sll.src.eth'][0] ?? null;
}

/** Carriers come first. */
function innermost({ tunnel }: Message, packet: TsharkPacket, field: TsharkField): string | undefined {
  return packet[field].at(tunnel === null ? 0 : -1);
}

function ourVrrp(message: VrrpMessage): object {
  const accepted = ACCEPTED_CHECKSUM_DIFFERENCES.some((difference) => difference.applies(message));
  const verdicts = {
    good: '1',
    bad: '0',
    'no-pseudo-header': '1',
    'multicast-pseudo-header': '1',
    unverified: 'unverified',
  };
  return {
    src: message.src,
    dst: message.dst,
    version: String(message.version),
    vrid: String(message.vrid),
    priority: String(message.priority),
    interval: message.interval / (message.version === 2 ? 1e9 : 1e7),
    addresses: message.addresses,
    authenticationType:
      message.version === 3 ? [] : [String(message.authenticationNumber === 51 ? 2 : message.authenticationNumber)],
    password: message.password === null || message.password === '' ? [] : [message.password],
    checksum: accepted ? '0' : verdicts[message.checksum],
    ttl: message.ttl,
    ipId: message.ipId,
    sequence: message.authentication === 'ah' ? [String(message.sequence)] : [],
  };
}

function theirVrrp(message: VrrpMessage, packet: TsharkPacket): object {
  const interval = message.version === 2 ? packet['vrrp.adver_int'] : packet['vrrp.short_adver_int'];
  const isV4 = message.family === 'ipv4';
  const status = packet['vrrp.checksum.status'][0];
  return {
    src: innermost(message, packet, isV4 ? 'ip.src' : 'ipv6.src'),
    dst: innermost(message, packet, isV4 ? 'ip.dst' : 'ipv6.dst'),
    version: packet['vrrp.version'][0],
    vrid: packet['vrrp.virt_rtr_id'][0],
    priority: packet['vrrp.prio'][0],
    interval: Number(interval[0]),
    addresses: packet[isV4 ? 'vrrp.ip_addr' : 'vrrp.ipv6_addr'],
    authenticationType: packet['vrrp.auth_type'],
    password: packet['vrrp.auth_string'],
    checksum: status === '0' || status === '1' ? status : 'unverified',
    ttl: Number(innermost(message, packet, isV4 ? 'ip.ttl' : 'ipv6.hlim')),
    ipId: isV4 ? Number(innermost(message, packet, 'ip.id')) : null,
    sequence: packet['ah.sequence'],
  };
}

function ourArp(message: ArpMessage): object {
  return {
    operation: String(message.operation),
    senderMac: message.senderMac,
    senderAddress: message.senderAddress,
    targetMac: message.targetMac,
    targetAddress: message.targetAddress,
    gratuitous: message.role === 'gratuitous-request' || message.role === 'gratuitous-reply',
    probe: message.role === 'probe',
  };
}

function theirArp(packet: TsharkPacket): object {
  return {
    operation: packet['arp.opcode'][0],
    senderMac: packet['arp.src.hw_mac'][0],
    senderAddress: packet['arp.src.proto_ipv4'][0],
    targetMac: packet['arp.dst.hw_mac'][0],
    targetAddress: packet['arp.dst.proto_ipv4'][0],
    gratuitous: packet['arp.isgratuitous'].some(isTrue),
    probe: packet['arp.isprobe'].some(isTrue),
  };
}

function isTrue(value: string): boolean {
  return value === '1' || value === 'True';
}

function ourNd(message: NdMessage): object {
  const isAdvertisement = message.operation === 136;
  return {
    type: String(message.operation),
    src: message.src,
    dst: message.dst,
    target: isAdvertisement ? message.senderAddress : message.targetAddress,
    solicited: message.role === 'solicited-na',
    senderMac: message.senderMac,
  };
}

function theirNd(message: NdMessage, packet: TsharkPacket): object {
  return {
    type: packet['icmpv6.type'][0],
    src: innermost(message, packet, 'ipv6.src'),
    dst: innermost(message, packet, 'ipv6.dst'),
    target: [...packet['icmpv6.nd.na.target_address'], ...packet['icmpv6.nd.ns.target_address']][0],
    solicited: packet['icmpv6.nd.na.flag.s'].some(isTrue),
    senderMac: packet['icmpv6.opt.linkaddr'][0] ?? message.srcMac,
  };
}

function theirGroup(message: OtherProtocolMessage | RefusalMessage, packet: TsharkPacket): string | undefined {
  // Wireshark takes CARP for VRRPv2
  if (message.protocol === 'carp' || message.protocol === 'icmp') return packet['vrrp.virt_rtr_id'][0];
  if (message.protocol === 'glbp') return packet['glbp.group'][0];
  return packet['hsrp.group'][0] ?? packet['hsrp2.group'][0];
}
