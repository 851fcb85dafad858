import ipaddr from 'ipaddr.js';

const MAC = '(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])';
const IPV6_LIKE = '[0-9A-Fa-f]*:[0-9A-Fa-f:]*:(?:[0-9A-Fa-f:.]*[0-9A-Fa-f])?';
const IPV4_LIKE = '\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\d|\\.\\d)';
/** Finds what looks like an address in running text; addressKind() decides. */
export const ADDRESS_PATTERN = `(?<![0-9A-Za-z])(?:${MAC}|${IPV6_LIKE}|${IPV4_LIKE})`;
const TOKEN = new RegExp(ADDRESS_PATTERN, 'g');
const WHOLE_MAC = new RegExp(`^${MAC}$`);

export type AddressKind = 'ipv4' | 'ipv6' | 'mac';

export function addressKind(text: string): AddressKind | undefined {
  if (WHOLE_MAC.test(text)) return 'mac';
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return 'ipv4';
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? 'ipv6' : undefined;
}

/** Replaces every IPv4, IPv6 and MAC address in running text. */
export function replaceAddresses(text: string, replace: (address: string) => string): string {
  return text.replace(TOKEN, (token) => {
    const colon = token.endsWith(':') && !token.endsWith('::') ? ':' : '';
    const address = colon === '' ? token : token.slice(0, -1);
    return addressKind(address) === undefined ? token : replace(address) + colon;
  });
}

/** As RFC 5952 writes it (IPv6), or unchanged; undefined if it is no IP address. */
export function canonicalAddress(text: string): string | undefined {
  const kind = addressKind(text);
  if (kind === 'ipv4') return ipaddr.IPv4.parse(text).toString();
  return kind === 'ipv6' ? ipaddr.IPv6.parse(text).toRFC5952String() : undefined;
}
