import { statSync } from 'node:fs';

/** Whether `path` is one of the files, by whatever name: writing there would destroy what is read. */
export function isOneOf(path: string, files: readonly string[]): boolean {
  const wanted = idOf(path);
  return wanted !== undefined && files.some((file) => idOf(file) === wanted);
}

function idOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found?.isFile() ? `${found.dev} ${found.ino}` : undefined;
}
