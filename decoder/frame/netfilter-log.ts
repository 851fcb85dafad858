import { type Frame, HeaderFields } from './frame.ts';
import { decodeRawIp } from './raw-ip.ts';

const HEADER = 4;
const MOST_ATTRIBUTES = 64;
/** NFULA_ attributes of linux/netfilter/nfnetlink_log.h that are looked at. */
const PACKET_HEADER = 1;
const INPUT_INTERFACE = 4;
const OUTPUT_INTERFACE = 5;
const HARDWARE_ADDRESS = 8;
const PAYLOAD = 9;

/** LINKTYPE_NFLOG: family, version and group, then attributes in the byte order of the host that wrote the file. */
export function decodeNetfilterLog(frame: Frame): boolean {
  if (!frame.has(HEADER)) return false;
  const { start, view, end } = frame;
  if (frame.fields !== undefined) {
    const nflog = new HeaderFields(frame, frame.fields, 'nflog', start);
    nflog.add('nflog.family', 'Family', view.getUint8(start), 0, 1);
    nflog.add('nflog.res_id', 'Group', view.getUint16(start + 2), 2, 2);
  }
  let at = start + HEADER;
  let protocol = 0;
  let isInput = false;
  let isOutput = false;
  for (let i = 0; i < MOST_ATTRIBUTES && end - at >= 4; i++) {
    // Types are small: the byte that is not zero tells the byte order
    const isLittleEndian = view.getUint8(at + 3) === 0;
    const length = view.getUint16(at, isLittleEndian);
    const type = view.getUint16(at + 2, isLittleEndian);
    if (length < 4) return false;
    if (type === PAYLOAD) {
      frame.offset = at + 4;
      frame.end = Math.min(end, at + length);
      if (frame.direction === 'unknown' && isInput !== isOutput) frame.direction = isInput ? 'inbound' : 'outbound';
      return decodePayload(frame, protocol);
    }
    if (type === PACKET_HEADER && length >= 8 && end - at >= 8) protocol = view.getUint16(at + 4);
    if (type === INPUT_INTERFACE) isInput = true;
    if (type === OUTPUT_INTERFACE) isOutput = true;
    if (type === HARDWARE_ADDRESS && length >= 14 && end - at >= 14 && view.getUint16(at + 4) === 6) {
      frame.srcMacOffset = at + 8;
    }
    at += (length + 3) & ~3;
  }
  return false;
}

/** The attributes name the protocol; else it is IP. */
function decodePayload(frame: Frame, protocol: number): boolean {
  if (protocol === 0) return decodeRawIp(frame);
  frame.etherType = protocol;
  return true;
}
