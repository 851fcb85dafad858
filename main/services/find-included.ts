import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const MOST_PATHS = 1000;
const MOST_ALTERNATIVES = 100;

/** Whether a pattern may match several files, or none. */
export function isPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** Files that an absolute glob(7) pattern with csh braces matches, in order. `*` does not match a leading dot. */
export function findIncluded(pattern: string): string[] {
  return expandBraces(pattern)
    .flatMap((one) => matches(one).sort())
    .slice(0, MOST_PATHS);
}

function matches(pattern: string): string[] {
  const parent = dirname(pattern);
  const name = basename(pattern);
  if (parent === pattern) return [pattern];
  const folders = isPattern(parent) ? matches(parent) : [parent];
  if (!isPattern(name)) return folders.map((folder) => join(folder, name)).filter((path) => existsSync(path));
  const isWanted = matcherOf(name);
  return folders.slice(0, MOST_PATHS).flatMap((folder) =>
    entriesOf(folder)
      .filter((entry) => isWanted(entry.name))
      .map((entry) => join(folder, entry.name)),
  );
}

type Token = '*' | ((character: string) => boolean);

/** Compares without backtracking further than to the last star, so that no pattern takes long. */
function matcherOf(pattern: string): (name: string) => boolean {
  const tokens = (pattern.match(/\[!?\]?[^\]]*\]|[\s\S]/gu) ?? []).map(tokenOf);
  return (name) => {
    if (name.startsWith('.') && !pattern.startsWith('.')) return false;
    const characters = [...name];
    let [at, token, star, starAt] = [0, 0, -1, 0];
    while (at < characters.length) {
      const expected = tokens[token];
      if (expected === '*') [star, starAt, token] = [token, at, token + 1];
      else if (expected?.(characters[at] ?? '')) [at, token] = [at + 1, token + 1];
      else if (star >= 0) [starAt, at, token] = [starAt + 1, starAt + 1, star + 1];
      else return false;
    }
    return tokens.slice(token).every((rest) => rest === '*');
  };
}

function tokenOf(part: string): Token {
  if (part === '*') return '*';
  if (part === '?') return () => true;
  if (part.length < 3 || !part.startsWith('[')) return (character) => character === part;
  const isNegated = part.startsWith('[!');
  const ranges = [...part.slice(isNegated ? 2 : 1, -1).matchAll(/(.)-(.)|(.)/gsu)];
  return (character) =>
    ranges.some(([, from, to, one]) =>
      from !== undefined && to !== undefined ? from <= character && character <= to : one === character,
    ) !== isNegated;
}

/** `a{b,c}` is `ab` and `ac`. */
function expandBraces(pattern: string): string[] {
  const [group, before = '', inside = '', after = ''] = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(pattern) ?? [];
  if (group === undefined) return [pattern];
  return inside
    .split(',')
    .flatMap((one) => expandBraces(before + one + after))
    .slice(0, MOST_ALTERNATIVES);
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
