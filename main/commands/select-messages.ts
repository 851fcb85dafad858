import type { Message } from '../../decoder/message.ts';

/** Which messages are asked for; an empty list asks for all. One of each list must match. */
export interface MessageFilter {
  vrids: readonly number[];
  addresses: readonly string[];
  vlans: readonly number[];
}

const MOST_ADDRESSES = 100_000;

/**
 * Decides message by message. ARP and ND carry no VRID: they belong to one if they are about an address that it
 * has advertised so far.
 */
export class MessageSelector {
  readonly #vrids: ReadonlySet<number>;
  readonly #addresses: ReadonlySet<string>;
  readonly #vlans: ReadonlySet<number>;
  readonly #advertised = new Set<string>();

  constructor(filter: MessageFilter) {
    this.#vrids = new Set(filter.vrids);
    this.#addresses = new Set(filter.addresses);
    this.#vlans = new Set(filter.vlans);
  }

  accepts(message: Message): boolean {
    if (message.kind === 'other') return false;
    if (this.#vlans.size > 0 && !message.vlans.some((vlan) => this.#vlans.has(vlan))) return false;
    if (this.#vrids.size > 0 && !this.#matchesVrid(message)) return false;
    return this.#addresses.size === 0 || addressesOf(message).some((address) => this.#addresses.has(address));
  }

  #matchesVrid(message: Exclude<Message, { kind: 'other' }>): boolean {
    if (message.kind !== 'vrrp') {
      return this.#advertised.has(message.senderAddress) || this.#advertised.has(message.targetAddress);
    }
    if (!this.#vrids.has(message.vrid)) return false;
    for (const address of message.addresses) {
      if (this.#advertised.size < MOST_ADDRESSES) this.#advertised.add(address);
    }
    return true;
  }
}

function addressesOf(message: Exclude<Message, { kind: 'other' }>): readonly string[] {
  if (message.kind === 'vrrp') return [message.src, message.dst, ...message.addresses];
  return [message.src, message.dst, message.senderAddress, message.targetAddress];
}
