import { analyze } from '../../decoder/analyze.ts';
import type { CaptureSource } from '../../decoder/capture/capture-source.ts';
import type { Finding, Report, VirtualRouter } from '../../decoder/report.ts';
import { pcap } from './capture-builders.ts';
import { type AdvertisementParts, type ArpParts, advertisement, arp } from './packet-builders.ts';

/** Seconds since the Unix epoch at which every story begins. */
export const STORY_START = 1_780_000_000;
export const VIP = '192.0.2.100';

export interface Packet {
  /** Seconds from the start of the story. */
  time: number;
  frame: Uint8Array;
  /** Source address of an advertisement, host of an ARP packet; '' for others. */
  from: string;
}

/** A router of the story, which numbers its advertisements as keepalived does. */
export class Node {
  readonly story: Story;
  readonly settings: AdvertisementParts & { src: string; srcMac: string };
  id = 0;

  constructor(story: Story, settings: AdvertisementParts & { src: string; srcMac: string }) {
    this.story = story;
    this.settings = settings;
  }

  /** One advertisement. `lost` ones use up a number and never reach the capture. */
  advertise(time: number, changes: AdvertisementParts & { lost?: boolean } = {}): this {
    this.id = changes.id ?? this.id + 1;
    const frame = () => advertisement({ ...this.settings, ...changes, id: this.id });
    if (!changes.lost) this.story.add(time, frame(), this.settings.src);
    return this;
  }

  /** Advertisements from `from` to at most `to`, one every `step` seconds. */
  advertiseFrom(from: number, to: number, step = 1, changes: AdvertisementParts & { lost?: boolean } = {}): this {
    for (let count = 0; from + count * step <= to + 1e-6; count++) this.advertise(from + count * step, changes);
    return this;
  }

  resign(time: number): this {
    return this.advertise(time, { priority: 0 });
  }

  /** Gratuitous ARP requests for the virtual address. */
  announce(time: number, count = 5, address = VIP): this {
    for (let i = 0; i < count; i++) this.arp(time + i * 1e-4, { senderAddress: address });
    return this;
  }

  /** The ARP reply of this host to a question for the virtual address. */
  answer(time: number, address = VIP): this {
    return this.arp(time, {
      operation: 2,
      senderAddress: address,
      targetAddress: '192.0.2.250',
      targetMac: '02:00:00:00:00:fa',
      ethernetDst: '02:00:00:00:00:fa',
    });
  }

  arp(time: number, parts: ArpParts): this {
    this.story.add(time, arp({ senderMac: this.settings.srcMac, ...parts }), this.settings.src);
    return this;
  }
}

/** A capture told packet by packet, in seconds from its start. */
export class Story {
  readonly #packets: Packet[] = [];

  add(time: number, frame: Uint8Array, from = ''): this {
    this.#packets.push({ time, frame, from });
    return this;
  }

  /** A router at 192.0.2.NUMBER; whatever is not said is VRRPv2, VRID 51, 1 s, no authentication. */
  node(number: number, priority: number, changes: AdvertisementParts = {}): Node {
    const last = number.toString(16).padStart(2, '0');
    return new Node(this, {
      src: `192.0.2.${number}`,
      srcMac: `02:00:00:00:00:${last}`,
      addresses: [VIP],
      priority,
      ...changes,
    });
  }

  /** A packet that is none of VRRP's: the capture was running then. */
  other(time: number): this {
    return this.add(time, new Uint8Array(60));
  }

  /** The classic pcap with nanoseconds, in the order in which packets were added if `sorted` is false. */
  capture(sorted = true): Uint8Array<ArrayBuffer> {
    return captureOf(sorted ? [...this.#packets].sort((a, b) => a.time - b.time) : this.#packets);
  }

  /** What was told, in the order in which it was. */
  get packets(): readonly Packet[] {
    return this.#packets;
  }

  report(sorted = true): Promise<Report> {
    return analyzeBytes(this.capture(sorted));
  }

  /** The report of a story with one virtual router, with its times relative to the start. */
  async tell(): Promise<Telling> {
    return telling(await this.report());
  }
}

/** The classic pcap with nanoseconds. */
export function captureOf(packets: readonly Packet[]): Uint8Array<ArrayBuffer> {
  return pcap({
    variant: 'nanoseconds',
    records: packets.map(({ time, frame }) => {
      const nanoseconds = Math.round(time * 1e9);
      const seconds = Math.floor(nanoseconds / 1e9);
      return { seconds: STORY_START + seconds, fraction: nanoseconds - seconds * 1e9, data: frame };
    }),
  });
}

/** The pair of most stories: A at 192.0.2.1 with priority 100, whose numbers show that it was running, and B with 50. */
export function pair(): { story: Story; a: Node; b: Node } {
  const story = new Story();
  const [a, b] = [story.node(1, 100), story.node(2, 50)];
  a.id = 500;
  return { story, a, b };
}

/** One failover as a clock shows it that is so many seconds late. */
export function seenAt(shift: number): Uint8Array {
  const { story, a, b } = pair();
  a.advertiseFrom(shift, 10 + shift).resign(10.2 + shift);
  b.advertiseFrom(11.005 + shift, 20 + shift);
  return story.capture();
}

export type Telling = VirtualRouter & { findings: Finding[]; codes: string[] };

export function telling(report: Report): Telling {
  const relative = relativeTimes(report);
  const [only, ...more] = relative.virtualRouters;
  if (!only || more.length > 0) throw new Error(`the story has ${relative.virtualRouters.length} virtual routers`);
  const { findings } = relative;
  return { ...only, findings, codes: findings.map(({ code }) => code) };
}

/** The bytes as a source, handed over in pieces of the given sizes. */
export function sourceOf(bytes: Uint8Array, name = 'story.pcap', sizes: readonly number[] = []): CaptureSource {
  let offset = 0;
  let turn = 0;
  return {
    name,
    compression: 'none',
    async read(into) {
      const size = sizes[turn++ % Math.max(1, sizes.length)] ?? into.length;
      const part = bytes.subarray(offset, offset + Math.min(size, into.length));
      into.set(part);
      offset += part.length;
      return part.length;
    },
    async close() {},
    reopen: () => sourceOf(bytes, name, sizes),
  };
}

export function analyzeBytes(...captures: Uint8Array[]): Promise<Report> {
  return analyze(captures.map((bytes, index) => sourceOf(bytes, `story-${index + 1}.pcap`)));
}

/** Every time of the report in seconds from the start of the story, rounded to 0.1 ms. */
export function relativeTimes(report: Report): Report {
  return JSON.parse(JSON.stringify(report), (_key, value) =>
    typeof value === 'number' && value > 1e9 ? Math.round((value - STORY_START) * 1e4) / 1e4 : value,
  );
}
