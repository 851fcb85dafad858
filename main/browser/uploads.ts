import { type FileHandle, open, rm, rmdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { errorCode } from '../error-clause.ts';
import { safeFileName } from '../services/safe-file-name.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

export interface Sent {
  name: string;
  /** A file that was sent before, with which it came. */
  beside?: string | undefined;
}

/** Keeps the body of a request as a file and tells its path; leaves nothing if that fails. */
export async function keepUpload(
  request: IncomingMessage,
  { name, beside }: Sent,
  within: TemporaryFolder,
): Promise<string> {
  const folder = await within.makeFolder(beside);
  const { file, path } = await create(folder, safeFileName(name), within);
  try {
    try {
      // The request outlives a failure, so that it can be answered.
      for await (const chunk of request.iterator({ destroyOnReturn: false })) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
    return path;
  } catch (error) {
    await rm(path, { force: true });
    // Others lie there, or it goes
    await rmdir(folder).catch(() => {});
    throw error;
  }
}

/** Another file of the same name came with it: that is kept, too. */
async function create(
  folder: string,
  name: string,
  within: TemporaryFolder,
): Promise<{ file: FileHandle; path: string }> {
  const path = join(folder, name);
  try {
    return { file: await open(path, 'wx', 0o600), path };
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const other = join(await within.makeFolderWithin(folder), name);
    return { file: await open(other, 'wx', 0o600), path: other };
  }
}
