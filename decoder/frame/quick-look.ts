import { ETHER_TYPE } from './ethernet.ts';
import { IP_PROTOCOL } from './ip-protocol.ts';
import { LINK_TYPE } from './link-types.ts';
import { isNeighborPort } from './neighbor-protocols.ts';
import { PROTOCOL_UNREACHABLE_CODE } from './refusal.ts';

const ETHERNET_AND_PORTS = 14 + 20 + 4;
const IPV6_AND_PORTS = 14 + 40 + 4;

/**
 * False if a few bytes show that an Ethernet frame holds nothing of ours, as with nearly all traffic: then nothing is
 * built for it. True if it may; every other link type, tag or odd length is left to the decoder.
 */
export function mayConcernUs(linkType: number, view: DataView, start: number, end: number): boolean {
  if (linkType !== LINK_TYPE.ethernet || end - start < ETHERNET_AND_PORTS) return true;
  switch (view.getUint16(start + 12)) {
    case ETHER_TYPE.ipv4:
      switch (view.getUint8(start + 23)) {
        case IP_PROTOCOL.tcp:
          return false;
        case IP_PROTOCOL.icmp:
          return view.getUint8(start + 14) !== 0x45 || view.getUint16(start + 34) === PROTOCOL_UNREACHABLE_CODE;
        case IP_PROTOCOL.udp:
          return view.getUint8(start + 14) !== 0x45 || isNeighborPort(view.getUint16(start + 36));
        default:
          return true;
      }
    case ETHER_TYPE.ipv6:
      if (end - start < IPV6_AND_PORTS) return true;
      switch (view.getUint8(start + 20)) {
        case IP_PROTOCOL.tcp:
          return false;
        case IP_PROTOCOL.udp:
          return isNeighborPort(view.getUint16(start + 56));
        default:
          return true;
      }
    default:
      return true;
  }
}
