import { Decompress } from 'fzstd';
import type { PackedBytes } from './packed-bytes.ts';

const LARGEST_BLOCK = 128 * 1024;
/** What zstd itself accepts without `--long=31`. */
const LARGEST_WINDOW = 128 * 1024 * 1024;
/** The library moves all of its window for each block: it gets as much as there is to look back at. */
const FIRST_WINDOW = 1024 * 1024;
const FIRST_WINDOW_DESCRIPTOR = 10 << 3;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;

/**
 * Unpacks a Zstandard frame (RFC 8878) behind its magic number. It is walked here and the library gets one block at a
 * time: so one step never yields much, and all before a damage comes out.
 */
export async function* unpackZstdFrame(input: PackedBytes): AsyncGenerator<Uint8Array> {
  const unpacked: Uint8Array[] = [];
  const library = new Decompress((chunk) => unpacked.push(chunk));
  const header = await readFrameHeader(input);
  push(input, library, header.bytes, false);
  let passed = 0;
  for (let last = false; !last; ) {
    const blockHeader = await input.take(3);
    const bits = uint24(blockHeader);
    last = (bits & 1) === 1;
    const type = (bits >> 1) & 3;
    const size = bits >> 3;
    if (type === RESERVED_BLOCK || size > LARGEST_BLOCK) throw input.damaged('a block has an impossible header');
    const block = await input.take(type === RLE_BLOCK ? 1 : size);
    const checksum = last && header.hasChecksum ? await input.takeSome(4) : new Uint8Array(0);
    push(input, library, join(blockHeader, block, checksum), last && checksum.length === (header.hasChecksum ? 4 : 0));
    for (const chunk of unpacked) passed += chunk.length;
    if (!last) growWindow(library, passed + LARGEST_BLOCK, header.window);
    yield* unpacked.splice(0);
    if (last && header.hasChecksum && checksum.length < 4) throw input.truncated();
  }
}

interface FrameHeader {
  bytes: Uint8Array;
  hasChecksum: boolean;
  window: number;
}

/** RFC 8878 §3.1.1.1; the magic number, which was read already, is put in front again. */
async function readFrameHeader(input: PackedBytes): Promise<FrameHeader> {
  const descriptor = await input.take(1);
  const flags = uint8(descriptor);
  const singleSegment = (flags & 0x20) !== 0;
  const dictionaryLength = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeLength = [singleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const windowDescriptor = await input.take(singleSegment ? 0 : 1);
  const dictionary = await input.take(dictionaryLength);
  const size = await input.take(sizeLength);
  if (dictionary.some((byte) => byte !== 0)) throw input.damaged('it was made with a dictionary, which is not here');
  const window = singleSegment ? contentSize(size) : windowSize(uint8(windowDescriptor));
  if (window > LARGEST_WINDOW) throw input.damaged(`it asks for ${window} bytes of memory`);
  const magic = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd);
  const hasChecksum = (flags & 4) !== 0;
  const asked = join(magic, descriptor, windowDescriptor, dictionary, size);
  const smaller = join(magic, Uint8Array.of(flags & 4, FIRST_WINDOW_DESCRIPTOR));
  return { bytes: window > FIRST_WINDOW ? smaller : asked, hasChecksum, window };
}

/** Twice as large each time, with the latest bytes at its end, where the library has them. */
function growWindow(library: Decompress, needed: number, largest: number): void {
  const state: unknown = Reflect.get(library, 's');
  if (!isState(state) || state.w.length >= Math.min(needed, largest)) return;
  const window = new Uint8Array(Math.min(largest, state.w.length * 2));
  window.set(state.w, window.length - state.w.length);
  state.w = window;
  state.e = window.length;
}

/** What the library keeps of a frame: its window, and how much that holds. */
function isState(state: unknown): state is { w: Uint8Array; e: number } {
  return typeof state === 'object' && state !== null && 'w' in state && state.w instanceof Uint8Array;
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

function push(input: PackedBytes, library: Decompress, bytes: Uint8Array, final: boolean): void {
  try {
    library.push(bytes, final);
  } catch (error) {
    throw input.damaged('a block cannot be unpacked', error);
  }
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
