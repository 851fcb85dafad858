import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sniffPacking } from '../../../main/services/compression.ts';
import { UnpackError } from '../../../main/services/unpack-error.ts';
import { unpackFrames } from '../../../main/services/unpack-frames.ts';
import { unpackGzip } from '../../../main/services/unpack-gzip.ts';
import { concat } from '../../support/capture-builders.ts';
import type { Target } from '../target.ts';

/** One step never yields more; an old LZ4 block is the largest. */
const LARGEST_STEP = (8 << 20) + (64 << 10);
/** Whoever reads stops somewhere. */
const ENOUGH = 24 << 20;

const OLD_LZ4 = [0x02, 0x21, 0x4c, 0x18, 8, 0, 0, 0, 0x11, 65, 1, 0, 0x30, 66, 67, 68];
const LZ4 = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 5, 0, 0, 0, 0x40, 65, 66, 67, 68, 0, 0, 0, 0];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 4, 0x21, 0, 0, 65, 66, 67, 68];
const ZSTD_RLE = [0x28, 0xb5, 0x2f, 0xfd, 0x20, 9, 0x4b, 0, 0, 65];
const SKIPPABLE = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2];

/** Files that may be packed with gzip, Zstandard or LZ4. */
export const UNPACK: Target = {
  name: 'unpack',
  dialect: {
    unit: 1,
    longest: 4096,
    words: [OLD_LZ4, LZ4, ZSTD, ZSTD_RLE, SKIPPABLE].map((one) => Uint8Array.from(one)),
  },
  *seeds() {
    for (const bytes of [OLD_LZ4, LZ4, ZSTD, ZSTD_RLE]) {
      yield Uint8Array.from(bytes);
      yield concat(bytes, SKIPPABLE, bytes);
    }
    const text = Buffer.from('vrrp '.repeat(40));
    yield gzipSync(text);
    yield concat(gzipSync(text), gzipSync(text, { level: 0 }));
    yield readFileSync('samples/kill-9-compressed.pcap.gz');
    yield readFileSync('samples/three-nodes-compressed.pcapng.zst');
  },
  async run(input) {
    const packing = sniffPacking(input);
    if (!('compression' in packing) || packing.compression === 'none') return [JSON.stringify(packing)];
    const whole = await unpacked(input, [input.length]);
    const pieces = await unpacked(input, [1, 7, 300]);
    const shorter = Math.min(whole.bytes.length, pieces.bytes.length);
    assert.ok(
      whole.bytes.subarray(0, shorter).equals(pieces.bytes.subarray(0, shorter)),
      'in pieces it holds other bytes',
    );
    assert.equal(pieces.end, whole.end, 'in pieces it ends in another way');
    if (packing.compression !== 'gzip' || whole.end === 'whole') {
      assert.equal(pieces.bytes.length, whole.bytes.length, 'in pieces it holds more or less');
    }
    if (packing.compression === 'gzip' && whole.end === 'whole') {
      assert.ok(gunzipSync(input).equals(whole.bytes), 'zlib unpacks something else');
    }
    const cut = await unpacked(input.subarray(0, input.length - 1), [input.length]);
    // Of gzip a little before a damage is lost, which the cut may have taken away
    if (packing.compression !== 'gzip') assert.ok(cut.bytes.length <= whole.bytes.length, 'cut, it holds more');
    const both = Math.min(cut.bytes.length, whole.bytes.length);
    assert.ok(whole.bytes.subarray(0, both).equals(cut.bytes.subarray(0, both)), 'cut, it begins differently');
    return [`${packing.compression} ${whole.end.replace(/\d+/g, '#')}`];
  },
};

async function unpacked(input: Uint8Array, sizes: readonly number[]): Promise<{ bytes: Buffer; end: string }> {
  const packing = sniffPacking(input);
  const compression = 'compression' in packing ? packing.compression : 'none';
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    if (compression !== 'none') {
      const packed = inPieces(input, sizes);
      const output = compression === 'gzip' ? unpackGzip(packed) : unpackFrames(packed, compression);
      for await (const chunk of output) {
        assert.ok(chunk.length <= LARGEST_STEP, `one step gives ${chunk.length} bytes`);
        const taken = Uint8Array.from(chunk.subarray(0, ENOUGH - length));
        chunks.push(taken);
        length += taken.length;
        if (length >= ENOUGH) return { bytes: Buffer.concat(chunks), end: 'enough' };
      }
    }
    return { bytes: Buffer.concat(chunks), end: 'whole' };
  } catch (error) {
    if (error instanceof UnpackError) return { bytes: Buffer.concat(chunks), end: `${error.code}: ${error.message}` };
    throw error;
  }
}

async function* inPieces(input: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < input.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    yield input.slice(at, at + size);
    at += size;
  }
}
