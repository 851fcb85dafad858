import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';

/** Readable by its owner alone, and gone when the process is. */
export class TemporaryFolder {
  readonly #path = mkdtempSync(join(tmpdir(), 'vrrpscope-'));
  readonly #removeNow = () => rmSync(this.#path, { recursive: true, force: true });

  constructor() {
    process.once('exit', this.#removeNow);
  }

  holds(path: string): boolean {
    return path.startsWith(this.#path + sep);
  }

  /** A new folder in it for one file, so that the file keeps its own name. */
  makeFolder(): Promise<string> {
    return mkdtemp(join(this.#path, '-'));
  }

  /** Removes those of the files that lie in it, with the folders that were made for them. */
  async removeHeld(paths: readonly string[]): Promise<void> {
    const folders = paths.map((path) => dirname(path)).filter((folder) => this.holds(folder));
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }

  async remove(): Promise<void> {
    process.off('exit', this.#removeNow);
    await rm(this.#path, { recursive: true, force: true, maxRetries: 3 });
  }
}
