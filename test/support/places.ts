import { analyze } from '../../decoder/analyze.ts';
import {
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  sectionHeader,
} from '../../decoder/capture/pcapng-writer.ts';
import type { NodeLog } from '../../decoder/logs/node-log.ts';
import type { Report } from '../../decoder/report.ts';
import { concat } from './capture-builders.ts';
import { captureOf, type Packet, STORY_START, type Story, sourceOf } from './story.ts';

type Told = Pick<Packet, 'time' | 'from'>;

/** How one place sees a story. */
export interface StoryPlace {
  /** Seconds by which its clock is ahead at the start, and parts per million by which it runs too fast. */
  ahead?: number;
  drift?: number;
  /** When its clock is set, and by how many seconds. */
  sets?: readonly { at: number; by: number }[];
  /** Packets that do not get there. */
  misses?: (packet: Told) => boolean;
  /** Seconds that a packet takes there. */
  delay?: (packet: Told) => number;
  /** What it looks like there: with other tags, for instance. */
  change?: (frame: Uint8Array) => Uint8Array;
  /** The capture is made on the host with this address, and says which packets that sent; how many it dropped, if it says so. */
  on?: { host: string; dropped?: number };
}

/** The capture of one place, by its own clock. */
export function seenFrom(story: Story, place: StoryPlace = {}): Uint8Array<ArrayBuffer> {
  const {
    ahead = 0,
    drift = 0,
    sets = [],
    misses = () => false,
    delay = () => 0,
    change = (frame) => frame,
    on,
  } = place;
  const shown = (time: number) =>
    time * (1 + drift / 1e6) + ahead + sets.reduce((sum, { at, by }) => sum + (time > at ? by : 0), 0);
  const seen = story.packets
    .filter((packet) => !misses(packet))
    .map(({ time, frame, from }) => {
      const arrives = time + (on?.host === from ? 0 : delay({ time, from }));
      return { time: arrives, frame: change(frame), from };
    })
    .sort((a, b) => a.time - b.time)
    .map((packet) => ({ ...packet, time: shown(packet.time) }));
  return on ? onHost(seen, on) : captureOf(seen);
}

function onHost(packets: readonly Packet[], { host, dropped }: { host: string; dropped?: number }) {
  const last = packets.at(-1)?.time ?? 0;
  return concat(
    sectionHeader('vrrpscope'),
    interfaceDescription({ linkType: 1, name: 'eth0' }),
    ...packets.map(({ time, frame, from }) =>
      enhancedPacket({
        interfaceIndex: 0,
        ...timestamp(time),
        data: frame,
        originalLength: frame.length,
        direction: from === host ? 'outbound' : 'inbound',
      }),
    ),
    ...(dropped === undefined ? [] : [interfaceStatistics({ interfaceIndex: 0, time: timestamp(last), dropped })]),
  );
}

function timestamp(time: number): { seconds: number; nanoseconds: number } {
  const nanoseconds = Math.round(time * 1e9);
  const seconds = Math.floor(nanoseconds / 1e9);
  return { seconds: STORY_START + seconds, nanoseconds: nanoseconds - seconds * 1e9 };
}

/** The report of captures from several places, each by its name; a place may have several. */
export function reportOfViews(
  captures: Readonly<Record<string, Uint8Array | readonly Uint8Array[]>>,
  names: Readonly<Record<string, string>> = {},
  logs: readonly NodeLog[] = [],
): Promise<Report> {
  const { views, sources } = viewsOf(captures);
  return analyze(sources, { views, names: new Map(Object.entries(names)), logs });
}

export function viewsOf(captures: Readonly<Record<string, Uint8Array | readonly Uint8Array[]>>) {
  const all = Object.entries(captures).flatMap(([name, bytes]) =>
    (bytes instanceof Uint8Array ? [bytes] : bytes).map((file, index) => ({ name, file, index })),
  );
  const views = Object.keys(captures).map((name) => ({
    name,
    sources: all.flatMap((one, index) => (one.name === name ? [index] : [])),
  }));
  return { views, sources: all.map(({ name, file, index }) => sourceOf(file, `${name}-${index + 1}.pcap`)) };
}
