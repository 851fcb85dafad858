import type { CaptureRecord } from '../capture/capture-record.ts';
import type { Message } from '../message.ts';
import type { Nanos } from '../time.ts';
import { AdvertisementMemory, type KnownAdvertisement } from '../vrrp/advertisement-memory.ts';
import { decodeCarp, isCarp } from '../vrrp/carp.ts';
import { decodeVrrp, hasVrrpHeader } from '../vrrp/decode-vrrp.ts';
import { AddressTexts } from './address-texts.ts';
import { decodePktap } from './apple-pktap.ts';
import { decodeArp } from './arp.ts';
import { decodeAuthenticationHeader } from './authentication-header.ts';
import { decodeEthernet, ETHER_TYPE } from './ethernet.ts';
import type { Field } from './field.ts';
import { Frame } from './frame.ts';
import { IP_PROTOCOL } from './ip-protocol.ts';
import { decodeIpv4 } from './ipv4.ts';
import { decodeIpv6 } from './ipv6.ts';
import { LINK_TYPE } from './link-types.ts';
import { decodeLinuxCooked, decodeLinuxCooked2 } from './linux-cooked.ts';
import { decodeNeighborDiscovery } from './neighbor-discovery.ts';
import { decodeNeighborProtocol } from './neighbor-protocols.ts';
import { decodeNetfilterLog } from './netfilter-log.ts';
import { decodeCiscoHdlc, decodePpp } from './point-to-point.ts';
import { decodeBsdLoop, decodeBsdNull, decodeRawIp } from './raw-ip.ts';
import { decodeRefusal } from './refusal.ts';
import { decodeBroadcomPrepended, decodeBroadcomTag, decodeDsaTag, decodeExtendedDsaTag } from './switch-tags.ts';
import type { Carried } from './tunnels/carried.ts';
import { decodeGre, decodeIpInIp } from './tunnels/gre.ts';
import { decodeBackboneService, decodeMpls, decodePppoe } from './tunnels/provider.ts';
import { decodeUdpTunnel } from './tunnels/udp-tunnels.ts';

const MOST_TUNNELS = 4;

/** Reads the packets of one source and keeps count of what it met. */
export class FrameDecoder {
  /** Packets of link types that are not read: link type → count. */
  readonly unreadLinkTypes = new Map<number, number>();
  /** What was seen at all outside of tunnels, because absence is evidence only where presence was possible. */
  readonly seen = { arp: 0, icmpv6: 0, igmp: 0 };
  readonly counts = {
    /** Packets whose link or IP header, or VRRP header, is cut or contradicts itself. */
    malformed: 0,
    /** Later fragments of protocol 112 or AH, which hold no header. */
    fragments: 0,
    /** Frames of MACsec, which hides what it carries. */
    macsec: 0,
    /** Protocol 112 with a version or type that is neither VRRPv2 nor VRRPv3. */
    unknownVersion: 0,
  };

  /** The latest advertisement, if it can be recognized when it comes again. */
  known: KnownAdvertisement | undefined;
  readonly #source: number;
  readonly #frame: Frame;
  /** Fields must be read anew from each packet. */
  readonly #remembers: boolean;
  /** From the first advertisement on. */
  #memory: AdvertisementMemory | undefined;

  /** `fields` collects the fields of everything decoded; `texts` may be shared between decoders. */
  constructor(source: number, texts = new AddressTexts(), fields?: Field[]) {
    this.#source = source;
    this.#frame = new Frame(texts, fields);
    this.#remembers = fields === undefined;
  }

  /** The advertisement that this packet repeats, if it is remembered. */
  recognize(record: CaptureRecord): KnownAdvertisement | undefined {
    this.known = this.#memory?.recognize(record);
    return this.known;
  }

  /** The message in this packet, or undefined if it is none of ours. */
  decode(record: CaptureRecord, time: Nanos): Message | undefined {
    const known = this.recognize(record);
    if (known) return known.repeat(record, this.#source, time);
    const frame = this.#frame;
    frame.open(record, this.#source, time);
    const message = this.#decodeLink(frame, frame.linkType) ? this.#decodeNetwork(frame) : undefined;
    if (message?.kind === 'vrrp' && this.#remembers) {
      this.#memory ??= new AdvertisementMemory();
      this.known = this.#memory.remember(record, message);
    }
    return message;
  }

  /** Nothing more will be decoded: what was counted stays. */
  release(): void {
    this.#memory = undefined;
    this.known = undefined;
  }

  #decodeNetwork(frame: Frame): Message | undefined {
    switch (frame.etherType) {
      case ETHER_TYPE.ipv4:
        return decodeIpv4(frame) ? this.#decodeIpv4Payload(frame) : this.#malformed();
      case ETHER_TYPE.ipv6:
        return decodeIpv6(frame) ? this.#decodeIpPayload(frame) : this.#malformed();
      case ETHER_TYPE.arp:
        if (frame.depth === 0) this.seen.arp++;
        return decodeArp(frame);
      case ETHER_TYPE.macsec:
        this.counts.macsec++;
        return undefined;
      case ETHER_TYPE.backboneService:
        return this.#decodeCarried(frame, decodeBackboneService(frame));
      case ETHER_TYPE.mpls:
      case ETHER_TYPE.mplsMulticast:
        return this.#decodeCarried(frame, decodeMpls(frame));
      case ETHER_TYPE.pppoeSession:
        return this.#decodeCarried(frame, decodePppoe(frame));
      default:
        return undefined;
    }
  }

  /** What a tunnel or mirror carries, which may be another one. */
  #decodeCarried(frame: Frame, carried: Carried): Message | undefined {
    if (carried === 'nothing' || frame.depth > MOST_TUNNELS) return undefined;
    return carried === 'network' || decodeEthernet(frame) ? this.#decodeNetwork(frame) : undefined;
  }

