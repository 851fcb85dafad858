import { type PcapRecordParts, pcap } from './capture-builders.ts';
import { advertisement } from './packet-builders.ts';

/** 2026-03-01 03:10:00 UTC. */
export const CAPTURE_START = 1_772_334_600;

export interface SentAdvertisement {
  /** Seconds from the start of the capture. */
  at: number;
  from: 'a' | 'b';
  priority?: number;
  vrid?: number;
}

const SPEAKERS = {
  a: { src: '10.0.0.1', srcMac: '52:54:00:00:00:0a', priority: 100 },
  b: { src: '10.0.0.2', srcMac: '52:54:00:00:00:0b', priority: 50 },
};

/** A capture of VRRPv2 advertisements, each sender's identification counting from 1 as keepalived's does. */
export function advertisementCapture(sent: readonly SentAdvertisement[]): Uint8Array {
  const ids = { a: 0, b: 0 };
  const records: PcapRecordParts[] = [...sent]
    .sort((one, other) => one.at - other.at)
    .map(({ at, from, priority, vrid = 51 }) => {
      ids[from] += 1;
      const speaker = SPEAKERS[from];
      const data = advertisement({
        ...speaker,
        priority: priority ?? speaker.priority,
        vrid,
        addresses: ['10.0.0.100'],
        id: ids[from],
        dstMac: '01:00:5e:00:00:12',
      });
      const seconds = Math.floor(at);
      return { seconds: CAPTURE_START + seconds, fraction: Math.round((at - seconds) * 1e6), data };
    });
  return pcap({ records });
}

/** `count` advertisements, one a second. */
export function everySecond(from: 'a' | 'b', start: number, count: number): SentAdvertisement[] {
  return Array.from({ length: count }, (_, index) => ({ at: start + index, from }));
}

/** a is master throughout. */
export const steadyCapture = () => advertisementCapture(everySecond('a', 0, 40));

/** a falls silent after 20 s; b takes over 3.805 s later. */
export const failoverCapture = () =>
  advertisementCapture([...everySecond('a', 0, 21), ...everySecond('b', 23.805, 20)]);

/** b does not hear a from 20.5 to 32.5 s; a answers each of its advertisements. */
export const splitBrainCapture = () =>
  advertisementCapture([
    ...everySecond('a', 0, 21),
    ...everySecond('b', 20.5, 13),
    ...everySecond('a', 20.5004, 13),
    ...everySecond('a', 33.5004, 10),
  ]);
