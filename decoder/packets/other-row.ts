import type { CaptureRecord } from '../capture/capture-record.ts';
import type { Field } from '../frame/field.ts';
import { IP_PROTOCOL } from '../frame/ip-protocol.ts';
import { toEpochSeconds } from '../time.ts';
import type { OtherRow } from './message-row.ts';

const PROTOCOLS = new Map<number, string>([
  [IP_PROTOCOL.icmp, 'ICMP'],
  [IP_PROTOCOL.igmp, 'IGMP'],
  [IP_PROTOCOL.tcp, 'TCP'],
  [IP_PROTOCOL.udp, 'UDP'],
  [IP_PROTOCOL.gre, 'GRE'],
  [50, 'ESP'],
  [IP_PROTOCOL.authenticationHeader, 'AH'],
  [IP_PROTOCOL.icmpv6, 'ICMPv6'],
  [88, 'EIGRP'],
  [89, 'OSPF'],
  [103, 'PIM'],
  [IP_PROTOCOL.vrrp, 'IP 112'],
  [132, 'SCTP'],
]);
const ETHER_TYPES = new Map([
  ['0x88cc', 'LLDP'],
  ['0x8809', 'LACP'],
  ['0x888e', 'EAPOL'],
]);
const WITH_PORTS: ReadonlySet<number> = new Set([IP_PROTOCOL.tcp, IP_PROTOCOL.udp, 132]);
const IPV6_HEADER_LENGTH = 40;

/** A packet as its fields tell it, the innermost ones first. */
export function otherRow(source: number, record: CaptureRecord, fields: readonly Field[]): OtherRow {
  const value = (...names: string[]) => fields.findLast(({ name }) => names.includes(name))?.value ?? '';
  return {
    kind: 'other',
    source,
    packet: record.packet,
    time: record.hasTime ? toEpochSeconds(record.nanoseconds, record.seconds) : null,
    src: value('ip.src', 'ipv6.src') || value('eth.src', 'sll.src.eth'),
    dst: value('ip.dst', 'ipv6.dst') || value('eth.dst'),
    protocol: protocolOf(record, fields),
    length: record.originalLength,
    problems: [],
  };
}

function protocolOf(record: CaptureRecord, fields: readonly Field[]): string {
  const carried = fields.findLast(({ name }) => name === 'ip.proto' || name === 'ipv6.nxt');
  if (carried === undefined) {
    const type = fields.findLast(({ name }) => name === 'eth.type' || name === 'vlan.type');
    return ETHER_TYPES.get(type?.value ?? '') ?? type?.value ?? '';
  }
  const number = Number(carried.value);
  const name = PROTOCOLS.get(number) ?? `IP ${number}`;
  const ports = WITH_PORTS.has(number) ? portsOf(record, carried, fields) : null;
  return ports === null ? name : `${name} ${ports[0]} → ${ports[1]}`;
}

/** Null in fragments behind the first one, and where they were not captured. */
function portsOf(
  { view, start, end }: CaptureRecord,
  { name, byteOffset }: Field,
  fields: readonly Field[],
): [number, number] | null {
  const offset = fields.findLast((field) => field.name === 'ip.frag_offset')?.value ?? '0';
  const length = Number(fields.findLast((field) => field.name === 'ip.hdr_len')?.value ?? 0);
  const at = start + (name === 'ip.proto' ? byteOffset - 9 + length : byteOffset - 6 + IPV6_HEADER_LENGTH);
  if ((name === 'ip.proto' && offset !== '0') || at + 4 > end) return null;
  return [view.getUint16(at), view.getUint16(at + 2)];
}
