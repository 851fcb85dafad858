import { basename, join, relative, sep } from 'node:path';
import { findIncluded, isPattern } from './find-included.ts';

/** Files that a browser sent together: none says which folder it was in. */
export interface SentTogether {
  folder: string;
  /** The configuration files of nodes among them. */
  roots: readonly string[];
}

/** What was sent together with `path`, where that was sent at all: `uploads` holds a folder for each time. */
export function sentWith(path: string, uploads: string | null, roots: readonly string[]): SentTogether | null {
  if (uploads === null) return null;
  const [first = ''] = relative(uploads, path).split(sep);
  const folder = join(uploads, first);
  if (first === '' || first === '..' || folder === path) return null;
  return { folder, roots: roots.filter((root) => root.startsWith(folder + sep)) };
}

/** The files that an `include` can only mean, or a clause on why that cannot be told. */
export function findSent(pattern: string, { folder, roots }: SentTogether): string[] | string {
  const name = basename(pattern);
  const found = [join(folder, name), join(folder, '*', name)]
    .flatMap(findIncluded)
    .filter((path) => !roots.includes(path));
  if (found.length === 0) return `there is no file ${pattern}`;
  if (!isPattern(name)) return found.length === 1 ? found : `several of the files sent are called ${name}; not read`;
  return roots.length === 1 ? found : `which of the files sent ${pattern} means cannot be told; not read`;
}
