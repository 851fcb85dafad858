import { readFile } from 'node:fs/promises';

/** What `npm run build` makes of renderer/: the page, its script and its style sheet. */
export const WINDOW_FILES = ['index.html', 'window.js', 'window.css'] as const;

export type WindowFile = (typeof WINDOW_FILES)[number];

/** Lies beside the bundles, or one folder further up when compiled only. */
const PLACES = ['../window/', '../../window/'];

/** Rejects if the window was not built. */
export async function readWindowFile(name: WindowFile): Promise<Buffer> {
  for (const place of PLACES) {
    try {
      return await readFile(new URL(place + name, import.meta.url));
    } catch {
      // Not there: look in the other place.
    }
  }
  throw new Error(`the window is not built: ${name} is missing`);
}