  #decodeLink(frame: Frame, linkType: number): boolean {
    switch (linkType) {
      case LINK_TYPE.ethernet:
        return decodeEthernet(frame);
      case LINK_TYPE.linuxCooked:
        return decodeLinuxCooked(frame);
      case LINK_TYPE.linuxCooked2:
        return decodeLinuxCooked2(frame);
      case LINK_TYPE.raw:
      case LINK_TYPE.rawBsd:
      case LINK_TYPE.rawOpenBsd:
      case LINK_TYPE.ipv4:
      case LINK_TYPE.ipv6:
        return decodeRawIp(frame);
      case LINK_TYPE.null:
        return decodeBsdNull(frame);
      case LINK_TYPE.loop:
        return decodeBsdLoop(frame);
      case LINK_TYPE.netfilterLog:
        return decodeNetfilterLog(frame);
      case LINK_TYPE.ppp:
        return decodePpp(frame);
      case LINK_TYPE.ciscoHdlc:
        return decodeCiscoHdlc(frame);
      case LINK_TYPE.broadcomTag:
        return decodeBroadcomTag(frame);
      case LINK_TYPE.broadcomPrepended:
        return decodeBroadcomPrepended(frame);
      case LINK_TYPE.dsa:
        return decodeDsaTag(frame);
      case LINK_TYPE.extendedDsa:
        return decodeExtendedDsaTag(frame);
      case LINK_TYPE.pktap:
        return this.#decodePktapLink(frame);
      default:
        this.unreadLinkTypes.set(linkType, (this.unreadLinkTypes.get(linkType) ?? 0) + 1);
        return false;
    }
  }

  #decodePktapLink(frame: Frame): boolean {
    const linkType = decodePktap(frame);
    return linkType !== undefined && linkType !== LINK_TYPE.pktap && this.#decodeLink(frame, linkType);
  }

  #decodeIpv4Payload(frame: Frame): Message | undefined {
    if (frame.protocol !== IP_PROTOCOL.authenticationHeader) return this.#decodeIpPayload(frame);
    if (frame.fragmentOffset !== 0) return this.#laterFragment();
    return decodeAuthenticationHeader(frame) ? this.#decodeIpPayload(frame) : this.#malformed();
  }

  #decodeIpPayload(frame: Frame): Message | undefined {
    switch (frame.protocol) {
      case IP_PROTOCOL.vrrp:
        return frame.fragmentOffset === 0 ? this.#decodeProtocol112(frame) : this.#laterFragment();
      case IP_PROTOCOL.icmpv6:
        if (frame.depth === 0) this.seen.icmpv6++;
        if (frame.ipVersion !== 6 || frame.fragmentOffset !== 0) return undefined;
        return decodeNeighborDiscovery(frame) ?? decodeRefusal(frame);
      case IP_PROTOCOL.icmp:
        return frame.ipVersion === 4 && frame.fragmentOffset === 0 ? decodeRefusal(frame) : undefined;
      case IP_PROTOCOL.udp:
        if (frame.fragmentOffset !== 0) return undefined;
        return decodeNeighborProtocol(frame) ?? this.#decodeCarried(frame, decodeUdpTunnel(frame));
      case IP_PROTOCOL.gre:
        return frame.fragmentOffset === 0 ? this.#decodeCarried(frame, decodeGre(frame)) : undefined;
      case IP_PROTOCOL.ipv4:
      case IP_PROTOCOL.ipv6: {
        const type = frame.protocol === IP_PROTOCOL.ipv4 ? ETHER_TYPE.ipv4 : ETHER_TYPE.ipv6;
        return frame.fragmentOffset === 0 ? this.#decodeCarried(frame, decodeIpInIp(frame, type)) : undefined;
      }
      case IP_PROTOCOL.igmp:
        this.seen.igmp++;
        return undefined;
      default:
        return undefined;
    }
  }

  /** VRRP, or one of those that share its number. */
  #decodeProtocol112(frame: Frame): Message | undefined {
    if (!hasVrrpHeader(frame)) return this.#malformed();
    if (isCarp(frame)) return decodeCarp(frame);
    const message = decodeVrrp(frame);
    if (message === undefined) this.counts.unknownVersion++;
    return message;
  }

  #malformed(): undefined {
    this.counts.malformed++;
    return undefined;
  }

  #laterFragment(): undefined {
    this.counts.fragments++;
    return undefined;
  }
}

/** Every field of one packet, layer by layer, as far as it can be read. */
export function describePacket(record: CaptureRecord, texts = new AddressTexts()): Field[] {
  const fields: Field[] = [];
  new FrameDecoder(0, texts, fields).decode(record, 0);
  return fields;
}
