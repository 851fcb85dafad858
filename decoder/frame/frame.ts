import type { CaptureRecord, Direction } from '../capture/capture-record.ts';
import type { Envelope } from '../message.ts';
import { type Problem, type ProblemCode, problem } from '../problem.ts';
import type { Nanos } from '../time.ts';
import type { AddressTexts } from './address-texts.ts';
import type { Field } from './field.ts';
import type { NestedSegment } from './nested-segment.ts';

const NO_PROBLEMS: readonly Problem[] = [];
const NOTHING: DataView = new DataView(new ArrayBuffer(0));

/**
 * One packet on its way through the layers, used again for the next one. Offsets are absolute in `view`;
 * those of problems and fields count from the packet's start. A layer decoder reads at `offset`, moves it behind
 * its header, and sets what the next layer needs.
 */
export class Frame {
  readonly texts: AddressTexts;
  /** Where fields go if somebody wants to see them. */
  readonly fields: Field[] | undefined;

  view: DataView = NOTHING;
  start = 0;
  /** Behind the last captured byte. */
  end = 0;
  offset = 0;

  source = 0;
  packet = 0;
  time: Nanos = 0;
  /** What the file says, which `time` was made of. */
  seconds = 0;
  nanoseconds = 0;
  interfaceIndex = 0;
  linkType = 0;
  /** ifindex of Linux cooked v2 and of netfilter logs, else 0. */
  linkInterface = 0;
  direction: Direction = 'unknown';
  /** -1 where the link layer has none. */
  srcMacOffset = -1;
  dstMacOffset = -1;
  segment: NestedSegment;
  /** How many tunnels it is in. */
  depth = 0;
  etherType = 0;

  ipVersion: 4 | 6 = 4;
  srcOffset = 0;
  dstOffset = 0;
  /** TTL or hop limit. */
  hopLimit = 0;
  hopLimitOffset = 0;
  identification: number | null = null;
  /** In units of eight bytes. */
  fragmentOffset = 0;
  moreFragments = false;
  protocol = 0;
  /** What the IP header claims to be left at `offset`, captured or not. */
  payloadLength = 0;
  /** The field that claims it. */
  lengthOffset = 0;
  /** -1 without an Authentication Header. */
  authenticationHeaderOffset = -1;

  #problems: Problem[] | undefined = undefined;

  constructor(texts: AddressTexts, fields?: Field[]) {
    this.texts = texts;
    this.fields = fields;
    this.segment = texts.untagged;
  }

  open(record: CaptureRecord, source: number, time: Nanos): void {
    this.view = record.view;
    this.start = record.start;
    this.end = record.end;
    this.offset = record.start;
    this.source = source;
    this.packet = record.packet;
    this.time = time;
    this.seconds = record.seconds;
    this.nanoseconds = record.nanoseconds;
    this.interfaceIndex = record.interfaceIndex;
    this.linkType = record.linkType;
    this.linkInterface = 0;
    this.direction = record.direction;
    this.segment = this.texts.untagged;
    this.depth = 0;
    this.#problems = undefined;
    this.#forgetLayers();
  }

  #forgetLayers(): void {
    this.srcMacOffset = -1;
    this.dstMacOffset = -1;
    this.identification = null;
    this.fragmentOffset = 0;
    this.moreFragments = false;
    this.authenticationHeaderOffset = -1;
  }

  /**
   * At `offset` begins a packet of its own: nothing that was said of its carrier holds for it. `vlans` are the carrier's,
   * where they are the packet's, too.
   */
  enter(tunnel: string, vlans?: readonly number[]): void {
    this.segment = this.segment.carriedIn(tunnel, vlans);
    this.depth++;
    this.direction = 'unknown';
    this.#forgetLayers();
  }

  /** Whether `length` bytes were captured at `offset`. */
  has(length: number): boolean {
    return this.end - this.offset >= length;
  }

  /** Captured bytes of the IP payload: padding left out, and what the snap length cut. */
  get capturedPayload(): number {
    return Math.min(this.payloadLength, this.end - this.offset);
  }

  get problems(): readonly Problem[] {
    return this.#problems ?? NO_PROBLEMS;
  }

  report(code: ProblemCode, offset: number): void {
    this.#problems ??= [];
    this.#problems.push(problem(code, offset - this.start));
  }

  mac(offset: number): string | null {
    return offset < 0 ? null : this.texts.mac(this.view, offset);
  }

  /** The IP address at `offset`, of the packet's own family. */
  address(offset: number): string {
    return this.ipVersion === 4 ? this.texts.ipv4(this.view, offset) : this.texts.ipv6(this.view, offset);
  }

  isMulticast(): boolean {
    const first = this.view.getUint8(this.dstOffset);
    return this.ipVersion === 4 ? first >> 4 === 0xe : first === 0xff;
  }

  /** What every message over IP says about its packet. */
  envelope(): Envelope {
    return {
      source: this.source,
      packet: this.packet,
      time: this.time,
      interfaceIndex: this.interfaceIndex,
      linkType: this.linkType,
      linkInterface: this.linkInterface,
      direction: this.direction,
      tunnel: this.segment.tunnel,
      vlans: this.segment.vlans,
      srcMac: this.mac(this.srcMacOffset),
      dstMac: this.mac(this.dstMacOffset),
      src: this.address(this.srcOffset),
      dst: this.address(this.dstOffset),
      problems: this.problems,
    };
  }
}

/** Collects the fields of one header; offsets count from the header's start. */
export class HeaderFields {
  readonly #fields: Field[];
  readonly #layer: string;
  readonly #at: number;

  constructor(frame: Frame, fields: Field[], layer: string, headerOffset: number) {
    this.#fields = fields;
    this.#layer = layer;
    this.#at = headerOffset - frame.start;
  }

  add(name: string, label: string, value: string | number | null, offset: number, byteLength: number): void {
    const byteOffset = this.#at + offset;
    this.#fields.push({ layer: this.#layer, name, label, value: String(value), byteOffset, byteLength });
  }

  addSecret(name: string, label: string, value: string, offset: number, byteLength: number): void {
    const byteOffset = this.#at + offset;
    this.#fields.push({ layer: this.#layer, name, label, value, byteOffset, byteLength, secret: true });
  }
}

/** `0x0800`, as registries write such numbers. */
export function hexNumber(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}
