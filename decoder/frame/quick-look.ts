import type { PacketFilter } from '../capture/capture-record.ts';
import { ETHER_TYPE } from './ethernet.ts';
import { IP_PROTOCOL } from './ip-protocol.ts';
import { LINK_TYPE } from './link-types.ts';
import { isNeighborPort } from './neighbor-protocols.ts';
import { mayRefuse } from './refusal.ts';
import { ERSPAN_2_HEADER } from './tunnels/erspan.ts';
import { ERSPAN, GRE_FLAGS, greHeaderLength } from './tunnels/gre.ts';
import { isTunnelPort, VXLAN_PORT } from './tunnels/udp-tunnels.ts';

const ETHERNET_AND_PORTS = 14 + 20 + 4;
const IPV6_AND_PORTS = 14 + 40 + 4;
const ETHERNET_TO_VXLAN = 14 + 20 + 8 + 8;
const IPV6_TO_VXLAN = 14 + 40 + 8 + 8;

/** TCP over IPv4 is most of what captures hold. */
function isTcp(linkType: number, view: DataView, start: number, end: number): boolean {
  return (
    linkType === LINK_TYPE.ethernet &&
    end - start >= ETHERNET_AND_PORTS &&
    view.getUint16(start + 12) === ETHER_TYPE.ipv4 &&
    view.getUint8(start + 23) === IP_PROTOCOL.tcp
  );
}

/**
 * False if a few bytes show that an Ethernet frame holds nothing of ours, as with nearly all traffic: then nothing is
 * built for it. True if it may; every other link type, tag or odd length is left to the decoder.
 */
function mayConcernUs(linkType: number, view: DataView, start: number, end: number): boolean {
  return linkType !== LINK_TYPE.ethernet || frameMayConcernUs(view, start, end);
}

function frameMayConcernUs(view: DataView, start: number, end: number): boolean {
  if (end - start < ETHERNET_AND_PORTS) return true;
  switch (view.getUint16(start + 12)) {
    case ETHER_TYPE.ipv4:
      switch (view.getUint8(start + 23)) {
        case IP_PROTOCOL.tcp:
          return false;
        case IP_PROTOCOL.icmp:
          return view.getUint8(start + 14) !== 0x45 || mayRefuse(view, start + 34, end);
        case IP_PROTOCOL.udp:
          return (
            view.getUint8(start + 14) !== 0x45 ||
            portMayConcernUs(view.getUint16(start + 36), view, start + ETHERNET_TO_VXLAN, end)
          );
        case IP_PROTOCOL.gre:
          return view.getUint8(start + 14) !== 0x45 || greMayConcernUs(view, start + 34, end);
        default:
          return true;
      }
    case ETHER_TYPE.ipv6:
      if (end - start < IPV6_AND_PORTS) return true;
      switch (view.getUint8(start + 20)) {
        case IP_PROTOCOL.tcp:
          return false;
        case IP_PROTOCOL.udp:
          return portMayConcernUs(view.getUint16(start + 56), view, start + IPV6_TO_VXLAN, end);
        default:
          return true;
      }
    default:
      return true;
  }
}

export const OURS: PacketFilter = { rulesOut: isTcp, wants: mayConcernUs };

/** `inner` is where VXLAN, of which there may be much, has the frame that it carries. */
function portMayConcernUs(port: number, view: DataView, inner: number, end: number): boolean {
  if (port === VXLAN_PORT) return frameMayConcernUs(view, inner, end);
  return isNeighborPort(port) || isTunnelPort(port);
}

/** A mirror sends all that its port sees. */
function greMayConcernUs(view: DataView, start: number, end: number): boolean {
  const flags = view.getUint16(start);
  const inner = start + greHeaderLength(flags);
  switch (view.getUint16(start + 2)) {
    case ETHER_TYPE.transparentEthernet:
      return frameMayConcernUs(view, inner, end);
    case ERSPAN:
      return frameMayConcernUs(view, flags & GRE_FLAGS.sequence ? inner + ERSPAN_2_HEADER : inner, end);
    case ETHER_TYPE.ipv4:
      return end - inner < 20 || view.getUint8(inner + 9) !== IP_PROTOCOL.tcp;
    default:
      return true;
  }
}
