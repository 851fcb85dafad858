import { mkdir, readFile, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Settings } from '../host-contract.ts';
import { DEFAULT_SETTINGS, type KeptSettings, keptSettingsFrom, settingsFrom, type WindowBounds } from './settings.ts';
import { writeWholeFile } from './whole-file.ts';

/** Changes in quick succession, as while a window is dragged, are written together. */
const QUIET_MS = 200;

/** The same place as Electron's own data of this app, so that every host knows the same settings. */
export function settingsPath(env: NodeJS.ProcessEnv = process.env, platform = process.platform, home = homedir()) {
  return join(configurationFolder(env, platform, home), 'vrrpscope', 'settings.json');
}

function configurationFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return env.APPDATA || join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return env.XDG_CONFIG_HOME || join(home, '.config');
}

/** What is remembered from one run to the next. A crash at any moment leaves either the old file or the new one. */
export class SettingsFile {
  readonly #path: string;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #kept: KeptSettings;
  #timer: NodeJS.Timeout | null = null;
  #written: Promise<void> = Promise.resolve();

  private constructor(path: string, kept: KeptSettings) {
    this.#path = path;
    this.#kept = kept;
  }

  /** Never fails: what cannot be read is as if it had not been there, and a damaged file is kept beside the new one. */
  static async open(path: string): Promise<SettingsFile> {
    return new SettingsFile(path, await readKept(path));
  }

  get settings(): Settings {
    return this.#kept.settings;
  }

  /** Where the window was; null if it never was open. */
  get window(): WindowBounds | null {
    return this.#kept.window;
  }

  /** Takes what makes sense and leaves the rest as it was. */
  change(change: Partial<Settings>): void {
    const settings = settingsFrom({ ...this.#kept.settings, ...change }, this.#kept.settings);
    if (JSON.stringify(settings) === JSON.stringify(this.#kept.settings)) return;
    this.#keep({ ...this.#kept, settings });
    for (const listener of this.#listeners) listener(settings);
  }

  rememberWindow(window: WindowBounds): void {
    this.#keep({ ...this.#kept, window });
  }

  /** Calls `listener` after each change until the returned function is called. */
  onChange(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when everything is on the disk. */
  flush(): Promise<void> {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#write();
    }
    return this.#written;
  }

  #keep(kept: KeptSettings): void {
    this.#kept = kept;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#write(), QUIET_MS);
  }

  #write(): void {
    this.#timer = null;
    this.#written = this.#written.then(() => writeKept(this.#path, this.#kept));
  }
}

async function readKept(path: string): Promise<KeptSettings> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return { settings: DEFAULT_SETTINGS, window: null };
  }
  const kept = keptSettingsFrom(text);
  if (kept !== null) return kept;
  await rename(path, path.replace(/\.json$/, '.damaged.json')).catch(() => {});
  return { settings: DEFAULT_SETTINGS, window: null };
}

async function writeKept(path: string, { settings, window }: KeptSettings): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeWholeFile(path, `${JSON.stringify({ ...settings, window }, null, 2)}\n`);
  } catch {
    // A disk that is full or read-only is no reason to disturb the work; the next change tries again
  }
}
