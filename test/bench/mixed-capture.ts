import { closeSync, openSync, writeSync } from 'node:fs';
import { advertisement, arp, ethernet, ipv4 } from '../support/packet-builders.ts';

const START_SECONDS = 1_780_000_000;
const PACKETS_PER_SECOND = 4000;
const VIRTUAL_ROUTERS = 4;
const SLOTS_PER_ROUTER = PACKETS_PER_SECOND / VIRTUAL_ROUTERS;
const TEMPLATES = 256;
const CHUNK = 4 << 20;

export interface MixedCapture {
  path: string;
  bytes: number;
  packets: number;
  advertisements: number;
}

/**
 * A pcap of about `bytes` bytes as a busy server segment gives it: TCP and UDP of many sizes from many stations,
 * four virtual routers that advertise once a second, and ARP questions. The same seed gives the same file.
 */
export function writeMixedCapture(path: string, bytes: number, seed = 1): MixedCapture {
  const random = mulberry32(seed);
  const traffic = Array.from({ length: TEMPLATES }, () => trafficFrame(random));
  const questions = [1, 2, 3, 4].map((host) => arp({ senderAddress: `192.0.2.${host}`, targetAddress: '192.0.2.254' }));
  const file = openSync(path, 'w');
  const chunk = Buffer.alloc(CHUNK + (1 << 17));
  let at = writeFileHeader(chunk);
  const capture: MixedCapture = { path, bytes: 0, packets: 0, advertisements: 0 };
  const add = (frame: Uint8Array, seconds: number, microseconds: number) => {
    at = writeRecord(chunk, at, frame, seconds, microseconds);
    capture.packets += 1;
    if (at >= CHUNK) flush();
  };
  const flush = () => {
    writeSync(file, chunk, 0, at);
    capture.bytes += at;
    at = 0;
  };
  for (let second = 0; capture.bytes < bytes; second++) {
    for (let slot = 0; slot < PACKETS_PER_SECOND; slot++) {
      const microseconds = Math.floor((slot * 1e6) / PACKETS_PER_SECOND);
      if (slot % SLOTS_PER_ROUTER === 7) {
        const vrid = 51 + Math.floor(slot / SLOTS_PER_ROUTER);
        const address = `192.0.2.${vrid}`;
        add(
          advertisement({ vrid, addresses: [address], id: (second % 0xffff) + 1 }),
          START_SECONDS + second,
          microseconds,
        );
        capture.advertisements += 1;
      }
      const frame = slot % 200 === 50 ? pick(questions, random) : pick(traffic, random);
      add(frame, START_SECONDS + second, microseconds + 1);
    }
  }
  flush();
  closeSync(file);
  return capture;
}

function writeFileHeader(chunk: Buffer): number {
  let at = chunk.writeUInt32LE(0xa1b2c3d4, 0);
  at = chunk.writeUInt16LE(2, at);
  at = chunk.writeUInt16LE(4, at);
  for (const word of [0, 0, 262144, 1]) at = chunk.writeUInt32LE(word, at);
  return at;
}

function writeRecord(chunk: Buffer, start: number, frame: Uint8Array, seconds: number, microseconds: number): number {
  let at = chunk.writeUInt32LE(seconds, start);
  for (const word of [microseconds, frame.length, frame.length]) at = chunk.writeUInt32LE(word, at);
  chunk.set(frame, at);
  return at + frame.length;
}

/** Half acknowledgements, a third full segments, the rest between. */
function trafficFrame(random: () => number): Uint8Array {
  const kind = random();
  const size = kind < 0.5 ? 32 : kind < 0.83 ? 1480 : 40 + Math.floor(random() * 1400);
  const payload = Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
  const host = () => 1 + Math.floor(random() * 250);
  const protocol = random() < 0.8 ? 6 : 17;
  return ethernet({
    src: station(host()),
    dst: station(host()),
    payload: ipv4({ src: `10.0.0.${host()}`, dst: `10.0.1.${host()}`, protocol, ttl: 64, payload }),
  });
}

function station(host: number): string {
  return `02:00:00:00:00:${host.toString(16).padStart(2, '0')}`;
}

function pick(frames: readonly Uint8Array[], random: () => number): Uint8Array {
  return frames[Math.floor(random() * frames.length)] ?? new Uint8Array(0);
}

/** A small seeded generator of numbers in [0, 1). */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
