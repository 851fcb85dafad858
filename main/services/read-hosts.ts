import { readFile } from 'node:fs/promises';
import { parseHosts } from '../../decoder/wording/router-names.ts';

/** Address → name as a hosts file says, or what to tell the user if it cannot be read. */
export async function readHosts(path: string | undefined): Promise<Map<string, string> | string> {
  if (path === undefined) return new Map();
  try {
    return parseHosts(await readFile(path, 'utf8'));
  } catch {
    return `cannot read the names in ${path}`;
  }
}
