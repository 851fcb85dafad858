import ipaddr from 'ipaddr.js';
import type { Nanos } from '../time.ts';
import { canonicalAddress } from '../wording/address-tokens.ts';

/** Microseconds of a time in seconds with up to six decimals (lib/parser.c: read_timer), null if it is none. */
const TIME = /^(\d{1,9})(?:\.(\d{0,6}))?$/;
/** Password bytes that an advertisement carries (RFC 2338 §5.3.6.1). */
const PASSWORD_BYTES = 8;

export function wholeNumber(word: string | undefined, lowest: number, highest: number): number | null {
  if (word === undefined || !/^[+-]?\d{1,9}$/.test(word)) return null;
  const value = Number(word);
  return value >= lowest && value <= highest ? value : null;
}

export function seconds(word: string | undefined): Nanos | null {
  const [matched, whole, part = ''] = TIME.exec(word ?? '') ?? [];
  return matched === undefined ? null : (Number(whole) * 1e6 + Number(part.padEnd(6, '0'))) * 1e3;
}

/** `10.0.0.3/24` or without prefix length. */
export function addressOf(word: string | undefined): string | null {
  const [, address = '', prefix = '0'] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(word ?? '') ?? [];
  const canonical = canonicalAddress(address);
  const longest = address.includes(':') ? 128 : 32;
  return canonical === undefined || Number(prefix) > longest ? null : canonical;
}

/** Multicast that keepalived takes: 224.0.0.0/4, or IPv6 of link-local scope. */
export function isGroup(address: string): boolean {
  return address.includes(':') ? /^ff.2:/.test(address) : ipaddr.parse(address).range() === 'multicast';
}

export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** What keepalived sends of a password: its first 8 bytes in UTF-8. */
export function sentPassword(text: string): string {
  let sent = '';
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > PASSWORD_BYTES) break;
    sent += character;
  }
  return sent;
}
