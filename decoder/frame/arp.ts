import type { ArpMessage, ArpRole } from '../message.ts';
import { type Frame, HeaderFields } from './frame.ts';

const LENGTH = 28;
const ETHERNET_IPV4_LENGTHS = 0x0604;
const REQUEST = 1;
const REPLY = 2;

/** An ARP request or reply for IPv4 over Ethernet (RFC 826); undefined for every other kind. */
export function decodeArp(frame: Frame): ArpMessage | undefined {
  if (!frame.has(LENGTH)) return undefined;
  const { offset: at, view } = frame;
  const operation = view.getUint16(at + 6);
  if (view.getUint16(at) !== 1 || view.getUint16(at + 2) !== 0x0800) return undefined;
  if (view.getUint16(at + 4) !== ETHERNET_IPV4_LENGTHS || (operation !== REQUEST && operation !== REPLY))
    return undefined;
  const senderAddress = frame.texts.ipv4(view, at + 14);
  const targetAddress = frame.texts.ipv4(view, at + 24);
  const senderMac = frame.texts.mac(view, at + 8);
  const srcMac = frame.mac(frame.srcMacOffset);
  if (srcMac !== null && srcMac !== senderMac) frame.report('arp.sender-mac-mismatch', at + 8);
  const message: ArpMessage = {
    kind: 'arp',
    source: frame.source,
    packet: frame.packet,
    time: frame.time,
    interfaceIndex: frame.interfaceIndex,
    linkType: frame.linkType,
    linkInterface: frame.linkInterface,
    direction: frame.direction,
    tunnel: frame.segment.tunnel,
    vlans: frame.segment.vlans,
    srcMac,
    dstMac: frame.mac(frame.dstMacOffset),
    src: senderAddress,
    dst: targetAddress,
    problems: frame.problems,
    operation,
    senderMac,
    senderAddress,
    targetMac: frame.texts.mac(view, at + 18),
    targetAddress,
    role: roleOf(operation, view.getInt32(at + 14), view.getInt32(at + 24)),
  };
  if (frame.fields !== undefined) describeArp(new HeaderFields(frame, frame.fields, 'arp', at), message);
  return message;
}

/** Gratuitous is who asks for or answers about its own address; a probe asks without one (RFC 5227 §2.1.1). */
function roleOf(operation: number, sender: number, target: number): ArpRole {
  if (sender === 0) return operation === REQUEST ? 'probe' : 'reply';
  if (sender === target) return operation === REQUEST ? 'gratuitous-request' : 'gratuitous-reply';
  return operation === REQUEST ? 'request' : 'reply';
}

function describeArp(arp: HeaderFields, message: ArpMessage): void {
  arp.add('arp.hw.type', 'Hardware type', 1, 0, 2);
  arp.add('arp.proto.type', 'Protocol type', '0x0800', 2, 2);
  arp.add('arp.hw.size', 'Hardware size', 6, 4, 1);
  arp.add('arp.proto.size', 'Protocol size', 4, 5, 1);
  arp.add('arp.opcode', 'Operation', message.operation, 6, 2);
  arp.add('arp.src.hw_mac', 'Sender MAC', message.senderMac, 8, 6);
  arp.add('arp.src.proto_ipv4', 'Sender address', message.senderAddress, 14, 4);
  arp.add('arp.dst.hw_mac', 'Target MAC', message.targetMac, 18, 6);
  arp.add('arp.dst.proto_ipv4', 'Target address', message.targetAddress, 24, 4);
}
