import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Inputs in a folder, each under a name made of its content. */
export class Corpus {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** The shortest first. */
  read(): Uint8Array[] {
    const files = readdirSync(this.folder).filter((name) => !name.endsWith('.txt'));
    const inputs = files.map((name): Uint8Array => readFileSync(join(this.folder, name)));
    return inputs.sort((one, other) => one.length - other.length);
  }

  /** Where it lies; `about` is written beside it. */
  add(input: Uint8Array, about?: string): string {
    const path = this.#path(input);
    writeFileSync(path, input);
    if (about !== undefined) writeFileSync(`${path}.txt`, `${about}\n`);
    return path;
  }

  remove(input: Uint8Array): void {
    rmSync(this.#path(input), { force: true });
    rmSync(`${this.#path(input)}.txt`, { force: true });
  }

  #path(input: Uint8Array): string {
    return join(this.folder, createHash('sha256').update(input).digest('hex').slice(0, 16));
  }
}
