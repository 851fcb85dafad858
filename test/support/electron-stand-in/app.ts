import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, unlinkSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { note } from './control.ts';
import { ask, KnownEvents, known } from './known.ts';

const EVENTS = [
  'second-instance',
  'open-file',
  'web-contents-created',
  'window-all-closed',
  'will-quit',
  'activate',
] as const;

const { STAND_IN_FOLDER = '', STAND_IN_LANGUAGES = 'en-US' } = process.env;
const LOCK = join(STAND_IN_FOLDER, 'lock');

let becomeReady = () => {};
const ready = new Promise<void>((resolve) => {
  becomeReady = resolve;
});
let quitting = false;
/** Set by the windows, so that both need not know each other. */
let closeWindows = async () => {};

type Used =
  | 'isPackaged'
  | 'whenReady'
  | 'requestSingleInstanceLock'
  | 'quit'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'addRecentDocument'
  | 'clearRecentDocuments'
  | 'showAboutPanel'
  | 'setAboutPanelOptions'
  | 'setAppUserModelId';

const methods: Pick<App, Used> = {
  isPackaged: true,
  whenReady: () => ready,
  requestSingleInstanceLock(data) {
    try {
      mkdirSync(LOCK);
    } catch {
      const message = join(LOCK, String(process.pid));
      writeFileSync(`${message}.part`, JSON.stringify({ words: process.argv, folder: process.cwd(), data }));
      renameSync(`${message}.part`, `${message}.json`);
      return false;
    }
    process.once('exit', () => rmSync(LOCK, { recursive: true }));
    watch(LOCK, hearSecondInstances).unref();
    return true;
  },
  quit: () => void quit(),
  getPath: () => STAND_IN_FOLDER,
  getPreferredSystemLanguages: () => STAND_IN_LANGUAGES.split(','),
  addRecentDocument: (path) => note({ kind: 'recent-document', path }),
  clearRecentDocuments: () => note({ kind: 'recent-documents-cleared' }),
  showAboutPanel: () => note({ kind: 'about' }),
  setAboutPanelOptions: () => {},
  setAppUserModelId: () => {},
};

export const appEvents = new KnownEvents('app', EVENTS);
export const app = known('app', Object.assign(appEvents, methods));

/** Electron is ready only when the app's own module has run to its end. */
export function appCodeLoaded(): void {
  becomeReady();
}

export function onQuit(close: () => Promise<void>): void {
  closeWindows = close;
}

function hearSecondInstances(): void {
  for (const name of readdirSync(LOCK).filter((one) => one.endsWith('.json'))) {
    const { words, folder, data } = JSON.parse(readFileSync(join(LOCK, name), 'utf8'));
    unlinkSync(join(LOCK, name));
    appEvents.emit('second-instance', {}, words, folder, data);
  }
}

async function quit(): Promise<void> {
  if (!quitting) {
    quitting = true;
    await closeWindows();
  }
  if (!ask(appEvents, 'will-quit').prevented) process.exit(0);
}
