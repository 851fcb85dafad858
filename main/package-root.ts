import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | undefined;
let readInside: ((path: string) => Uint8Array) | null = null;

/** Where vrrpscope is one executable, its files are inside: this is how they are read. */
export function carryFiles(read: (path: string) => Uint8Array): void {
  readInside = read;
}

export function isOneExecutable(): boolean {
  return readInside !== null;
}

/** A file that vrrpscope brings along, by its path in the package. */
export function readOwnFile(path: string): Buffer {
  return readInside === null ? readFileSync(packageFile(path)) : Buffer.from(readInside(path));
}

/** The path of a file of vrrpscope's own package, which is some folders above this program whether it is bundled or not. */
export function packageFile(...path: string[]): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)));
  return join(root, ...path);
}

function findRoot(folder: string): string {
  const above = dirname(folder);
  return existsSync(join(folder, 'package.json')) || above === folder ? folder : findRoot(above);
}
