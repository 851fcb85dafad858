import { closeSync, openSync, writeSync } from 'node:fs';
import { advertisement, arp } from '../support/packet-builders.ts';

const START_SECONDS = 1_780_000_000;
const CHUNK = 4 << 20;
const VIP = '192.0.2.100';
const NODES = [
  { src: '192.0.2.1', srcMac: '02:00:00:00:00:01' },
  { src: '192.0.2.2', srcMac: '02:00:00:00:00:02' },
];
/** Of each hundred handovers this many are deaf usurpers, so that there are split brains to draw. */
const SPLIT_BRAINS_PERCENT = 4;
const SPLIT_BRAIN_SECONDS = 20;

/**
 * A pcap of one virtual router that changes hands `transitions` times in `advertisements` seconds: resignations, and
 * now and then two masters for twenty seconds.
 */
export function writeLongHistory(path: string, advertisements: number, transitions: number): void {
  const file = openSync(path, 'w');
  const chunk = Buffer.alloc(CHUNK + (1 << 17));
  let at = writeFileHeader(chunk);
  const add = (time: number, frame: Uint8Array) => {
    chunk.writeUInt32LE(START_SECONDS + Math.floor(time), at);
    chunk.writeUInt32LE(Math.floor((time % 1) * 1e6), at + 4);
    chunk.writeUInt32LE(frame.length, at + 8);
    chunk.writeUInt32LE(frame.length, at + 12);
    chunk.set(frame, at + 16);
    at += 16 + frame.length;
    if (at < CHUNK) return;
    writeSync(file, chunk, 0, at);
    at = 0;
  };
  const frames = NODES.map((node, i) => ({
    master: advertisement({ ...node, priority: 100 + i, vrid: 51, addresses: [VIP], id: 1 }),
    resigns: advertisement({ ...node, priority: 0, vrid: 51, addresses: [VIP], id: 1 }),
    announces: arp({ senderMac: node.srcMac, senderAddress: VIP }),
  }));
  const spell = Math.floor(advertisements / transitions);
  for (let turn = 0, second = 0; turn < transitions; turn++) {
    const [master, other] = [frames[turn % 2], frames[(turn + 1) % 2]];
    if (!master || !other) break;
    add(second + 0.001, master.announces);
    const splits = turn % 2 === 1 && turn % 100 < SPLIT_BRAINS_PERCENT * 2;
    for (let i = 0; i < spell; i++, second++) {
      add(second, master.master);
      // The weaker one is deaf for a while, and gives up
      if (splits && i >= spell / 2 && i < spell / 2 + SPLIT_BRAIN_SECONDS) add(second + 0.4, other.master);
      if (splits && i === Math.ceil(spell / 2) + SPLIT_BRAIN_SECONDS) add(second + 0.2, other.resigns);
    }
    add(second - 0.9, master.resigns);
  }
  writeSync(file, chunk, 0, at);
  closeSync(file);
}

function writeFileHeader(chunk: Buffer): number {
  chunk.writeUInt32LE(0xa1b2c3d4, 0);
  chunk.writeUInt16LE(2, 4);
  chunk.writeUInt16LE(4, 6);
  chunk.writeUInt32LE(262_144, 16);
  chunk.writeUInt32LE(1, 20);
  return 24;
}
