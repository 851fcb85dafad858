import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { CaptureSet } from '../host-contract.ts';
import { packageFile } from '../package-root.ts';
import { absoluteSet } from '../services/capture-set.ts';
import type { OpenOptions } from './open.ts';
import type { Outcome } from './outcome.ts';
import { mistakenViews } from './view-options.ts';

const CANNOT_OPEN = 2;
const IN_THE_BROWSER = '"vrrpscope open --browser" shows the same in the browser';

/** Opens a window with the files; in the browser, until its last page has gone. */
export async function runOpen(files: readonly string[], options: OpenOptions): Promise<Outcome> {
  const mistake = await mistaken(files, options);
  if (mistake !== undefined) return { usageError: mistake };
  const asked = askedSet(files, options);
  const failure = await (options.browser ? openBrowser(asked, options) : openDesktop(asked));
  if (failure === null) return { exitCode: 0 };
  process.stderr.write(`vrrpscope: error: ${escapeControls(failure)}\n`);
  return { exitCode: CANNOT_OPEN };
}

async function mistaken(files: readonly string[], { view, config, log }: OpenOptions): Promise<string | undefined> {
  const all = [...files, ...(view ?? []).flatMap((one) => one.files)];
  if (all.includes('-')) return 'a window opens files only, not standard input';
  const needsCaptures = view !== undefined || config !== undefined || log !== undefined;
  return needsCaptures ? mistakenViews(files, view) : undefined;
}

function askedSet(files: readonly string[], { view, config = [], log = [] }: OpenOptions): CaptureSet {
  const paths = view?.flatMap((one) => one.files) ?? files;
  const views = view?.flatMap(({ name, files: own }) => own.map(() => name)) ?? [];
  return absoluteSet(paths, { views, configurations: config, logs: log });
}

async function openBrowser(asked: CaptureSet, { listen, port, launch }: OpenOptions): Promise<string | null> {
  const { openBrowser } = await import('../browser/open-browser.ts');
  return openBrowser(asked, { listen: listen ?? { host: '127.0.0.1', port }, launch: launch && hasDisplay() });
}

/** Leaves it to itself, so that the terminal is free again. */
async function openDesktop({ paths, beside }: CaptureSet): Promise<string | null> {
  const { electronProgram } = await import('../services/electron-program.ts');
  const program = electronProgram();
  if (program === null) return `the desktop app's Electron is not installed; ${IN_THE_BROWSER}`;
  if (!hasDisplay()) return `the desktop app finds no display here; ${IN_THE_BROWSER}`;
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const words = [packageFile(), ...paths, ...(beside ? [`--beside=${JSON.stringify(beside)}`] : [])];
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
