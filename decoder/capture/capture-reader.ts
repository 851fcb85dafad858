import type { CaptureFormat, CaptureInterface, SourceProblem } from '../report.ts';
import { CaptureBuffer } from './capture-buffer.ts';
import type { CaptureRecord, PacketFilter, PacketTaker } from './capture-record.ts';
import { CaptureSummary, type SectionPause } from './capture-summary.ts';
import { PCAP_HEADER_LENGTH, PcapReader, sniffPcap } from './pcap-reader.ts';
import { PcapngReader, SECTION_HEADER_LENGTH, sniffPcapng } from './pcapng-reader.ts';
import type { ByteRange, ReadingPlace } from './reading-place.ts';
import type { Timestamp } from './timestamp.ts';

const ALL: PacketFilter = { rulesOut: () => false, wants: () => true };

/** Why nothing at all could be read. */
export interface UnreadableCapture {
  code: 'empty' | 'not-a-capture' | 'truncated-header';
  message: string;
}

const PCAP_HEADERS: readonly ByteRange[] = [{ offset: 0, length: PCAP_HEADER_LENGTH }];
const NOT_A_CAPTURE = 'neither pcap nor pcapng: its first bytes are those of no capture file';

/**
 * Reads pcap and pcapng, told apart by content, in memory that does not grow with the file:
 *
 *     while ((record = reader.next()) !== undefined) …
 *     const n = await source.read(reader.room());
 *     n > 0 ? reader.filled(n) : reader.end();
 */
export class CaptureReader {
  unreadable: UnreadableCapture | undefined;
  private readonly buffer = new CaptureBuffer();
  private readonly summary = new CaptureSummary();
  private readonly record: CaptureRecord;
  private reader: PcapReader | PcapngReader | undefined;
  private readonly wanted: PacketFilter;
  private readonly takes: PacketTaker;
  /** Where reading was when the memory was let go. */
  private left: ReadingPlace | undefined;

  /** Packets that are not `wanted`, and those that somebody `takes`, are counted and passed over, which is much of the speed. */
  constructor(wanted: PacketFilter = ALL, takes: PacketTaker = () => false) {
    this.wanted = wanted;
    this.takes = takes;
    this.record = {
      packet: 0,
      interfaceIndex: 0,
      linkType: 0,
      seconds: 0,
      nanoseconds: 0,
      hasTime: false,
      bytes: this.buffer.bytes,
      view: this.buffer.view,
      start: 0,
      end: 0,
      originalLength: 0,
      direction: 'unknown',
      byteOffset: 0,
    };
  }

  /** Free space, a megabyte of it, for the next bytes. More may be asked for before it is filled, to read ahead. */
  room(): Uint8Array {
    return this.buffer.room();
  }

  /** `length` bytes were written at the start of the first `room()` that is not filled yet. Records handed out before lose their bytes. */
  filled(length: number): void {
    this.buffer.filled(length);
    this.record.bytes = this.buffer.bytes;
    this.record.view = this.buffer.view;
  }

  /** No more bytes will come. */
  end(): void {
    this.buffer.ended = true;
  }

  /** Lets the memory go; nothing more is read. What is known of the capture stays. */
  release(): void {
    this.left = this.place;
    this.buffer.release();
    this.record.bytes = this.buffer.bytes;
    this.record.view = this.buffer.view;
  }

  /** The next packet, the same object each time. Undefined: needs more bytes, or after `end()`: finished. */
  next(): CaptureRecord | undefined {
    this.reader ??= this.open();
    return this.reader?.next() === true ? this.record : undefined;
  }

