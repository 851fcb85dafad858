import { type Frame, HeaderFields, hexNumber } from './frame.ts';

const FIXED_LENGTH = 12;

/** Reads an IP Authentication Header (RFC 2402 §2); false if it is cut or too short to be one. */
export function decodeAuthenticationHeader(frame: Frame): boolean {
  if (frame.capturedPayload < FIXED_LENGTH) return false;
  const { offset, view } = frame;
  const length = (view.getUint8(offset + 1) + 2) * 4;
  if (length < FIXED_LENGTH || frame.capturedPayload < length) return false;
  frame.protocol = view.getUint8(offset);
  if (frame.fields !== undefined) {
    const ah = new HeaderFields(frame, frame.fields, 'ah', offset);
    ah.add('ah.next_header', 'Next header', frame.protocol, 0, 1);
    ah.add('ah.length', 'Length', length, 1, 1);
    ah.add('ah.spi', 'SPI', hexNumber(view.getUint32(offset + 4), 8), 4, 4);
    ah.add('ah.sequence', 'Sequence', view.getUint32(offset + 8), 8, 4);
    if (length > FIXED_LENGTH)
      ah.add('ah.icv', 'Integrity check value', `${length - FIXED_LENGTH} bytes`, FIXED_LENGTH, length - FIXED_LENGTH);
  }
  frame.authenticationHeaderOffset = offset;
  frame.offset += length;
  frame.payloadLength -= length;
  return true;
}

export function authenticationSequence(frame: Frame): number {
  return frame.view.getUint32(frame.authenticationHeaderOffset + 8);
}
