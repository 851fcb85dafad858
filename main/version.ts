import { readFileSync } from 'node:fs';

/** The name and version that package.json gives; it lies one folder further up when compiled. */
export function toolVersion(): { name: string; version: string } {
  for (const path of ['../../package.json', '../package.json']) {
    try {
      const { name, version }: { name: string; version: string } = JSON.parse(
        readFileSync(new URL(path, import.meta.url), 'utf8'),
      );
      if (name === 'vrrpscope') return { name, version };
    } catch {
      // Not there: look in the other place.
    }
  }
  return { name: 'vrrpscope', version: '0.0.0' };
}
