import type { ArpRole, ChecksumVerdict, Message, NdRole } from '../message.ts';
import type { AuthenticationType } from '../report.ts';
import { toEpochSeconds, toSeconds } from '../time.ts';

/** Messages that are shown one by one; the neighbouring protocols are only counted. */
export type ShownMessage = Exclude<Message, { kind: 'other' }>;

interface RowEnvelope {
  source: number;
  packet: number;
  /** Seconds since the Unix epoch; null for packets of a file that says no time for them. */
  time: number | null;
  src: string;
  dst: string;
  srcMac: string | null;
  /** What carried the packet; absent for what was captured as it is. */
  tunnel?: string;
  vlans: readonly number[];
  /** Codes. */
  problems: string[];
}

export interface VrrpRow extends RowEnvelope {
  kind: 'vrrp';
  version: 2 | 3;
  vrid: number;
  priority: number;
  /** Seconds. */
  interval: number;
  addresses: readonly string[];
  authentication: AuthenticationType;
  password: string | null;
  checksum: ChecksumVerdict;
  ttl: number;
  ipId: number | null;
}

interface NeighborRow extends RowEnvelope {
  operation: number;
  senderAddress: string;
  targetAddress: string;
}

export interface ArpRow extends NeighborRow {
  kind: 'arp';
  senderMac: string;
  targetMac: string;
  role: ArpRole;
}

export interface NdRow extends NeighborRow {
  kind: 'nd';
  senderMac: string | null;
  targetMac: string | null;
  role: NdRole;
}

/** A packet that is no message, in a list of every packet. */
export interface OtherRow {
  kind: 'other';
  source: number;
  packet: number;
  time: number | null;
  /** Addresses of IP, else of Ethernet; empty where it has none that is read. */
  src: string;
  dst: string;
  /** `TCP 443 → 51234`, `IP 89`, `0x88cc`; empty where it cannot be read. */
  protocol: string;
  /** Bytes on the wire. */
  length: number;
  problems: string[];
}

/** A packet of a capture, whatever it holds. */
export type PacketRow = MessageRow | OtherRow;

/** One message as `decode --json` prints it and a packet list shows it. */
export type MessageRow = VrrpRow | ArpRow | NdRow;

/** Where and when: not all of it is in the message. */
export interface MessagePlace {
  epochSeconds: number;
  /** False for packets of a file that says no time for them. */
  hasTime: boolean;
}

export function messageRow(message: ShownMessage, { epochSeconds, hasTime }: MessagePlace): MessageRow {
  const { source, packet, src, dst, srcMac, vlans } = message;
  const carried = message.tunnel === null ? {} : { tunnel: message.tunnel };
  const time = hasTime ? toEpochSeconds(message.time, epochSeconds) : null;
  const problems = message.problems.map((problem) => problem.code);
  switch (message.kind) {
    case 'vrrp': {
      const { kind, version, vrid, priority, addresses, authentication, password, checksum, ttl, ipId } = message;
      const envelope = { source, packet, time, kind, src, dst, srcMac, ...carried, vlans, problems };
      const interval = toSeconds(message.interval);
      return {
        ...envelope,
        version,
        vrid,
        priority,
        interval,
        addresses,
        authentication,
        password,
        checksum,
        ttl,
        ipId,
      };
    }
    case 'arp': {
      const { kind, operation, senderMac, senderAddress, targetMac, targetAddress, role } = message;
      const envelope = { source, packet, time, kind, src, dst, srcMac, ...carried, vlans, problems };
      return { ...envelope, operation, senderMac, senderAddress, targetMac, targetAddress, role };
    }
    case 'nd': {
      const { kind, operation, senderMac, senderAddress, targetMac, targetAddress, role } = message;
      const envelope = { source, packet, time, kind, src, dst, srcMac, ...carried, vlans, problems };
      return { ...envelope, operation, senderMac, senderAddress, targetMac, targetAddress, role };
    }
  }
}
