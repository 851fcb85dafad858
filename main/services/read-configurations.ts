import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Configuration } from '../../decoder/configuration/configuration.ts';
import type { ConfigurationFile, Include } from '../../decoder/configuration/line-reader.ts';
import { readConfiguration } from '../../decoder/configuration/read-configuration.ts';
import type { NamedFile } from '../host-contract.ts';
import { findIncluded, isPattern } from './find-included.ts';
import { findSent, type SentTogether } from './find-sent.ts';

/** Where keepalived looks for its configuration; a file that is given stands for the one there. */
const HOME = '/etc/keepalived';
const LARGEST_FILE = 4 * 1024 * 1024;

/** Reads `NAME=keepalived.conf` of each node, or says in a sentence which cannot be read. */
export function readConfigurations(named: readonly NamedFile[]): Configuration[] | string {
  const configurations: Configuration[] = [];
  for (const file of named) {
    const configuration = readConfigurationFile(file);
    if (typeof configuration === 'string')
      return `cannot read the configuration of ${file.name}: ${file.path}: ${configuration}`;
    configurations.push(configuration);
  }
  return configurations;
}

/** What a node's files say, or a clause on why they cannot be read. `sent`: what came with a file that was sent. */
export function readConfigurationFile(
  { name, path }: NamedFile,
  sent: SentTogether | null = null,
): Configuration | string {
  const file = open(path, path);
  if (typeof file === 'string') return file;
  return readConfiguration(name, file, sent ? includeSent(sent) : includeBelow(file.directory, path));
}

function includeSent(sent: SentTogether): Include {
  const home = realPath(sent.folder) ?? sent.folder;
  return (pattern) => {
    const found = findSent(pattern, sent);
    return typeof found === 'string' ? { files: [], problems: [found] } : openAll(found, home, (path) => path);
  };
}

/**
 * Only what lies below the given file is read: another machine's /etc is not this one's, and a configuration that
 * somebody sent must not show other files.
 */
function includeBelow(home: string, mainPath: string): Include {
  return (pattern, directory) => {
    const path = absolute(pattern, directory, home);
    if (!isBelow(path, home))
      return { files: [], problems: [`${pattern} is outside of ${dirname(mainPath)}; not read`] };
    const found = findIncluded(path);
    if (found.length === 0 && !isPattern(pattern)) return { files: [], problems: [`there is no file ${pattern}`] };
    return openAll(found, home, (one) => join(dirname(mainPath), relative(home, one)));
  };
}

function openAll(found: readonly string[], home: string, shownAs: (path: string) => string): ReturnType<Include> {
  const files: ConfigurationFile[] = [];
  const problems: string[] = [];
  for (const one of found) {
    const shown = shownAs(one);
    const file = openIncluded(one, shown, home);
    if (typeof file === 'string') problems.push(`${shown}: ${file}`);
    else files.push(file);
  }
  return { files, problems };
}

function absolute(pattern: string, directory: string, home: string): string {
  if (!isAbsolute(pattern)) return resolve(directory, pattern);
  return isBelow(pattern, HOME) ? join(home, relative(HOME, pattern)) : pattern;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function openIncluded(path: string, shown: string, home: string): ConfigurationFile | string {
  const real = realPath(path);
  if (real !== null && !isBelow(real, home)) return 'it leads elsewhere; not read';
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind && !kind.isFile()) return 'it is no regular file: keepalived skips it';
  if (kind && (kind.mode & 0o111) !== 0) return 'it is executable: keepalived skips it';
  return open(path, shown);
}

/** The text, or a clause on why there is none. */
function open(path: string, shown: string): ConfigurationFile | string {
  try {
    const kind = statSync(path);
    if (kind.isDirectory()) return 'it is a directory';
    if (kind.isCharacterDevice() || kind.isBlockDevice()) return 'it is a device';
    if (kind.size > LARGEST_FILE) return 'it is too large for a configuration';
    const text = readFileSync(path, 'utf8');
    if (text.includes('\0')) return 'it is not text';
    return { path: shown, directory: dirname(realPath(path) ?? resolve(path)), text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
    return code === 'EACCES' ? 'you are not allowed to read it' : 'it cannot be read';
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
