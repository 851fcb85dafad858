import type { Compression } from '../../decoder/report.ts';
import { FRAME_MAGIC, isSkippable } from './compression.ts';
import { UnpackedBlocks } from './lz4-block.ts';
import { PackedBytes } from './packed-bytes.ts';
import { unpackLz4Frame, unpackOldLz4Frame } from './unpack-lz4.ts';
import { unpackZstdFrame } from './unpack-zstd.ts';
import { ZstdBlocks } from './zstd/zstd-blocks.ts';

/** Unpacks concatenated Zstandard or LZ4 frames, skippable ones among them. */
export async function* unpackFrames(
  packed: AsyncIterable<Uint8Array>,
  compression: Exclude<Compression, 'none' | 'gzip'>,
): AsyncGenerator<Uint8Array> {
  const input = new PackedBytes(packed, compression === 'zstd' ? 'Zstandard' : 'LZ4');
  const zstd = new ZstdBlocks();
  const lz4 = new UnpackedBlocks();
  let next: number | null = null;
  while (next !== null || (await input.more())) {
    const magic: number = next ?? (await input.takeUint32());
    next = null;
    if (magic === FRAME_MAGIC.zstd) yield* unpackZstdFrame(input, zstd);
    else if (magic === FRAME_MAGIC.lz4) yield* unpackLz4Frame(input, lz4);
    else if (magic === FRAME_MAGIC.oldLz4) next = yield* unpackOldLz4Frame(input, lz4);
    else if (isSkippable(magic)) await input.skip(await input.takeUint32());
    else throw input.damaged('something else follows the last frame');
  }
}
