import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, realpath, rename } from 'node:fs/promises';

const INTERRUPTED = 130;

/**
 * Writes a file, which appears under its name only when it is whole. (The package write-file-atomic takes a full disk
 * for success: it writes once, and does not ask how much was written.)
 */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = `${target}.${randomBytes(4).toString('hex')}.part`;
  const remove = () => rmSync(temporary, { force: true });
  const interrupt = () => process.exit(INTERRUPTED);
  process.once('exit', remove);
  process.once('SIGINT', interrupt);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    remove();
    throw error;
  } finally {
    process.off('exit', remove);
    process.off('SIGINT', interrupt);
  }
}
