import { decodeEthernet, decodeEthernetWith } from './ethernet.ts';
import type { Frame } from './frame.ts';

const MACS = 12;
const BROADCOM_TAG = 4;
const DSA_TAG = 4;
/** An EtherType of Marvell's, two zeros, then the tag. */
const EXTENDED_DSA_TAG = 8;
/** The tag stands for one of 802.1Q that the frame had. */
const WAS_TAGGED = 0x20;

/** LINKTYPE_DSA_TAG_BRCM: Broadcom's switch tag between MACs and type. */
export function decodeBroadcomTag(frame: Frame): boolean {
  return decodeEthernetWith(frame, BROADCOM_TAG);
}

/** LINKTYPE_DSA_TAG_BRCM_PREPEND: the same tag in front of the frame. */
export function decodeBroadcomPrepended(frame: Frame): boolean {
  frame.offset += BROADCOM_TAG;
  return decodeEthernet(frame);
}

/** LINKTYPE_DSA_TAG_DSA: Marvell's. */
export function decodeDsaTag(frame: Frame): boolean {
  noteVlan(frame, frame.start + MACS);
  return decodeEthernetWith(frame, DSA_TAG);
}

/** LINKTYPE_DSA_TAG_EDSA */
export function decodeExtendedDsaTag(frame: Frame): boolean {
  noteVlan(frame, frame.start + MACS + EXTENDED_DSA_TAG - DSA_TAG);
  return decodeEthernetWith(frame, EXTENDED_DSA_TAG);
}

/** The switch took the tag out of the frame, and tells the VLAN in its own. */
function noteVlan(frame: Frame, tag: number): void {
  if (frame.end - tag < DSA_TAG || (frame.view.getUint8(tag) & WAS_TAGGED) === 0) return;
  const vid = frame.view.getUint16(tag + 2) & 0x0fff;
  if (vid !== 0) frame.segment = frame.segment.tagged(vid);
}
