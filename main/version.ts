import { readOwnFile } from './package-root.ts';

/** The name and version that package.json gives. */
export function toolVersion(): { name: string; version: string } {
  const { name, version }: { name: string; version: string } = JSON.parse(readOwnFile('package.json').toString());
  return { name, version };
}
