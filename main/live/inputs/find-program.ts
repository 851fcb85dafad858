import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Where capture programs are, besides the PATH: that of an ordinary user often lacks the folders for administrators. */
const FOLDERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['/Applications/Wireshark.app/Contents/MacOS'],
  win32: ['C:\\Program Files\\Wireshark'],
};
const UNIX_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin'];

export interface FoundProgram {
  path: string;
  /** False where it is there, but not for this user. */
  executable: boolean;
}

/** One that may be run, else one that may not. */
export function findProgram(name: string): FoundProgram | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  let forbidden: FoundProgram | null = null;
  for (const folder of folders()) {
    const path = join(folder, file);
    if (!isFile(path)) continue;
    if (isExecutable(path)) return { path, executable: true };
    forbidden ??= { path, executable: false };
  }
  return forbidden;
}

/** Relative ones would run what lies in the working directory. */
function folders(): string[] {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const others = FOLDERS[process.platform] ?? [];
  return [...new Set([...onPath, ...others, ...(process.platform === 'win32' ? [] : UNIX_FOLDERS)])];
}

/** Folders on the PATH may be closed to this user. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
