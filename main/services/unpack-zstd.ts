import type { PackedBytes } from './packed-bytes.ts';
import { DamagedBlock } from './zstd/damaged-block.ts';
import { LARGEST_BLOCK, type ZstdBlocks } from './zstd/zstd-blocks.ts';

/** What zstd itself accepts without `--long=31`. */
const LARGEST_WINDOW = 128 * 1024 * 1024;
const RLE_BLOCK = 1;
const COMPRESSED_BLOCK = 2;
const RESERVED_BLOCK = 3;
/** Unpacks a Zstandard frame (RFC 8878) behind its magic number. One step never yields much, and all before a damage comes out. */
export async function* unpackZstdFrame(input: PackedBytes, blocks: ZstdBlocks): AsyncGenerator<Uint8Array> {
  const { window, hasChecksum } = await readFrameHeader(input);
  blocks.begin(window);
  for (let last = false; !last; ) {
    const bits = uint24(await input.take(3));
    last = (bits & 1) === 1;
    const type = (bits >> 1) & 3;
    const size = bits >> 3;
    if (type === RESERVED_BLOCK || size > LARGEST_BLOCK) throw input.damaged('a block has an impossible header');
    const content = await input.take(type === RLE_BLOCK ? 1 : size);
    if (type === COMPRESSED_BLOCK) yield compressedBlock(input, blocks, content);
    else yield type === RLE_BLOCK ? blocks.repeated(uint8(content), size) : blocks.stored(content);
  }
  if (hasChecksum && (await input.takeSome(4)).length < 4) throw input.truncated();
}

function compressedBlock(input: PackedBytes, blocks: ZstdBlocks, content: Uint8Array): Uint8Array {
  try {
    return blocks.compressed(content);
  } catch (error) {
    if (error instanceof DamagedBlock) throw input.damaged('a block cannot be unpacked', error);
    throw error;
  }
}

/** RFC 8878 §3.1.1.1, behind the magic number. */
async function readFrameHeader(input: PackedBytes): Promise<{ window: number; hasChecksum: boolean }> {
  const flags = uint8(await input.take(1));
  const singleSegment = (flags & 0x20) !== 0;
  const dictionaryLength = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeLength = [singleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const windowDescriptor = await input.take(singleSegment ? 0 : 1);
  const dictionary = await input.take(dictionaryLength);
  const size = await input.take(sizeLength);
  if ((flags & 0x08) !== 0) throw input.damaged('its header is impossible');
  if (dictionary.some((byte) => byte !== 0)) throw input.damaged('it was made with a dictionary, which is not here');
  const window = singleSegment ? contentSize(size) : windowSize(uint8(windowDescriptor));
  if (window > LARGEST_WINDOW) throw input.damaged(`it asks for ${window} bytes of memory`);
  return { window, hasChecksum: (flags & 4) !== 0 };
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** Frame_Content_Size of a single segment; two bytes count from 256. */
function contentSize(bytes: Uint8Array): number {
  const size = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 ? size + 256 : size;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function uint8(bytes: Uint8Array): number {
  return view(bytes).getUint8(0);
}

function uint24(bytes: Uint8Array): number {
  return view(bytes).getUint16(0, true) + view(bytes).getUint8(2) * 0x10000;
}
