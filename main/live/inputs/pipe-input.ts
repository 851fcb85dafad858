import { realpathSync } from 'node:fs';
import { captureFileError } from '../../services/capture-file-error.ts';
import { openRawInput, type RawInput } from '../../services/raw-input.ts';
import { type Feed, FeedError, type LiveInput } from '../feed.ts';

/** Standard input for `-`, or a FIFO. */
export function pipeInput(path: string): LiveInput {
  return {
    name: path,
    via: 'pipe',
    reopens: path !== '-' && hasPlace(path),
    open: async () => {
      try {
        return new PipeFeed(path, await openRawInput(path));
      } catch (error) {
        throw cannotRead(path, error);
      }
    },
  };
}

/** A shell's `<(command)` can be read once only. */
function hasPlace(path: string): boolean {
  try {
    return !realpathSync.native(path).startsWith('/dev/fd/');
  } catch {
    return false;
  }
}

class PipeFeed implements Feed {
  readonly dropped = null;
  readonly #path: string;
  readonly #input: RawInput;
  #stopped = false;

  constructor(path: string, input: RawInput) {
    this.#path = path;
    this.#input = input;
  }

  async read(into: Uint8Array): Promise<number> {
    if (this.#stopped) return 0;
    try {
      const read = await this.#input.read(into);
      if (read === 0) await this.#input.close();
      return read;
    } catch (error) {
      if (this.#stopped) return 0;
      throw cannotRead(this.#path, error);
    }
  }

  stop(): void {
    this.#stopped = true;
    void this.#input.close();
  }

  provesSilence(): boolean {
    return false;
  }
}

function cannotRead(path: string, error: unknown): FeedError {
  const { code, message } = captureFileError(path, error);
  const why = code === 'not-found' || code === 'is-a-directory' || code === 'no-permission' ? code : null;
  return new FeedError('cannot-read', {
    code: 'cannot-read',
    name: path === '-' ? null : path,
    why,
    error: message,
  });
}
