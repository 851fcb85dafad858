import type { Frame } from '../frame/frame.ts';
import type { ChecksumVerdict } from '../message.ts';
import { AUTHENTICATION_DATA_LENGTH, HEADER_LENGTH, type VrrpLayout } from './vrrp-layout.ts';

const TYPE_AUTHENTICATION_HEADER = 2;

/** Reports every rule that the message breaks. */
export function validateVrrp(frame: Frame, layout: VrrpLayout, checksum: ChecksumVerdict): void {
  const { offset, view } = frame;
  if (frame.moreFragments) frame.report(frame.ipVersion === 4 ? 'ipv4.fragment' : 'ipv6.fragment', frame.lengthOffset);
  validateLength(frame, layout);
  if (checksum === 'bad') frame.report('vrrp.bad-checksum', offset + 6);
  if (frame.hopLimit !== 255 && frame.isMulticast()) frame.report('vrrp.bad-ttl', frame.hopLimitOffset);
  if (view.getUint8(offset + 1) === 0) frame.report('vrrp.vrid-zero', offset + 1);
  if (layout.version === 2) validateVersion2(frame);
  else validateVersion3(frame, layout);
}

function validateLength(frame: Frame, layout: VrrpLayout): void {
  const excess = frame.payloadLength - layout.messageLength;
  if (frame.capturedPayload < frame.payloadLength) frame.report('vrrp.truncated', frame.lengthOffset);
  if (layout.hasAuthenticationData && excess === -AUTHENTICATION_DATA_LENGTH) {
    frame.report('vrrp.missing-authentication-data', frame.lengthOffset);
  } else if (excess < 0) {
    frame.report('vrrp.length', frame.offset + 3);
  } else if (layout.trailer === 'unknown') {
    frame.report('vrrp.trailing-bytes', Math.min(frame.offset + layout.messageLength, frame.end - 1));
  }
}

function validateVersion2(frame: Frame): void {
  const { offset, view } = frame;
  if (frame.ipVersion === 6) frame.report('vrrp.version-2-over-ipv6', offset);
  if (view.getUint8(offset + 4) === TYPE_AUTHENTICATION_HEADER && frame.authenticationHeaderOffset < 0) {
    frame.report('vrrp.missing-authentication-header', offset + 4);
  }
  if (view.getUint8(offset + 5) === 0) frame.report('vrrp.interval-zero', offset + 5);
}

function validateVersion3(frame: Frame, layout: VrrpLayout): void {
  const { offset, view } = frame;
  if (view.getUint8(offset + 3) === 0) frame.report('vrrp.no-addresses', offset + 3);
  if ((view.getUint16(offset + 4) & 0x0fff) === 0) frame.report('vrrp.interval-zero', offset + 4);
  if (frame.ipVersion === 6 && layout.addresses > 0 && !isLinkLocal(view, offset + HEADER_LENGTH)) {
    frame.report('vrrp.first-address-not-link-local', offset + HEADER_LENGTH);
  }
}

/** fe80::/10 */
function isLinkLocal(view: DataView, offset: number): boolean {
  return (view.getUint16(offset) & 0xffc0) === 0xfe80;
}
