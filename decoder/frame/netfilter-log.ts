import { NANOS_PER_SECOND } from '../time.ts';
import { type Frame, HeaderFields } from './frame.ts';
import { decodeRawIp } from './raw-ip.ts';

const HEADER = 4;
const MOST_ATTRIBUTES = 64;
/** NFULA_ attributes of linux/netfilter/nfnetlink_log.h that are looked at. */
const PACKET_HEADER = 1;
const TIMESTAMP = 3;
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
  const seen = { protocol: 0, input: 0, output: 0 };
  let at = start + HEADER;
  for (let i = 0; i < MOST_ATTRIBUTES && end - at >= 4; i++) {
    // Types are small: the byte that is zero tells the byte order
    const isLittleEndian = view.getUint8(at + 3) === 0;
    const length = view.getUint16(at, isLittleEndian);
    const type = view.getUint16(at + 2, isLittleEndian);
    if (length < 4) return false;
    if (type === PAYLOAD) {
      frame.offset = at + 4;
      frame.end = Math.min(end, at + length);
      frame.linkInterface = seen.input || seen.output;
      const isOneWay = (seen.input === 0) !== (seen.output === 0);
      if (frame.direction === 'unknown' && isOneWay) frame.direction = seen.output === 0 ? 'inbound' : 'outbound';
      return decodePayload(frame, seen.protocol);
    }
    if (end - at >= length) readAttribute(frame, type, at + 4, length - 4, seen);
    at += (length + 3) & ~3;
  }
  return false;
}

function readAttribute(
  frame: Frame,
  type: number,
  at: number,
  length: number,
  seen: { protocol: number; input: number; output: number },
): void {
  const { view } = frame;
  if (type === PACKET_HEADER && length >= 4) seen.protocol = view.getUint16(at);
  if (type === INPUT_INTERFACE && length >= 4) seen.input = view.getUint32(at);
  if (type === OUTPUT_INTERFACE && length >= 4) seen.output = view.getUint32(at);
  if (type === HARDWARE_ADDRESS && length >= 10 && view.getUint16(at) === 6) frame.srcMacOffset = at + 4;
  if (type === TIMESTAMP && length >= 16) takeTime(frame, view.getUint32(at + 4), view.getUint32(at + 12) * 1000);
}

/** The kernel hands packets over by the second, and that is the time in the file; of those that came in it knows more. */
function takeTime(frame: Frame, seconds: number, nanoseconds: number): void {
  frame.time += (seconds - frame.seconds) * NANOS_PER_SECOND + nanoseconds - frame.nanoseconds;
}

/** The attributes name the protocol; else it is IP. */
function decodePayload(frame: Frame, protocol: number): boolean {
  if (protocol === 0) return decodeRawIp(frame);
  frame.etherType = protocol;
  return true;
}
