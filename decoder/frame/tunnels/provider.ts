import { ETHER_TYPE, isVlanTag } from '../ethernet.ts';
import { type Frame, HeaderFields } from '../frame.ts';
import type { Carried } from './carried.ts';

const MOST_LABELS = 8;
/** The label behind this one only spreads load (RFC 6790 §3). */
const ENTROPY_LABEL_INDICATOR = 7;
const CONTROL_WORD = 4;
const PPP_IPV4 = 0x0021;
const PPP_IPV6 = 0x0057;

/** IEEE 802.1ah: behind the I-TAG comes the customer's frame. */
export function decodeBackboneService(frame: Frame): Carried {
  if (!frame.has(4)) return 'nothing';
  const service = frame.view.getUint32(frame.offset) & 0xffffff;
  if (frame.fields !== undefined) {
    new HeaderFields(frame, frame.fields, 'ieee8021ah', frame.offset).add('ieee8021ah.isid', 'I-SID', service, 1, 3);
  }
  frame.offset += 4;
  frame.enter(`I-SID ${service}`);
  return 'ethernet';
}

/** RFC 2516 §4: a session is known within its VLAN. */
export function decodePppoe(frame: Frame): Carried {
  if (!frame.has(8)) return 'nothing';
  const { offset, view } = frame;
  if (view.getUint16(offset) !== 0x1100) return 'nothing';
  const session = view.getUint16(offset + 2);
  const protocol = view.getUint16(offset + 6);
  if (frame.fields !== undefined) {
    const pppoe = new HeaderFields(frame, frame.fields, 'pppoe', offset);
    pppoe.add('pppoe.session_id', 'Session', session, 2, 2);
    pppoe.add('ppp.protocol', 'Protocol', protocol, 6, 2);
  }
  frame.offset += 8;
  frame.enter(`PPPoE ${session}`, frame.segment.vlans);
  return carriedByPpp(frame, protocol);
}

export function carriedByPpp(frame: Frame, protocol: number): Carried {
  if (protocol !== PPP_IPV4 && protocol !== PPP_IPV6) return 'nothing';
  frame.etherType = protocol === PPP_IPV4 ? ETHER_TYPE.ipv4 : ETHER_TYPE.ipv6;
  return 'network';
}

/**
 * An MPLS label stack (RFC 3032 §2.1), named by the innermost label: it tells one customer from the next. What it carries
 * stands nowhere, and is taken from how it looks.
 */
export function decodeMpls(frame: Frame): Carried {
  let service = 0;
  let isEntropy = false;
  for (let labels = 0; labels < MOST_LABELS && frame.has(4); labels++) {
    const entry = frame.view.getUint32(frame.offset);
    const label = entry >>> 12;
    const isLast = (entry & 0x100) !== 0;
    if (frame.fields !== undefined) {
      new HeaderFields(frame, frame.fields, 'mpls', frame.offset).add('mpls.label', 'Label', label, 0, 3);
    }
    frame.offset += 4;
    if (!isEntropy && label !== ENTROPY_LABEL_INDICATOR) service = label;
    isEntropy = label === ENTROPY_LABEL_INDICATOR;
    if (isLast) {
      frame.enter(`MPLS ${service}`);
      return carriedByMpls(frame);
    }
  }
  return 'nothing';
}

function carriedByMpls(frame: Frame): Carried {
  const { view, offset } = frame;
  if (isIp(frame, offset, 4) || isIp(frame, offset, 6)) {
    frame.etherType = view.getUint8(offset) >> 4 === 4 ? ETHER_TYPE.ipv4 : ETHER_TYPE.ipv6;
    return 'network';
  }
  if (looksLikeEthernet(frame, offset)) return 'ethernet';
  if (!frame.has(CONTROL_WORD) || view.getUint8(offset) >> 4 !== 0) return 'nothing';
  if (!looksLikeEthernet(frame, offset + CONTROL_WORD)) return 'nothing';
  frame.offset += CONTROL_WORD;
  return 'ethernet';
}

/** Its version, and a length that is no more than was sent. */
function isIp({ view, end }: Frame, offset: number, version: 4 | 6): boolean {
  if (end - offset < (version === 4 ? 20 : 40) || view.getUint8(offset) >> 4 !== version) return false;
  return version === 6 || (view.getUint8(offset) & 0x0f) >= 5;
}

/** A type that is read stands where an Ethernet frame has its own, and what it says follows. */
function looksLikeEthernet(frame: Frame, offset: number): boolean {
  if (frame.end - offset < 18) return false;
  const type = frame.view.getUint16(offset + 12);
  switch (type) {
    case ETHER_TYPE.ipv4:
      return isIp(frame, offset + 14, 4);
    case ETHER_TYPE.ipv6:
      return isIp(frame, offset + 14, 6);
    case ETHER_TYPE.arp:
      return frame.view.getUint16(offset + 14) === 1;
    default:
      return isVlanTag(type);
  }
}
