import { type Frame, HeaderFields, hexNumber } from './frame.ts';
import { carriedByPpp } from './tunnels/provider.ts';

const ADDRESS_AND_CONTROL = 0xff03;

/** LINKTYPE_PPP: address and control may be left out (RFC 1662 §3.1). */
export function decodePpp(frame: Frame): boolean {
  if (!frame.has(2)) return false;
  if (frame.view.getUint16(frame.offset) === ADDRESS_AND_CONTROL) frame.offset += 2;
  if (!frame.has(2)) return false;
  const protocol = frame.view.getUint16(frame.offset);
  if (frame.fields !== undefined) {
    const ppp = new HeaderFields(frame, frame.fields, 'ppp', frame.offset);
    ppp.add('ppp.protocol', 'Protocol', hexNumber(protocol, 4), 0, 2);
  }
  frame.offset += 2;
  return carriedByPpp(frame, protocol) === 'network';
}

/** LINKTYPE_C_HDLC: address 1, control 1, EtherType 2. */
export function decodeCiscoHdlc(frame: Frame): boolean {
  if (!frame.has(4)) return false;
  frame.etherType = frame.view.getUint16(frame.offset + 2);
  if (frame.fields !== undefined) {
    const chdlc = new HeaderFields(frame, frame.fields, 'chdlc', frame.offset);
    chdlc.add('chdlc.protocol', 'Protocol', hexNumber(frame.etherType, 4), 2, 2);
  }
  frame.offset += 4;
  return true;
}
