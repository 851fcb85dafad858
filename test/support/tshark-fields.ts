import { execFile } from 'node:child_process';

/** Every occurrence of every asked field in one packet; empty if the packet has none. */
export type TsharkPacket = Record<TsharkField, string[]>;
export type TsharkField = (typeof TSHARK_FIELDS)[number];

export const TSHARK_FIELDS = [
  'frame.number',
  'frame.time_epoch',
  'eth.src',
  'sll.src.eth',
  'ieee8021ad.id',
  'vlan.id',
  'ip.src',
  'ip.dst',
  'ip.ttl',
  'ip.id',
  'ip.len',
  'ipv6.src',
  'ipv6.dst',
  'ipv6.hlim',
  'icmp.type',
  'ah.sequence',
  'vrrp.version',
  'vrrp.virt_rtr_id',
  'vrrp.prio',
  'vrrp.addr_count',
  'vrrp.ip_addr',
  'vrrp.ipv6_addr',
  'vrrp.adver_int',
  'vrrp.short_adver_int',
  'vrrp.auth_type',
  'vrrp.auth_string',
  'vrrp.checksum',
  'vrrp.checksum.status',
  'arp.opcode',
  'arp.src.hw_mac',
  'arp.src.proto_ipv4',
  'arp.dst.hw_mac',
  'arp.dst.proto_ipv4',
  'arp.isgratuitous',
  'arp.isprobe',
  'icmpv6.type',
  'icmpv6.nd.na.flag.s',
  'icmpv6.nd.na.target_address',
  'icmpv6.nd.ns.target_address',
  'icmpv6.opt.linkaddr',
  'hsrp.group',
  'hsrp2.group',
  'glbp.group',
  'erspan.vlan',
  'ieee8021ah.csrc',
] as const;

/** What tshark says about every packet of a file. Names are never looked up. */
export function tsharkPackets(path: string): Promise<TsharkPacket[]> {
  const fields = TSHARK_FIELDS.flatMap((field) => ['-e', field]);
  // It takes an Ethernet frame to a group for one with a control word
  const decodeAs = ['-d', 'udp.port==8472,vxlan', '-d', 'mpls.label==200,pwethnocw'];
  const format = ['-T', 'fields', '-E', 'separator=/t', '-E', 'occurrence=a', '-E', 'aggregator=|'];
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 1 << 28 };
    execFile('tshark', ['-n', ...decodeAs, '-r', path, ...format, ...fields], options, (error, stdout, stderr) => {
      // tshark prints what a damaged file says before the damage, and then fails
      if (error !== null && stdout === '' && !/cut short|damaged|malformed/i.test(stderr)) reject(error);
      else resolve(stdout.split('\n').filter(Boolean).map(parseRow));
    });
  });
}

function parseRow(row: string): TsharkPacket {
  const columns = row.split('\t');
  const entries = TSHARK_FIELDS.map((field, i) => [field, (columns[i] ?? '').split('|').filter(Boolean)]);
  return Object.fromEntries(entries);
}
