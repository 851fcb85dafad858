import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCapture } from '../../support/capture-builders.ts';
import { captureOf, type Packet, STORY_START } from '../../support/story.ts';
import { type Dialect, mutateBytes } from '../mutate.ts';
import { checkAnalysis } from '../promises/analysis-promises.ts';
import type { Random } from '../random.ts';
import type { Target } from '../target.ts';

const SHIFTS = [1e-6, 1e-3, 0.1, 0.5, 1, 3, 10, 3600, -1e-3, -0.5, -1, -3600] as const;
const DIALECT: Dialect = { unit: 1, longest: 24_000, words: [] };
/** Changes of one packet are of this size. */
const OF_PACKETS: Dialect = { unit: 1, longest: 1500, words: [] };

/** All real captures, packet by packet: left out, repeated, moved, late, changed. */
export const SAMPLES: Target = {
  name: 'samples',
  dialect: DIALECT,
  seeds: sampleCaptures,
  mutate: mutatePackets,
  run: (input) => checkAnalysis([input]),
};

/** Those that are not packed. */
export function sampleCaptures(): Uint8Array[] {
  const names = readdirSync('samples', { recursive: true, encoding: 'utf8' });
  const paths = names.filter((name) => /\.pcap(?:ng)?$/.test(name)).sort();
  return paths.map((name): Uint8Array => readFileSync(join('samples', name))).filter(({ length }) => length < 24_000);
}

function packetsOf(capture: Uint8Array): Packet[] {
  return readCapture(capture).records.map(({ seconds, nanoseconds, data }) => ({
    time: seconds - STORY_START + nanoseconds / 1e9,
    frame: Uint8Array.from(data),
    from: '',
  }));
}

function mutatePackets(input: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const packets = packetsOf(input).slice(0, 300);
  for (let left = 1 << random.below(4); left > 0 && packets.length > 0; left--) {
    const at = random.below(packets.length);
    const count = 1 + random.below(random.oneIn(3) ? packets.length - at : 3);
    const some = packets.slice(at, at + count);
    switch (random.below(7)) {
      case 0:
        packets.splice(at, count);
        break;
      case 1:
        packets.splice(at + count, 0, ...some);
        break;
      case 2:
        packets.splice(random.below(packets.length), 0, ...packets.splice(at, count));
        break;
      case 3: {
        const by = random.pick(SHIFTS);
        packets.splice(at, count, ...some.map((packet) => ({ ...packet, time: packet.time + by })));
        break;
      }
      case 4: {
        const by = random.pick(SHIFTS);
        packets.splice(at, Infinity, ...packets.slice(at).map((packet) => ({ ...packet, time: packet.time + by })));
        break;
      }
      case 5: {
        const others = packetsOf(other);
        const start = random.below(others.length);
        const shift = (packets[at]?.time ?? 0) - (others[start]?.time ?? 0);
        const taken = others.slice(start, start + count).map((packet) => ({ ...packet, time: packet.time + shift }));
        packets.splice(at, 0, ...taken);
        break;
      }
      default: {
        const [packet] = some;
        const foreign = packets[random.below(packets.length)];
        if (packet && foreign) {
          const frame = mutateBytes(packet.frame, foreign.frame, random, OF_PACKETS);
          packets.splice(at, 1, { ...packet, frame });
        }
      }
    }
  }
  const kept = packets.filter(({ time }) => time > -STORY_START && time < 2 ** 32 - STORY_START);
  return captureOf(random.oneIn(2) ? kept : kept.sort((one, two) => one.time - two.time));
}
