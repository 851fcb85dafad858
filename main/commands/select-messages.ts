import type { Message } from '../../decoder/message.ts';
import type { PacketRange } from './report-options.ts';

/** Which messages are asked for; an empty list asks for all. One of each list must match. */
export interface MessageFilter {
  vrids: readonly number[];
  addresses: readonly string[];
  vlans: readonly number[];
  packets: readonly PacketRange[];
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
  readonly #packets: readonly PacketRange[];
  /** Nothing behind it is asked for. */
  readonly lastPacket: number;
  readonly #advertised = new Set<string>();

  constructor(filter: MessageFilter) {
    this.#vrids = new Set(filter.vrids);
    this.#addresses = new Set(filter.addresses);
    this.#vlans = new Set(filter.vlans);
    this.#packets = filter.packets;
    this.lastPacket = filter.packets.length === 0 ? Infinity : Math.max(...filter.packets.map(({ last }) => last));
  }

  accepts(message: Message): boolean {
    if (message.kind === 'other') return false;
    if (this.#vlans.size > 0 && !message.vlans.some((vlan) => this.#vlans.has(vlan))) return false;
    if (this.#vrids.size > 0 && !this.#matchesVrid(message)) return false;
    if (!this.#matchesPackets(message)) return false;
    return this.#addresses.size === 0 || addressesOf(message).some((address) => this.#addresses.has(address));
  }

  #matchesPackets({ packet }: Message): boolean {
    return this.#packets.length === 0 || this.#packets.some(({ first, last }) => packet >= first && packet <= last);
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