  private open(): PcapReader | PcapngReader | undefined {
    const { buffer, record, summary, wanted, takes } = this;
    if (this.unreadable !== undefined) return undefined;
    if (buffer.unread >= 4) {
      const byteOrder = sniffPcap(buffer.view, buffer.start);
      if (byteOrder !== undefined) {
        if (buffer.unread < PCAP_HEADER_LENGTH) return this.refuseAtEnd('truncated-header', 'the file header is cut');
        return new PcapReader(buffer, record, summary, wanted, takes, byteOrder);
      }
    }
    if (buffer.unread >= 12) {
      if (!sniffPcapng(buffer.view, buffer.start)) return this.refuse('not-a-capture', NOT_A_CAPTURE);
      if (buffer.unread >= SECTION_HEADER_LENGTH) return new PcapngReader(buffer, record, summary, wanted, takes);
      return this.refuseAtEnd('truncated-header', 'the first section header is cut');
    }
    return buffer.unread === 0
      ? this.refuseAtEnd('empty', 'the file is empty')
      : this.refuseAtEnd('not-a-capture', NOT_A_CAPTURE);
  }

  private refuseAtEnd(code: UnreadableCapture['code'], message: string): undefined {
    if (this.buffer.ended) this.refuse(code, message);
  }

  private refuse(code: UnreadableCapture['code'], message: string): undefined {
    this.unreadable = { code, message };
  }

  /** Undefined until the file header was read. */
  get format(): CaptureFormat | undefined {
    return this.reader?.format;
  }

  /** Where the next packet is read; undefined before the first one, and where it cannot be told. */
  get place(): ReadingPlace | undefined {
    const { reader, buffer, summary } = this;
    if (this.left !== undefined || reader === undefined || summary.latest === undefined) return this.left;
    const headers = reader.format === 'pcap' ? PCAP_HEADERS : reader.headers;
    if (headers === undefined) return undefined;
    const interfaces = reader.format === 'pcap' ? 0 : reader.interfacesBefore;
    const byteOffset = buffer.offsetOf(buffer.start);
    const { seconds, nanoseconds } = summary.latest;
    const headerCount = headers.length;
    return { packet: summary.numbered, byteOffset, headers, headerCount, interfaces, seconds, nanoseconds };
  }

  /** Of all sections; a record's `interfaceIndex` points here. */
  get interfaces(): CaptureInterface[] {
    return this.summary.interfaces;
  }

  /** Address to name, from name resolution blocks. */
  get names(): Map<string, string> {
    return this.summary.names;
  }

  /** At most 100 of a code, then one that counts the rest. */
  get problems(): SourceProblem[] {
    return this.summary.problems;
  }

  /** Packets met, those that could not be read included. */
  get packets(): number {
    return this.summary.packets;
  }

  /** Captured bytes of all packets. */
  get bytes(): number {
    return this.summary.bytes;
  }

  /** Smallest timestamp; packets without one do not count. */
  get earliest(): Readonly<Timestamp> | undefined {
    return this.summary.earliest;
  }

  /** Largest timestamp. */
  get latest(): Readonly<Timestamp> | undefined {
    return this.summary.latest;
  }

  /** When the capture began, where isb_starttime says so. */
  get observedFrom(): Readonly<Timestamp> | undefined {
    return this.summary.observedFrom;
  }

  /** Whether there is a pause or a hole that was not taken yet. */
  get isInterrupted(): boolean {
    return this.summary.pauses.length > 0 || this.summary.hole !== undefined;
  }

  /** The times between sections, up to the last packet handed out, in which nobody looked; each is told once. */
  takePauses(): readonly SectionPause[] {
    const { pauses } = this.summary;
    if (pauses.length > 0) this.summary.pauses = [];
    return pauses;
  }

  /** The longest time without any packet before the one handed out last; told once. */
  takeHole(): SectionPause | undefined {
    const { hole } = this.summary;
    this.summary.hole = undefined;
    return hole;
  }

  /** When the capture ended, where isb_endtime says so. */
  get observedUntil(): Readonly<Timestamp> | undefined {
    return this.summary.observedUntil;
  }

  /** Packets the capture lost, where the file says so. */
  get dropped(): number | undefined {
    return this.summary.dropped;
  }
}
