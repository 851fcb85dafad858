import type { VrrpMessage } from '../message.ts';
import { isMulticast } from './addresses.ts';

/** Why a router does not accept another's advertisements; each is also the code of a finding. */
export type Mismatch =
  | 'version-mismatch'
  | 'authentication-mismatch'
  | 'checksum-form-mismatch'
  | 'destination-mismatch'
  | 'interval-mismatch'
  | 'address-mismatch'
  | 'bad-checksum'
  | 'bad-ttl';

/** Settings that routers of one virtual router must share; each is also the code of a finding. */
export type SettingMismatch = Exclude<Mismatch, 'bad-checksum' | 'bad-ttl'>;

/** In which setting two advertisements differ, most telling first; VRRPv3 allows other intervals. */
export function settingMismatch(a: VrrpMessage, b: VrrpMessage): SettingMismatch | null {
  const code = rejection(a, b);
  if (code && code !== 'bad-checksum' && code !== 'bad-ttl') return code;
  if (a.interval !== b.interval) return 'interval-mismatch';
  return sameAddresses(a.addresses, b.addresses) ? null : 'address-mismatch';
}

/**
 * Why `receiver` (by what it sends itself) would not accept `sent`, most telling first; empty if it would.
 * `address-mismatch` is left out: whether it matters depends on the implementation (keepalived since 2.3.3
 * only logs it), see `sameAddresses`.
 */
export function rejection(receiver: VrrpMessage, sent: VrrpMessage): Mismatch | null {
  if (receiver.version !== sent.version) return 'version-mismatch';
  if (!sameAuthentication(receiver, sent)) return 'authentication-mismatch';
  if (differentGroups(receiver.dst, sent.dst)) return 'destination-mismatch';
  if (differentChecksumForms(receiver, sent)) return 'checksum-form-mismatch';
  if (sent.version === 2 && receiver.interval !== sent.interval) return 'interval-mismatch';
  if (sent.checksum === 'bad' && sent.direction !== 'outbound') return 'bad-checksum';
  if (sent.ttl !== 255 && isMulticast(sent.dst)) return 'bad-ttl';
  return null;
}

/**
 * What may make `receiver` reject `sent` and cannot be told from the two alone: lists that differ, by the implementation, and
 * passwords that the packets prove without holding them.
 */
export function doubtfulMismatch(
  receiver: VrrpMessage,
  sent: VrrpMessage,
): 'address-mismatch' | 'authentication-mismatch' | null {
  if (!sameAddresses(receiver.addresses, sent.addresses)) return 'address-mismatch';
  return hidesPassword(receiver) && hidesPassword(sent) ? 'authentication-mismatch' : null;
}

/** A digest travels in place of the password. */
export function hidesPassword({ authentication }: VrrpMessage): boolean {
  return authentication === 'ah' || authentication === 'hmac' || authentication === 'md5';
}

export function sameAuthentication(a: VrrpMessage, b: VrrpMessage): boolean {
  return (
    a.authentication === b.authentication &&
    a.authenticationNumber === b.authenticationNumber &&
    a.password === b.password
  );
}

function differentGroups(a: string, b: string): boolean {
  return a !== b && (isMulticast(a) || isMulticast(b));
}

/** RFC 5798 §5.2.8 against RFC 9568 §5.2.8; keepalived recognises the multicast form by itself. */
function differentChecksumForms(a: VrrpMessage, b: VrrpMessage): boolean {
  if (a.checksum === b.checksum) return false;
  const forms = [a.checksum, b.checksum];
  return forms.includes('no-pseudo-header') && (forms.includes('good') || forms.includes('multicast-pseudo-header'));
}

export function sameAddresses(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((address) => b.includes(address));
}
