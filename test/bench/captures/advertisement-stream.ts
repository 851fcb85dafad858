import { advertisement } from '../../support/packet-builders.ts';
import { finishIpv4 } from './frame-fields.ts';

const START_SECONDS = 1_780_000_000;
const RECORD_HEADER = 16;
const FILE_HEADER = [0xa1b2c3d4, 0x00040002, 0, 0, 262_144, 1];
const SECONDS_AT_ONCE = 60;

/** A pcap of `vrids` masters that advertise once a second for so many seconds, in chunks that are made anew each time. */
export function* advertisementStream(
  vrids: number,
  seconds: number,
): Generator<{ bytes: Uint8Array; packets: number }> {
  const header = Buffer.alloc(4 * FILE_HEADER.length);
  FILE_HEADER.forEach((word, at) => {
    header.writeUInt32LE(word, 4 * at);
  });
  yield { bytes: header, packets: 0 };
  const frames = Array.from({ length: vrids }, (_, at) =>
    advertisement({ vrid: at + 1, src: `10.0.1.${at + 1}`, addresses: [`10.0.0.${at + 1}`] }),
  );
  const length = frames.reduce((sum, frame) => sum + RECORD_HEADER + frame.length, 0);
  for (let second = 0; second < seconds; second += SECONDS_AT_ONCE) {
    const bytes = Buffer.alloc(length * SECONDS_AT_ONCE);
    let at = 0;
    for (let i = 0; i < SECONDS_AT_ONCE; i++) {
      frames.forEach((frame, vrid) => {
        finishIpv4(frame, frame.length, ((second + i) % 0xffff) + 1);
        bytes.writeUInt32LE(START_SECONDS + second + i, at);
        bytes.writeUInt32LE(Math.floor((vrid * 1e6) / vrids), at + 4);
        bytes.writeUInt32LE(frame.length, at + 8);
        bytes.writeUInt32LE(frame.length, at + 12);
        bytes.set(frame, at + RECORD_HEADER);
        at += RECORD_HEADER + frame.length;
      });
    }
    yield { bytes, packets: SECONDS_AT_ONCE * vrids };
  }
}
