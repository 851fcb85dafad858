/** How a packet passed the capturing host (pcapng epb_flags bits 0-1, Linux cooked packet type 4). */
export type Direction = 'unknown' | 'inbound' | 'outbound';

/** Something about a packet of a link type: its bytes are `[start..end)` of `view`. */
export type PacketTest = (linkType: number, view: DataView, start: number, end: number) => boolean;

/** Which packets are worth handing out. */
export interface PacketFilter {
  /** Tells most of those that are not, by a look so short that the innermost loops can afford it. */
  readonly rulesOut: PacketTest;
  readonly wants: PacketTest;
}

/** Whether a wanted packet is dealt with by this, and need not be handed out. */
export type PacketTaker = (record: CaptureRecord) => boolean;

/**
 * One captured packet. The reader hands out the same object again and again and its bytes lie in the
 * reader's buffer: everything here holds only until the next packet is asked for.
 */
export interface CaptureRecord {
  /** Counts from 1 within the source. */
  packet: number;
  /** Index into the reader's `interfaces`. */
  interfaceIndex: number;
  /** Link-layer header type as the file says it (LINKTYPE_ values). */
  linkType: number;
  /** Whole seconds since the Unix epoch, if_tsoffset included. */
  seconds: number;
  /** 0 to 999,999,999. */
  nanoseconds: number;
  /** False for pcapng Simple Packet Blocks, which carry no timestamp. */
  hasTime: boolean;
  /** The reader's buffer, and a view on the same bytes; the packet is `bytes[start..end)`. */
  bytes: Uint8Array;
  view: DataView;
  start: number;
  end: number;
  /** Length on the wire; may exceed end - start where a snap length cut it. */
  originalLength: number;
  direction: Direction;
  /** Offset of the packet's first byte in the uncompressed stream. */
  byteOffset: number;
}

/** Captured bytes: libpcap's and Wireshark's limit. More than that is damage. */
export const LARGEST_PACKET = 262_144;
