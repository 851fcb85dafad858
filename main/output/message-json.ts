import { toEpochSeconds, toSeconds } from '../../decoder/time.ts';
import { safeJson } from './escape.ts';
import type { PrintedMessage } from './shown-message.ts';

/** Where and when: not all of it is in the message. */
export interface MessagePlace {
  epochSeconds: number;
  /** False for packets of a file that says no time for them. */
  hasTime: boolean;
}

/** One object without line breaks, with the properties that the contract lists. */
export function messageJson(message: PrintedMessage, place: MessagePlace): string {
  return safeJson({
    source: message.source,
    packet: message.packet,
    time: place.hasTime ? toEpochSeconds(message.time, place.epochSeconds) : null,
    kind: message.kind,
    src: message.src,
    dst: message.dst,
    srcMac: message.srcMac,
    vlans: message.vlans,
    problems: message.problems.map((problem) => problem.code),
    ...ownProperties(message),
  });
}

function ownProperties(message: PrintedMessage): object {
  if (message.kind === 'vrrp') {
    const { version, vrid, priority, addresses, authentication, password, checksum, ttl, ipId } = message;
    const interval = toSeconds(message.interval);
    return { version, vrid, priority, interval, addresses, authentication, password, checksum, ttl, ipId };
  }
  const { operation, senderMac, senderAddress, targetMac, targetAddress, role } = message;
  return { operation, senderMac, senderAddress, targetMac, targetAddress, role };
}
