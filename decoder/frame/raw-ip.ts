import { ETHER_TYPE } from './ethernet.ts';
import { type Frame, HeaderFields } from './frame.ts';

/** Raw IP: the packet starts with its IP header, whose first four bits tell the version. */
export function decodeRawIp(frame: Frame): boolean {
  if (!frame.has(1)) return false;
  const version = frame.view.getUint8(frame.offset) >> 4;
  frame.etherType = version === 6 ? ETHER_TYPE.ipv6 : ETHER_TYPE.ipv4;
  return true;
}

/** LINKTYPE_NULL: the address family in the byte order of the host that wrote the file. */
export function decodeBsdNull(frame: Frame): boolean {
  if (!frame.has(4)) return false;
  const bigEndian = frame.view.getUint32(frame.offset);
  return decodeFamily(frame, bigEndian > 0xffff ? frame.view.getUint32(frame.offset, true) : bigEndian);
}

/** LINKTYPE_LOOP: the same in network byte order. */
export function decodeBsdLoop(frame: Frame): boolean {
  return frame.has(4) && decodeFamily(frame, frame.view.getUint32(frame.offset));
}

function decodeFamily(frame: Frame, family: number): boolean {
  if (frame.fields !== undefined) {
    new HeaderFields(frame, frame.fields, 'null', frame.offset).add('null.family', 'Address family', family, 0, 4);
  }
  const etherType = etherTypeOfFamily(family);
  if (etherType === undefined) return false;
  frame.etherType = etherType;
  frame.offset += 4;
  return true;
}

/** AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS. */
function etherTypeOfFamily(family: number): number | undefined {
  if (family === 2) return ETHER_TYPE.ipv4;
  return family === 10 || family === 24 || family === 28 || family === 30 ? ETHER_TYPE.ipv6 : undefined;
}
