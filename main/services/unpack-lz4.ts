import type { UnpackedBlocks } from './lz4-block.ts';
import type { PackedBytes } from './packed-bytes.ts';
import { Xxh32 } from './xxh32.ts';

const STORED = 0x80000000;
const SMALLEST_BLOCK_CODE = 4;
/** Blocks of old frames hold this much, the last one less. */
const OLD_BLOCK = 8 << 20;
/** What a block of that size takes if nothing in it repeats; a greater number begins the next frame. */
const LARGEST_OLD_BLOCK = OLD_BLOCK + OLD_BLOCK / 255 + 16;

interface FrameHeader {
  blocksAreLinked: boolean;
  hasBlockChecksums: boolean;
  hasChecksum: boolean;
  size: number | null;
  largestBlock: number;
}

/**
 * Unpacks an LZ4 frame (lz4_Frame_format.md of the LZ4 project, version 1.6) behind its magic number. Of a block that breaks
 * off comes out what it holds; of one whose checksum is wrong, nothing.
 */
export async function* unpackLz4Frame(input: PackedBytes, blocks: UnpackedBlocks): AsyncGenerator<Uint8Array> {
  const header = await readFrameHeader(input);
  blocks.begin(header.largestBlock, header.blocksAreLinked);
  const checksum = new Xxh32();
  let size = 0;
  for (let field = await input.takeUint32(); field !== 0; field = await input.takeUint32()) {
    const isStored = (field & STORED) !== 0;
    const length = field & ~STORED;
    if (length > header.largestBlock) throw input.damaged('a block has an impossible size');
    const block = await input.takeSome(length);
    const isCut = block.length < length;
    if (header.hasBlockChecksums && !isCut) await checkBlock(input, block);
    const { bytes, isSound } = isStored ? blocks.store(block) : blocks.unpack(block);
    size += bytes.length;
    if (header.hasChecksum) checksum.add(bytes);
    yield bytes;
    if (isCut) throw input.truncated();
    if (!isSound) throw input.damaged('a block cannot be unpacked');
  }
  if (header.hasChecksum && (await input.takeUint32()) !== checksum.digest()) {
    throw input.damaged('its checksum does not match');
  }
  if (header.size !== null && header.size !== size) throw input.damaged('it holds more or less than it says');
}

/**
 * Unpacks the blocks of an old frame, as `lz4 -l` writes it: it ends with the file or where the next frame begins, whose
 * magic number is returned.
 */
export async function* unpackOldLz4Frame(
  input: PackedBytes,
  blocks: UnpackedBlocks,
): AsyncGenerator<Uint8Array, number | null> {
  blocks.begin(OLD_BLOCK, false);
  while (await input.more()) {
    const length = await input.takeUint32();
    if (length > LARGEST_OLD_BLOCK) return length;
    const block = await input.takeSome(length);
    const { bytes, isSound } = blocks.unpack(block);
    yield bytes;
    if (block.length < length) throw input.truncated();
    if (!isSound) throw input.damaged('a block cannot be unpacked');
  }
  return null;
}

async function readFrameHeader(input: PackedBytes): Promise<FrameHeader> {
  const [flags = 0, blockDescriptor = 0] = await input.take(2);
  const hasSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  const rest = await input.take((hasSize ? 8 : 0) + (hasDictionary ? 4 : 0));
  const [check] = await input.take(1);
  const descriptor = Uint8Array.of(flags, blockDescriptor, ...rest);
  const blockCode = (blockDescriptor >> 4) & 7;
  if (flags >> 6 !== 1 || (flags & 0x02) !== 0 || (blockDescriptor & 0x8f) !== 0 || blockCode < SMALLEST_BLOCK_CODE) {
    throw input.damaged('its header is impossible');
  }
  if (((new Xxh32().add(descriptor).digest() >>> 8) & 0xff) !== check) {
    throw input.damaged('the checksum of its header does not match');
  }
  if (hasDictionary) throw input.damaged('it was made with a dictionary, which is not here');
  return {
    blocksAreLinked: (flags & 0x20) === 0,
    hasBlockChecksums: (flags & 0x10) !== 0,
    hasChecksum: (flags & 0x04) !== 0,
    size: hasSize ? rest.reduceRight((sum, byte) => sum * 256 + byte, 0) : null,
    largestBlock: 1 << (8 + 2 * blockCode),
  };
}

async function checkBlock(input: PackedBytes, block: Uint8Array): Promise<void> {
  const expected = await input.takeUint32();
  if (new Xxh32().add(block).digest() !== expected) throw input.damaged('the checksum of a block does not match');
}
