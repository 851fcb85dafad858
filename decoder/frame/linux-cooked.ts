import { decodeEtherType } from './ethernet.ts';
import { type Frame, HeaderFields } from './frame.ts';

const OUTGOING = 4;
/** Its protocol field is no EtherType. */
const ARPHRD_NETLINK = 824;

/** LINKTYPE_LINUX_SLL: packet type 2, hardware type 2, address length 2, address 8, protocol 2. */
export function decodeLinuxCooked(frame: Frame): boolean {
  if (!frame.has(16)) return false;
  const { start, view } = frame;
  readSender(frame, view.getUint16(start), view.getUint16(start + 4), start + 6);
  if (frame.fields !== undefined) {
    const sll = new HeaderFields(frame, frame.fields, 'sll', start);
    sll.add('sll.pkttype', 'Packet type', view.getUint16(start), 0, 2);
    sll.add('sll.hatype', 'Hardware type', view.getUint16(start + 2), 2, 2);
    sll.add('sll.halen', 'Address length', view.getUint16(start + 4), 4, 2);
    if (frame.srcMacOffset >= 0) sll.add('sll.src.eth', 'Source', frame.mac(frame.srcMacOffset), 6, 6);
  }
  frame.offset = start + 16;
  return view.getUint16(start + 2) !== ARPHRD_NETLINK && decodeEtherType(frame, 'sll', start + 14);
}

/** LINKTYPE_LINUX_SLL2: protocol 2, reserved 2, interface 4, hardware type 2, packet type 1, address length 1, address 8. */
export function decodeLinuxCooked2(frame: Frame): boolean {
  if (!frame.has(20)) return false;
  const { start, view } = frame;
  frame.linkInterface = view.getUint32(start + 4);
  readSender(frame, view.getUint8(start + 10), view.getUint8(start + 11), start + 12);
  if (frame.fields !== undefined) {
    const sll = new HeaderFields(frame, frame.fields, 'sll', start);
    sll.add('sll.ifindex', 'Interface index', view.getUint32(start + 4), 4, 4);
    sll.add('sll.hatype', 'Hardware type', view.getUint16(start + 8), 8, 2);
    sll.add('sll.pkttype', 'Packet type', view.getUint8(start + 10), 10, 1);
    sll.add('sll.halen', 'Address length', view.getUint8(start + 11), 11, 1);
    if (frame.srcMacOffset >= 0) sll.add('sll.src.eth', 'Source', frame.mac(frame.srcMacOffset), 12, 6);
  }
  frame.offset = start + 20;
  return view.getUint16(start + 8) !== ARPHRD_NETLINK && decodeEtherType(frame, 'sll', start);
}

function readSender(frame: Frame, packetType: number, addressLength: number, addressOffset: number): void {
  if (addressLength === 6) frame.srcMacOffset = addressOffset;
  if (frame.direction === 'unknown') frame.direction = packetType === OUTGOING ? 'outbound' : 'inbound';
}
