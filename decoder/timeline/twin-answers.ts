import type { ArpMessage, NdMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import { isGroupMac, isVirtualMac } from './addresses.ts';

/** Answers come within milliseconds; hosts ask again after a second. */
const AT_ONCE: Nanos = 100e6;
/** One may be a copy of a packet. */
const CERTAIN = 3;

/** One question for an address that two hosts answer from one virtual MAC. */
export class TwinWatch {
  #asker: string | null = null;
  #since: Nanos = -Infinity;
  #questions = 0;
  #answers = 0;
  #twice = 0;

  /** Whom all may have heard. A question that was captured twice may be answered twice. */
  ask({ senderMac, dstMac }: ArpMessage | NdMessage, time: Nanos): void {
    if (senderMac === null || dstMac === null || !isGroupMac(dstMac)) return;
    const isRepeated = this.#asker === senderMac && time - this.#since <= AT_ONCE && this.#answers === 0;
    this.#questions = isRepeated ? this.#questions + 1 : 1;
    this.#asker = senderMac;
    this.#since = time;
    this.#answers = 0;
  }

  /** Whether one question more than by chance was answered twice by now. */
  answer({ senderMac, targetMac }: ArpMessage | NdMessage, time: Nanos): boolean {
    if (senderMac === null || !isVirtualMac(senderMac) || targetMac !== this.#asker) return false;
    if (time - this.#since > AT_ONCE) return false;
    this.#answers++;
    if (this.#answers !== this.#questions + 1) return false;
    this.#twice++;
    return this.#twice >= CERTAIN;
  }
}
