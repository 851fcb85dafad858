import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isOneExecutable, packageFile } from '../package-root.ts';

/**
 * The Electron program that is installed beside vrrpscope, null if there is none. The package is never loaded,
 * because that would begin to download the program.
 */
export function electronProgram(): string | null {
  if (isOneExecutable()) return null;
  try {
    const folder = dirname(createRequire(packageFile('package.json')).resolve('electron/package.json'));
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}
