import type { NdMessage, NdRole } from '../message.ts';
import { type Frame, HeaderFields } from './frame.ts';

export const NEIGHBOR_SOLICITATION = 135;
export const NEIGHBOR_ADVERTISEMENT = 136;

const FIXED_LENGTH = 24;
const SOURCE_LINK_LAYER_ADDRESS = 1;
const TARGET_LINK_LAYER_ADDRESS = 2;
const SOLICITED = 0x40;

/** A neighbour solicitation or advertisement (RFC 4861 §4.3, §4.4); undefined for other ICMPv6. */
export function decodeNeighborDiscovery(frame: Frame): NdMessage | undefined {
  if (frame.capturedPayload < FIXED_LENGTH) return undefined;
  const { offset: at, view } = frame;
  const type = view.getUint8(at);
  if ((type !== NEIGHBOR_SOLICITATION && type !== NEIGHBOR_ADVERTISEMENT) || view.getUint8(at + 1) !== 0)
    return undefined;
  const isAdvertisement = type === NEIGHBOR_ADVERTISEMENT;
  if (frame.hopLimit !== 255) frame.report('nd.bad-hop-limit', frame.hopLimitOffset);
  const option = findOption(frame, isAdvertisement ? TARGET_LINK_LAYER_ADDRESS : SOURCE_LINK_LAYER_ADDRESS);
  if (frame.fields !== undefined) describe(new HeaderFields(frame, frame.fields, 'icmpv6', at), frame, option);
  const envelope = frame.envelope();
  const target = frame.address(at + 8);
  return {
    kind: 'nd',
    ...envelope,
    operation: type,
    senderMac: option < 0 ? envelope.srcMac : frame.mac(option + 2),
    senderAddress: isAdvertisement ? target : envelope.src,
    targetMac: envelope.dstMac,
    targetAddress: isAdvertisement ? envelope.dst : target,
    role: isAdvertisement ? advertisementRole(view.getUint8(at + 4)) : solicitationRole(envelope.src),
  };
}

function advertisementRole(flags: number): NdRole {
  return (flags & SOLICITED) === 0 ? 'unsolicited-na' : 'solicited-na';
}

/** Duplicate address detection asks from the unspecified address (RFC 4862 §5.4.2). */
function solicitationRole(src: string): NdRole {
  return src === '::' ? 'probe' : 'request';
}

/** Offset of the first option of this type that holds an Ethernet address, -1 without one. */
function findOption(frame: Frame, wanted: number): number {
  const { view } = frame;
  const end = frame.offset + frame.capturedPayload;
  let at = frame.offset + FIXED_LENGTH;
  while (at + 2 <= end) {
    const length = view.getUint8(at + 1) * 8;
    if (length === 0 || at + length > frame.offset + frame.payloadLength) {
      frame.report('nd.option-length', at + 1);
      return -1;
    }
    if (view.getUint8(at) === wanted && length === 8 && at + length <= end) return at;
    at += length;
  }
  return -1;
}

function describe(icmpv6: HeaderFields, frame: Frame, option: number): void {
  const { offset: at, view } = frame;
  const isAdvertisement = view.getUint8(at) === NEIGHBOR_ADVERTISEMENT;
  icmpv6.add('icmpv6.type', 'Type', view.getUint8(at), 0, 1);
  icmpv6.add('icmpv6.code', 'Code', 0, 1, 1);
  icmpv6.add(
    'icmpv6.checksum',
    'Checksum',
    `0x${view
      .getUint16(at + 2)
      .toString(16)
      .padStart(4, '0')}`,
    2,
    2,
  );
  if (isAdvertisement) {
    const flags = view.getUint8(at + 4);
    icmpv6.add('icmpv6.nd.na.flag.r', 'Router', flags >> 7, 4, 1);
    icmpv6.add('icmpv6.nd.na.flag.s', 'Solicited', (flags >> 6) & 1, 4, 1);
    icmpv6.add('icmpv6.nd.na.flag.o', 'Override', (flags >> 5) & 1, 4, 1);
  }
  const kind = isAdvertisement ? 'na' : 'ns';
  icmpv6.add(`icmpv6.nd.${kind}.target_address`, 'Target address', frame.address(at + 8), 8, 16);
  if (option >= 0) icmpv6.add('icmpv6.opt.linkaddr', 'Link-layer address', frame.mac(option + 2), option + 2 - at, 6);
}
