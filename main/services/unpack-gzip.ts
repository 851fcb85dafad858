import { createGunzip } from 'node:zlib';
import { UnpackError } from './unpack-error.ts';

const OUTPUT_CHUNK = 64 * 1024;
const PIECE = 32 * 1024;
const SMALL_PIECE = 256;
const CAREFUL_BYTES = 64 * 1024;

/**
 * Unpacks concatenated gzip members. Everything before a truncation comes out. Damage costs at most the last
 * 64 KiB before it, as zlib keeps what it unpacked in the call that fails; pieces are small at first, so that
 * a small file loses next to nothing. The next piece is unpacked while the last one is being used.
 */
export async function* unpackGzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: OUTPUT_CHUNK });
  let unpacked: Uint8Array[] = [];
  let finished = false;
  let failure: NodeJS.ErrnoException | undefined;
  let settle = (): void => {};
  const step = (begin: () => void): Promise<void> =>
    new Promise((resolve) => {
      settle = resolve;
      begin();
    });
  const take = (): Uint8Array[] => {
    const taken = unpacked;
    unpacked = [];
    return taken;
  };
  gunzip.on('data', (chunk: Uint8Array) => unpacked.push(chunk));
  // Zeros behind the last member end the stream without the write's callback.
  gunzip.on('end', () => {
    finished = true;
    settle();
  });
  gunzip.on('error', (error) => {
    failure = error;
    settle();
  });

  try {
    let busy = Promise.resolve();
    for await (const piece of pieces(packed)) {
      await busy;
      if (finished || failure !== undefined) break;
      const ready = take();
      busy = step(() => gunzip.write(piece, () => settle()));
      yield* ready;
    }
    await busy;
    if (!finished && failure === undefined) await step(() => gunzip.end());
    yield* take();
    if (failure !== undefined) throw unpackError(failure);
  } finally {
    gunzip.destroy();
  }
}

/** A piece also bounds how much may come out of one step. */
async function* pieces(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + (passed < CAREFUL_BYTES ? SMALL_PIECE : PIECE));
      at += piece.length;
      passed += piece.length;
      yield piece;
    }
  }
}

function unpackError(error: NodeJS.ErrnoException): UnpackError {
  return error.code === 'Z_BUF_ERROR'
    ? new UnpackError('compressed-truncated', 'the gzip data breaks off', error)
    : new UnpackError('compressed-damaged', `the gzip data is damaged: ${error.message}`, error);
}
