import { ETHER_TYPE, isVlanTag } from '../ethernet.ts';
import { type Frame, HeaderFields } from '../frame.ts';
import type { Carried } from './carried.ts';

export const ERSPAN_2_HEADER = 8;
const HEADER_3 = 12;
const SUBHEADER = 8;
const ETHERNET_FRAME = 0;
const IP_PACKET = 2;

/** Who mirrors, and in which of its sessions: they are numbered by each switch on its own. */
export function erspanName(frame: Frame, session: number | null): string {
  const name = `ERSPAN ${frame.address(frame.srcOffset)}`;
  return session === null ? name : `${name} session ${session}`;
}

/** ERSPAN type II (draft-foschiano-erspan §4.2). */
export function decodeErspan2(frame: Frame): Carried {
  if (!frame.has(ERSPAN_2_HEADER)) return 'nothing';
  enterSession(frame, ERSPAN_2_HEADER);
  return 'ethernet';
}

/** ERSPAN type III (draft-foschiano-erspan §4.3). */
export function decodeErspan3(frame: Frame): Carried {
  if (!frame.has(HEADER_3)) return 'nothing';
  const last = frame.view.getUint16(frame.offset + 10);
  const length = HEADER_3 + (last & 1 ? SUBHEADER : 0);
  if (!frame.has(length)) return 'nothing';
  enterSession(frame, length);
  const frameType = (last >> 10) & 0x1f;
  if (frameType === ETHERNET_FRAME) return 'ethernet';
  if (frameType !== IP_PACKET || !frame.has(1)) return 'nothing';
  frame.etherType = frame.view.getUint8(frame.offset) >> 4 === 6 ? ETHER_TYPE.ipv6 : ETHER_TYPE.ipv4;
  return 'network';
}

/** Version, VLAN and session stand at the same place in both types. */
function enterSession(frame: Frame, length: number): void {
  const { offset, view } = frame;
  const vlan = view.getUint16(offset) & 0x0fff;
  const session = view.getUint16(offset + 2) & 0x03ff;
  if (frame.fields !== undefined) {
    const erspan = new HeaderFields(frame, frame.fields, 'erspan', offset);
    erspan.add('erspan.version', 'Version', view.getUint8(offset) >> 4, 0, 1);
    erspan.add('erspan.vlan', 'VLAN', vlan, 0, 2);
    erspan.add('erspan.spanid', 'Session', session, 2, 2);
  }
  frame.enter(erspanName(frame, session), vlan === 0 || hasOwnTag(frame, offset + length, vlan) ? [] : [vlan]);
  frame.offset += length;
}

/** The switch names the VLAN of every frame; those of a trunk bring it along, too. */
function hasOwnTag({ view, end }: Frame, offset: number, vlan: number): boolean {
  if (end - offset < 16 || !isVlanTag(view.getUint16(offset + 12))) return false;
  return (view.getUint16(offset + 14) & 0x0fff) === vlan;
}
