import { startThread } from './start-thread.ts';
import { UnpackError } from './unpack-error.ts';
import type { UnpackedPart, UnpackingInput } from './unpacking-thread.ts';

/**
 * Unpacks a file in a thread of its own, so that what came out is read on one core while
 * the rest is unpacked on another. `skip` bytes are passed over; `done` hears how much of the file has been taken in.
 */
export async function* unpackInThread(
  input: UnpackingInput,
  done: (packed: number) => void,
): AsyncGenerator<Uint8Array> {
  const worker = startThread('unpack-worker', { workerData: input });
  const parts: UnpackedPart[] = [];
  let failure: unknown;
  let awake = (): void => {};
  const fail = (error: unknown) => {
    failure ??= error;
    awake();
  };
  worker.on('message', (part: UnpackedPart) => {
    parts.push(part);
    awake();
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(Object.assign(new Error('the thread has ended'), { code: 'thread-ended' })));
  try {
    for (;;) {
      const part = parts.shift();
      if (part === undefined) {
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => {
          awake = resolve;
        });
        continue;
      }
      if (part.kind === 'end') return;
      if (part.kind === 'failure') throw errorOf(part);
      done(part.packed);
      yield new Uint8Array(part.buffer, 0, part.length);
      worker.postMessage(part.buffer, [part.buffer]);
    }
  } finally {
    await worker.terminate();
  }
}

/** Errors lose their class on the way. */
function errorOf({ code, message }: { code: string; message: string }): Error {
  if (code === 'compressed-truncated' || code === 'compressed-damaged') return new UnpackError(code, message);
  return Object.assign(new Error(message), { code });
}
