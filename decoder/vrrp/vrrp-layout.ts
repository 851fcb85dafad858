import type { Frame } from '../frame/frame.ts';

export const HEADER_LENGTH = 8;
export const AUTHENTICATION_DATA_LENGTH = 8;
export const HMAC_TRAILER_LENGTH = 28;
export const MD5_TRAILER_LENGTH = 30;
export const CISCO_MD5 = 254;

/** What follows the message inside the IP payload. */
export type Trailer = 'none' | 'hmac' | 'md5' | 'unknown';

/** Where the parts of one VRRP message lie, judged by its own count and by the length that IP claims. */
export interface VrrpLayout {
  version: 2 | 3;
  addressLength: 4 | 16;
  /** Addresses that lie inside the IP payload and were captured. */
  addresses: number;
  /** Header, all counted addresses and authentication data: what the message should occupy. */
  messageLength: number;
  hasAuthenticationData: boolean;
  trailer: Trailer;
}

/** The frame stands at a VRRP header of a known version, of which all eight bytes were captured. */
export function measureVrrp(frame: Frame, version: 2 | 3): VrrpLayout {
  const count = frame.view.getUint8(frame.offset + 3);
  const addressLength = frame.ipVersion === 4 ? 4 : 16;
  const room = Math.floor((frame.capturedPayload - HEADER_LENGTH) / addressLength);
  const hasAuthenticationData = version === 2 && frame.ipVersion === 4;
  const unauthenticated = HEADER_LENGTH + count * addressLength;
  const messageLength = hasAuthenticationData ? unauthenticated + AUTHENTICATION_DATA_LENGTH : unauthenticated;
  const trailer = trailerOf(frame, version, messageLength);
  return { version, addressLength, addresses: Math.min(count, room), messageLength, hasAuthenticationData, trailer };
}

function trailerOf(frame: Frame, version: 2 | 3, messageLength: number): Trailer {
  const excess = frame.payloadLength - messageLength;
  if (excess <= 0) return 'none';
  if (excess === HMAC_TRAILER_LENGTH && looksLikeHmac(frame, frame.offset + messageLength)) return 'hmac';
  const authenticationType = frame.view.getUint8(frame.offset + 4);
  if (excess === MD5_TRAILER_LENGTH && version === 2 && authenticationType === CISCO_MD5) return 'md5';
  return 'unknown';
}

/** keepalived's vrrp_auth_hmac.h: extension type 1, then a key id, then two zero bytes. */
function looksLikeHmac(frame: Frame, at: number): boolean {
  const { view } = frame;
  return at + HMAC_TRAILER_LENGTH <= frame.end && view.getUint8(at) === 1 && view.getUint16(at + 2) === 0;
}
