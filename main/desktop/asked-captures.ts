import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import type { Beside, CaptureSet } from '../host-contract.ts';
import { besideFrom, captureSetFrom } from '../services/settings.ts';

const BESIDE = '--beside=';
const NOTHING: CaptureSet = { paths: [], beside: null };

/**
 * Captures named on a command line, as absolute paths, and what `vrrpscope open` was told of them. A file manager may
 * write paths as file: addresses; other words are Chromium's.
 */
function askedInArguments(words: readonly string[], folder: string): CaptureSet {
  const paths = words.filter((word) => word !== '' && !word.startsWith('-')).map((word) => pathOf(word, folder));
  const beside = words.find((word) => word.startsWith(BESIDE));
  return { paths, beside: beside === undefined ? null : besideIn(beside.slice(BESIDE.length)) };
}

function besideIn(text: string): Beside | null {
  try {
    return besideFrom(JSON.parse(text));
  } catch {
    return null;
  }
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
  #waiting: CaptureSet[];
  #deliver: ((asked: CaptureSet) => void) | null = null;
  #fromFileManager: string[] = [];

  constructor(first: CaptureSet) {
    this.#waiting = first.paths.length === 0 ? [] : [first];
  }

  add(asked: CaptureSet): void {
    if (this.#deliver === null) this.#waiting.push(asked);
    else this.#deliver(asked);
  }

  /** macOS names each of several files apart, at once: they are one history. */
  addFromFileManager(path: string): void {
    this.#fromFileManager.push(path);
    if (this.#fromFileManager.length > 1) return;
    setImmediate(() => this.add({ paths: this.#fromFileManager.splice(0), beside: null }));
  }

  deliverTo(deliver: (asked: CaptureSet) => void): void {
    this.#deliver = deliver;
    for (const asked of this.#waiting.splice(0)) deliver(asked);
  }
}

/** Null if vrrpscope runs already: then that one opens what this start was asked for. */
export function setupAskedCaptures(): AskedCaptures | null {
  // While developing, Electron's first argument is the folder of the app
  const first = askedInArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
  if (!app.requestSingleInstanceLock(first)) return null;
  const asked = new AskedCaptures(first);
  app.on('second-instance', (_event, _words, _folder, data) => asked.add(captureSetFrom(data) ?? NOTHING));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    asked.addFromFileManager(path);
  });
  return asked;
}
