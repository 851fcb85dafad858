import type { AnalyzeOptions } from '../../decoder/analyze.ts';
import type { Unreadable } from '../../decoder/report.ts';
import type { NamedView } from '../../decoder/viewpoints/scan-views.ts';
import type { Beside, NamedFile } from '../host-contract.ts';
import { sentWith } from './find-sent.ts';

export interface ReadBeside extends Pick<AnalyzeOptions, 'views' | 'configurations' | 'logs'> {
  unreadable: Unreadable[];
}

/** By the clause that says why. */
const CODES: Readonly<Record<string, string>> = {
  'there is no such file': 'not-found',
  'it is a directory': 'is-a-directory',
  'it is a device': 'is-a-device',
  'it is not text': 'not-text',
  'it is too large for a configuration': 'too-large',
  'it is too large for a log': 'too-large',
  'you are not allowed to read it': 'no-permission',
};

/**
 * What is given beside captures; a file that cannot be read is no reason not to read the others. `uploads`: the folder
 * of what browsers have sent.
 */
export async function readBeside(beside: Beside | null, uploads: string | null = null): Promise<ReadBeside> {
  if (beside === null) return { unreadable: [] };
  const { readConfigurationFile } = await import('./read-configurations.ts');
  const { readLog } = await import('./read-logs.ts');
  const unreadable: Unreadable[] = [];
  const readAll = async <T extends object>(
    files: readonly NamedFile[],
    read: (file: NamedFile) => T | string | Promise<T | string>,
  ) => {
    const all: T[] = [];
    for (const file of files) {
      const one = await read(file);
      if (typeof one !== 'string') all.push(one);
      else unreadable.push({ name: file.path, code: CODES[one] ?? 'read-failed', message: one });
    }
    return all;
  };
  const roots = beside.configurations.map(({ path }) => path);
  const configurations = await readAll(beside.configurations, (file) =>
    readConfigurationFile(file, sentWith(file.path, uploads, roots)),
  );
  const logs = await readAll(beside.logs, readLog);
  const views = namedViews(beside.views);
  return { ...(views.length > 1 && { views }), configurations, logs, unreadable };
}

/** Captures of one name are one view. */
function namedViews(names: readonly string[]): NamedView[] {
  const sources = new Map<string, number[]>();
  for (const [index, name] of names.entries()) sources.set(name, [...(sources.get(name) ?? []), index]);
  return [...sources].map(([name, indexes]) => ({ name, sources: indexes }));
}
