import ipaddr from 'ipaddr.js';
import { HASH_SEED, hashBytes } from '../bytes/hash.ts';
import { NestedSegment } from './nested-segment.ts';

const SLOTS = 4096;
const LONGEST_KEPT_LIST = 32;
const NO_ADDRESSES: readonly string[] = [];

/** Remembers the text of recently seen addresses: one slot per hash, so it stays small whatever is sent. */
class TextCache {
  readonly #keys = new Int32Array(4 * SLOTS);
  readonly #texts = new Array<string | undefined>(SLOTS).fill(undefined);
  readonly #format: (view: DataView, offset: number) => string;

  constructor(format: (view: DataView, offset: number) => string) {
    this.#format = format;
  }

  /** The text for the key a, b, c, d, made from the bytes at `offset` when it is not at hand. */
  lookUp(view: DataView, offset: number, a: number, b: number, c: number, d: number): string {
    const keys = this.#keys;
    const slot = mix(a, b, c, d) & (SLOTS - 1);
    const at = slot * 4;
    const known = this.#texts[slot];
    if (known !== undefined && keys[at] === a && keys[at + 1] === b && keys[at + 2] === c && keys[at + 3] === d) {
      return known;
    }
    const text = this.#format(view, offset);
    keys[at] = a;
    keys[at + 1] = b;
    keys[at + 2] = c;
    keys[at + 3] = d;
    this.#texts[slot] = text;
    return text;
  }
}

function mix(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f), 0x9e3779b1);
  hash ^= hash >>> 15;
  return hash ^ (hash >>> 7);
}

interface KeptList {
  bytes: DataView;
  addressLength: number;
  texts: readonly string[];
}

/** Texts, address lists and segments that come again and again, so that a message need not build its own. */
export class AddressTexts {
  readonly untagged = new NestedSegment();
  readonly #macs = new TextCache(formatMac);
  readonly #ipv4 = new TextCache(formatIpv4);
  readonly #ipv6 = new TextCache(formatIpv6);
  readonly #passwords = new TextCache(formatPassword);
  readonly #lists = new Array<KeptList | undefined>(SLOTS).fill(undefined);

  mac(view: DataView, offset: number): string {
    return this.#macs.lookUp(view, offset, view.getInt32(offset), view.getInt16(offset + 4), 0, 0);
  }

  ipv4(view: DataView, offset: number): string {
    return this.#ipv4.lookUp(view, offset, view.getInt32(offset), 0, 0, 0);
  }

  ipv6(view: DataView, offset: number): string {
    const a = view.getInt32(offset);
    const b = view.getInt32(offset + 4);
    return this.#ipv6.lookUp(view, offset, a, b, view.getInt32(offset + 8), view.getInt32(offset + 12));
  }

  /** Eight bytes of simple text authentication, one character a byte, zero padding removed. */
  password(view: DataView, offset: number): string {
    return this.#passwords.lookUp(view, offset, view.getInt32(offset), view.getInt32(offset + 4), 0, 0);
  }

  /** `count` addresses of `addressLength` (4 or 16) bytes, one after the other. */
  list(view: DataView, offset: number, count: number, addressLength: number): readonly string[] {
    if (count === 0) return NO_ADDRESSES;
    const end = offset + count * addressLength;
    if (count > LONGEST_KEPT_LIST) return this.#readList(view, offset, end, addressLength);
    const slot = (hashBytes(view, offset, end, HASH_SEED) >>> 8) & (SLOTS - 1);
    const kept = this.#lists[slot];
    if (kept?.addressLength === addressLength && sameBytes(kept.bytes, view, offset, end)) return kept.texts;
    const texts = this.#readList(view, offset, end, addressLength);
    const copy = view.buffer.slice(view.byteOffset + offset, view.byteOffset + end);
    this.#lists[slot] = { bytes: new DataView(copy), addressLength, texts };
    return texts;
  }

  #readList(view: DataView, offset: number, end: number, addressLength: number): string[] {
    const texts: string[] = [];
    for (let at = offset; at < end; at += addressLength) {
      texts.push(addressLength === 4 ? this.ipv4(view, at) : this.ipv6(view, at));
    }
    return texts;
  }
}

/** Addresses come in whole 32-bit words. */
function sameBytes(kept: DataView, view: DataView, offset: number, end: number): boolean {
  if (kept.byteLength !== end - offset) return false;
  for (let i = 0; i < kept.byteLength; i += 4) if (kept.getInt32(i) !== view.getInt32(offset + i)) return false;
  return true;
}

function formatMac(view: DataView, offset: number): string {
  const high = view.getUint16(offset).toString(16).padStart(4, '0');
  const digits =
    high +
    view
      .getUint32(offset + 2)
      .toString(16)
      .padStart(8, '0');
  return digits.replaceAll(/..(?=.)/g, '$&:');
}

function formatIpv4(view: DataView, offset: number): string {
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => view.getUint8(offset + i));
  return `${a}.${b}.${c}.${d}`;
}

function formatIpv6(view: DataView, offset: number): string {
  const bytes = Array.from({ length: 16 }, (_, i) => view.getUint8(offset + i));
  return new ipaddr.IPv6(bytes).toRFC5952String();
}

function formatPassword(view: DataView, offset: number): string {
  let length = 8;
  while (length > 0 && view.getUint8(offset + length - 1) === 0) length--;
  return String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint8(offset + i)));
}
