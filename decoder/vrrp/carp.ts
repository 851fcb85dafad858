import { type Frame, HeaderFields } from '../frame/frame.ts';
import type { OtherProtocolMessage } from '../message.ts';

const LENGTH = 36;
const COUNTER_AND_HMAC_WORDS = 7;

/**
 * CARP shares protocol number, group and first byte with VRRPv2, but is always 36 bytes long with a 7 where VRRP
 * counts its addresses; a VRRPv2 message with seven addresses has 44 bytes.
 */
export function isCarp(frame: Frame): boolean {
  const { offset, view } = frame;
  return (
    frame.payloadLength === LENGTH &&
    view.getUint8(offset + 3) === COUNTER_AND_HMAC_WORDS &&
    view.getUint8(offset) >> 4 <= 2
  );
}

/** The frame stands at a CARP header, of which eight bytes were captured. */
export function decodeCarp(frame: Frame): OtherProtocolMessage {
  const { offset, view } = frame;
  const group = view.getUint8(offset + 1);
  if (frame.fields !== undefined) {
    const carp = new HeaderFields(frame, frame.fields, 'carp', offset);
    carp.add('carp.version', 'Version', view.getUint8(offset) >> 4, 0, 1);
    carp.add('carp.type', 'Type', view.getUint8(offset) & 0x0f, 0, 1);
    carp.add('carp.vhid', 'VHID', group, 1, 1);
    carp.add('carp.advskew', 'Skew', view.getUint8(offset + 2), 2, 1);
    carp.add('carp.authlen', 'Authentication length', COUNTER_AND_HMAC_WORDS, 3, 1);
    carp.add('carp.demotion', 'Demotion', view.getUint8(offset + 4), 4, 1);
    carp.add('carp.adver_int', 'Advertisement interval (s)', view.getUint8(offset + 5), 5, 1);
  }
  return { kind: 'other', ...frame.envelope(), protocol: 'carp', group };
}
