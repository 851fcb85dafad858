import { errorCode } from '../error-clause.ts';
import { readOwnFile } from '../package-root.ts';

/** What `npm run build` makes of renderer/: the page, its script and its style sheet. */
export const WINDOW_FILES = ['index.html', 'window.js', 'window.css'] as const;

export type WindowFile = (typeof WINDOW_FILES)[number];

/** Rejects if the window was not built. */
export async function readWindowFile(name: WindowFile): Promise<Buffer> {
  try {
    return readOwnFile(`dist/window/${name}`);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new Error(`the window is not built: ${name} is missing`, { cause: error });
  }
}
