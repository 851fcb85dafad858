import { stat } from 'node:fs/promises';
import { InvalidArgumentError, Option } from 'commander';
import { MOST_PLACES } from '../../decoder/timeline/places.ts';
import type { NamedView } from '../../decoder/viewpoints/scan-views.ts';

/** A place, and the captures that were made there. */
export interface ViewOption {
  name: string;
  files: string[];
}

export function viewOption(): Option {
  const what = 'instead of FILE: one capture of several places, on one clock';
  return new Option('--view <NAME=FILE...>', what).argParser(collectViews);
}

/** `lb01=a.pcap`, and what follows without a name: more files of the same place. A name given again adds to it. */
export function collectViews(text: string, before: ViewOption[] = []): ViewOption[] {
  const [, name, named] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const file = named ?? text;
  const view = name === undefined ? before.at(-1) : before.find((one) => one.name === name);
  if (name === '' || file === '' || (name === undefined && view === undefined)) {
    throw new InvalidArgumentError('It takes NAME=FILE, such as lb01=lb01.pcap.');
  }
  if (view === undefined) return [...before, { name: name ?? '', files: [file] }];
  return before.map((one) => (one === view ? { ...one, files: [...one.files, file] } : one));
}

/** What is wrong with the arguments, as a sentence. */
export async function mistakenViews(
  files: readonly string[],
  views: readonly ViewOption[] | undefined,
): Promise<string | undefined> {
  if (views === undefined)
    return files.length === 0 ? 'name at least one capture FILE, or views with --view' : undefined;
  const [first] = files;
  if (first !== undefined)
    return `${first} belongs to no view: with --view every capture needs a name, as in --view lb03=${first}`;
  if (views.length < 2)
    return 'one view has nothing to be compared with: give --view at least twice, with different names';
  if (views.length > MOST_PLACES) return `at most ${MOST_PLACES} views can be compared`;
  for (const file of views.flatMap((view) => view.files)) {
    if (await isReadOnce(file))
      return `a view is read twice, and ${file === '-' ? 'standard input' : file} can be read only once: save it to a file first`;
  }
  return undefined;
}

/** What is not there at all is told as any input that cannot be read. */
async function isReadOnce(file: string): Promise<boolean> {
  if (file === '-') return true;
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** The files of all views in their order, by number. */
export function viewSources(views: readonly ViewOption[]): NamedView[] {
  let next = 0;
  return views.map(({ name, files }) => ({ name, sources: files.map(() => next++) }));
}
