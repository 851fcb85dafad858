import { isCompleteSum, sumWords } from '../bytes/checksum.ts';
import type { Frame } from '../frame/frame.ts';
import { IP_PROTOCOL } from '../frame/ip-protocol.ts';
import type { ChecksumVerdict } from '../message.ts';
import type { VrrpLayout } from './vrrp-layout.ts';

/** 224.0.0.18, summed. */
const GROUP_SUM = 0xe000 + 0x0012;

/**
 * Which rule the checksum fits. keepalived sums the message without what trails it, Cisco and kernels sum all of
 * the IP payload, so both lengths are tried. Over IPv4, RFC 5798 §5.2.8 was read with and without a pseudo-header,
 * and keepalived up to 1.3.6 summed for the group when it sent to a unicast peer.
 */
export function verifyChecksum(frame: Frame, layout: VrrpLayout): ChecksumVerdict {
  const captured = frame.capturedPayload;
  if (layout.messageLength <= frame.payloadLength) {
    if (captured < layout.messageLength) return 'unverified';
    const verdict = verdictOver(frame, layout, layout.messageLength);
    if (verdict !== 'bad' || frame.payloadLength === layout.messageLength) return unlessFragment(frame, verdict);
  }
  if (captured < frame.payloadLength) return 'unverified';
  return unlessFragment(frame, verdictOver(frame, layout, frame.payloadLength));
}

function unlessFragment(frame: Frame, verdict: ChecksumVerdict): ChecksumVerdict {
  return verdict === 'bad' && frame.moreFragments ? 'unverified' : verdict;
}

function verdictOver(frame: Frame, layout: VrrpLayout, length: number): ChecksumVerdict {
  const message = sumWords(frame.view, frame.offset, length);
  if (layout.hasAuthenticationData) return isCompleteSum(message) ? 'good' : 'bad';
  const sender = message + IP_PROTOCOL.vrrp + length + sumWords(frame.view, frame.srcOffset, layout.addressLength);
  if (isCompleteSum(sender + sumWords(frame.view, frame.dstOffset, layout.addressLength))) return 'good';
  if (isCompleteSum(message)) return 'no-pseudo-header';
  const isUnicast4 = layout.addressLength === 4 && !frame.isMulticast();
  return isUnicast4 && isCompleteSum(sender + GROUP_SUM) ? 'multicast-pseudo-header' : 'bad';
}
