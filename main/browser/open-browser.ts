import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { CaptureSet } from '../host-contract.ts';
import { SettingsFile, settingsPath } from '../services/settings-file.ts';
import { type BrowserHost, startBrowserHost } from './browser-host.ts';
import type { ListenAddress } from './own-addresses.ts';

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface BrowserOptions {
  listen: ListenAddress;
  /** Whether to start the user's browser. */
  launch: boolean;
}

/** Shows what is asked for in the browser until its last page has gone; tells why where that cannot be done. */
export async function openBrowser({ paths, beside }: CaptureSet, options: BrowserOptions): Promise<string | null> {
  const settings = await SettingsFile.open(settingsPath());
  let host: BrowserHost;
  try {
    host = await startBrowserHost({ listen: options.listen, settings });
  } catch (error) {
    return `the window cannot be served: ${messageOf(error)}`;
  }
  for (const signal of ENDINGS) process.once(signal, () => host.close());
  if (paths.length > 0) host.services.open(paths, beside ?? undefined);
  process.stdout.write(`${host.url}\n`);
  if (host.addresses.exposed) note('warning: other machines can connect, and what is sent is not encrypted');
  if (options.launch) await launch(host.url);
  await host.closed;
  await settings.flush();
  return null;
}

async function launch(url: string): Promise<void> {
  const { default: open } = await import('open');
  const cannot = (error: unknown) => note(`note: open this address yourself, no browser could: ${messageOf(error)}`);
  try {
    (await open(url)).once('error', cannot);
  } catch (error) {
    cannot(error);
  }
}

function note(text: string): void {
  process.stderr.write(`vrrpscope: ${escapeControls(text)}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
