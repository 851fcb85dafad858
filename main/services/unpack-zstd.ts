import { Decompress } from 'fzstd';
import { Lookback } from './lookback.ts';
import type { PackedBytes } from './packed-bytes.ts';

const LARGEST_BLOCK = 128 * 1024;
/** What zstd itself accepts without `--long=31`. */
const LARGEST_WINDOW = 128 * 1024 * 1024;
const RLE_BLOCK = 1;
const COMPRESSED_BLOCK = 2;
const RESERVED_BLOCK = 3;
/** Of the smallest window, and so long that the library looks at it before there is a block. */
const HEADER = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xc3, 0, ...new Uint8Array(12));

/**
 * Unpacks a Zstandard frame (RFC 8878) behind its magic number. It is walked here and the library gets one block at a
 * time: so one step never yields much, and all before a damage comes out.
 */
export async function* unpackZstdFrame(input: PackedBytes): AsyncGenerator<Uint8Array> {
  const { window, hasChecksum } = await readFrameHeader(input);
  const blocks = new ZstdBlocks(window);
  for (let last = false; !last; ) {
    const header = await input.take(3);
    const bits = uint24(header);
    last = (bits & 1) === 1;
    const type = (bits >> 1) & 3;
    const size = bits >> 3;
    if (type === RESERVED_BLOCK || size > LARGEST_BLOCK) throw input.damaged('a block has an impossible header');
    const content = await input.take(type === RLE_BLOCK ? 1 : size);
    yield type === COMPRESSED_BLOCK
      ? blocks.unpack(input, content)
      : blocks.store(type === RLE_BLOCK ? new Uint8Array(size).fill(uint8(content)) : content);
  }
  if (hasChecksum && (await input.takeSome(4)).length < 4) throw input.truncated();
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

/**
 * The blocks of one frame. The library would move its whole window for each of them, however small: it is given what was
 * unpacked last instead.
 */
class ZstdBlocks {
  readonly #lookback: Lookback;
  readonly #library: Decompress;
  readonly #frame: LibraryFrame;
  readonly #pending: unknown[];
  #unpacked: Uint8Array = new Uint8Array(0);

  constructor(window: number) {
    this.#lookback = new Lookback(window);
    this.#library = new Decompress((block) => {
      this.#unpacked = block;
      this.#frame.w = block;
    });
    this.#library.push(HEADER);
    const { frame, pending } = insideOf(this.#library);
    this.#frame = frame;
    this.#frame.m = Math.min(LARGEST_BLOCK, window);
    this.#pending = pending;
  }

  /** A block that needs no unpacking. */
  store(block: Uint8Array): Uint8Array {
    this.#lookback.add(block);
    return block;
  }

  unpack(input: PackedBytes, block: Uint8Array): Uint8Array {
    const latest = this.#lookback.latest();
    this.#unpacked = new Uint8Array(0);
    this.#frame.w = latest;
    this.#frame.e = latest.length;
    try {
      this.#library.push(join(blockHeader(block.length), block));
    } catch (error) {
      throw input.damaged('a block cannot be unpacked', error);
    }
    // Nothing, and yet one piece for each block
    this.#pending.length = 0;
    return this.store(this.#unpacked);
  }
}

/** What the library keeps of a frame: what it looks back at, how much that is, and the largest block. */
interface LibraryFrame {
  w: Uint8Array;
  e: number;
  m: number;
}

/** And what it was given and has not used. */
function insideOf(library: Decompress): { frame: LibraryFrame; pending: unknown[] } {
  const frame: unknown = Reflect.get(library, 's');
  const pending: unknown = Reflect.get(library, 'c');
  if (!isFrame(frame) || !Array.isArray(pending)) throw new Error('fzstd keeps its state elsewhere');
  return { frame, pending };
}

function isFrame(frame: unknown): frame is LibraryFrame {
  return typeof frame === 'object' && frame !== null && 'w' in frame && 'e' in frame && 'm' in frame;
}

function blockHeader(size: number): Uint8Array {
  const bits = (size << 3) | (COMPRESSED_BLOCK << 1);
  return Uint8Array.of(bits, bits >> 8, bits >> 16);
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

function join(...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
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
