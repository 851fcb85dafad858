import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Beside, CaptureSet, NamedFile } from '../host-contract.ts';

/** Paths count from the folder that the program was started in. */
export function absoluteSet(paths: readonly string[], beside: Beside | null): CaptureSet {
  return { paths: paths.map((path) => resolve(path)), beside: beside && absoluteBeside(beside) };
}

function absoluteBeside({ views, configurations, logs }: Beside): Beside | null {
  if (views.length + configurations.length + logs.length === 0) return null;
  const named = ({ name, path }: NamedFile) => ({ name, path: resolve(path) });
  return { views: [...views], configurations: configurations.map(named), logs: logs.map(named) };
}

export function filesOf({ paths, beside }: CaptureSet): string[] {
  const named = beside === null ? [] : [...beside.configurations, ...beside.logs];
  return [...paths, ...named.map(({ path }) => path)];
}

export function isSameSet(one: CaptureSet, other: CaptureSet): boolean {
  return isDeepStrictEqual([one.paths, one.beside], [other.paths, other.beside]);
}
