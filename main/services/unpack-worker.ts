import { parentPort, workerData } from 'node:worker_threads';
import { errorCode } from '../error-clause.ts';
import { openRawInput } from './raw-input.ts';
import { unpack } from './unpack.ts';
import type { UnpackedPart, UnpackingInput } from './unpacking-thread.ts';

const PACKED_CHUNK = 256 * 1024;
const PART = 1 << 20;
/** So far it may be ahead of who reads. */
const MOST_PARTS = 4;

const { path, compression, skip }: UnpackingInput = workerData;
const free: ArrayBuffer[] = Array.from({ length: MOST_PARTS }, () => new ArrayBuffer(PART));
let freed = (): void => {};
parentPort?.on('message', (buffer: ArrayBuffer) => {
  free.push(buffer);
  freed();
});

let packed = 0;
let part = new Uint8Array(0);
let filled = 0;
unpackAll();

async function unpackAll(): Promise<void> {
  part = new Uint8Array(await takeBuffer());
  try {
    let left = skip;
    for await (const bytes of await unpack(compression, packedChunks())) {
      const passed = Math.min(left, bytes.length);
      left -= passed;
      await hand(bytes.subarray(passed));
    }
    flush();
    tell({ kind: 'end' });
  } catch (error) {
    flush();
    const code = errorCode(error);
    tell({ kind: 'failure', code, message: error instanceof Error ? error.message : String(error) });
  }
}

async function hand(bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const piece = bytes.subarray(at, at + PART - filled);
    part.set(piece, filled);
    filled += piece.length;
    at += piece.length;
    if (filled < PART) continue;
    flush();
    part = new Uint8Array(await takeBuffer());
  }
}

function flush(): void {
  if (filled === 0) return;
  const { buffer } = part;
  tell({ kind: 'bytes', buffer, length: filled, packed }, buffer);
  filled = 0;
}

function tell(told: UnpackedPart, ...given: ArrayBuffer[]): void {
  parentPort?.postMessage(told, given);
}

async function takeBuffer(): Promise<ArrayBuffer> {
  for (;;) {
    const buffer = free.pop();
    if (buffer !== undefined) return buffer;
    await new Promise<void>((resolve) => {
      freed = resolve;
    });
  }
}

async function* packedChunks(): AsyncGenerator<Uint8Array> {
  const input = await openRawInput(path);
  try {
    for (;;) {
      const chunk = new Uint8Array(PACKED_CHUNK);
      const read = await input.read(chunk);
      if (read === 0) return;
      packed += read;
      yield chunk.subarray(0, read);
    }
  } finally {
    await input.close();
  }
}
