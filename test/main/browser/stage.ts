import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { type BrowserHost, type BrowserHostOptions, startBrowserHost } from '../../../main/browser/browser-host.ts';
import { HeardServices, MemorySettings } from './heard-services.ts';

export interface Stage {
  host: BrowserHost;
  services: HeardServices;
  settings: MemorySettings;
  /** All temporary files lie in it. */
  temporary: string;
}

/** A host of its own for a test, with a window of three small files. */
export async function startStage(options: Partial<BrowserHostOptions> = {}): Promise<Stage> {
  const temporary = await mkdtemp(join(tmpdir(), 'vrrpscope-test-'));
  vi.stubEnv('TMPDIR', temporary);
  const settings = new MemorySettings();
  const services = new HeardServices();
  const host = await startBrowserHost({
    listen: { host: '127.0.0.1', port: 0 },
    settings,
    readFile: async (name) => Buffer.from(`this is ${name}`),
    createServices: (front, store) => services.serve(front, store),
    ...options,
  });
  onTestFinished(async () => {
    await host.close();
    vi.unstubAllEnvs();
    await rm(temporary, { recursive: true });
  });
  return { host, services, settings, temporary };
}
