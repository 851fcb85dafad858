import { HASH_SEED, hashBytes } from '../bytes/hash.ts';
import { authenticationSequence } from '../frame/authentication-header.ts';
import { type Frame, HeaderFields } from '../frame/frame.ts';
import type { VrrpMessage } from '../message.ts';
import type { AuthenticationType } from '../report.ts';
import { NANOS_PER_CENTISECOND, NANOS_PER_SECOND, type Nanos } from '../time.ts';
import { describeUnknownVrrp, describeVrrp } from './describe-vrrp.ts';
import { validateVrrp } from './validate-vrrp.ts';
import { verifyChecksum } from './vrrp-checksum.ts';
import { AUTHENTICATION_DATA_LENGTH, CISCO_MD5, HEADER_LENGTH, measureVrrp, type VrrpLayout } from './vrrp-layout.ts';

const ADVERTISEMENT = 1;
const SIMPLE_TEXT = 1;
/** Stands for an IP Authentication Header in `VrrpMessage.authenticationNumber`. */
const AUTHENTICATION_HEADER = 51;

/** Whether the eight bytes of a VRRP header are there: claimed by IP, and captured. */
export function hasVrrpHeader(frame: Frame): boolean {
  return frame.capturedPayload >= HEADER_LENGTH;
}

/**
 * The advertisement at a VRRP header (RFC 3768 §5.3, RFC 5798 §5.2); undefined if its version or type is another one.
 * Whether it is CARP must have been asked before.
 */
export function decodeVrrp(frame: Frame): VrrpMessage | undefined {
  const { offset, view } = frame;
  const version = versionOf(view.getUint8(offset));
  if (version === undefined) {
    if (frame.fields !== undefined) describeUnknownVrrp(new HeaderFields(frame, frame.fields, 'vrrp', offset), frame);
    return undefined;
  }
  const layout = measureVrrp(frame, version);
  const checksum = verifyChecksum(frame, layout);
  validateVrrp(frame, layout, checksum);
  const authentication = authenticationOf(frame, layout);
  const message: VrrpMessage = {
    kind: 'vrrp',
    source: frame.source,
    packet: frame.packet,
    time: frame.time,
    interfaceIndex: frame.interfaceIndex,
    linkType: frame.linkType,
    linkInterface: frame.linkInterface,
    direction: frame.direction,
    tunnel: frame.segment.tunnel,
    vlans: frame.segment.vlans,
    srcMac: frame.mac(frame.srcMacOffset),
    dstMac: frame.mac(frame.dstMacOffset),
    src: frame.address(frame.srcOffset),
    dst: frame.address(frame.dstOffset),
    problems: frame.problems,
    version,
    family: frame.ipVersion === 4 ? 'ipv4' : 'ipv6',
    vrid: view.getUint8(offset + 1),
    priority: view.getUint8(offset + 2),
    interval: intervalOf(view, offset, version),
    addresses: frame.texts.list(view, offset + HEADER_LENGTH, layout.addresses, layout.addressLength),
    authentication,
    authenticationNumber: authenticationNumberOf(frame, version),
    password: passwordOf(frame, layout),
    checksum,
    ttl: frame.hopLimit,
    ipId: frame.identification,
    sequence: sequenceOf(frame, layout),
    payloadHash: hashOf(frame),
  };
  if (frame.fields !== undefined) {
    describeVrrp(new HeaderFields(frame, frame.fields, 'vrrp', offset), frame, layout, message);
  }
  return message;
}

function versionOf(first: number): 2 | 3 | undefined {
  if ((first & 0x0f) !== ADVERTISEMENT) return undefined;
  const version = first >> 4;
  return version === 2 || version === 3 ? version : undefined;
}

/** Version 2 counts seconds, version 3 centiseconds in the lower twelve bits. */
function intervalOf(view: DataView, offset: number, version: 2 | 3): Nanos {
  if (version === 2) return view.getUint8(offset + 5) * NANOS_PER_SECOND;
  return (view.getUint16(offset + 4) & 0x0fff) * NANOS_PER_CENTISECOND;
}

function authenticationOf(frame: Frame, layout: VrrpLayout): AuthenticationType {
  if (frame.authenticationHeaderOffset >= 0) return 'ah';
  if (layout.trailer === 'hmac') return 'hmac';
  if (layout.version === 3) return 'none';
  switch (frame.view.getUint8(frame.offset + 4)) {
    case 0:
      return 'none';
    case SIMPLE_TEXT:
      return 'simple';
    case CISCO_MD5:
      return 'md5';
    default:
      return 'unknown';
  }
}

function authenticationNumberOf(frame: Frame, version: 2 | 3): number {
  if (frame.authenticationHeaderOffset >= 0) return AUTHENTICATION_HEADER;
  return version === 2 ? frame.view.getUint8(frame.offset + 4) : -1;
}

function passwordOf(frame: Frame, layout: VrrpLayout): string | null {
  if (!layout.hasAuthenticationData || frame.view.getUint8(frame.offset + 4) !== SIMPLE_TEXT) return null;
  if (frame.capturedPayload < layout.messageLength) return null;
  return frame.texts.password(frame.view, frame.offset + layout.messageLength - AUTHENTICATION_DATA_LENGTH);
}

/** The AH sequence, or for auth_hmac its clock in units of 1/65536 s with the counter's low bits behind it. */
function sequenceOf(frame: Frame, layout: VrrpLayout): number | null {
  if (frame.authenticationHeaderOffset >= 0) return authenticationSequence(frame);
  if (layout.trailer !== 'hmac') return null;
  const { view } = frame;
  const at = frame.offset + layout.messageLength;
  const clock = view.getUint32(at + 4) * 65536 + view.getUint16(at + 8);
  // 48 bits of clock leave five for the counter below 2^53
  return clock * 32 + (view.getUint16(at + 10) & 31);
}

/** Without the checksum, which differs between unicast peers. */
function hashOf(frame: Frame): number {
  const { offset, view } = frame;
  const head = hashBytes(view, offset, offset + 6, HASH_SEED);
  return hashBytes(view, offset + HEADER_LENGTH, offset + frame.capturedPayload, head);
}
