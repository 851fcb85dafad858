import type { Field } from '../../decoder/frame/field.ts';
import type { ShownMessage } from '../../decoder/packets/message-row.ts';
import { PasswordMask } from '../../decoder/wording/password-mask.ts';
import { Pseudonyms } from './pseudonyms.ts';

/** Numbers that are made from addresses: an AH index that keepalived derives from one, and checksums over them. */
const TELLS_ADDRESSES: ReadonlySet<string> = new Set(['ah.spi', 'ip.checksum', 'icmpv6.checksum', 'vrrp.checksum']);
const HIDDEN = '••••';

/** Takes out of messages what is not to be shown: passwords, and with --pseudonyms addresses. */
export class MessageVeil {
  readonly #mask: PasswordMask | undefined;
  readonly #pseudonyms: Pseudonyms | undefined;

  constructor(options: { showPasswords: boolean; pseudonyms: boolean }) {
    this.#mask = options.showPasswords ? undefined : new PasswordMask();
    this.#pseudonyms = options.pseudonyms ? new Pseudonyms() : undefined;
  }

  message(message: ShownMessage): ShownMessage {
    const pseudonyms = this.#pseudonyms;
    const masked = this.#maskPassword(message);
    if (pseudonyms === undefined) return masked;
    const mac = (text: string | null) => text && pseudonyms.mac(text);
    const address = (text: string) => pseudonyms.address(text);
    const ends = {
      src: address(masked.src),
      dst: address(masked.dst),
      srcMac: mac(masked.srcMac),
      dstMac: mac(masked.dstMac),
    };
    switch (masked.kind) {
      case 'vrrp':
        return { ...masked, ...ends, addresses: masked.addresses.map(address) };
      case 'arp':
        return {
          ...masked,
          ...ends,
          senderMac: pseudonyms.mac(masked.senderMac),
          senderAddress: address(masked.senderAddress),
          targetMac: pseudonyms.mac(masked.targetMac),
          targetAddress: address(masked.targetAddress),
        };
      case 'nd':
        return {
          ...masked,
          ...ends,
          senderMac: mac(masked.senderMac),
          senderAddress: address(masked.senderAddress),
          targetMac: mac(masked.targetMac),
          targetAddress: address(masked.targetAddress),
        };
    }
  }

  /** Fields of one packet. The checksum goes with the password: the sum of what is known tells the sum of the rest. */
  fields(fields: readonly Field[]): Field[] {
    const hidesSecret = this.#mask !== undefined && fields.some((field) => field.secret && !isZero(field));
    return fields.map((field) => ({ ...field, value: this.#fieldValue(field, hidesSecret) }));
  }

  name(name: string): string {
    return this.#pseudonyms?.name(name) ?? name;
  }

  #maskPassword(message: ShownMessage): ShownMessage {
    if (this.#mask === undefined || message.kind !== 'vrrp' || message.password === null) return message;
    return { ...message, password: this.#mask.mask(message.password) };
  }

  #fieldValue(field: Field, hidesSecret: boolean): string {
    if (field.secret && this.#mask !== undefined && !isZero(field)) return this.#mask.mask(field.value);
    if (hidesSecret && field.name === 'vrrp.checksum') return HIDDEN;
    if (this.#pseudonyms === undefined) return field.value;
    return TELLS_ADDRESSES.has(field.name) ? HIDDEN : this.#pseudonyms.text(field.value);
  }
}

/** Unused authentication data is no secret. */
function isZero(field: Field): boolean {
  return field.name === 'vrrp.auth_data' && /^0+$/.test(field.value);
}
