import { type Frame, HeaderFields, hexNumber } from './frame.ts';

/** Reads the IPv4 header (RFC 791 §3.1); false if it is cut or contradicts itself. */
export function decodeIpv4(frame: Frame): boolean {
  if (!frame.has(20)) return false;
  const { offset, view } = frame;
  const first = view.getUint8(offset);
  const headerLength = (first & 0x0f) * 4;
  const totalLength = view.getUint16(offset + 2);
  const fragment = view.getUint16(offset + 6);
  if (first >> 4 !== 4 || headerLength < 20 || totalLength < headerLength || !frame.has(headerLength)) return false;
  frame.ipVersion = 4;
  frame.srcOffset = offset + 12;
  frame.dstOffset = offset + 16;
  frame.hopLimit = view.getUint8(offset + 8);
  frame.hopLimitOffset = offset + 8;
  frame.identification = view.getUint16(offset + 4);
  frame.fragmentOffset = fragment & 0x1fff;
  frame.moreFragments = (fragment & 0x2000) !== 0;
  frame.protocol = view.getUint8(offset + 9);
  frame.lengthOffset = offset + 2;
  frame.payloadLength = totalLength - headerLength;
  if (frame.fields !== undefined) {
    const ip = new HeaderFields(frame, frame.fields, 'ip', offset);
    ip.add('ip.version', 'Version', 4, 0, 1);
    ip.add('ip.hdr_len', 'Header length', headerLength, 0, 1);
    ip.add('ip.dsfield', 'Differentiated services', hexNumber(view.getUint8(offset + 1), 2), 1, 1);
    ip.add('ip.len', 'Total length', totalLength, 2, 2);
    ip.add('ip.id', 'Identification', frame.identification, 4, 2);
    ip.add('ip.flags.mf', 'More fragments', frame.moreFragments ? 1 : 0, 6, 1);
    ip.add('ip.frag_offset', 'Fragment offset', frame.fragmentOffset * 8, 6, 2);
    ip.add('ip.ttl', 'Time to live', frame.hopLimit, 8, 1);
    ip.add('ip.proto', 'Protocol', frame.protocol, 9, 1);
    ip.add('ip.checksum', 'Header checksum', hexNumber(view.getUint16(offset + 10), 4), 10, 2);
    ip.add('ip.src', 'Source', frame.address(frame.srcOffset), 12, 4);
    ip.add('ip.dst', 'Destination', frame.address(frame.dstOffset), 16, 4);
    if (headerLength > 20) ip.add('ip.options', 'Options', `${headerLength - 20} bytes`, 20, headerLength - 20);
  }
  frame.offset += headerLength;
  return true;
}
