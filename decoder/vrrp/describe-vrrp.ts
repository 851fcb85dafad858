import type { Frame, HeaderFields } from '../frame/frame.ts';
import { hexNumber } from '../frame/frame.ts';
import type { VrrpMessage } from '../message.ts';
import { AUTHENTICATION_DATA_LENGTH, HEADER_LENGTH, type VrrpLayout } from './vrrp-layout.ts';

/** Fields of an advertisement that was decoded; offsets count from the VRRP header. */
export function describeVrrp(vrrp: HeaderFields, frame: Frame, layout: VrrpLayout, message: VrrpMessage): void {
  const { offset, view } = frame;
  describeHead(vrrp, frame);
  vrrp.add('vrrp.prio', 'Priority', message.priority, 2, 1);
  vrrp.add('vrrp.addr_count', 'Address count', view.getUint8(offset + 3), 3, 1);
  if (message.version === 2) {
    vrrp.add('vrrp.auth_type', 'Authentication type', view.getUint8(offset + 4), 4, 1);
    vrrp.add('vrrp.adver_int', 'Advertisement interval (s)', view.getUint8(offset + 5), 5, 1);
  } else {
    vrrp.add('vrrp.reserved_mbz', 'Reserved', view.getUint8(offset + 4) >> 4, 4, 1);
    vrrp.add('vrrp.short_adver_int', 'Advertisement interval (cs)', view.getUint16(offset + 4) & 0x0fff, 4, 2);
  }
  vrrp.add('vrrp.checksum', 'Checksum', hexNumber(view.getUint16(offset + 6), 4), 6, 2);
  vrrp.add('vrrp.checksum.status', 'Checksum verdict', message.checksum, 6, 2);
  const name = layout.addressLength === 4 ? 'vrrp.ip_addr' : 'vrrp.ipv6_addr';
  message.addresses.forEach((address, i) => {
    vrrp.add(name, 'Address', address, HEADER_LENGTH + i * layout.addressLength, layout.addressLength);
  });
  describeAuthentication(vrrp, frame, layout, message);
  describeTrailer(vrrp, frame, layout);
}

/** Fields of a message of another version or type, which nothing more is known about. */
export function describeUnknownVrrp(vrrp: HeaderFields, frame: Frame): void {
  describeHead(vrrp, frame);
}

function describeHead(vrrp: HeaderFields, frame: Frame): void {
  const first = frame.view.getUint8(frame.offset);
  vrrp.add('vrrp.version', 'Version', first >> 4, 0, 1);
  vrrp.add('vrrp.type', 'Type', first & 0x0f, 0, 1);
  vrrp.add('vrrp.virt_rtr_id', 'VRID', frame.view.getUint8(frame.offset + 1), 1, 1);
}

function describeAuthentication(vrrp: HeaderFields, frame: Frame, layout: VrrpLayout, message: VrrpMessage): void {
  if (!layout.hasAuthenticationData) return;
  const at = layout.messageLength - AUTHENTICATION_DATA_LENGTH;
  // What a short snapshot length leaves of a password is secret too
  const length = Math.min(AUTHENTICATION_DATA_LENGTH, frame.capturedPayload - at);
  if (length <= 0) return;
  if (message.password === null) {
    vrrp.addSecret('vrrp.auth_data', 'Authentication data', hexBytes(frame, at, length), at, length);
  } else {
    vrrp.addSecret('vrrp.auth_string', 'Password', message.password, at, AUTHENTICATION_DATA_LENGTH);
  }
}

function describeTrailer(vrrp: HeaderFields, frame: Frame, layout: VrrpLayout): void {
  const { view } = frame;
  const at = layout.messageLength;
  const captured = frame.capturedPayload - at;
  if (layout.trailer === 'hmac') {
    const seconds = view.getUint32(frame.offset + at + 4) + view.getUint16(frame.offset + at + 8) / 65536;
    vrrp.add('vrrp.hmac.key_id', 'HMAC key', view.getUint8(frame.offset + at + 1), at + 1, 1);
    vrrp.add('vrrp.hmac.time', 'Sender clock (s)', seconds, at + 4, 6);
    vrrp.add('vrrp.hmac.counter', 'HMAC counter', view.getUint16(frame.offset + at + 10), at + 10, 2);
    vrrp.add('vrrp.hmac.digest', 'HMAC', hexBytes(frame, at + 12, 16), at + 12, 16);
  } else if (layout.trailer === 'md5' && captured === 30) {
    vrrp.add('vrrp.md5_auth_data', 'MD5 digest', hexBytes(frame, at + 14, 16), at + 14, 16);
  } else if (captured > 0) {
    vrrp.add('vrrp.trailing', 'Trailing bytes', `${captured} bytes`, at, captured);
  }
}

function hexBytes(frame: Frame, at: number, length: number): string {
  return Array.from({ length }, (_, i) =>
    frame.view
      .getUint8(frame.offset + at + i)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
}
