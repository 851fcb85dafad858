import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, type Stats } from 'node:fs';
import { type FileHandle, open, realpath, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileWriteError } from './file-write-error.ts';

/** VRRPv2 sends passwords in the clear, so that packets are for their owner alone. */
export const OWNER_ONLY = 0o600;
export const READABLE = 0o666;

/** What a file is called until it is whole; gone when the program ends before that. */
class Draft {
  readonly path: string;
  readonly #target: string;
  readonly #remove = (): void => {
    try {
      rmSync(this.path, { force: true });
    } catch {
      // Whoever took the permission to write there has to remove it
    }
  };

  /** Makes an empty one at once: no signal comes between that and knowing what to remove. */
  constructor(target: string, mode: number) {
    this.#target = target;
    this.path = join(dirname(target), `vrrpscope-${randomBytes(6).toString('hex')}.part`);
    closeSync(openSync(this.path, 'wx', mode));
    process.once('exit', this.#remove);
  }

  async keep(): Promise<void> {
    await rename(this.path, this.#target);
    process.off('exit', this.#remove);
  }

  discard(): void {
    this.#remove();
    process.off('exit', this.#remove);
  }
}

/**
 * A file that appears under its name only when it is whole; until then, what was there stays. Pipes and devices take the
 * bytes as they come. (The package write-file-atomic takes a full disk for success: it writes once, and does not ask how
 * much was written.)
 */
export class WholeFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  /** Null where there is nothing to give a name to. */
  readonly #draft: Draft | null;

  private constructor(path: string, handle: FileHandle, draft: Draft | null) {
    this.#path = path;
    this.#handle = handle;
    this.#draft = draft;
  }

  /** A file that is there keeps its permissions; a new one gets `mode`. Rejects with a FileWriteError, as every method. */
  static async create(path: string, mode: number): Promise<WholeFile> {
    try {
      const there = await stat(path).catch(() => null);
      if (there?.isBlockDevice()) throw new Error('it is a disk');
      if (there !== null && !there.isFile()) return new WholeFile(path, await open(path, 'w'), null);
      const draft = new Draft(await realpath(path).catch(() => path), mode);
      const handle = await open(draft.path, 'r+').catch((error) => {
        draft.discard();
        throw error;
      });
      const file = new WholeFile(path, handle, draft);
      if (there !== null) await file.#resemble(there);
      return file;
    } catch (error) {
      throw error instanceof FileWriteError ? error : new FileWriteError(path, false, error);
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#try(() => this.#handle.writeFile(bytes));
  }

  /** Gives the file its name. */
  async finish(): Promise<void> {
    await this.#try(async () => {
      if (this.#draft !== null) await this.#handle.sync();
      await this.#handle.close();
      await this.#draft?.keep();
    });
  }

  /** Leaves everything as it was before. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
    this.#draft?.discard();
  }

  /** Only its owner and root may give a file away. */
  async #resemble({ uid, gid, mode }: Stats): Promise<void> {
    await this.#handle.chown(uid, gid).catch(() => {});
    await this.#try(() => this.#handle.chmod(mode & 0o777));
  }

  async #try(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      await this.abandon();
      throw new FileWriteError(this.#path, true, error);
    }
  }
}

export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  const file = await WholeFile.create(path, READABLE);
  await file.write(typeof content === 'string' ? Buffer.from(content) : content);
  await file.finish();
}
