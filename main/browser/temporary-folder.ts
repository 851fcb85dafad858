import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';

/** Readable by its owner alone, and gone when the process is. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'vrrpscope-'));
  readonly #removeNow = () => rmSync(this.path, { recursive: true, force: true });

  constructor() {
    process.once('exit', this.#removeNow);
  }

  holds(path: string): boolean {
    return this.#folderOf(path) !== null;
  }

  /** A folder for one file, so that it keeps its own name: that of a file that came with it, else a new one. */
  async makeFolder(beside?: string): Promise<string> {
    const folder = beside === undefined ? null : this.#folderOf(beside);
    return folder ?? mkdtemp(join(this.path, '-'));
  }

  /** A folder for another file of the same name. */
  makeFolderWithin(folder: string): Promise<string> {
    return mkdtemp(join(folder, '-'));
  }

  /** Removes the files that lie in it, with all that came with them, unless some of that is still used. */
  async removeHeld(paths: readonly string[], used: readonly string[]): Promise<void> {
    const kept = new Set(used.map((path) => this.#folderOf(path)));
    for (const folder of new Set(paths.map((path) => this.#folderOf(path)))) {
      if (folder !== null && !kept.has(folder)) await rm(folder, { recursive: true, force: true });
    }
  }

  async remove(): Promise<void> {
    process.off('exit', this.#removeNow);
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }

  /** The one of its folders in which `path` lies. */
  #folderOf(path: string): string | null {
    const [folder = '', ...rest] = relative(this.path, resolve(path)).split(sep);
    return folder.startsWith('-') && rest.length > 0 ? join(this.path, folder) : null;
  }
}
