import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { packageFile } from '../package-root.ts';
import type { OpenOptions } from './open.ts';
import type { Outcome } from './outcome.ts';

const CANNOT_OPEN = 2;
const IN_THE_BROWSER = '"vrrpscope open --browser" shows the same in the browser';

/** Opens a window with the files; in the browser, until its last page has gone. */
export async function runOpen(files: readonly string[], options: OpenOptions): Promise<Outcome> {
  if (files.includes('-')) return { usageError: 'a window opens files only, not standard input' };
  const failure = await (options.browser ? openBrowser(files, options) : openDesktop(files));
  if (failure === null) return { exitCode: 0 };
  process.stderr.write(`vrrpscope: error: ${escapeControls(failure)}\n`);
  return { exitCode: CANNOT_OPEN };
}

async function openBrowser(files: readonly string[], { listen, port, launch }: OpenOptions): Promise<string | null> {
  const { openBrowser } = await import('../browser/open-browser.ts');
  return openBrowser(files, { listen: listen ?? { host: '127.0.0.1', port }, launch: launch && hasDisplay() });
}

/** Leaves it to itself, so that the terminal is free again. */
async function openDesktop(files: readonly string[]): Promise<string | null> {
  const { electronProgram } = await import('../services/electron-program.ts');
  const program = electronProgram();
  if (program === null) return `the desktop app's Electron is not installed; ${IN_THE_BROWSER}`;
  if (!hasDisplay()) return `the desktop app finds no display here; ${IN_THE_BROWSER}`;
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const words = [packageFile(), ...files.map((file) => resolve(file))];
  const child = spawn(program, words, { detached: true, stdio: 'ignore', env });
  try {
    await once(child, 'spawn');
  } catch (error) {
    return `the desktop app cannot be started: ${error instanceof Error ? error.message : error}; ${IN_THE_BROWSER}`;
  }
  child.unref();
  return null;
}

/** Elsewhere than on Linux there always is one. */
function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME);
}
