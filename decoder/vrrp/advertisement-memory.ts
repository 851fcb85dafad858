import { equalBytes } from '../bytes/equal-bytes.ts';
import type { Frame } from '../frame/frame.ts';
import type { VrrpMessage } from '../message.ts';

const SLOT_BITS = 13;
/** Longer packets are rare, and not worth keeping. */
const LONGEST_PACKET = 192;

interface Remembered {
  length: number;
  linkType: number;
  message: VrrpMessage;
}

/**
 * A master sends the same bytes again and again; only the IPv4 identification and header checksum move on. What has
 * been decoded once need not be decoded again.
 */
export class AdvertisementMemory {
  readonly #slots = new Array<Remembered | undefined>(1 << SLOT_BITS).fill(undefined);
  /** The bytes of each slot's packet. */
  readonly #packets = new DataView(new ArrayBuffer(LONGEST_PACKET << SLOT_BITS));

  /** The message of a packet that differs from a remembered one in nothing else. The frame stands at its VRRP header. */
  recall(frame: Frame): VrrpMessage | undefined {
    const slot = slotOf(frame);
    const known = this.#slots[slot];
    if (known === undefined || known.linkType !== frame.linkType || known.length !== frame.end - frame.start) {
      return undefined;
    }
    if (!this.#isRepetition(slot, frame)) return undefined;
    return {
      ...known.message,
      source: frame.source,
      packet: frame.packet,
      time: frame.time,
      interfaceIndex: frame.interfaceIndex,
      direction: frame.direction,
      ipId: frame.identification,
    };
  }

  remember(frame: Frame, message: VrrpMessage): void {
    const length = frame.end - frame.start;
    // A sequence number makes every packet another one
    if (length > LONGEST_PACKET || message.sequence !== null) return;
    const slot = slotOf(frame);
    const shift = slot * LONGEST_PACKET - frame.start;
    for (let i = frame.start; i < frame.end; i++) this.#packets.setUint8(i + shift, frame.view.getUint8(i));
    this.#slots[slot] = { length, linkType: frame.linkType, message };
  }

  #isRepetition(slot: number, { view, start, end, ipVersion, lengthOffset }: Frame): boolean {
    const packets = this.#packets;
    const shift = slot * LONGEST_PACKET - start;
    if (ipVersion === 6) return equalBytes(packets, shift, view, start, end);
    const identification = lengthOffset + 2;
    const checksum = lengthOffset + 8;
    return (
      equalBytes(packets, shift, view, start, identification) &&
      equalBytes(packets, shift, view, identification + 2, checksum) &&
      equalBytes(packets, shift, view, checksum + 2, end)
    );
  }
}

/** By VRID and the last four bytes of the source address. */
function slotOf(frame: Frame): number {
  const source = frame.view.getInt32(frame.srcOffset + (frame.ipVersion === 4 ? 0 : 12));
  const mixed = Math.imul(source ^ (frame.view.getUint8(frame.offset + 1) << 13), 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> (32 - SLOT_BITS);
}
