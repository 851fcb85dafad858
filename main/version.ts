import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.ts';

/** The name and version that package.json gives. */
export function toolVersion(): { name: string; version: string } {
  const { name, version }: { name: string; version: string } = JSON.parse(
    readFileSync(packageFile('package.json'), 'utf8'),
  );
  return { name, version };
}
