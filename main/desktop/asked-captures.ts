import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';

/** Captures named on a command line, as absolute paths. A file manager may write them as file: addresses. */
export function capturesInArguments(words: readonly string[], folder: string): string[] {
  return words.filter((word) => word !== '' && !word.startsWith('-')).map((word) => pathOf(word, folder));
}

function pathOf(word: string, folder: string): string {
  try {
    if (word.startsWith('file://')) return fileURLToPath(word);
  } catch {
    // No such address can be a file: it is taken as a name, and the report tells that it cannot be opened
  }
  return resolve(folder, word);
}

/** Captures that the command line, the file manager or a second start asks for. They wait until `deliverTo` is called. */
export class AskedCaptures {
  #waiting: (readonly string[])[];
  #deliver: ((paths: readonly string[]) => void) | null = null;
  #fromFileManager: string[] = [];

  constructor(first: readonly string[]) {
    this.#waiting = first.length === 0 ? [] : [first];
  }

  add(paths: readonly string[]): void {
    if (this.#deliver === null) this.#waiting.push(paths);
    else this.#deliver(paths);
  }

  /** macOS names each of several files apart, at once: they are one history. */
  addFromFileManager(path: string): void {
    this.#fromFileManager.push(path);
    if (this.#fromFileManager.length > 1) return;
    setImmediate(() => this.add(this.#fromFileManager.splice(0)));
  }

  deliverTo(deliver: (paths: readonly string[]) => void): void {
    this.#deliver = deliver;
    for (const paths of this.#waiting.splice(0)) deliver(paths);
  }
}

/** Null if vrrpscope runs already: then that one opens what this start was asked for. */
export function setupAskedCaptures(): AskedCaptures | null {
  // While developing, Electron's first argument is the folder of the app
  const captures = capturesInArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
  if (!app.requestSingleInstanceLock({ captures })) return null;
  const asked = new AskedCaptures(captures);
  app.on('second-instance', (_event, _words, _folder, data) => asked.add(capturesOf(data)));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    asked.addFromFileManager(path);
  });
  return asked;
}

function capturesOf(data: unknown): string[] {
  if (typeof data !== 'object' || data === null || !('captures' in data) || !Array.isArray(data.captures)) return [];
  return data.captures.filter((path) => typeof path === 'string');
}
