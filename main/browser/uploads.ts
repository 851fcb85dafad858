import { open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { safeFileName } from './safe-file-name.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** Keeps the body of a request as a file and tells its path; leaves nothing if that fails. */
export async function keepUpload(request: IncomingMessage, name: string, within: TemporaryFolder): Promise<string> {
  const folder = await within.makeFolder();
  const path = join(folder, safeFileName(name));
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      // The request outlives a failure, so that it can be answered.
      for await (const chunk of request.iterator({ destroyOnReturn: false })) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
    return path;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
