import type { CaptureRecord } from '../../decoder/capture/capture-record.ts';
import type { Timestamp } from '../../decoder/capture/timestamp.ts';
import type { CaptureLog } from '../../main/live/log/capture-log.ts';
import { PcapngStream } from '../../main/live/pcapng-stream.ts';
import { advertisement } from './packet-builders.ts';

/** 2026-11-21 09:02:30 UTC. */
export const START = 1_795_251_750;

export const at = (seconds: number): Timestamp => ({ seconds: START + seconds, nanoseconds: 0 });

/** What a live capture gives to its log: advertisements, numbered by their IPv4 identification from 1. */
export class LoggedPackets {
  readonly stream = new PcapngStream('a test');
  readonly #log: CaptureLog;
  sent = 0;

  constructor(log: CaptureLog) {
    this.#log = log;
    log.begin(this.stream);
  }

  /** An interface is observed from then on. */
  begin(seconds: number): void {
    this.stream.begin([{ linkType: 1, name: 'eth0', timestampResolution: 1e-9 }], at(seconds));
  }

  /** So many packets within that second, in one write. */
  write(seconds: number, count = 1): void {
    for (let number = 0; number < count; number++) {
      this.stream.packet(record(START + seconds, Math.floor((number / count) * 1e9), ++this.sent));
    }
    const last = Math.floor(((count - 1) / count) * 1e9);
    this.#log.write(this.stream.take(), { seconds: START + seconds, nanoseconds: last });
  }

  /** The kernel has dropped so many in all. */
  drop(total: number, seconds: number): void {
    this.stream.dropped(total, at(seconds));
    this.#log.write(this.stream.take(), at(seconds));
  }
}

const frames = new Map<number, Uint8Array<ArrayBuffer>>();

function frame(id: number): Uint8Array<ArrayBuffer> {
  const known = frames.get(id) ?? advertisement({ id });
  frames.set(id, known);
  return known;
}

function record(seconds: number, nanoseconds: number, id: number): CaptureRecord {
  const bytes = frame(id & 0xffff);
  return {
    packet: id,
    interfaceIndex: 0,
    linkType: 1,
    seconds,
    nanoseconds,
    hasTime: true,
    bytes,
    view: new DataView(bytes.buffer),
    start: 0,
    end: bytes.length,
    originalLength: bytes.length,
    direction: 'unknown',
    byteOffset: 0,
  };
}
